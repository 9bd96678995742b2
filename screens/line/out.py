"""What a command says: results on stdout, messages on stderr, and nothing raw on either."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeAlias

import msgspec
from rich.cells import cell_len, set_cell_size

from data.text import plain
from screens.say import NOTHING

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | dict[str, Json] | None"
Fact = tuple[str, str]
"""A label and what stands behind it."""
Mode = Literal["text", "plain", "json"]
_WIDEST = 40
"""So many cells a column of a table has at most, but for the last."""


class Out:
    """Where a command writes. `mode` is how: for a person, for a screen reader, for a program."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.room = _columns() if mode == "text" else None
        """The cells of a line; `None`: nobody looks at it on a terminal, so nothing is cut."""
        self.failed = False
        """Whether something couldn't be printed."""

    def json(self, value: Json) -> None:
        """One JSON value on a line of stdout, in UTF-8 whatever the locale."""
        with self._printing():
            sys.stdout.flush()
            sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
            sys.stdout.buffer.flush()

    def line(self, text: str = "") -> None:
        """One line of text on stdout."""
        with self._printing():
            sys.stdout.write(harmless(text) + "\n")

    def flush(self) -> None:
        """Print what waits. Raises `OSError`."""
        with self._printing():
            sys.stdout.flush()

    @contextmanager
    def _printing(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.failed = True
            raise

    def say(self, text: str) -> None:
        """A message on stderr, on one line."""
        sys.stderr.write(plain(text) + "\n")

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[str] = ()
    ) -> None:
        """Rows in columns, aligned by cells; those whose head is in `right` at their right.

        On a terminal the last column gives way, and a long cell of another; elsewhere such a cell
        is whole, but widens no other row. In plain mode: a labelled fact a line, a blank line
        between rows.
        """
        if self.mode == "plain":
            self.facts([list(zip(head, row, strict=True)) for row in rows])
            return
        cells = [[harmless(cell) for cell in row] for row in [head, *rows]]
        if self.room is not None:
            cells = [[*map(_shortened, row[:-1]), row[-1]] for row in cells]
        widths = [min(max(map(cell_len, each)), _WIDEST) for each in zip(*cells, strict=True)]
        to_right = [name in right for name in head]
        for row in cells:
            line = "  ".join(map(_padded, row, widths, to_right)).rstrip()
            self.line(line if to_right[-1] else self._fitted(line, len(line) - len(row[-1])))

    def _fitted(self, line: str, keep: int) -> str:
        """A line of a table cut to the terminal, but for its first `keep` characters."""
        if self.room is None or cell_len(line) <= self.room or cell_len(line[:keep]) >= self.room:
            return line
        return set_cell_size(line, self.room - 1).rstrip() + "…"

    def facts(self, records: Iterable[Sequence[Fact]]) -> None:
        """Labelled facts, one a line, aligned for a person; a blank line between records.

        In plain mode each line of a value has the label.
        """
        for number, facts in enumerate(records):
            if number:
                self.line()
            width = max((cell_len(label) for label, _ in facts), default=0)
            for label, value in facts:
                if self.mode == "plain":
                    said = "none" if value.strip() in ("", NOTHING) else value
                    for line in filter(str.strip, plain(said, lines=True).splitlines()):
                        self.line(f"{label.strip().rstrip(':')}: {line.strip()}")
                else:
                    self.line(f"{_padded(label, width, False)}  {value}")

    def tell(self, label: str, text: str) -> None:
        """A line that says itself what it is; in plain mode with its label."""
        if self.mode == "plain":
            self.facts([[(label, text)]])
        else:
            self.line(text)

    def heading(self, facts: Sequence[Fact]) -> None:
        """What is told beneath: on one line, in plain mode a fact a line."""
        if self.mode == "plain":
            self.facts([facts])
        else:
            self.line(" · ".join(value for _, value in facts))

    def written(self, heading: str, facts: Sequence[Fact], text: str) -> None:
        """What somebody wrote, set off beneath a heading; in plain mode beneath its facts."""
        if self.mode == "plain":
            self.facts([[*facts, ("text", text)]])
            return
        self.line(heading)
        for line in text.splitlines():
            self.line(f"  {line}")


def _columns() -> int | None:
    """How wide the terminal is that stdout goes to; `None`: it goes elsewhere."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except OSError:
        return None


def harmless(text: str) -> str:
    """`text` on one line, with nothing in it that steers a terminal. Spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    return plain(text, lines=True).replace("\n", " ")


def _shortened(cell: str) -> str:
    return cell if cell_len(cell) <= _WIDEST else set_cell_size(cell, _WIDEST - 1) + "…"


def _padded(cell: str, width: int, to_right: bool) -> str:
    space = " " * (width - cell_len(cell))
    return space + cell if to_right else cell + space
