"""One line of query text picks records: in a list, in search, in bulk and on the command line.

    owner:me due:today not:overdue "late titles"

`key:value` tests a field (commas mean or), `is:word` and `not:word` test a state, `@name` stands
for a saved view's query, anything else is searched in the record's text. Nothing in it is touched
by a shell.
"""

import shlex
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from itertools import compress
from operator import contains
from typing import Generic, TypeVar

from console.desk import Desk
from data.errors import SpotlightError, UsageError
from data.records.base import Record, is_live
from data.records.clients import Client
from data.records.creators import Creator, FormerHandle
from data.records.views import SavedView
from data.store import Entry
from data.text import plain, searchable

R = TypeVar("R", bound=Record)
Test = Callable[[R], bool]
Pick = Callable[[Desk, Iterable[R]], Iterable[R]]
"""Picks some of the records in a list's order."""


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
    due: Callable[[Desk], Callable[[R], float]] | None = None
    """When each presses, in seconds: comes before `order`, asked only of what a query picks."""
    default: str = ""
    """The query a screen starts with."""
    live: frozenset[str] = frozenset()
    """Words that only what hasn't ended fits: a query with one of them reads nothing else."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What the help says of words that don't say it themselves."""
    handles: bool = False
    """`@name` may be a creator's handle here, where no view is called so."""


def select(desk: Desk, listing: Listing[R], query: str) -> list[R]:
    """The records the query picks, in the listing's order. Raises `UsageError`."""
    tests, needles = _terms(desk, listing, query)
    test = _all_of(desk, listing, tests, needles)
    read = desk.book.all if listing.live.isdisjoint(tests) else desk.book.live
    picked = [record for record in read(listing.kind) if test(record)]
    picked.sort(key=listing.order(desk))
    if listing.due is not None:
        picked.sort(key=listing.due(desk))
    return picked


def without_states(desk: Desk, listing: Listing[R], text: str) -> tuple[int, list[str]]:
    """How many records a query picks without its states, and which these are; none, where it has
    nothing else. Raises `UsageError`.
    """
    asked = words(text)
    states = [word for word in asked if word.startswith(("is:", "not:"))]
    rest = [f'"{word}"' if " " in word else word for word in asked if word not in states]
    if not (states and rest):
        return 0, []
    return len(select(desk, listing, " ".join(rest))), states


