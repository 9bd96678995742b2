"""One line of query text picks records: in a list, in search, in bulk and on the command line.

    owner:me due:today not:overdue "late titles"

`key:value` tests a field (commas mean or), `is:word` and `not:word` test a state, anything else
is searched in the record's text. Nothing in it is touched by a shell.
"""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

from console.desk import Desk
from data.errors import SpotlightError, UsageError
from data.records.base import Record
from data.text import plain

R = TypeVar("R", bound=Record)
Test = Callable[[R], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(Generic[R]):
    """A list people can look through: `spotlight actions`, the Actions pane."""

    name: str
    """The list's name on the command line and its table's name."""
    kind: type[R]
    fields: Mapping[str, Callable[[Desk, str], Test[R]]]
    """What `key:value` can ask. A value that can't be understood raises `UsageError`."""
    states: Mapping[str, Callable[[Desk], Test[R]]]
    """What `is:` and `not:` can ask."""
    text: Callable[[Desk, R], str]
    """What bare words are searched in."""
    order: Callable[[Desk], Callable[[R], tuple[float | str, ...]]]
    """The key the list is sorted by."""
    default: str = ""
    """The query a screen starts with."""


def select(desk: Desk, listing: Listing[R], query: str) -> list[R]:
    """The records the query picks, in the listing's order. Raises `UsageError`."""
    test = compile_query(desk, listing, query)
    picked = [record for record in desk.book.all(listing.kind) if test(record)]
    return sorted(picked, key=listing.order(desk))


def compile_query(desk: Desk, listing: Listing[R], query: str) -> Test[R]:
    """The test a query text means. Raises `UsageError` naming the word and what there is."""
    tests = [_term(desk, listing, word) for word in words(query)]
    return lambda record: all(test(record) for test in tests)


def words(query: str) -> list[str]:
    """The words of a query; quotes keep several together. An open quote ends with the line."""
    lexer = shlex.shlex(plain(query), posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.quotes = '"'
    lexer.escape = ""
    try:
        return list(lexer)
    except ValueError:
        return words(query + '"')


def _term(desk: Desk, listing: Listing[R], word: str) -> Test[R]:
    key, colon, value = word.partition(":")
    if not colon or not key:
        needle = word.casefold()
        return lambda record: needle in listing.text(desk, record).casefold()
    if key in ("is", "not"):
        state = _state(desk, listing, value)
        return state if key == "is" else lambda record: not state(record)
    if key not in listing.fields:
        raise UsageError(_unknown("can't ask for", key, [*listing.fields, "is", "not"]))
    try:
        tests = [listing.fields[key](desk, part) for part in value.split(",") if part]
    except (ValueError, SpotlightError) as error:
        raise UsageError(f"{key}: {error}") from None
    if not tests:
        raise UsageError(f"{key}: wants a value, as {key}:…")
    return lambda record: any(test(record) for test in tests)


def _state(desk: Desk, listing: Listing[R], value: str) -> Test[R]:
    if value not in listing.states:
        raise UsageError(_unknown("know no state", value, list(listing.states)))
    return listing.states[value](desk)


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}."
    return f"{what} “{plain(word, limit=30)}”; {hint}"


def complete(listing: Listing[R], query: str) -> list[str]:
    """What the last, unfinished word of a query could become."""
    last = query.rpartition(" ")[2]
    key, colon, value = last.partition(":")
    if not colon:
        return [f"{name}:" for name in [*listing.fields, "is", "not"] if name.startswith(last)]
    if key in ("is", "not"):
        return [f"{key}:{state}" for state in listing.states if state.startswith(value)]
    return []
