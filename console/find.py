"""Find across everything: words in titles, texts, handles, notes, messages and QA results."""

from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import chain

import msgspec

from console.desk import Desk
from console.query import words
from console.table import LISTINGS
from data.errors import SpotlightError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.messages import Message
from data.records.notes import Note
from data.records.runs import Check, Run
from data.text import plain

MOST = 200
"""So many are shown; the newest of those found."""
_AROUND = 12
"""Characters shown before a word that was found in a text."""


class Found(msgspec.Struct, frozen=True):
    """A record that has all the words."""

    record: Record
    said: Note | Message | Check | None = None
    """What they are in; `None`: they are in what the record is called."""
    word: str = ""
    """One of them."""

    @property
    def where(self) -> str:
        """What they are in on a line, from shortly before the word; empty: there is no such."""
        speaker, text = self._told()
        return speaker + _around(text, self.word)

    @property
    def whole(self) -> str:
        """What they are in on a line, from beginning to end; empty: there is no such."""
        speaker, text = self._told()
        return speaker + plain(text)

    def _told(self) -> tuple[str, str]:
        """Who said it, and what."""
        match self.said:
            case Note(about=about, created_by=by, text=text):
                return f"{_part(about)}note {by}: ", text
            case Check(ref=ref, result=result, by=by, reason=str(text)):
                return f"{ref} {result} {by}: ", text
            case Message(outbound=outbound, author=by, body=text):
                return f"{by}: " if outbound else "", text
            case _:
                return "", ""


class Findings(msgspec.Struct, frozen=True):
    """What was found."""

    shown: tuple[Found, ...]
    """A typed id first, then newest change first, at most `MOST`."""
    total: int


def find_everywhere(
    desk: Desk, query: str, *, stopped: Callable[[], bool] = lambda: False
) -> Findings:
    """Records of any kind that have every word of the query in one text of theirs.

    Slow where there is much: call it off the screen's thread. It ends early once `stopped` says so.
    """
    needles = [word.casefold() for word in words(query)]
    if not needles:
        return Findings((), 0)
    exact = _by_id(desk, query)
    found = {one.record.ref: one for one in exact}
    for one in chain(_named(desk, needles), _said(desk, needles)):
        found.setdefault(one.record.ref, one)
        if stopped():
            break
    rest = (one for one in found.values() if one not in exact)
    newest = nlargest(MOST - len(exact), rest, key=lambda one: one.record.updated_at)
    return Findings((*exact, *newest), len(found))


def _by_id(desk: Desk, query: str) -> list[Found]:
    try:
        return [Found(desk.record(query.strip()))]
    except SpotlightError:
        return []


def _named(desk: Desk, needles: list[str]) -> Iterator[Found]:
    """Records whose own text has the words."""
    for listing in LISTINGS.values():
        if not listing.kind.LETTER:
            continue
        for record in desk.book.all(listing.kind):
            text = listing.text(desk, record).casefold()
            if all(needle in text for needle in needles):
                yield Found(record)


def _said(desk: Desk, needles: list[str]) -> Iterator[Found]:
    """Records with a note, a message or a result that has the words; of an item, its run."""
    for note in desk.book.containing(Note, "text", needles):
        about, _, _ = note.about.partition(".")
        try:
            yield Found(desk.record(about), note, needles[0])
        except SpotlightError:
            continue
    for check in desk.book.containing(Check, "reason", needles):
        if check.reason and (run := desk.book.get(Run, check.run)):
            yield Found(run, check, needles[0])
    for message in desk.book.containing(Message, "body", needles):
        if talk := desk.book.get(Conversation, message.conversation):
            yield Found(talk, message, needles[0])


def _part(ref: str) -> str:
    """Of what a note is about, the part of it that the record's id doesn't name: `Q12.3 `."""
    return f"{ref} " if "." in ref else ""


def _around(text: str, needle: str) -> str:
    """A text on one line, from shortly before a word in it."""
    line = plain(text)
    at = line.casefold().find(needle)
    begin = line.rfind(" ", 0, at - _AROUND) + 1 if at > _AROUND else 0
    return plain(("…" if begin else "") + line[begin:], limit=300)