class Ordered(Generic[R]):
    """A listing on a screen: stays in order from one change to the next, so that a key in the
    query line has only to filter, and a change moves only what it changed. What has ended is read
    when a query first asks for it.
    """

    def __init__(self, desk: Desk, listing: Listing[R]) -> None:
        self._desk = desk
        self._listing = listing
        self._seq = -1
        self._all = False
        """Whether what has ended is known, too."""
        self.asks_live = True
        """Whether the last query picks only what hasn't ended."""
        self._ended: set[str] = set()
        """The ids of those that ended since they were picked."""
        self._known: dict[int, _Line[R]] = {}
        self._lines: list[_Line[R]] = []
        self._texts: dict[str, str] = {}
        """What words were searched in, by the ids of those they were."""
        self._picked: list[_Line[R]] = []
        self._asked: tuple[object, ...] = ()
        """In which minute these were picked, and what was tested; empty: they aren't any more."""
        self._tests: Sequence[Test[R]] = ()
        self._narrowed: list[_Narrowed] = []
        """What words left of these, each a narrower query than the one before: a letter more looks
        through what is left, one less goes back a step."""
        self._kept: dict[Pick[R], tuple[datetime, set[str]]] = {}
        """What a pick picked, and in which minute."""

    def __iter__(self) -> Iterator[R]:
        self._keep_up()
        return (line[2] for line in self._lines)

    def tally(self, rows: Sequence[str]) -> tuple[int, int]:
        """Of how many these rows are picked: those that haven't ended, if only they are asked for,
        and of these rows, too, else all.
        """
        self._keep_up()
        if not self.asks_live:
            return len(rows), len(self._lines)
        lines = self._desk.book.live(self._listing.kind) if self._all else self._lines
        ended = len(self._ended.intersection(rows)) if self._ended else 0
        return len(rows) - ended, len(lines)

    def refs(self, query: str) -> list[str]:
        """The ids of the records the query picks, in order. Raises `UsageError`."""
        tests, needles = _terms(self._desk, self._listing, query)
        self.asks_live = not self._listing.live.isdisjoint(tests)
        if not (self._all or self.asks_live):
            self._all, self._seq = True, -1
        self._keep_up()
        asked = self._minute(), *tests
        if asked != self._asked:  # not with every letter of a word: dues move on by the minute
            self._tests = list(tests.values())
            self._picked = self._lines.copy()
            for test in self._tests:
                self._picked = [line for line in self._picked if test(line[2])]
            if self._listing.due is not None:
                due = self._listing.due(self._desk)
                self._picked = sorted(self._picked, key=lambda line: due(line[2]))
            self._asked = asked
            self._narrowed = [([], [line[1] for line in self._picked], [])]
        return self._narrow(needles)

    def _narrow(self, needles: list[str]) -> list[str]:
        """The ids of those picked whose texts have all needles."""
        while not _narrower(needles, self._narrowed[-1][0]):
            self._narrowed.pop()
        fewer, refs, texts = self._narrowed[-1]
        if needles != fewer:
            if not fewer and not texts:
                texts += list(self._texts_of(self._picked))  # all or none
            for needle in (each for each in needles if each not in fewer):
                has = [needle in text for text in texts]
                refs, texts = list(compress(refs, has)), list(compress(texts, has))
            self._narrowed.append((needles, refs, texts))
        return refs.copy()

    def among(self, rows: Sequence[str], pick: Pick[R]) -> int:
        """How many of these rows `pick` picks; its pick is made again when something changed."""
        self._keep_up()
        found = self._kept.get(pick)
        if found is None or found[0] != self._minute():
            refs = {each.ref for each in pick(self._desk, self)}
            found = self._kept[pick] = self._minute(), refs
        return len(found[1].intersection(rows))

    def _minute(self) -> datetime:
        return self._desk.clock.now().replace(second=0, microsecond=0)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Take in these changes, the next after those known; else all is read again when asked."""
        if not entries or not 0 <= entries[0].seq - 1 <= self._seq:
            return
        kind = self._listing.kind
        changes = [change for entry in entries for change in entry.changes]
        if self._listing.due or any(change.table != kind.TABLE for change in changes):
            self._forget_picked()  # what others change may make a difference, too
        if any(change.table in _NAMING and change.table != kind.TABLE for change in changes):
            self._texts.clear()
        for id in {change.id for change in changes if change.table == kind.TABLE}:
            if before := self._known.pop(id, None):
                del self._lines[bisect_left(self._lines, before)]
                self._texts.pop(before[1], None)
                self._drop(before)
            record = self._desk.book.get(kind, id)
            if record is None or record.archived_at is not None:
                continue
            if self._all or is_live(record):
                line = self._known[id] = self._line(record)
                insort(self._lines, line)
                self._pick(line)
            if is_live(record):
                self._ended.discard(record.ref)
            else:
                self._ended.add(record.ref)
        self._seq = max(self._seq, entries[-1].seq)

    def _pick(self, line: "_Line[R]") -> None:
        """Put it among those picked, if it fits."""
        for pick, (_, found) in self._kept.items():
            found.update(each.ref for each in pick(self._desk, [line[2]]))
        if self._asked and all(test(line[2]) for test in self._tests):
            at, refs = bisect_left(self._picked, line), self._narrowed[0][1]
            self._picked.insert(at, line)
            refs.insert(at, line[1])
            self._narrowed = [([], refs, [])]

    def _drop(self, line: "_Line[R]") -> None:
        """Take it out of those picked, if it is among them."""
        for _, found in self._kept.values():
            found.discard(line[1])
        at = bisect_left(self._picked, line) if self._asked else len(self._picked)
        if at < len(self._picked) and self._picked[at] == line:
            refs = self._narrowed[0][1]
            del self._picked[at], refs[at]
            self._narrowed = [([], refs, [])]

    def _forget_picked(self) -> None:
        self._asked = ()
        self._kept.clear()

    def _keep_up(self) -> None:
        book = self._desk.book
        if book.seq != self._seq:
            self._seq = book.seq
            read = book.all if self._all else book.live
            self._known = {each.id: self._line(each) for each in read(self._listing.kind)}
            self._lines = sorted(self._known.values())
            self._texts.clear()
            self._ended.clear()
            self._forget_picked()

    def _line(self, record: R) -> "_Line[R]":
        return self._listing.order(self._desk)(record), record.ref, record

    def _texts_of(self, lines: Sequence["_Line[R]"]) -> Iterator[str]:
        """What words are searched in: made when they first are, as it may take other records."""
        texts = self._texts
        for _, ref, record in lines:
            if ref not in texts:
                texts[ref] = searchable(self._listing.text(self._desk, record))
            yield texts[ref]


def _narrower(needles: Sequence[str], than: Sequence[str]) -> bool:
    """Whether whatever has these needles has those, too."""
    return len(than) <= len(needles) and all(map(contains, needles, than))


_NAMING = frozenset({Creator.TABLE, FormerHandle.TABLE, Client.TABLE})
"""What others are called by: their texts change with it."""
_Narrowed = tuple[list[str], list[str], list[str]]
"""Words, the ids of what has them all, and the texts of that; without words, none before they are
asked for."""
_Line = tuple[tuple[float | str, ...], str, R]
"""A record's place in the order, its id, itself."""


