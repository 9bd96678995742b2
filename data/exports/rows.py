"""The rows of a CSV as they stand: cells as text, each row with the line it starts on.

One exact pass with the standard `csv` module. Only the kept columns are taken, a batch of rows at
a time, so that a file of any size needs the same memory.
"""

import csv
from collections.abc import Iterator
from operator import itemgetter
from typing import TextIO

import msgspec

from data.errors import ImportRefused
from data.exports.job import Reject
from data.exports.layout import Kind
from data.exports.recognise import Recognised, recognise

BATCH = 20_000
"""Records read and parsed together."""


class Batch(msgspec.Struct, frozen=True):
    """Some rows of the file, in order."""

    lines: list[int]
    """For each row, the line of the file it starts on; the first line is 1."""
    rows: list[tuple[str, ...]]
    """For each row, the cells of the recognised columns as written."""
    ragged: list[Reject]
    """The rows between them that aren't whole."""


class Table:
    """An open CSV whose header is understood."""

    def __init__(self, file: TextIO, client_market: str, told: str | None = None) -> None:
        """Reads the header row. Raises `ImportRefused`."""
        self._reader = csv.reader(file)
        try:
            header = next((row for row in self._reader if any(map(str.strip, row))), None)
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(1, error) from error
        if header is None:
            raise ImportRefused("it is empty.")
        self.layout: Recognised = recognise(header, client_market, told)

    def batches(self) -> Iterator[Batch]:
        """The records below the header; blank lines and the row that explains the columns aren't.

        Raises `ImportRefused` where the file stops being a CSV.
        """
        width, key = self.layout.width, self.layout.columns[0][1]
        pick = itemgetter(*(at for _, at in self.layout.columns))
        reader, top = self._reader, True
        lines, rows, ragged = list[int](), list[tuple[str, ...]](), list[Reject]()
        start = reader.line_num + 1
        try:
            for row in reader:
                if len(row) == width and row[key] and not top:  # nearly all of them
                    lines.append(start)
                    rows.append(pick(row))
                elif any(map(str.strip, row)):
                    if len(row) != width:
                        ragged.append(_ragged(start, reader.line_num, len(row), width))
                    elif not (top and self._explains(row)):
                        lines.append(start)
                        rows.append(pick(row))
                    top = False
                start = reader.line_num + 1
                if len(rows) + len(ragged) == BATCH:
                    yield Batch(lines, rows, ragged)
                    lines, rows, ragged = [], [], []
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(start, error) from error
        if lines or ragged:
            yield Batch(lines, rows, ragged)

    def _explains(self, row: list[str]) -> bool:
        """Whether a row says in words what the columns are, as some exports' second row does."""
        cells = [
            row[at]
            for column, at in self.layout.columns
            if column.filled and column.kind in (Kind.KEY, Kind.COUNT)
        ]
        return any(map(str.strip, cells)) and not any(c.isdigit() for cell in cells for c in cell)


def _ragged(start: int, end: int, cells: int, width: int) -> Reject:
    reason = f"{cells} fields, the header has {width}"
    if end > start:
        reason += f"; it runs on to line {end}, so a quote may be missing"
    return Reject(line=start, column="", value="", reason=reason)


def _unreadable(line: int, error: csv.Error | UnicodeDecodeError) -> ImportRefused:
    if isinstance(error, UnicodeDecodeError):
        return ImportRefused("it isn't UTF-8 text. Export it again as CSV, unchanged.")
    return ImportRefused(
        f"from line {line} on it can't be read as CSV: a quoted cell doesn't end."
        " Export it again, unchanged."
    )
