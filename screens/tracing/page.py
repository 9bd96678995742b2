"""The page on which the console shows what was traced or added up."""

import asyncio
from collections.abc import Callable, Sequence

from rich.cells import cell_len

from data.errors import SpotlightError
from screens.frame.clipboard import as_csv
from screens.frame.fullpage import FullPage, keys_of_lists
from screens.frame.paint import Pieces, cut, fit, fit_right, wrap
from screens.frame.sheet import Sheet
from screens.keymap import hints

_LEAST = 8
"""Cells a column keeps that gives way."""


class SheetPage(FullPage[None]):
    """Tables over the whole screen, looked up off the screen's thread."""

    BINDINGS = keys_of_lists("list.copy")

    def __init__(self, title: str, look_up: Callable[[], Sequence[Sheet]]) -> None:
        """`look_up` may take seconds; what it raises as a `SpotlightError` is shown."""
        super().__init__(title)
        self._look_up = look_up
        self._sheets: Sequence[Sheet] = ()
        self._instead: str | None = "looking it up …"
        """What is said as long as there are no tables."""

    def hints(self) -> Sequence[tuple[str, str]]:
        """Ways through it, and what can be taken along."""
        return hints("list.down", "list.up", "list.last", "list.copy", "list.back")

    def on_mount(self) -> None:
        """The looking up begins."""
        self.run_worker(self._load())

    async def _load(self) -> None:
        try:
            self._sheets = await asyncio.to_thread(self._look_up)
            self._instead = None
        except SpotlightError as error:
            self._instead = str(error)
        self.page.refill(top=True)

    def lines(self, width: int) -> list[Pieces]:
        """The tables, or why there are none."""
        if self._instead is not None:
            return [[(f" {line}", "dim")] for line in wrap(self._instead, width - 1)]
        lines: list[Pieces] = []
        for sheet in self._sheets:
            lines += [*([[]] if lines else []), *sheet_lines(sheet, width)]
        return lines

    # -- keys ------------------------------------------------------------------------------------

    def action_move(self, lines: int) -> None:
        """By that many lines."""
        self.status.show([])
        super().action_move(lines)

    def action_copy(self) -> None:
        """Copy all columns as CSV, formulas defused."""
        rows = [row for sheet in self._sheets for row in _table(sheet)]
        text, written = as_csv(rows)
        if rows:
            self.app.copy_to_clipboard(text)
            of = (
                f"the first {written:,} of {len(rows):,}" if written < len(rows) else f"{written:,}"
            )
            self.status.show(
                [(f" copied {of} lines as CSV · in tmux: set -g set-clipboard on", "dim")]
            )


def _table(sheet: Sheet) -> list[tuple[str, ...]]:
    return [tuple(column.head for column in sheet.columns), *sheet.rows]


def sheet_lines(sheet: Sheet, width: int) -> list[Pieces]:
    """A table in that many cells: columns that needn't be there go first, then one gives way."""
    table = _table(sheet)
    natural = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    shown = list(range(len(natural)))
    if _taken(natural, shown) > width:
        shown = [at for at in shown if not sheet.columns[at].wide]
    room = width - _taken(natural, shown)
    sizes = [
        max(_LEAST, natural[at] + room) if sheet.columns[at].gives and room < 0 else natural[at]
        for at in shown
    ]
    lines: list[Pieces] = [[(f" {sheet.title}", "strong")]]
    for number, row in enumerate(table):
        cells = (
            f" {fit_right(row[at], size) if sheet.columns[at].right else fit(row[at], size)}"
            for at, size in zip(shown, sizes, strict=True)
        )
        lines.append(cut([(" ".join(cells), "text" if number else "dim")], width))
    for note in sheet.notes:
        lines += [[(f" {line}", "accent")] for line in wrap(note, width - 1)]
    return lines


def _taken(sizes: Sequence[int], shown: Sequence[int]) -> int:
    """Cells of a row: one before each column, one more between two."""
    return sum(sizes[at] + 2 for at in shown) - 1
