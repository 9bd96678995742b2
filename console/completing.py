"""What the last, unfinished word of a query could become."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, islice
from typing import Any, Literal, get_args, get_origin, get_type_hints

from console.desk import Desk
from console.handles import folded
from console.query import Listing, views_of
from data.records.base import Record
from data.records.clients import Client
from data.records.people import Person
from data.text import plain, searchable

_MOST = 100
"""So many are offered; who types on gets the others."""
_PART = 2
"""From so many letters a creator is also found by a part of the handle."""


def completions(desk: Desk, listing: Listing[Any], query: str) -> list[str]:
    """The words that could stand in place of the last one, fields first, then their values.

    A field ends in a colon: its value comes next.
    """
    last = query.rpartition(" ")[2].casefold()
    if last.startswith("@"):
        return _begun("@", last[1:], (view.name for view in views_of(desk, listing.name)))
    key, colon, given = last.partition(":")
    if not colon:
        fields = [*listing.fields, "is", "not", "view"]
        return [f"{field}:" for field in fields if field.startswith(last)]
    done, comma, value = given.rpartition(",")
    before = f"{key}:{done}{comma}"
    if key == "creator" and key in listing.fields:
        return [f"{before}{handle}" for handle in _handles(desk, value)]
    return _begun(before, value, _values(desk, listing, key))


def _handles(desk: Desk, part: str) -> list[str]:
    """The handles that go on so; then, from some letters on, those that have them anywhere."""
    part = searchable(part)
    with_it = [each for each in folded(desk.book) if part in each[0] and part != each[0]]
    begun = (word for each, word in with_it if each.startswith(part))
    within = (word for _, word in with_it) if len(part) >= _PART else ()
    offered = (word for word in chain(begun, within) if plain(word) == word)
    return [*dict.fromkeys(islice(offered, 2 * _MOST))][:_MOST]


def _begun(before: str, value: str, known: Iterable[str]) -> list[str]:
    """The known values that go on so; one of several words in quotes isn't offered."""
    fitting = (
        word
        for word in known
        if (folded := word.casefold()).startswith(value)
        and folded != value
        and " " not in word
        and plain(word) == word
    )
    return [f"{before}{word}" for word in dict.fromkeys(islice(fitting, _MOST))]


def _values(desk: Desk, listing: Listing[Any], key: str) -> Iterable[str]:
    if key in ("is", "not"):
        return listing.states
    if key == "view":
        return (view.name for view in views_of(desk, listing.name))
    if key not in listing.fields:
        return ()
    if key == "due" and listing.due is not None:
        return ("breached", "1h", "4h")
    return _KNOWN[key](desk) if key in _KNOWN else _choices(listing.kind, key)


def _choices(kind: type[Record], field: str) -> Iterable[str]:
    """The words a field of the record can hold, where its type names them."""
    hint = get_type_hints(kind).get(field)
    parts = [hint, *get_args(hint)]
    return [word for part in parts if get_origin(part) is Literal for word in get_args(part)]


def _people(desk: Desk, besides: str) -> Iterable[str]:
    return ("me", besides, *sorted(person.name for person in desk.book.all(Person)))


_KNOWN: Mapping[str, Callable[[Desk], Iterable[str]]] = {
    "client": lambda desk: (client.slug for client in desk.book.all(Client)),
    "due": lambda desk: ("today", "tomorrow", "3d", "7d"),
    "for": lambda desk: _people(desk, "all"),
    **dict.fromkeys(
        ("owner", "assignee", "maker", "by", "author"), lambda desk: _people(desk, "nobody")
    ),
}
"""Fields whose values are other records, or words."""
