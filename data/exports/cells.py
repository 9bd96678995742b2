"""Cells into facts: a batch of rows parsed column by column, and the rows that can't be.

Only the child process imports this: polars costs 0.3 s.
"""

import re
from collections.abc import Iterator
from datetime import datetime

import polars as pl

from data.exports.amounts import minor_units, why_not
from data.exports.job import Reject
from data.exports.layout import Column, Kind, normal
from data.exports.recognise import FORMATS, Recognised
from data.exports.rows import Batch
from data.exports.statuses import spellings
from data.exports.times import Times
from data.markets import Market
from data.money import currency_of
from data.text import plain

_BLANK = " \t\r\n\x0b\x0c\u00a0\u3000\u200b\ufeff"
_EMPTY = ["", "-", "--", "/"]
_PRINTABLE = r"^[!-~]+(?: [!-~]+)*$"
_EXCEL = r"^[0-9]+(?:[.,][0-9]+)?[Ee]\+?[0-9]+$"  # \d would take the digits of any script
"""A long number as a spreadsheet shows it; its last digits are lost."""
_HANDLE = r"^[a-z0-9_.]{2,24}$"
"""What TikTok lets a handle be; in a shifted row another cell about the buyer may stand there."""
_TYPES: dict[Kind, type[pl.DataType] | pl.DataType] = {
    Kind.COUNT: pl.Int64,
    Kind.MONEY: pl.Int64,
    Kind.TIME: pl.Datetime("us"),
}
"""What facts of a kind are; the others are text."""
_UNKEPT = (Kind.CURRENCY, Kind.SHOP)
_EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001 — shop time; two-digit years parse, too
_LETTERS = 5
"""Letters that marks of money or of a time may have; more are words."""
_WORDS = "(words)"
_SHIFTED = 3
"""So many cells that don't fit mean a shifted row, where any cell could be about the buyer."""


