"""Cells into facts: a batch of rows parsed column by column, and the rows that can't be.

Only the child process imports this: polars costs 0.3 s.
"""

import re
from datetime import datetime

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
_EXCEL = r"^[0-9]+(?:[.,][0-9]+)?[Ee]\+?[0-9]+$"  # \d would take the digits of any script
"""A long number as a spreadsheet shows it; its last digits are lost."""
_TYPES: dict[Kind, type[pl.DataType] | pl.DataType] = {
    Kind.KEY: pl.String,
    Kind.ID: pl.String,
    Kind.TEXT: pl.String,
    Kind.COUNT: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.TIME: pl.Datetime("us"),
}
_EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001 — shop time; two-digit years parse, too
_SHIFTED = 3
"""So many cells that don't fit mean a shifted row, where any cell could be about the buyer."""


class Cells:
    """Parses the batches of one file."""

    def __init__(
        self, layout: Recognised, writing: Writing, currency: Currency, latest: datetime
    ) -> None:
        """`latest` is the latest time a cell can mean, on the shop's clock."""
        self._columns = {column.fact: column for column, _ in layout.columns}
        self._key = next(c.fact for c in self._columns.values() if c.kind is Kind.KEY)
        self._facts = [
            pl.col(column.fact)
            if column.fact in self._columns
            else pl.lit(None, _TYPES[column.kind]).alias(column.fact)
            for column in layout.format.columns
        ]
        self._writing = writing
        self._currency = currency
        self._latest = latest
        self.incomplete: set[str] = set()
        """The orders that lost a row: of each, another was rejected."""

    def parse(self, batch: Batch) -> tuple[pl.DataFrame, list[Reject]]:
        """The batch's good rows as facts, and its rejects by line.

        The facts are `line` and all of the format's columns; those the file lacks are null.
        """
        cells = zip(*batch.rows, strict=True) if batch.rows else [()] * len(self._columns)
        stripped = pl.all().str.strip_chars(_BLANK)
        written = pl.DataFrame(
            [pl.Series(n, c, pl.String) for n, c in zip(self._columns, cells, strict=True)]
        ).select(pl.when(~stripped.is_in(_EMPTY)).then(stripped))
        facts = written.select(self._value(column) for column in self._columns.values())
        both = facts.hstack(written.rename(_raw))
        bad = both.select(self._bad(column) for column in self._columns.values())
        wrong = bad.select(pl.any_horizontal(pl.all())).to_series()
        lines = pl.Series("line", batch.lines, pl.UInt32)
        key = self._key
        self.incomplete.update(facts.filter(wrong & ~bad[key])[key])
        rejects = batch.ragged + [
            self._reject(line, cells, [name for name, is_bad in marks.items() if is_bad])
            for line, cells, marks in zip(
                lines.filter(wrong),
                written.filter(wrong).iter_rows(named=True),
                bad.filter(wrong).iter_rows(named=True),
                strict=True,
            )
        ]
        good = _plain(facts.insert_column(0, lines).filter(~wrong).select("line", *self._facts))
        return good, sorted(rejects, key=lambda reject: reject.line)

    def _value(self, column: Column) -> pl.Expr:
        """What the cells say; null where they don't fit."""
        cells = pl.col(column.fact)
        match column.kind:
            case Kind.KEY | Kind.ID | Kind.TEXT:
                return cells
            case Kind.COUNT:
                return cells.cast(pl.Int64, strict=False)
            case Kind.MONEY:
                return self._minor(cells).alias(column.fact)
            case Kind.TIME:
                return self._time(cells)

    def _time(self, cells: pl.Expr) -> pl.Expr:
        """Times as the shop's clock shows them."""
        return cells.str.to_datetime(self._writing.times, strict=False)

    def _minor(self, cells: pl.Expr) -> pl.Expr:
        """Amounts in minor units, exactly."""
        places = self._currency.decimals
        parts = cells.str.extract_groups(_amount(self._writing, places)).struct
        whole = parts.field("whole").str.replace_all(self._writing.thousands, "", literal=True)
        minor: pl.Expr = whole.cast(pl.Int64) * 10**places
        if places:
            minor += parts.field("rest").fill_null("").str.pad_end(places, "0").cast(pl.Int64)
        return minor

    def _bad(self, column: Column) -> pl.Expr:
        """Whether a row must be rejected for this cell."""
        cells, value = pl.col(_raw(column.fact)), pl.col(column.fact)
        match column.kind:
            case Kind.KEY:
                fits = cells.str.contains(r"^[0-9]+$")
            case Kind.ID:
                fits = ~cells.str.contains(_EXCEL)
            case Kind.COUNT:
                fits = cells.str.contains(r"^[0-9]{1,9}$")
            case Kind.TIME:
                fits = value.is_between(_EARLIEST, self._latest)
            case Kind.TEXT | Kind.MONEY:
                fits = value.is_not_null()
        bad = ~fits.fill_null(False) & (cells.is_not_null() | column.filled)
        return bad.alias(column.fact)

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
            case Kind.TIME if pl.select(self._time(pl.lit(cell)) > self._latest).item():
                return "it lies in the future"
            case _:
                return f"not a time as this market writes it ({self._writing.times_shown})"


def _amount(writing: Writing, places: int) -> str:
    """A pattern for amounts as the market writes them, with up to so many decimals."""
    mark = "(?:" + "|".join(map(re.escape, writing.marks)) + ")?"
    thousands, decimal = re.escape(writing.thousands), re.escape(writing.decimal)
    rest = f"(?:{decimal}(?P<rest>[0-9]{{1,{places}}}))?" if places else ""
    whole = rf"(?P<whole>[0-9]{{1,3}}(?:{thousands}[0-9]{{3}}){{1,3}}|[0-9]{{1,12}})"
    return rf"^{mark} ?{whole}{rest} ?{mark}$"


def _raw(fact: str) -> str:
    return f"{fact} as written"


def _plain(facts: pl.DataFrame) -> pl.DataFrame:
    """All words made harmless; only those that may need it are looked at one by one."""
    words = facts.select(pl.col(pl.String))
    odd = words.select((~pl.all().str.contains(_PRINTABLE)).any()).row(0, named=True)
    return facts.with_columns(_plain_words(facts[name]) for name, some in odd.items() if some)


def _plain_words(cells: pl.Series) -> pl.Series:
    odd = cells.filter(~cells.str.contains(_PRINTABLE)).unique()
    return cells.replace(odd, pl.Series([plain(text, limit=300) for text in odd], dtype=pl.String))
