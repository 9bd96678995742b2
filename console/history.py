"""What was done, in words: by whom, to which records, and which fields it changed."""

from collections.abc import Collection, Iterator
from copy import copy
from datetime import datetime
from itertools import takewhile
from typing import TypeVar

import msgspec

from console.desk import Desk
from console.kinds import TABLES
from console.table import VERBS
from data.clock import FrozenClock
from data.errors import NotFound
from data.records.alarms import Alarm
from data.records.base import Record
from data.records.book import Book
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.links import Link
from data.records.messages import Message
from data.records.notes import Note
from data.records.runs import Check
from data.records.slots import Slot
from data.store import Change, Entry
from data.store.entry import LOST
from data.store.history import saying, touching
from data.store.sieve import Sieve

R = TypeVar("R", bound=Record)

LATELY = 16_000_000
"""Bytes of journal that are looked through within some 15 ms: weeks of a busy desk."""
UNDO = "history.undo"
REDO = "history.redo"
PAST = {
    "imports.import": "imported",
    "imports.reject": "rejected",
    "imports.ask": "was asked about",
    "imports.gone": "saw taken away",
    "people.seen": "came in",
    "store.adopt": "took over from a file",
    "store.upgrade": "brought up to this version",
    LOST: "knows what this change was",
    "imports.talk": "brought in what was said in",
    "creators.fed": "brought in what exports say of",
    "clocks.alarm": "saw a clock run down in",
    "answers.used": "used an answer that was ready",
    UNDO: "took back",
    REDO: "put back",
}
"""Words for entries that are no person's verb."""
BY_ITSELF = frozenset({"answers.used", "clocks.alarm", "creators.fed"})
"""What a console writes down without anybody's doing; it is no news."""


def refs(entry: Entry) -> list[str]:
    """The typed ids of the records an entry is about, without those nobody names."""
    return list(dict.fromkeys(ref for change in entry.changes for ref in owners(change)))


def owners(change: Change) -> list[str]:
    """Which records a change is about: of a note or a link, those it belongs to."""
    if change.table in _BELONGS:
        before, after = change.before or {}, change.after or {}
        found = [after.get(field) or before.get(field) for field in _BELONGS[change.table]]
        return [ref for ref in found if isinstance(ref, str)]
    if change.table in (Message.TABLE, Alarm.TABLE, Slot.TABLE):
        conversation = (change.after or {}).get("conversation")
        return [f"{Conversation.LETTER}{conversation}"] if conversation else []
    kind = TABLES.get(change.table)
    return [f"{kind.LETTER}{change.id}"] if kind and kind.LETTER else []


def named_by(entry: Entry) -> list[str]:
    """The typed ids of the records an entry is named after: not the creators made on the way."""
    named = refs(entry)
    return [ref for ref in named if ref[0] != Creator.LETTER] or named


_BELONGS = {Note.TABLE: ("about",), Link.TABLE: ("one", "other")}


def sentence(entry: Entry, about: str = "") -> str:
    """An entry in words: `jo claimed A31`. Of many records, the one it is read about is first."""
    verb = VERBS.get(entry.verb)
    past = verb.past if verb else PAST.get(entry.verb, entry.verb)
    named = sorted(named_by(entry), key=lambda ref: ref != about)
    what = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
    of = "an item of " if verb is not None and verb.kind is Check and "." not in what else ""
    return f"{entry.by} {past} {of}{what}".rstrip()


def find(
    desk: Desk,
    record: Record | None = None,
    *,
    by: str | None = None,
    verbs: Collection[str] = (),
    since: datetime | None = None,
) -> Iterator[Entry]:
    """What was done to the record, by that person, with one of those verbs, since then.

    What isn't said doesn't matter. The newest first. Raises `StoreDamaged`.
    """
    sieves: list[Sieve] = []
    if record is not None:
        sieves.append(_holding(record))
    if by is not None:
        sieves.append([saying("by", by)])
    if verbs:
        sieves.append([saying("verb", verb) for verb in verbs])
    found = desk.book.store.entries(newest_first=True, sieves=sieves)
    for entry in takewhile(lambda entry: since is None or entry.at >= since, found):
        if (
            (record is None or _concerns(entry, record))
            and (by is None or entry.by == by)
            and (not verbs or entry.verb in verbs)
        ):
            yield entry


def latest(desk: Desk, record: Record) -> tuple[list[Entry], bool]:
    """What changed a record lately, newest first, as far as can be read beside a key; and whether
    that is all since it was made. Raises `StoreDamaged`.
    """
    here = (record.TABLE, record.id)
    found = desk.book.store.history(*here, within=LATELY)
    first = found[0].changes if found else ()
    made = any((each.table, each.id) == here and each.before is None for each in first)
    return [*reversed(found)], made


def _holding(record: Record) -> Sieve:
    """What the lines hold that are about the record."""
    belonging = {field for fields in _BELONGS.values() for field in fields}
    sieve = [touching(record.TABLE, record.id), *(saying(f, record.ref) for f in belonging)]
    if isinstance(record, Conversation):
        sieve.append(saying("conversation", record.id))
    return sieve


def _concerns(entry: Entry, record: Record) -> bool:
    here = (record.TABLE, record.id)
    touched = any((change.table, change.id) == here for change in entry.changes)
    return touched or record.ref in refs(entry)


def as_at(desk: Desk, moment: datetime) -> Desk:
    """The same desk as it was at that moment: to be read, and closed.

    Raises `StoreError` where the history doesn't reach back so far.
    """
    past = copy(desk)
    past.book = Book(desk.book.store.as_at(moment))
    past.clock = FrozenClock(moment)
    return past


def at_revision(desk: Desk, record: R, revision: int) -> R:
    """A record as it was at an earlier revision, from the history.

    Raises `NotFound` when it never was at that revision, or the history begins later.
    """
    if record.rev == revision:
        return record
    fields: dict[str, object] = {}
    for entry in desk.book.store.history(record.TABLE, record.id):
        for change in entry.changes:
            if (change.table, change.id) == (record.TABLE, record.id):
                fields |= change.after or {}
        if fields.get("rev") == revision:
            return msgspec.convert(fields, type(record))
    raise NotFound(f"{record.ref} is at revision {record.rev}; nothing is known of {revision}.")
