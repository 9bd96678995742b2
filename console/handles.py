"""Handles: which creator one is, also by a handle they had before; who is the same person."""

from collections.abc import Iterator

from console.verb import Reader
from data.records.creators import Creator, FormerHandle


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


def root(read: Reader, creator: Creator) -> Creator:
    """The creator that this one was merged into, at the end; itself if it wasn't."""
    into = read.get(Creator, creator.merged_into) if creator.merged_into is not None else None
    return creator if into is None else root(read, into)


def same(read: Reader, creator: Creator) -> list[Creator]:
    """All that are the same person, itself among them; the one the others are merged into first."""
    return [*_beneath(read, root(read, creator))]


def _beneath(read: Reader, creator: Creator) -> Iterator[Creator]:
    yield creator
    for each in read.find(Creator, "merged_into", creator.id):
        if each.archived_at is None:
            yield from _beneath(read, each)
