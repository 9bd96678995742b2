"""Arrivals: the record a file becomes, and what is told of it."""

from pathlib import Path

import msgspec

from data.drop import Look
from data.errors import Unsure
from data.exports.job import Answers, Reject, Report
from data.exports.talk import Heard
from data.figures import Part
from data.records.base import EPOCH, Record
from data.records.clients import Client
from data.records.imports import Import, Status
from data.text import plain


class File(msgspec.Struct, frozen=True):
    """A file to import, as it looked when its hash was taken."""

    path: Path
    name: str
    """The name it came with."""
    source: str
    look: Look
    sha256: str
    client: Client | None
    """`None`: nobody said yet whose it is."""
    answers: Answers = Answers()
    asked: Import | None = None
    """Its record, if it waited for an answer."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file. Counts are of the import it is, or already was."""

    ref: str
    """The import's id as people type it: `I3`."""
    already: str | None
    """The same, if these bytes had been imported before and nothing was done."""
    client: str | None
    """The client's short name; `None`: it waits to be told."""
    file: str
    """The name the file came with this time."""
    status: Status
    reason: str | None
    """Why it was rejected, or waits."""
    format: str | None
    part: Part | None
    market: str | None
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    superseded: int
    replaced: int
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...]


def outcome(made: Import, file: File, *, already: bool = False) -> Outcome:
    """What is told of a file that became this import, or had been it `already`."""
    return Outcome(
        ref=made.ref,
        already=made.ref if already else None,
        client=file.client.slug if file.client else None,
        file=plain(file.name),
        status=made.status,
        reason=made.reason,
        format=made.format,
        part=made.part,
        market=made.market,
        rows=made.rows,
        accepted=made.accepted,
        rejected=made.rejected,
        duplicates=made.duplicates,
        superseded=made.superseded,
        replaced=made.replaced,
        rejects=made.rejects,
        warnings=made.warnings,
    )


def taken(file: File, report: Report, facts_name: str, took_ms: int) -> Import:
    """The record of a file whose rows count."""
    return msgspec.structs.replace(
        _arrived(file, "done"),
        format=report.format,
        part=report.part,
        yields=report.yields,
        market=report.market,
        rows=report.rows,
        accepted=report.accepted,
        rejected=report.rejected,
        duplicates=report.duplicates,
        superseded=report.superseded,
        replaced=report.replaced,
        first_day=report.first,
        last_day=report.last,
        days=len(report.days),
        as_of=report.as_of,
        took_ms=took_ms,
        facts=facts_name,
        rejects=report.rejects,
        warnings=report.warnings,
    )


def listened(file: File, heard: Heard, added: int, said: tuple[str, ...], took_ms: int) -> Import:
    """The record of a file whose messages are written down."""
    return msgspec.structs.replace(
        _arrived(file, "done"),
        format=heard.format,
        rows=heard.rows,
        accepted=heard.accepted,
        rejected=heard.rejected,
        duplicates=heard.accepted - added,
        as_of=heard.latest or EPOCH,
        took_ms=took_ms,
        rejects=heard.rejects,
        warnings=said,
    )


def refused(file: File, reason: str) -> Import:
    """The record of a file that can't be taken."""
    return msgspec.structs.replace(_arrived(file, "rejected"), reason=reason)


def waiting(file: File, unsure: Unsure) -> Import:
    """The record of a file that waits for a person's answer."""
    return msgspec.structs.replace(
        _arrived(file, "waiting"),
        reason=str(unsure),
        question=unsure.question,
        options=unsure.options,
    )


def _arrived(file: File, status: Status) -> Import:
    """What is known of a file before it is read; the record it waited as, if it did."""
    fresh = Import(
        client=file.client.id if file.client else None,
        file=plain(file.name),
        sha256=file.sha256,
        size=file.look.size,
        source=file.source,
        inode=file.look.inode,
        changed_ns=file.look.changed_ns,
        status=status,
        answers=file.answers,
    )
    if file.asked is None:
        return fresh
    stamps = {name: getattr(file.asked, name) for name in Record.__struct_fields__}
    return msgspec.structs.replace(fresh, **stamps)
