"""Find across everything: words in titles, texts, handles, notes, messages and QA results."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from heapq import nlargest
from itertools import chain, islice

import msgspec

from console.desk import Desk
from console.grouping import shown, standing
from console.query import words
from console.table import LISTINGS
from console.turns import LIST as INBOX
from data.errors import SpotlightError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.messages import Message
from data.records.notes import Note
from data.records.runs import Check, Run
from data.text import plain, searchable

MOST = 200
"""So many are shown; the newest of those found."""
STREWN = 2_000
"""Of words that more conversations than so many have each, only in so many, the newest, it is
looked whether they stand in different texts: all would take a quarter of a minute."""
_STEP = 256
"""So many of a word's places are looked at before it is asked whether another word is rarer."""
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
    cut: bool = False
    """There may be more: the words are in so many conversations that not all were read."""

    @property
    def complete(self) -> bool:
        """Whether all there is was found and is shown."""
        return not self.cut and self.total == len(self.shown)


def find_everywhere(
    desk: Desk, query: str, *, stopped: Callable[[], bool] = lambda: False
) -> Findings:
    """Records of any kind that have every word of the query in one text of theirs, and
    conversations that have one here and one there: in who it is, what it is about, what was said.

    Capitals don't matter; nor do accents, but in what was said.

    Slow where there is much: call it off the screen's thread. It ends early once `stopped` says so.
    """
    needles = [word.casefold() for word in words(query)]
    if not needles:
        return Findings((), 0)
    exact = _by_id(desk, query)
    found = {one.record.ref: one for one in exact}
    own: dict[int, str] = {}
    strewn = _Strewn(desk, needles, own, stopped)
    for one in chain(_named(desk, needles, own), _said(desk, needles), strewn):
        found.setdefault(one.record.ref, one)
        if stopped():
            break
    rest = (one for one in found.values() if one not in exact)
    newest = nlargest(MOST - len(exact), rest, key=lambda one: one.record.updated_at)
    return Findings((*exact, *newest), len(found), strewn.cut)


def _by_id(desk: Desk, query: str) -> list[Found]:
    try:
        return [Found(desk.record(query.strip()))]
    except SpotlightError:
        return []


def _named(desk: Desk, needles: list[str], own: dict[int, str]) -> Iterator[Found]:
    """Records whose own text has the words; those of conversations are kept in `own`."""
    needles = [searchable(needle) for needle in needles]
    for listing in LISTINGS.values():
        if not listing.kind.LETTER:
            continue
        for record in desk.book.all(listing.kind):
            text = searchable(listing.text(desk, record))
            if listing is INBOX:
                own[record.id] = text
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


class _Strewn:
    """Conversations that have several words, one here and one there."""

    def __init__(
        self,
        desk: Desk,
        needles: list[str],
        own: Mapping[int, str],
        stopped: Callable[[], bool],
    ) -> None:
        """`own` is, by number, what a conversation itself is looked for in; full when it begins."""
        self._desk = desk
        self._needles = needles
        self._stopped = stopped
        self._own = own
        self.cut = False
        """Not all that could have them were read."""

    def __iter__(self) -> Iterator[Found]:
        if len(self._needles) == 1:
            return
        for number in self._likely():
            if self._stopped():
                return
            if found := self._put_together(number):
                yield found

    def _likely(self) -> Collection[int]:
        """Those with the word that fewest have: the one whose search ends first. Where each is all
        over the place, the newest there are.
        """
        looking = {needle: self._having(needle) for needle in self._needles}
        having: dict[str, set[int]] = {needle: set() for needle in self._needles}
        while not self._stopped():
            rarest = min(having, key=lambda needle: len(having[needle]))
            more = [*islice(looking[rarest], _STEP)]
            having[rarest].update(more)
            if not more:
                return having[rarest]
            if len(having[rarest]) > STREWN:
                self.cut = True
                return nlargest(STREWN, self._own)
        return ()

    def _having(self, needle: str) -> Iterator[int]:
        """Where that word is, some again and again."""
        book, folded = self._desk.book, searchable(needle)
        yield from (number for number, text in self._own.items() if folded in text)
        for note in book.containing(Note, "text", [needle]):
            if note.about.startswith(Conversation.LETTER):
                yield int(note.about[1:])
        for message in book.containing(Message, "body", [needle]):
            talk = book.get(Conversation, message.conversation)
            yield standing(book, talk).id if talk else message.conversation

    def _put_together(self, number: int) -> Found | None:
        """The conversation, if all its texts together have the words."""
        book, own = self._desk.book, self._own.get(number)
        talk = book.get(Conversation, number)
        if talk is None or own is None:
            return None
        left = {needle for needle in map(searchable, self._needles) if needle not in own}
        best = Found(talk)
        texts: list[Message | Note] = [*shown(book, talk), *book.find(Note, "about", talk.ref)]
        for said in texts:
            text = searchable(said.body if isinstance(said, Message) else said.text)
            if here := [needle for needle in left if needle in text]:
                best = best if best.said else Found(talk, said, here[0])
                left.difference_update(here)
            if not left:
                return best
        return None


def _part(ref: str) -> str:
    """Of what a note is about, the part of it that the record's id doesn't name: `Q12.3 `."""
    return f"{ref} " if "." in ref else ""


def _around(text: str, needle: str) -> str:
    """A text on one line, from shortly before a word in it."""
    line = plain(text)
    folded = searchable(line)
    at = folded.find(searchable(needle))
    if at > _AROUND and len(folded) != len(line):  # ß is two letters in there
        at = bisect_right(range(len(line)), at, key=lambda end: len(searchable(line[:end]))) - 1
    begin = line.rfind(" ", 0, at - _AROUND) + 1 if at > _AROUND else 0
    return plain(("…" if begin else "") + line[begin:], limit=300)
