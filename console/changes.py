"""What an entry of the history changed of one record, in words, a line a field."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from console.desk import Desk
from console.fields import called, exact, held, word
from console.history import owners
from console.kinds import TABLES
from data.records.alarms import Alarm
from data.records.base import Record
from data.records.links import Link
from data.records.messages import Message
from data.records.notes import Note
from data.records.revert import STAMPS
from data.records.slots import Slot
from data.store import Change, Entry

_TOLD = {Note.TABLE: "text", Message.TABLE: "body"}
"""Of what belongs to a record, the field that says it."""
_FOLLOW = frozenset({"last_at", "spoken_at"})
"""Fields that only follow what was written, which is told itself."""


class Setting(msgspec.Struct, frozen=True):
    """A field that an entry set, in words."""

    field: str
    now: str
    was: str | None = None
    """What it was before; `None`: it is of something new."""

    def __str__(self) -> str:
        return f"{self.field}: {self.now if self.was is None else f'{self.was} → {self.now}'}"


def settings(desk: Desk, entry: Entry, ref: str, record: Record | None = None) -> list[Setting]:
    """The fields an entry set of the record with that typed id.

    An item of a run can't be told by its id alone: it is given, too.
    """
    here = None if record is None else (record.TABLE, record.id)
    return [
        setting
        for change in entry.changes
        if ref in owners(change) or (change.table, change.id) == here
        for setting in _settings(desk, entry, ref, change)
    ]


def _settings(desk: Desk, entry: Entry, ref: str, change: Change) -> Iterator[Setting]:
    before, after = change.before or {}, change.after or {}
    match change.table:
        case Note.TABLE | Message.TABLE:
            if body := after.get(_TOLD[change.table]):
                yield Setting(_TOLD[change.table], str(body))
        case Link.TABLE:
            yield Setting("linked with", _far(after, ref) or "none", _far(before, ref))
        case Alarm.TABLE:
            yield Setting("clock", _reached(desk, msgspec.convert(after, Alarm)))
        case Slot.TABLE:
            yield Setting("slot", str(after["place"]))
        case _:
            yield from _fields(desk, entry, change)


def _far(link: Mapping[str, Any], ref: str) -> str | None:
    """The other end of a link, if it has one."""
    ends = (link.get("one"), link.get("other"))
    return next((str(end) for end in ends if end and end != ref), None)


def _reached(desk: Desk, alarm: Alarm) -> str:
    """What a clock reached: `first reply, 80 % of its time, due …, sam had it`."""
    due = f", due {exact(desk, alarm.due)}" if alarm.due else ""
    share = "all" if alarm.share >= 100 else f"{alarm.share} %"
    return f"{called(alarm.metric)}, {share} of its time{due}; {alarm.owner or 'nobody'} had it"


def _fields(desk: Desk, entry: Entry, change: Change) -> Iterator[Setting]:
    """The fields set of the record itself; of a new one, those that hold something."""
    kind = TABLES.get(change.table)
    if kind is None:
        return
    before, after = change.before or {}, change.after or {}
    usual = {field.name: field.default for field in msgspec.structs.fields(kind)}
    for field, kept in after.items():
        if field in STAMPS or field in _FOLLOW:
            continue
        now, was, new = held(kind, field, kept), before.get(field), change.before is None
        if now == entry.at or kept == was or (new and now == usual.get(field)):
            continue  # it says nothing that isn't said already
        earlier = None if new else word(desk, kind, field, held(kind, field, was))
        yield Setting(called(field), word(desk, kind, field, now), earlier)
