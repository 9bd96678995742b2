"""What a command says: results on stdout, messages on stderr, and nothing raw on either."""

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec
from rich.cells import cell_len

from data.text import plain

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | dict[str, Json] | None"
Fact = tuple[str, str]
"""A label and what stands behind it."""
Mode = Literal["text", "plain", "json"]


class Out:
    """Where a command writes. `mode` is how: for a person, for a screen reader, for a program."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode

    def json(self, value: Json) -> None:
        """One JSON value on a line of stdout, in UTF-8 whatever the locale."""
        sys.stdout.flush()
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
        sys.stdout.buffer.flush()

    def line(self, text: str = "") -> None:
        """One line of text on stdout."""
        sys.stdout.write(harmless(text) + "\n")

    def say(self, text: str) -> None:
        """A message on stderr, on one line."""
        sys.stderr.write(plain(text) + "\n")

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[str] = ()
    ) -> None:
        """Rows in columns, aligned by cells; those whose head is in `right` at their right.

        In plain mode: a labelled fact a line, a blank line between rows.
        """
        if self.mode == "plain":
            self.facts([list(zip(head, row, strict=True)) for row in rows])
            return
        cells = [[harmless(cell) for cell in row] for row in [head, *rows]]
        widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
        to_right = [name in right for name in head]
        for row in cells:
            padded = map(_padded, row, widths, to_right)
            self.line("  ".join(padded).rstrip())

    def facts(self, records: Iterable[Sequence[Fact]]) -> None:
        """Labelled facts, one a line, aligned for a person; a blank line between records."""
        for number, facts in enumerate(records):
            if number:
                self.line()
            width = max((cell_len(label) for label, _ in facts), default=0)
            for label, value in facts:
                if self.mode == "plain":
                    self.line(f"{label}: {value}")
                else:
                    self.line(f"{_padded(label, width, False)}  {value}")


def harmless(text: str) -> str:
    """`text` on one line, with nothing in it that steers a terminal. Spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    return plain(text, lines=True).replace("\n", " ")


def _padded(cell: str, width: int, to_right: bool) -> str:
    space = " " * (width - cell_len(cell))
    return space + cell if to_right else cell + space
