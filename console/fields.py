"""Fields of records in people's words: what they are called, and what they hold."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from console.handles import handle_of
from data.money import money_text
from data.records.base import EPOCH, Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Blocked, Creator, Sold
from data.records.incidents import Incident
from data.records.messages import Message
from data.records.runs import Run
from data.records.tickets import Ticket

if TYPE_CHECKING:
    from console.desk import Desk

_CALLED = {
    "escalated": "ticket it waits for",
    "pending": "copied reply",
    "slept_by": "put to sleep by",
    "snooze_reply": "wakes by an answer",
    "snooze_until": "sleeps until",
}
"""What a field is called whose own name says too little."""
_NUMBERS: Mapping[str, type[Record]] = {
    "client": Client,
    "conversation": Conversation,
    "creator": Creator,
    "escalated": Ticket,
    "follows": Conversation,
    "from_message": Message,
    "incident": Incident,
    "part": Conversation,
    "pending": Message,
    "run": Run,
    "split_from": Conversation,
    "to_message": Message,
    "whole": Conversation,
}
"""Fields that keep another record's number, and of which kind that is."""
_NOBODY = ("owner", "assignee")


def called(field: str) -> str:
    """What people call a field: `waiting on`."""
    return _CALLED.get(field, field.replace("_", " "))


def other(kind: type[Record], field: str) -> type[Record] | None:
    """The kind of record whose number that field of the kind keeps, if it does."""
    return kind if field == "merged_into" else _NUMBERS.get(field)


def named(desk: "Desk", kind: type[Record], number: int) -> str:
    """What the record of that number is written as: its id, a client's short name, a handle."""
    if kind is Client:
        return desk.client_slug(number) or f"{Client.LETTER}{number}"
    return handle_of(desk.book, number) if kind is Creator else f"{kind.LETTER}{number}"


def held(kind: type[Record], field: str, kept: object) -> object:
    """What a document keeps in a field, as a record of the kind holds it.

    Of a field or a value that the kind no longer has: as it is kept.
    """
    types = {known.name: known.type for known in msgspec.structs.fields(kind)}
    try:
        found: object = msgspec.convert(kept, types.get(field, object))
    except msgspec.ValidationError:
        return kept
    return found


def word(desk: "Desk", kind: type[Record], field: str, value: object) -> str:
    """What a field of that kind holds, on one line; nothing: `none`, or `nobody`."""
    if (of := other(kind, field)) is not None and isinstance(value, int):
        return named(desk, of, value)
    return ", ".join(words(desk, value)) or ("nobody" if field in _NOBODY else "none")


def words(desk: "Desk", value: object) -> list[str]:
    """What a field holds, each thing by itself; nothing: none."""
    match value:
        case None | "":
            return []
        case datetime() if value == EPOCH:
            return []
        case bool():
            return ["yes" if value else "no"]
        case datetime():
            return [exact(desk, value)]
        case date():
            return [f"{value:%a} {value}"]
        case Sold():
            gmv = [money_text(amount, value.currency) for amount in (value.gmv_30, value.gmv_90)]
            of = named(desk, Client, value.client)
            return [f"{of}: {gmv[0]} in 30 days, {gmv[1]} in 90, up to {value.until}"]
        case Blocked():
            of = named(desk, Client, value.client)
            return [f"{of} by {value.by}, {exact(desk, value.at)}: {value.reason}"]
        case msgspec.Struct():
            parts = {f: getattr(value, f) for f in value.__struct_fields__}
            said = [f"{f} {part}" for f, part in parts.items() if part not in (None, "")]
            return [", ".join(said)] if said else []
        case tuple():
            return [one for part in value for one in words(desk, part)]
        case _:
            return [str(value)]


def exact(desk: "Desk", at: datetime) -> str:
    """An instant in the agency's zone, to the minute: `2026-11-20 12:00 PST`."""
    return f"{at.astimezone(desk.zone):%Y-%m-%d %H:%M %Z}"
