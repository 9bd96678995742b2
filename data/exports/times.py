"""Times as exports write them: the clock with 12 or 24 hours, day or month first.

Which of the two comes first is a setting of the market. The cells are asked, too: one that makes
sense only the other way shows that the setting doesn't fit this file.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Iterator
from datetime import datetime

import polars as pl

from data.markets import Order

_SLASHED = {"day first": "%d/%m/%Y", "month first": "%m/%d/%Y"}
_PLAIN = ("%Y-%m-%d", "%Y/%m/%d")
"""The year first: what workbooks keep. Nothing to be unsure of."""
_CLOCKS = ("%H:%M:%S", "%I:%M:%S %p", "%H:%M", "%I:%M %p")
_DATE_ONLY = 10
"""Characters of a date without a time, at most."""


class Times:
    """Parses the times of one file, column by column, and remembers what they showed."""

    def __init__(self, order: Order) -> None:
        self.order: Order = order
        """The order they are read in."""
        self._other: Order = "month first" if order == "day first" else "day first"
        self._first: dict[str, str] = {}
        """By column: the form its last cells had."""
        self.slashed = False
        """Some date is written with slashes, so that day and month could be mistaken."""
        self.fits = False
        """Some date makes sense in this order only."""
        self.misfits = False
        """Some date makes sense in the other order only."""

    def parse(self, cells: pl.Series) -> pl.Series:
        """Times as the shop's clock shows them; null where a cell is none."""
        whole = pl.select(
            pl.when(cells.str.len_bytes() <= _DATE_ONLY).then(cells + " 00:00:00").otherwise(cells)
        ).to_series()
        found = pl.Series(cells.name, [None] * len(cells), pl.Datetime("us"))
        for form in self._forms(cells.name):
            if found.null_count() == cells.null_count():
                break
            left = pl.select(pl.when(found.is_null()).then(whole)).to_series()
            new = left.str.to_datetime(form, strict=False, time_unit="us")
            if new.null_count() < len(new):
                self._first[cells.name] = form
                self._learn(form, new)
                found = pl.select(pl.coalesce(found, new).alias(cells.name)).to_series()
        if found.null_count() > cells.null_count():
            left = pl.select(pl.when(found.is_null()).then(whole)).to_series()
            self.misfits |= any(
                left.str.to_datetime(form, strict=False).null_count() < len(left)
                for form in _forms(self._other)
            )
        return found

    def one(self, cell: str) -> datetime | None:
        """The time in a cell."""
        found: datetime | None = self.parse(pl.Series("", [cell])).item()
        return found

    def _forms(self, column: str) -> Iterator[str]:
        """What a cell may look like, the most likely first."""
        first = self._first.get(column)
        if first is not None:
            yield first
        yield from (form for form in _forms(self.order) if form != first)
        yield from (f"{day} {_CLOCKS[0]}" for day in _PLAIN)

    def _learn(self, form: str, found: pl.Series) -> None:
        if form.startswith(_SLASHED[self.order]):
            self.slashed = True
            self.fits = self.fits or bool((found.dt.day() > 12).any())


def _forms(order: Order) -> list[str]:
    return [f"{_SLASHED[order]} {clock}" for clock in _CLOCKS]
