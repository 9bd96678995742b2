"""Pasting: a chat copied from elsewhere, read into who said what, and when.

A line that begins with a name we know begins a turn; a time may stand before or after the name, or
in a line of its own. What comes before any name, or after a name nobody knows, isn't placed.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import islice

import msgspec

from console.moments import Moment, at, day_of, order_of, read_moment
from data.markets import Order

_GAP = " \t,·|–—-([])"
_LONGEST_NAME = 40
_WORDS = 4
_AHEAD = 3
"""Lines in which a clock must follow a day."""


class Names(msgspec.Struct, frozen=True):
    """Who may speak in a chat, by their names there, in small letters and without @."""

    theirs: frozenset[str]
    """The creator's."""
    ours: frozenset[str]


class Turn(msgspec.Struct, frozen=True):
    """One message of a chat."""

    name: str
    """As it stood there, small and without @."""
    outbound: bool
    text: str
    at: datetime | None
    """`None`: the chat doesn't say."""


class Chat(msgspec.Struct, frozen=True):
    """A pasted chat, read."""

    turns: tuple[Turn, ...]
    unplaced: tuple[tuple[int, str], ...]
    """Lines that belong to no message we could tell, by number from 1."""


class _Draft(msgspec.Struct):
    """A turn while its lines are read."""

    name: str
    moment: Moment | None
    day: Moment | None
    """What the last line with a date said."""
    lines: list[str]


class _Head(msgspec.Struct, frozen=True):
    """A line that begins a turn, or says when the next one was."""

    name: str | None
    moment: Moment | None
    text: str
    known: bool = True


def read_chat(text: str, names: Names, now: datetime, order: Order | None = None) -> Chat:
    """The turns of a chat copied at `now`, which is on the clock its times are of.

    Raises `RefusalError` where days can't be told; `TwoDays` where somebody must say the order.
    """
    reader = _Reader(names, text.split("\n"))
    reader.read_all()
    return reader.chat(now, order)


class _Reader:
    """Goes through the lines of a chat."""

    def __init__(self, names: Names, lines: list[str]) -> None:
        self._names = names
        self._lines = lines
        self._known = sorted(names.theirs | names.ours, key=len, reverse=True)
        self._drafts: list[_Draft] = []
        self._open = False
        """The last draft goes on with the next line."""
        self._speaker: str | None = None
        self._day: Moment | None = None
        self._clock: Moment | None = None
        """Of a line of its own: of the turn that comes next."""
        self._unplaced: list[tuple[int, str]] = []

    def read_all(self) -> None:
        """Take in every line."""
        for number, line in enumerate(self._lines, 1):
            self._read(number, line)

    def _read(self, number: int, line: str) -> None:
        head = _head(line.strip(), self._known)
        if head is None or (head.name is None and self._is_said(head, number)):
            self._say(number, line.rstrip())
        elif not head.known:
            self._open, self._speaker = False, None
            self._unplaced.append((number, line.strip()))
        elif head.name is None:
            assert head.moment is not None
            self._when(head.moment)
        else:
            self._speaker = head.name
            self._begin(head.moment)
            if head.text:
                self._drafts[-1].lines.append(head.text)

    def _is_said(self, head: _Head, number: int) -> bool:
        """Whether what looks like a day is what somebody said: `Friday` after `when?`."""
        if head.moment is None or not head.moment.vague:
            return False
        if self._open and not self._drafts[-1].lines:
            return True
        following = islice(self._lines, number, number + _AHEAD)
        heads = [_head(line.strip(), self._known) for line in following]
        return not any(after and after.moment and after.moment.clock for after in heads)

    def _when(self, moment: Moment) -> None:
        """A time in a line of its own: of the name above it, else of what comes next."""
        if self._open and not self._drafts[-1].lines and self._drafts[-1].moment is None:
            self._drafts[-1].moment = moment
            if moment.dated:
                self._drafts[-1].day = self._day = moment
            return
        self._open = False
        if moment.dated:
            self._day = moment
        self._clock = moment if moment.clock else None

    def _begin(self, moment: Moment | None) -> None:
        if moment and moment.dated:
            self._day = moment
        moment, self._clock = moment or self._clock, None
        assert self._speaker is not None
        self._drafts.append(_Draft(self._speaker, moment, self._day, []))
        self._open = True

    def _say(self, number: int, line: str) -> None:
        if self._open:
            self._drafts[-1].lines.append(line)
        elif line.strip():
            if self._speaker is None:
                self._unplaced.append((number, line.strip()))
            else:  # the same person goes on
                self._begin(None)
                self._drafts[-1].lines.append(line)

    def chat(self, now: datetime, order: Order | None) -> Chat:
        """What the lines came to."""
        said = [draft for draft in self._drafts if "".join(draft.lines).strip()]
        moments = [moment for draft in said for moment in (draft.moment, draft.day) if moment]
        known = order_of(moments, order)
        turns = []
        for draft in said:
            day: date | None = day_of(draft.day, known, now.date()) if draft.day else None
            here = at(_whole(draft), day, now) if draft.moment else None
            when = here.astimezone(UTC) if here else None
            body = "\n".join(draft.lines).strip("\n").rstrip()
            turns.append(Turn(draft.name, draft.name in self._names.ours, body, when))
        return Chat(tuple(turns), tuple(self._unplaced))


