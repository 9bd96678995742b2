"""Taking an entry back: changed fields get their old values, where nobody changed them since."""

from typing import Any

import msgspec

from data.records.base import Record
from data.records.people import Person
from data.store import Change, Entry, Transaction

STAMPS = frozenset(Record.__struct_fields__) - {"archived_at"}


class Left(msgspec.Struct, frozen=True):
    """A record left as it is, because somebody changed it since."""

    table: str
    id: int
    fields: tuple[str, ...]
    """What they changed; empty: the record is gone."""
    now: dict[str, Any]
    """What those fields hold by now."""


def revert(tx: Transaction, entry: Entry) -> list[Left]:
    """Take `entry` back within `tx`; gives the records that had to be left as they are.

    A created record is archived, never removed; people stay.
    """
    left: list[Left] = []
    for change in entry.changes:
        if change.table == Person.TABLE and change.before is None:
            continue  # who was named stays known
        now = tx.get(change.table, change.id)
        moved = () if now is None else _moved(change, now)
        if now is None or moved:
            held = {field: now.get(field) for field in moved} if now else {}
            left.append(Left(change.table, change.id, moved, held))
        else:
            tx.set(change.table, change.id, _taken_back(tx, change, now))
    return left


def says_something(change: Change) -> bool:
    """Whether it holds more than stamps."""
    return bool(((change.before or {}).keys() | (change.after or {}).keys()) - STAMPS)


def _moved(change: Change, now: dict[str, Any]) -> tuple[str, ...]:
    """The fields this change wrote that hold another value by now."""
    before, after = change.before or {}, change.after or {}
    fields = (before.keys() | after.keys()) - STAMPS
    return tuple(sorted(f for f in fields if now.get(f) != after.get(f)))


def _taken_back(tx: Transaction, change: Change, now: dict[str, Any]) -> dict[str, Any]:
    at = tx.at.isoformat().replace("+00:00", "Z")
    document = dict(now)
    if change.before is None:
        document["archived_at"] = at
    else:
        for field in (change.before.keys() | (change.after or {}).keys()) - STAMPS:
            document[field] = change.before.get(field)
    document |= {"rev": now.get("rev", 0) + 1, "updated_at": at, "updated_by": tx.author.name}
    return document
