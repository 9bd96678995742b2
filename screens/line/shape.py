"""The JSON of the line mode, to the letter: scripts rely on it.

Instants end in Z, days are YYYY-MM-DD, money is in major units with the currency's decimals, what
is absent is `null` and never a missing key.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from console import turns
from console.checks import items
from console.desk import Desk
from console.fields import named, other
from console.handles import handle_of
from console.history import refs, sentence
from console.incidents import conversations, told
from console.metrics import Parts, Report
from console.work import open_work
from data.money import major
from data.records.attachments import Attachment
from data.records.base import EPOCH, Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Sold
from data.records.incidents import Incident
from data.records.notes import Note
from data.records.runs import Check, Run
from data.store import Entry
from screens.figures import FIGURES, Figure
from screens.line.out import Json

if TYPE_CHECKING:
    from console.arrivals import Outcome


def instant(at: datetime) -> str:
    """An instant in UTC, to the second where it is one: `2026-11-20T20:00:00Z`."""
    return at.isoformat().replace("+00:00", "Z")


def record(desk: Desk, record: Record) -> dict[str, Json]:
    """A record with all its fields. Its id is as typed, its client the short name."""
    record = at_present(desk, record)
    shaped: dict[str, Json] = {"id": record.ref}
    for field in in_order(record):
        held, of = getattr(record, field), other(type(record), field)
        if of is not None and field not in _BARE and held is not None:
            shaped[field] = named(desk, of, held)
        elif field != "id":
            shaped[field] = value(held)
    return shaped | (_items(desk, record) if isinstance(record, Run) else {})


def at_present(desk: Desk, record: Record) -> Record:
    """The record as people see it now; what time alone did to it isn't written down."""
    return turns.at_present(desk, record) if isinstance(record, Conversation) else record


_BARE = ("conversation", "run")
"""Fields whose other record stays a bare number: scripts know it so."""


def in_order(record: Record) -> list[str]:
    """A record's fields, what it is about before its stamps."""
    stamps = Record.__struct_fields__
    return [*(f for f in record.__struct_fields__ if f not in stamps), *stamps]


def _items(desk: Desk, run: Run) -> dict[str, Json]:
    """What a run has more than its fields: its items, each with what shows it."""
    return {"items": [_item(desk, check) for check in items(desk.book, run)]}


def _item(desk: Desk, check: Check) -> Json:
    fields = ("number", "group", "text", "must", "how", "source", "result", "reason", "by", "at")
    evidence: list[Json] = [note(each) for each in desk.book.find(Note, "about", check.ref)]
    shaped: dict[str, Json] = {"id": check.ref, "evidence": evidence}
    return shaped | {field: value(getattr(check, field)) for field in fields}


def work(desk: Desk, client: Client) -> dict[str, Json]:
    """What is open for a client: ids by the list they are in."""
    kinds = open_work(desk, client)
    return {k.query.partition(" ")[0]: [each.ref for each in k.records] for k in kinds}


def concerned(desk: Desk, incident: Incident) -> list[Json]:
    """The conversations an incident is about, and whether they were told."""
    return [
        {
            "id": talk.ref,
            "creator": handle_of(desk.book, talk.creator),
            "told": told(desk.book, incident, talk),
        }
        for talk in conversations(desk.book, incident)
    ]


def file(file: Attachment) -> Json:
    """A file under its record; it lies in `files/` under its hash."""
    return {
        "at": instant(file.created_at),
        "by": file.created_by,
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
    }


def note(note: Note) -> Json:
    """A note under its record."""
    return {"at": instant(note.created_at), "by": note.created_by, "text": note.text}


def value(kept: object) -> Json:
    """A field of a record."""
    match kept:
        case None | bool() | int() | float() | str():
            return kept
        case datetime():
            return None if kept == EPOCH else instant(kept)
        case date():
            return kept.isoformat()
        case Sold():
            gmv = {f: major(getattr(kept, f), kept.currency) for f in ("gmv_30", "gmv_90")}
            of = {"client": f"{Client.LETTER}{kept.client}", "currency": kept.currency}
            return {**of, "until": kept.until.isoformat(), **gmv}
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
    return {
        "client": report.client.slug,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "currency": currency,
        "metrics": figures(report.total, currency),
        "days": [{"date": at.isoformat(), **figures(day, currency)} for at, day in report.days],
        "imports": [f"I{number}" for number in report.imports],
    }


def figures(known: Parts, currency: str) -> dict[str, Json]:
    """The figures of a day or of several; each `null` where no import covers any."""
    return {figure.name: _figure(known, figure, currency) for figure in FIGURES}


def _figure(known: Parts, figure: Figure, currency: str) -> int | float | None:
    """One figure, money in major units."""
    amount: int | None = getattr(getattr(known, figure.part), figure.field, None)
    return major(amount, currency) if amount is not None and figure.money else amount


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
        "superseded": outcome.superseded,
        "replaced": outcome.replaced,
    }


def dropped(dropped: "Outcome") -> dict[str, Json]:
    """`spotlight watch`: the same, and whose file it was, what became of it, and why."""
    named: dict[str, Json] = {"client": dropped.client, "file": dropped.file}
    return named | outcome(dropped) | {"status": dropped.status, "reason": dropped.reason}
