"""The JSON of the line mode, to the letter: scripts rely on it.

Instants end in Z, days are YYYY-MM-DD, money is in major units with the currency's decimals, what
is absent is `null` and never a missing key.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from console.desk import Desk
from console.history import refs, sentence
from console.metrics import Report, Sums, sums
from data.money import major
from data.records.base import Record
from data.records.notes import Note
from data.store import Entry
from screens.line.out import Json

if TYPE_CHECKING:
    from console.intake import Outcome

MONEY = frozenset({"gmv", "net_gmv", "aov", "refunded_amount"})
FIGURES = (
    "gmv",
    "net_gmv",
    "orders",
    "units",
    "aov",
    "cancelled_orders",
    "refunded_amount",
    "sample_orders",
)


def instant(at: datetime) -> str:
    """An instant in UTC, to the second where it is one: `2026-11-20T20:00:00Z`."""
    return at.isoformat().replace("+00:00", "Z")


def record(desk: Desk, record: Record) -> dict[str, Json]:
    """A record with all its fields. Its id is as typed, its client the short name."""
    shaped: dict[str, Json] = {"id": record.ref}
    for field in in_order(record):
        if field == "client":
            shaped[field] = desk.client_slug(getattr(record, field))
        elif field != "id":
            shaped[field] = value(getattr(record, field))
    return shaped


def in_order(record: Record) -> list[str]:
    """A record's fields, what it is about before its stamps."""
    stamps = Record.__struct_fields__
    return [*(f for f in record.__struct_fields__ if f not in stamps), *stamps]


def note(note: Note) -> Json:
    """A note under its record."""
    return {"at": instant(note.created_at), "by": note.created_by, "text": note.text}


def value(kept: object) -> Json:
    """A field of a record."""
    match kept:
        case None | bool() | int() | float() | str():
            return kept
        case datetime():
            return instant(kept)
        case date():
            return kept.isoformat()
        case Mapping():
            return {str(key): value(part) for key, part in kept.items()}
        case msgspec.Struct():
            return {field: value(getattr(kept, field)) for field in kept.__struct_fields__}
        case list() | tuple():
            return [value(part) for part in kept]
        case _:
            raise TypeError(f"{type(kept).__name__} has no JSON form here")


def entry(entry: Entry) -> dict[str, Json]:
    """One line of the history."""
    return {
        "seq": entry.seq,
        "at": instant(entry.at),
        "by": entry.by,
        "session": entry.session,
        "verb": entry.verb,
        "records": [*refs(entry)],
        "said": sentence(entry),
        "undoes": entry.undoes,
        "changes": [value(change) for change in entry.changes],
    }


def report(report: Report) -> dict[str, Json]:
    """`spotlight metrics`."""
    currency = report.client.currency
    days = [(day, sums([kept]) if kept else None) for day, kept in report.days]
    return {
        "client": report.client.slug,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "currency": currency,
        "metrics": figures(report.total, currency),
        "days": [{"date": day.isoformat(), **figures(total, currency)} for day, total in days],
        "imports": [f"I{number}" for number in report.imports],
    }


def figures(total: Sums | None, currency: str) -> dict[str, Json]:
    """The figures of a day or of several; each `null` where no import covers any."""
    return {name: figure(total, name, currency) for name in FIGURES}


def figure(total: Sums | None, name: str, currency: str) -> int | float | None:
    """One figure, money in major units."""
    amount: int | None = None if total is None else getattr(total, name)
    return major(amount, currency) if amount is not None and name in MONEY else amount


def outcome(outcome: "Outcome") -> dict[str, Json]:
    """`spotlight import`: what became of a file."""
    return {
        "import": outcome.ref,
        "format": outcome.format,
        "market": outcome.market,
        "rows": outcome.rows,
        "accepted": outcome.accepted,
        "rejected": outcome.rejected,
        "duplicates": outcome.duplicates,
        "already": outcome.already,
        "rejects": value(outcome.rejects),
    }


def dropped(dropped: "Outcome") -> dict[str, Json]:
    """`spotlight watch`: the same, and whose file it was; `reason`: why it was refused."""
    named: dict[str, Json] = {"client": dropped.client, "file": dropped.file}
    return named | outcome(dropped) | {"reason": dropped.reason}