def _whole(draft: _Draft) -> Moment:
    """The clock of a turn with the day it stands under."""
    assert draft.moment is not None
    if draft.moment.dated or draft.day is None:
        return draft.moment
    return msgspec.structs.replace(draft.day, clock=draft.moment.clock)


def _head(line: str, known: Collection[str]) -> _Head | None:
    """What a line begins; `None`: it is part of what is said."""
    if not line:
        return None
    return _named(line, known) or _timed(line, known) or _stranger(line)


def _named(line: str, known: Collection[str]) -> _Head | None:
    """`Lena`, `Lena 09:12`, `Lena: text`, `@lena (Tue 09:12): text`."""
    bare = line.removeprefix("@")
    for name in known:
        if bare[: len(name)].lower() != name:
            continue
        rest = bare[len(name) :]
        if rest.strip() in ("", ":"):
            return _Head(name, None, "")
        if rest.lstrip().startswith(":"):
            return _Head(name, None, rest.lstrip()[1:].strip())
        if rest[0] in _GAP and (found := read_moment(rest.lstrip(_GAP))):
            moment, after = found
            after = after.lstrip(_GAP)
            if not after or after[0] == ":":
                return _Head(name, moment, after[1:].strip())
    return None


def _timed(line: str, known: Collection[str]) -> _Head | None:
    """`Tue 09:12`, `[11/18/2026, 9:12 AM] Lena: text`, `09:12 Lena`."""
    found = read_moment(line.lstrip("[("))
    if found is None:
        return None
    moment, rest = found
    rest = rest.lstrip(_GAP + ":")
    if not rest:
        return _Head(None, moment, "")
    named = _named(rest, known) or _named(rest.rstrip(_GAP), known)
    if named is not None and named.moment is None:
        return _Head(named.name, moment, named.text)
    return None


def speaker(line: str) -> str | None:
    """The word that a line begins a turn with, if it may be a handle: `@lena`, `lena 09:12`."""
    word, _, rest = line.strip().removeprefix("@").partition(" ")
    word = word.rstrip(":,")
    return word if word and (not rest or read_moment(rest.lstrip(_GAP))) else None


_CALLED = re.compile(r"@?(?:[\w.]*[\d_.][\w.]*|[^\W\d_a-z]\S*(?:\s[^\W\d_a-z]\S*)*)")
"""What looks like somebody's name: a handle, or words with capitals."""


def _stranger(line: str) -> _Head | None:
    """A name and a time, of somebody we don't know."""
    for cut, letter in enumerate(line[: _LONGEST_NAME + 1]):
        if letter not in _GAP or not cut:
            continue
        found = read_moment(line[cut:].lstrip(_GAP))
        if found and found[0].clock and not found[1].strip(_GAP + ":"):
            name = line[:cut].rstrip(_GAP)
            if _CALLED.fullmatch(name) and len(name.split()) <= _WORDS:
                return _Head(None, found[0], "", known=False)
    return None
