"""The beginning of a file: its columns, and how its first rows would read by a taught format.

Only the child process imports this: polars costs 0.3 s.
"""

from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from data.errors import ImportRefused
from data.exports.cells import Cells
from data.exports.checks import listed, other_order
from data.exports.job import FirstRow, Preview, Previewed, Reject
from data.exports.layout import Column, Kind
from data.exports.lines import Lines
from data.exports.reading import latest_time
from data.exports.rows import Batch, Table
from data.exports.taught import LONGEST_HEADER, Taught
from data.exports.times import Times
from data.markets import DATE_ORDERS, Order, market
from data.money import money_text
from data.text import plain

_READ = 200
"""Rows that are read: enough to tell which way most dates are written."""
_WIDEST = 5_000
"""Columns; a console is given all of them."""
_SHOWN = 5
_SAMPLE = 60
"""Characters of a cell that are shown."""
_NAME = 30
"""Characters of a header that are, beside what is wrong under it."""


def preview(task: Preview) -> Previewed:
    """Look at the beginning of the file. Raises `ImportRefused`, `OSError`."""
    taught = task.taught
    if taught is None:
        return _columns(Path(task.file))
    seen, times = _rows(task, taught, taught.dates or DATE_ORDERS[0])
    try:
        if other := other_order(taught.dates, times):
            seen, _ = _rows(task, taught, other)
    except ImportRefused as doubt:
        return msgspec.structs.replace(seen, note=str(doubt))
    return seen


def _columns(path: Path) -> Previewed:
    with closing(Lines(path)) as lines:
        rows = (row for _, row in lines if any(map(str.strip, row)))
        header = next(rows, None)
        if header is None:
            raise ImportRefused("it is empty.")
        if len(header) > _WIDEST:
            raise ImportRefused(f"it has {len(header):,} columns, and no export has {_WIDEST:,}.")
        samples = [""] * len(header)
        for row in islice(rows, _READ):
            for at, cell in enumerate(row[: len(header)]):
                samples[at] = samples[at] or plain(cell, limit=_SAMPLE)
    names = tuple(plain(name, limit=LONGEST_HEADER + 1) for name in header)
    return Previewed(headers=names, samples=tuple(samples))


def _rows(task: Preview, taught: Taught, order: Order) -> tuple[Previewed, Times]:
    """The first rows, their dates read in that order."""
    rules, times = market(task.market), Times(order)
    with closing(Lines(Path(task.file))) as lines:
        table = Table(lines, task.market, formats=[taught.format])
        cells = Cells(table.layout, rules, times, latest_time(task.now, ZoneInfo(rules.zone)))
        batch = next(table.batches(_READ), Batch([], [], []))
    facts, rejects = cells.parse(batch)
    needed = [column for column in taught.format.needed if column.fact in facts.columns]
    read = [
        FirstRow(
            row["line"],
            cells=tuple(_said(row[column.fact], column, rules.currency) for column in needed),
        )
        for row in facts.head(_SHOWN).iter_rows(named=True)
    ]
    read += [FirstRow(reject.line, refused=_why(reject)) for reject in rejects[:_SHOWN]]
    first = sorted(read, key=lambda row: row.line)[:_SHOWN]
    seen = Previewed(
        rows=facts.height + len(rejects),
        accepted=facts.height,
        first=tuple(first),
        note=f"statuses we don't know: {listed([*cells.strange])}" if cells.strange else "",
    )
    return seen, times


def _why(reject: Reject) -> str:
    cell = f" “{reject.value}”" if reject.value else ""
    column = plain(reject.column, limit=_NAME)
    return f"{column}{cell}: {reject.reason}" if column else reject.reason


def _said(value: str | int | datetime | None, column: Column, currency: str) -> str:
    match value:
        case None:
            return "–"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case int() if column.kind is Kind.MONEY:
            return money_text(value, currency)
        case _:
            return plain(str(value), limit=_SAMPLE)
