"""The rows below the header, a batch at a time, so that a file of any size needs the same memory.

One exact pass; only the columns to read are taken.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import msgspec

from data.errors import ImportRefused
from data.exports.job import Reject
from data.exports.layout import Format, Kind
from data.exports.lines import Lines
from data.exports.recognise import FORMATS, Recognised, recognise

BATCH = 20_000
"""Records read and parsed together."""


class Batch(msgspec.Struct, frozen=True):
    """Some rows of the file, in order."""

    lines: list[int] = []
    """For each row, the line of the file it starts on; the first line is 1."""
    rows: list[tuple[str, ...]] = []
    """For each row, the cells of the recognised columns as written."""
    ragged: list[Reject] = []
    """The rows between them that aren't whole."""
    torn: list[str] = []
    """The keys those have, as far as can be told: what else these units have isn't all of it."""


class Table:
    """A file whose header is understood."""

    def __init__(
        self,
        lines: Lines,
        client_market: str,
        told: str | None = None,
        formats: Sequence[Format] = FORMATS,
    ) -> None:
        """Reads the header row. Raises `ImportRefused`, `Unsure`."""
        self._lines = lines
        self._rows = iter(lines)
        header = next((row for _, row in self._rows if any(map(str.strip, row))), None)
        if header is None:
            raise ImportRefused("it is empty.")
        self.layout: Recognised = recognise(header, client_market, told, formats)

    def batches(self, size: int = BATCH) -> Iterator[Batch]:
        """The records below the header; blank lines and the row that explains the columns aren't.

        Raises `ImportRefused` where the file stops being a table.
        """
        width, key = self.layout.width, self.layout.columns[0][1]
        pick = itemgetter(*(at for _, at in self.layout.columns))
        top = True
        batch = Batch()
        for line, row in self._rows:
            if len(row) == width and row[key] and not top:  # nearly all of them
                batch.lines.append(line)
                batch.rows.append(pick(row))
            elif "".join(row).strip():
                if len(row) != width:
                    batch.ragged.append(_ragged(line, self._lines.end, len(row), width))
                    batch.torn.extend(_torn(row, key))
                elif not (top and self._explains(row)):
                    batch.lines.append(line)
                    batch.rows.append(pick(row))
                top = False
            if len(batch.rows) + len(batch.ragged) == size:
                yield batch
                batch = Batch()
        if self._lines.unended and batch.ragged and batch.ragged[-1].line == line:
            batch.ragged[-1] = _cut_off(batch.ragged[-1])
        if batch.lines or batch.ragged:
            yield batch

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


def _cut_off(last: Reject) -> Reject:
    reason = f"{last.reason}; the file ends in this row, so it was cut off"
    return msgspec.structs.replace(last, reason=reason)


def _torn(row: Sequence[str], key: int) -> Iterable[str]:
    """The key of a row that isn't whole, and those of the rows that it swallowed."""
    yield from (cell.strip() for cell in row[key : key + 1])
    yield from re.findall(r"\n([0-9]+)", "\0".join(row))