class Cells:
    """Parses the batches of one file."""

    def __init__(
        self,
        layout: Recognised,
        rules: Market,
        times: Times,
        latest: datetime,
        shop: str | None = None,
    ) -> None:
        """`latest` is the latest time a cell can mean, on the shop's clock.

        `shop` is the client's, in files that hold rows of several.
        """
        self._columns = {column.fact: column for column, _ in layout.columns}
        self._key = layout.format.key.fact
        self._facts = list(_facts(layout, self._columns))
        self._rules = rules
        self._currency = currency_of(rules.currency)
        self._times = times
        self._latest = latest
        self._statuses = spellings(layout.format.becomes)
        self._shop = shop and normal(shop)
        self.incomplete: set[str] = set()
        """The orders that lost a row: of each, another was rejected."""
        self.shops: dict[str, str] = {}
        """The shops the rows are of, as written, by their normal spelling."""
        self.left_out = 0
        """Rows of other shops than the client's."""
        self.strange: dict[str, int] = {}
        """Statuses we don't know, and on how many rows they stand."""

    def parse(self, batch: Batch) -> tuple[pl.DataFrame, list[Reject]]:
        """The batch's good rows as facts, and its rejects by line.

        The facts are `line` and all that any format of this part has; those the file lacks are
        null.
        """
        lines, written = self._mine(
            pl.Series("line", batch.lines, pl.UInt32), _written(batch, self._columns)
        )
        facts = self._values(written)
        both = facts.hstack(written.rename(_raw))
        bad = both.select(self._bad(column) for column in self._columns.values())
        wrong = bad.select(pl.any_horizontal(pl.all())).to_series()
        key = self._key
        self.incomplete.update(facts.filter(wrong & ~bad[key])[key], batch.torn)
        rejects = batch.ragged + [
            self._reject(line, cells, [name for name, is_bad in marks.items() if is_bad])
            for line, cells, marks in zip(
                lines.filter(wrong),
                written.filter(wrong).iter_rows(named=True),
                bad.filter(wrong).iter_rows(named=True),
                strict=True,
            )
        ]
        good = facts.insert_column(0, lines).filter(~wrong).select("line", *self._facts)
        self._note_strange(good)
        return _plain(good), sorted(rejects, key=lambda reject: reject.line)

    def _mine(self, lines: pl.Series, written: pl.DataFrame) -> tuple[pl.Series, pl.DataFrame]:
        """The rows of the client's shop, where a file has rows of several."""
        shop = next((c.fact for c in self._columns.values() if c.kind is Kind.SHOP), None)
        if shop is None:
            return lines, written
        names = {name: normal(name) for name in written[shop].drop_nulls().unique()}
        self.shops |= {norm: plain(name, limit=300) for name, norm in names.items()}
        if self._shop is None:
            return lines, written
        mine = written[shop].is_in([name for name, norm in names.items() if norm == self._shop])
        mine = mine.fill_null(True)  # a row without a shop is rejected, not lost
        self.left_out += len(mine) - int(mine.sum())
        return lines.filter(mine), written.filter(mine)

    def _values(self, written: pl.DataFrame) -> pl.DataFrame:
        """What the cells say; null where they don't fit."""
        facts = written.select(
            self._value(column) for column in self._columns.values() if column.kind is not Kind.TIME
        )
        times = [
            self._times.parse(written[column.fact])
            for column in self._columns.values()
            if column.kind is Kind.TIME
        ]
        return facts.hstack(times)

    def _value(self, column: Column) -> pl.Expr:
        cells = pl.col(column.fact)
        match column.kind:
            case Kind.COUNT:
                return cells.cast(pl.Int64, strict=False)
            case Kind.MONEY:
                return minor_units(cells, self._rules.amounts, self._currency).alias(column.fact)
            case Kind.HANDLE:
                return cells.str.strip_prefix("@").str.to_lowercase()
            case Kind.BUYER:
                # A step on the way: `reading` looks at the whole order.
                free = minor_units(pl.col("list_subtotal"), self._rules.amounts, self._currency)
                handle = cells.str.strip_prefix("@").str.to_lowercase()
                return pl.when((free == 0) & handle.str.contains(_HANDLE)).then(handle)
            case Kind.STATUS:
                return cells.str.to_lowercase().replace(self._statuses)
            case _:
                return cells

    def _bad(self, column: Column) -> pl.Expr:
        """Whether a row must be rejected for this cell."""
        cells, value = pl.col(_raw(column.fact)), pl.col(column.fact)
        match column.kind:
            case Kind.BUYER:
                return pl.lit(False).alias(column.fact)
            case Kind.KEY:
                fits = cells.str.contains(r"^[0-9]+$")
            case Kind.ID:
                fits = ~cells.str.contains(_EXCEL)
            case Kind.COUNT:
                fits = cells.str.contains(r"^[0-9]{1,9}$")
            case Kind.CURRENCY:
                fits = cells.str.to_uppercase() == self._currency.code
            case Kind.TIME:
                fits = value.is_between(_EARLIEST, self._latest)
            case _:
                fits = value.is_not_null()
        bad = ~fits.fill_null(False) & (cells.is_not_null() | column.filled)
        return bad.alias(column.fact)

    def _note_strange(self, facts: pl.DataFrame) -> None:
        for column in self._columns.values():
            if column.kind is Kind.STATUS:
                found = facts[column.fact].drop_nulls().value_counts().iter_rows()
                known = set(self._statuses.values())
                for status, count in found:
                    if status not in known:
                        name = plain(status, limit=40)
                        self.strange[name] = self.strange.get(name, 0) + count

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
            value=_shown(cell or ""),
            reason=self._reason(self._columns[name], cell),
        )

    def _reason(self, column: Column, cell: str | None) -> str:
        if cell is None:
            return "it is empty"
        match column.kind:
            case Kind.KEY | Kind.ID if re.match(_EXCEL, cell):
                return (
                    "a spreadsheet saved this file and rounded the number; export it again and"
                    " import that file unopened"
                )
            case Kind.KEY:
                return "an id has digits only"
            case Kind.COUNT:
                return "not a whole number"
            case Kind.MONEY:
                return why_not(cell, self._rules.amounts, self._currency)
            case Kind.CURRENCY:
                return f"this client sells in {self._currency.code}"
            case Kind.TIME if (time := self._times.one(cell)) and time > self._latest:
                return "it lies in the future"
            case _:
                return f"not a time as this market writes it, {self._times.order}"


def _written(batch: Batch, columns: dict[str, Column]) -> pl.DataFrame:
    """The cells without the blanks around them; null where there is nothing."""
    cells = zip(*batch.rows, strict=True) if batch.rows else [()] * len(columns)
    stripped = pl.all().str.strip_chars(_BLANK)
    return pl.DataFrame(
        [pl.Series(n, c, pl.String) for n, c in zip(columns, cells, strict=True)]
    ).select(pl.when(~stripped.is_in(_EMPTY)).then(stripped))


def _facts(layout: Recognised, held: dict[str, Column]) -> Iterator[pl.Expr]:
    """Every fact that a format of this part has, so that all its facts files look alike."""
    part = layout.format.becomes
    columns = {c.fact: c for f in FORMATS if f.becomes == part for c in f.columns}
    for fact, column in columns.items():
        if column.kind in _UNKEPT:
            continue
        kept = pl.col(fact) if fact in held else pl.lit(None).alias(fact)
        yield kept.cast(_TYPES.get(column.kind, pl.String))


def _shown(cell: str) -> str:
    """A cell that is no id, number or time, as far as it can't be about a buyer."""
    text = plain(cell, limit=40)
    return _WORDS if sum(letter.isalpha() for letter in text) > _LETTERS else text


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
