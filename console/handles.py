"""Handles: which creator one is, also by a handle they had before; who is the same person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import nlargest
from itertools import takewhile

from console.verb import Reader
from data.records.book import Book
from data.records.creators import Creator, FormerHandle
from data.text import searchable

_ALIKE = 300
"""Of so many handles that begin alike one is looked for that was meant: each costs 0.06 ms."""


def known(read: Reader, handle: str) -> Creator | None:
    """The creator of that handle, now or before; a transaction also finds one taken away."""
    found = read.find(Creator, "handle", handle)
    if not found:
        before = read.find(FormerHandle, "handle", handle)
        standing = (each for each in reversed(before) if each.archived_at is None)
        had = (read.get(Creator, each.creator) for each in standing)
        found = [creator for creator in had if creator is not None]
    return min(found, key=lambda creator: creator.archived_at is not None, default=None)


def handle_of(read: Reader, number: int) -> str:
    """The handle of the creator with that number, with its @."""
    found = read.get(Creator, number)
    return f"@{found.handle}" if found else f"{Creator.LETTER}{number}"


def former(read: Reader, creator: Creator) -> list[FormerHandle]:
    """The handles a creator had before, the newest first."""
    found = read.find(FormerHandle, "creator", creator.id)
    kept = [each for each in found if each.archived_at is None]
    return sorted(kept, key=lambda each: (each.until, each.id), reverse=True)


def folded(book: Book) -> Sequence[tuple[str, str]]:
    """Every creator's handle as it is looked for, and as it is."""
    return _folded(book, book.seq)


@lru_cache(maxsize=1)
def _folded(book: Book, seq: int) -> Sequence[tuple[str, str]]:
    return [(searchable(each.handle), each.handle) for each in book.all(Creator)]


def all_former(book: Book) -> Mapping[int, list[str]]:
    """All former handles by creator: a list looks through thousands of creators."""
    return _all_former(book, book.seq)


@lru_cache(maxsize=1)
def _all_former(book: Book, seq: int) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in book.all(FormerHandle):
        found.setdefault(each.creator, []).append(each.handle)
    return found


def alike(word: str, handles: Iterable[str]) -> list[str]:
    """The handles that begin most like it."""
    return nlargest(_ALIKE, handles, key=lambda handle: _shared(word, handle))


def _shared(word: str, handle: str) -> int:
    """How many letters both begin with."""
    pairs = zip(word, handle, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def root(read: Reader, creator: Creator) -> Creator:
    """The creator that this one was merged into, at the end; itself if it wasn't."""
    into = read.get(Creator, creator.merged_into) if creator.merged_into is not None else None
    return creator if into is None else root(read, into)


def same(read: Reader, creator: Creator) -> list[Creator]:
    """All that are the same person, itself among them; the one the others are merged into first."""
    return [*_beneath(read, root(read, creator))]


def one_person(read: Reader, number: int) -> set[int]:
    """The numbers of all that are the same person as the creator with that number."""
    creator = read.get(Creator, number)
    return {each.id for each in same(read, creator)} if creator else {number}


def _beneath(read: Reader, creator: Creator) -> Iterator[Creator]:
    yield creator
    for each in read.find(Creator, "merged_into", creator.id):
        if each.archived_at is None:
            yield from _beneath(read, each)