def compile_query(desk: Desk, listing: Listing[R], query: str) -> Test[R]:
    """The test a query text means. Raises `UsageError` naming the word and what there is."""
    return _all_of(desk, listing, *_terms(desk, listing, query))


def _all_of(
    desk: Desk, listing: Listing[R], tests: Mapping[str, Test[R]], needles: Sequence[str]
) -> Test[R]:
    return lambda record: (
        all(test(record) for test in tests.values())
        and all(needle in searchable(listing.text(desk, record)) for needle in needles)
    )


def _terms(desk: Desk, listing: Listing[R], query: str) -> tuple[dict[str, Test[R]], list[str]]:
    """What a query asks: tests of fields and states by their words, and words to look for."""
    tests: dict[str, Test[R]] = {}
    needles: list[str] = []
    for word in _expanded(desk, listing, query):
        key, colon, value = word.partition(":")
        if colon and key:
            tests[word] = _test(desk, listing, key, value)
        else:
            needles.append(searchable(word))
    return tests, needles


def _expanded(
    desk: Desk, listing: Listing[R], query: str, within: tuple[int, ...] = ()
) -> Iterator[str]:
    """The words of a query; `@late` and `view:late` stand for the words of the view `late`."""
    for word in words(query):
        name = _name_in(word)
        view = view_named(desk, listing.name, name) if name is not None else None
        if view is None and name is not None and (word[0] != "@" or not listing.handles):
            known = [*dict.fromkeys(view.name for view in views_of(desk, listing.name))]
            raise UsageError(_unknown("there is no view", name, known or ["none yet"]))
        if view is None:
            yield word
        elif view.id in within or len(within) > _DEEPEST:
            raise UsageError(f"the view “{view.name}” leads back to itself")
        else:
            yield from _expanded(desk, listing, view.query, (*within, view.id))


_DEEPEST = 5


def _name_in(word: str) -> str | None:
    """The name of a view that a word of a query stands for, if it may."""
    if word.startswith(("@", "view:")):
        return word.removeprefix("view:").removeprefix("@").casefold()
    return None


def views_in(desk: Desk, list: str, query: str) -> list[SavedView]:
    """The views that the words of a query name."""
    names = (_name_in(word) for word in words(query))
    found = (view_named(desk, list, name) for name in names if name is not None)
    return [view for view in found if view is not None]


def views_of(desk: Desk, list: str) -> list[SavedView]:
    """The views of a list that this person can use: mine, then everybody's, by name."""
    views = [v for v in desk.book.find(SavedView, "list", list) if v.owner in (None, desk.me.name)]
    return sorted(views, key=lambda view: (view.owner is None, view.name))


def view_named(desk: Desk, list: str, name: str) -> SavedView | None:
    """The view of that name: mine before everybody's."""
    return next((view for view in views_of(desk, list) if view.name == name), None)


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


def _test(desk: Desk, listing: Listing[R], key: str, value: str) -> Test[R]:
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
    return tests[0] if len(tests) == 1 else lambda record: any(test(record) for test in tests)


def _state(desk: Desk, listing: Listing[R], value: str) -> Test[R]:
    if value not in listing.states:
        raise UsageError(_unknown("know no state", value, list(listing.states)))
    return listing.states[value](desk)


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known)}."
    return f"{what} “{plain(word, limit=30)}”; {hint}"
