"""One import, told whole: the file, what it says and counts for, which rows were rejected."""

from datetime import datetime, tzinfo

from console.desk import Desk
from data import facts
from data.exports.job import Reject
from data.records.base import EPOCH
from data.records.imports import Import
from screens.frame.paint import Pieces, Role, wrap
from screens.keymap import press
from screens.say import NOTHING, age, counted, day_words, moment

MOST = 2_000
"""So many rejected rows are copied at most; all are in the file beside the facts."""
_SHOWN = 500
"""So many are shown at most: laying out more takes longer than a key may."""


def import_lines(desk: Desk, record: Import, width: int) -> list[Pieces]:
    """The import in a few lines, the first of its rejected rows one by one."""
    when = f"{moment(record.created_at, desk.zone)}, {age(record.created_at, desk.clock.now())}"
    role: Role = "text" if record.status == "done" else "warn"
    lines: list[Pieces] = [
        [(f" {record.ref:<5}", "strong"), (record.file, role)],
        [(f"      {when} · by {record.created_by}", "dim")],
    ]
    if record.status != "done":
        return lines + _reason(record, width)
    lines.append(
        [
            (f"      {record.format or ''} · ", "dim"),
            (f"{counted(record.rows, 'row')}, {record.accepted:,} accepted, ", "dim"),
            (f"{record.rejected:,} rejected", "warn" if record.rejected else "dim"),
        ]
    )
    for reject in record.rejects[:_FEW]:
        lines += _reject(_cells(reject), width)
    if record.rejected > _FEW:
        lines.append([(f"      and {record.rejected - _FEW:,} more · {record.ref} whole", "dim")])
    return lines


_FEW = 3


def _reason(record: Import, width: int) -> list[Pieces]:
    said = {"waiting": "waits: ", "void": "taken out: ", "rejected": "refused: "}[record.status]
    return [[(f"      {line}", "warn")] for line in wrap(said + (record.reason or ""), width - 7)]


def page(desk: Desk, record: Import, width: int, *, whole: bool) -> list[Pieces]:
    """Everything there is to tell of an import, its rejected rows one by one.

    Those its record has; `whole` reads more of them from the file beside the facts.
    """
    lines: list[Pieces] = [
        [(f" {line}", "strong")] for line in wrap(f"{record.ref}  {record.file}", width - 2)
    ]
    for label, value, role in _facts(desk, record):
        first, *more = wrap(value, width - 13) or [""]
        lines.append([(f" {label:<11}", "dim"), (first, role)])
        lines += [[(" " * 12 + line, role)] for line in more]
    if record.reason:
        lines.append([])
        lines += [[(f" {line}", "warn")] for line in wrap(record.reason, width - 2)]
    if record.question:
        lines += _answers(record, width)
    for warning in record.warnings:
        lines += [[(f" {line}", "warn")] for line in wrap(f"! {warning}", width - 2)]
    return [*lines, *_rejects(desk, record, width, whole=whole)]


def _facts(desk: Desk, record: Import) -> list[tuple[str, str, Role]]:
    now, zone = desk.clock.now(), desk.zone
    state: Role = "good" if record.status == "done" else "warn"
    words: list[tuple[str, str, Role]] = [
        ("state", record.status, state),
        ("client", desk.client_slug(record.client) or "not known yet", "text"),
        ("came", f"{moment(record.created_at, zone)}, by {record.created_by}", "text"),
    ]
    if record.updated_at != record.created_at:
        words.append(
            ("changed", f"{moment(record.updated_at, zone)}, by {record.updated_by}", "text")
        )
    words.append(("file", f"{record.source} · {record.size:,} bytes", "text"))
    if record.format is None:
        return words
    said = record.answers
    told = " · ".join(each for each in (said.market, said.dates, said.shop) if each)
    told = f"told: {told}" if told else ""
    read = " · ".join(each for each in (record.format, record.market, told) if each)
    rows = f"{record.rows:,}: {record.accepted:,} accepted, {record.rejected:,} rejected"
    shop = desk.zone_of(record.client)
    gone = f"{record.duplicates:,} said nothing new, {record.superseded:,} superseded by newer"
    words += [
        ("format", read, "text"),
        ("as of", _as_of(record, shop, now), "text"),
        ("rows", rows, "text"),
        ("", gone, "dim"),
        ("", f"{record.replaced:,} of earlier imports replaced", "dim"),
    ]
    if record.first_day and record.last_day:
        today = desk.day_at(record.client)
        span = f"{day_words(record.first_day, today)} to {day_words(record.last_day, today)}"
        words.append(("days", f"{span} · {counted(record.days, 'day')} worked out again", "text"))
    words.append(("took", f"{record.took_ms / 1000:.1f} s", "dim"))
    return words


def _as_of(record: Import, shop: tzinfo, now: datetime) -> str:
    if record.as_of == EPOCH:
        return NOTHING
    return f"{moment(record.as_of, shop)} there, {age(record.as_of, now)} ago"


def _answers(record: Import, width: int) -> list[Pieces]:
    choices = ", ".join(record.options[:12]) or "nothing is known that it could be"
    lines = wrap(f"could be: {choices}", width - 2)
    shown: list[Pieces] = [[(f" {line}", "text")] for line in lines]
    if record.status == "waiting":
        shown.append(
            [
                (
                    f" {press('imports.settle')} settles it:"
                    f" spotlight settle {record.ref} --{record.question} …",
                    "dim",
                )
            ]
        )
    return shown


def _rejects(desk: Desk, record: Import, width: int, *, whole: bool) -> list[Pieces]:
    if not record.rejected:
        return []
    rows = [_cells(reject) for reject in record.rejects]
    if whole and record.rejected > len(rows):
        rows = rejects(desk, record, _SHOWN)[1:] or rows
    lines: list[Pieces] = [[], [(" REJECTED ROWS", "dim"), ("  y copies them as CSV", "dim")]]
    for row in rows:
        lines += _reject(row, width)
    if more := record.rejected - len(rows):
        lines.append([(f" and {more:,} more, in {_file(record)}", "dim")])
    return lines


def _cells(reject: Reject) -> list[str]:
    return [f"{reject.line}", reject.column, reject.value, reject.reason]


def _reject(row: list[str], width: int) -> list[Pieces]:
    line, column, value, reason = row
    where = f"line {line}" + (f" · {column}" if column else "")
    said = f"{where} · {value} · {reason}" if value else f"{where} · {reason}"
    return [[(f"      {part}", "warn")] for part in wrap(said, width - 7)]


def rejects(desk: Desk, record: Import, most: int = MOST) -> list[list[str]]:
    """The rejected rows with their heads, as they stand in the CSV beside the facts."""
    return facts.rejects(desk.workspace.facts, record.facts, most) if record.facts else []


def _file(record: Import) -> str:
    return f"facts/{facts.rejects_name(record.facts or '')}"
