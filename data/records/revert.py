"""Taking an entry back: its changed fields get their old values, where nobody changed them since."""

from typing import Any

from data.records.base import Record
from data.store import Change, Entry, Transaction

STAMPS = frozenset(
    name for name in Record.__struct_fields__ if name not in ("archived_at",)
)


def revert(tx: Transaction, entry: Entry) -> list[str]:
    """Take `entry` back within `tx`.

    Gives the records left as they are because a field was changed since, as `table id: field`.
    A created record is archived, never removed.
    """
    refused: list[str] = []
    for change in entry.changes:
        now = tx.get(change.table, change.id)
        if now is None:
            refused.append(f"{change.table} {change.id}: it is gone")
        elif moved := _moved(change, now):
            refused.append(f"{change.table} {change.id}: {', '.join(moved)} changed since")
        else:
            tx.set(change.table, change.id, _taken_back(tx, change, now))
    return refused


def _moved(change: Change, now: dict[str, Any]) -> list[str]:
    """The fields this change wrote that hold another value by now."""
    before, after = change.before or {}, change.after or {}
    fields = (before.keys() | after.keys()) - STAMPS
    return sorted(f for f in fields if now.get(f) != after.get(f))


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
