"""Cells into facts: a batch of rows parsed column by column, and the rows that can't be.

Only the child process imports this: polars costs 0.3 s.
"""

import re

import polars as pl

from data.exports.job import Reject
from data.exports.layout import Column, Kind
from data.exports.recognise import Recognised
from data.exports.rows import Batch
from data.markets import Writing
from data.money import Currency
from data.text import plain

_BLANK = " \t\r\n\x0b\x0c\u00a0\u3000\u200b\ufeff"
_EMPTY = ["", "-", "--"]
_PRINTABLE = r"^[!-~]+(?: [!-~]+)*$"
_EXCEL = r"^\d+(?:[.,]\d+)?[Ee]\+?\d+$"
"""A long number as a spreadsheet shows it; its last digits are lost."""
_TYPES: dict[Kind, type[pl.DataType] | pl.DataType] = {
    Kind.KEY: pl.String,
    Kind.ID: pl.String,
    Kind.TEXT: pl.String,
    Kind.COUNT: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.TIME: pl.Datetime("us"),
}
_SHIFTED = 3
"""So many cells that don't fit mean a shifted row, where any cell could be about the buyer."""


class Cells:
    """Parses the batches of one file."""

    def __init__(self, layout: Recognised, writing: Writing, currency: Currency) -> None:
        self._columns = {column.fact: column for column, _ in layout.columns}
        self._facts = [
            pl.col(column.fact)
            if column.fact in self._columns
            else pl.lit(None, _TYPES[column.kind]).alias(column.fact)
            for column in layout.format.columns
        ]
        self._writing = writing
        self._currency = currency

    def parse(self, batch: Batch) -> tuple[pl.DataFrame, list[Reject]]:
        """The batch's good rows as facts, and its rejects by line.

        The facts are `line` and all of the format's columns; those the file lacks are null.
        """
        cells = zip(*batch.rows, strict=True) if batch.rows else [()] * len(self._columns)
        written = (
            pl.DataFrame(
                [pl.Series(n, c, pl.String) for n, c in zip(self._columns, cells, strict=True)]
            )
            .with_columns(pl.all().str.strip_chars(_BLANK))
            .with_columns(pl.when(~pl.all().is_in(_EMPTY)).then(pl.all()))
        )
        facts = pl.DataFrame([self._value(written[name]) for name in self._columns])
        bad = pl.DataFrame([self._bad(written[name], facts[name]) for name in self._columns])
        wrong = bad.select(pl.any_horizontal(pl.all())).to_series()
        lines = pl.Series("line", batch.lines, pl.UInt32)
        rejects = batch.ragged + [
            self._reject(line, cells, [name for name, is_bad in marks.items() if is_bad])
            for line, cells, marks in zip(
                lines.filter(wrong),
                written.filter(wrong).iter_rows(named=True),
                bad.filter(wrong).iter_rows(named=True),
                strict=True,
            )
        ]
        good = facts.filter(~wrong).select(lines.filter(~wrong), *self._facts)
        return good, sorted(rejects, key=lambda reject: reject.line)

    def _value(self, cells: pl.Series) -> pl.Series:
        match self._columns[cells.name].kind:
            case Kind.KEY | Kind.ID:
                return cells
            case Kind.TEXT:
                return _plain(cells)
            case Kind.COUNT:
                return cells.cast(pl.Int64, strict=False)
            case Kind.MONEY:
                amounts = cells.unique()  # far fewer than cells
                return cells.replace_strict(amounts, self._minor(amounts), return_dtype=pl.Int64)
            case Kind.TIME:
                return cells.str.to_datetime(self._writing.times, strict=False)

    def _minor(self, cells: pl.Series) -> pl.Series:
        """Amounts in minor units, exactly; null where it isn't one."""
        places = self._currency.decimals
        parts = cells.str.extract_groups(_amount(self._writing, places)).struct
        whole = parts.field("whole").str.replace_all(self._writing.thousands, "", literal=True)
        minor: pl.Series = whole.cast(pl.Int64) * 10**places
        if places:
            minor += parts.field("rest").fill_null("").str.pad_end(places, "0").cast(pl.Int64)
        return minor

    def _bad(self, cells: pl.Series, values: pl.Series) -> pl.Series:
        column = self._columns[cells.name]
        match column.kind:
            case Kind.KEY:
                fits = cells.str.contains(r"^\d+$")
            case Kind.ID:
                fits = ~cells.str.contains(_EXCEL)
            case Kind.COUNT:
                fits = cells.str.contains(r"^\d{1,9}$")
            case Kind.TIME:
                fits = values.dt.year().is_between(2000, 2100)  # two-digit years parse, too
            case Kind.TEXT | Kind.MONEY:
                fits = values.is_not_null()
        return ~fits.fill_null(False) & (cells.is_not_null() | column.filled)

    def _reject(self, line: int, cells: dict[str, str | None], bad: list[str]) -> Reject:
        damaged = [name for name in bad if re.match(_EXCEL, cells[name] or "")]
        if len(bad) >= _SHIFTED and not damaged:
            reason = f"{len(bad)} cells don't fit their columns, so the row looks shifted"
            return Reject(line=line, column="", value="", reason=reason)
        name = (damaged or bad)[0]
        cell = cells[name]
        return Reject(
            line=line,
            column=self._columns[name].header,
            value=plain(cell or "", limit=40),
            reason=self._reason(self._columns[name], cell),
        )

    def _reason(self, column: Column, cell: str | None) -> str:
        if cell is None:
            return "it is empty"
        code = self._currency.code
        match column.kind:
            case Kind.KEY | Kind.ID if re.match(_EXCEL, cell):
                return (
                    "a spreadsheet saved this file and rounded the number; export it again and"
                    " import that file unopened"
                )
            case Kind.KEY:
                return "an order's id has digits only"
            case Kind.COUNT:
                return "not a whole number"
            case Kind.MONEY if re.match(_amount(self._writing, 12), cell):
                return f"more decimals than {code} has"
            case Kind.MONEY:
                return f"not an amount in {code}"
            case _:
                return f"not a time as this market writes it ({self._writing.times_shown})"


def _amount(writing: Writing, places: int) -> str:
    """A pattern for amounts as the market writes them, with up to so many decimals."""
    mark = "(?:" + "|".join(map(re.escape, writing.marks)) + ")?"
    thousands, decimal = re.escape(writing.thousands), re.escape(writing.decimal)
    rest = f"(?:{decimal}(?P<rest>\\d{{1,{places}}}))?" if places else ""
    whole = rf"(?P<whole>\d{{1,3}}(?:{thousands}\d{{3}}){{1,3}}|\d{{1,12}})"
    return rf"^{mark} ?{whole}{rest} ?{mark}$"


def _plain(cells: pl.Series) -> pl.Series:
    """The words made harmless; only those that may need it are looked at one by one."""
    odd = cells.filter(~cells.str.contains(_PRINTABLE)).unique()
    if odd.is_empty():
        return cells
    return cells.replace(odd, pl.Series([plain(text, limit=300) for text in odd], dtype=pl.String))
