"""The rows of a file as they stand, each with the line it starts on: a CSV or a workbook."""

import csv
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from pathlib import Path

from data.drop import ends_in_newline
from data.errors import ImportRefused
from data.exports import workbook

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Lines:
    """An open file, for `closing`. Iterate once: `(line, cells)`, the file's first line being 1."""

    def __init__(self, path: Path) -> None:
        """Raises `OSError`, `ImportRefused`."""
        self._path = path
        self._size = path.stat().st_size
        self.unended = not (workbook.is_workbook(path) or ends_in_newline(path))
        """No newline ends its last line."""
        self._bytes = path.open("rb", buffering=0)
        self._file = TextIOWrapper(BufferedReader(self._bytes), "utf-8-sig", newline="")
        self.end = 0
        """The line on which the row that was read last ends."""

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, blank lines among them. Raises `ImportRefused` where it stops being a table."""
        return self._workbook() if workbook.is_workbook(self._path) else self._csv()

    @property
    def share(self) -> float | None:
        """How much of the file has been read, from 0 to 1, as far as can be told."""
        at = self._bytes.tell() if self.end else 0
        return min(1.0, at / self._size) if at and self._size else None

    def _workbook(self) -> Iterator[tuple[int, list[str]]]:
        for number, row in workbook.rows(self._path):
            self.end = number
            yield number, row

    def _csv(self) -> Iterator[tuple[int, list[str]]]:
        with self._path.open("rb") as file:
            if file.read(2) in _UTF16:
                raise ImportRefused(
                    "it is UTF-16, so a spreadsheet saved it. Export it again and put that file in"
                    " unopened."
                )
        reader, start = csv.reader(self._file), 1
        try:
            for row in reader:
                self.end = reader.line_num
                yield start, row
                start = self.end + 1
        except UnicodeDecodeError:
            raise ImportRefused("it isn't UTF-8 text. Export it again as CSV, unchanged.") from None
        except csv.Error:
            raise ImportRefused(
                f"from line {start} on it can't be read as CSV: a cell there doesn't end; a quote"
                " may be missing. Export it again, unchanged."
            ) from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
