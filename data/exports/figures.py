"""From the facts of all a client's imports to its days, the newest word on each order counting.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Self

import msgspec
import polars as pl

from data.exports.job import DayFigures, Known
from data.exports.parts import Rule


class Source(msgspec.Struct, frozen=True):
    """One import: what ranks it, and its facts, opened lazily."""

    known: Known
    rows: pl.LazyFrame

    @classmethod
    def of(cls, known: Known) -> Self:
        """The import with its facts file."""
        return cls(known, pl.scan_parquet(known.facts))

    def covers(self, day: date) -> bool:
        """Whether the day lies between its first and its last day."""
        return self.meets(day, day)

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether some day from `first` to `last` does."""
        known = self.known
        if first is None or last is None or known.first is None or known.last is None:
            return False
        return known.first <= last and first <= known.last


class Overlap(msgspec.Struct, frozen=True):
    """How a new import and the others speak of the same orders. All are numbers of rows."""

    duplicates: int
    superseded: int
    replaced: int


def ranked(sources: Sequence[Source]) -> list[Source]:
    """From the one that yields to every other to the one that wins: by kind, age, number."""
    return sorted(sources, key=lambda s: (not s.known.yields, s.known.as_of, s.known.number))


def day_figures(rule: Rule, changed: Source, counting: Sequence[Source]) -> Iterator[DayFigures]:
    """The figures of each day that `changed` touches by coming or going, oldest first.

    These are the days it covers, and those on which others have its orders. `counting` are all
    imports that count now: with `changed` if it came, without it if it went.
    """
    every = ranked(counting)
    touched = _touched(rule, changed, every)
    found = {row.pop("day"): row for row in _sums(rule, every, touched).iter_rows(named=True)}
    for day in touched:
        covering = [source.known for source in every if source.covers(day)]
        if not covering:
            yield DayFigures(day=day, figures=None)
            continue
        newest = max(covering, key=lambda known: (known.as_of, known.number))
        sums = found.get(day, {})
        made_by = [every[rank].known for rank in sums.pop("ranks", ())] or [newest]
        numbers = tuple(sorted(known.number for known in made_by))
        yield DayFigures(day, rule.figures(imports=numbers, as_of=newest.as_of, **sums))


def overlap(rule: Rule, new: Source, others: Sequence[Source]) -> Overlap:
    """What the new import repeats, what it replaces, and what of it others replace."""
    if not others:
        return Overlap(0, 0, 0)
    every = ranked([*others, new])
    mine = every.index(new)
    keys = new.rows.select(rule.key).unique().collect().lazy()
    versions = pl.concat(
        [
            _versions(rule, s.rows.join(keys, on=rule.key, how="semi"), n)
            for n, s in enumerate(every)
        ]
    ).collect()
    ours, theirs = versions.filter(rank=mine), versions.filter(pl.col("rank") != mine)
    same = ours.join(theirs, on=[rule.key, "print", "rows"], how="semi")
    word = _word(every)
    won = versions.sort(word).unique(rule.key, keep="last")
    won_before = theirs.sort(word).unique(rule.key, keep="last")
    lost = ours.join(won, on=[rule.key, "rank"], how="anti")
    gave_way = won_before.join(won, on=[rule.key, "rank"], how="anti")
    return Overlap(*(int(rows["rows"].sum()) for rows in (same, lost, gave_way)))


def _versions(rule: Rule, rows: pl.LazyFrame, rank: int) -> pl.LazyFrame:
    """An import's word on each order: how many rows, and a fingerprint of what they say."""
    facts = pl.struct(pl.exclude("line")).hash()
    return rows.group_by(rule.key).agg(
        facts.sum().alias("print"),
        pl.len().alias("rows"),
        pl.col("whole").first(),
        pl.lit(rank).alias("rank"),
    )


def _touched(rule: Rule, changed: Source, every: Sequence[Source]) -> list[date]:
    """The days `changed` covers, and those on which the others have its orders."""
    first, last = changed.known.first, changed.known.last
    covered = set[date]()
    if first is not None and last is not None:
        covered = {first + timedelta(n) for n in range((last - first).days + 1)}
    keys = changed.rows.select(rule.key).unique().collect().lazy()
    day = pl.col(rule.day).dt.date()
    for other in every:
        if other.known.number != changed.known.number:
            its = other.rows.join(keys, on=rule.key, how="semi").select(day).drop_nulls().unique()
            covered.update(its.collect().to_series())
    return sorted(covered)


def judged(rule: Rule, every: Sequence[Source], facts: Sequence[str]) -> pl.LazyFrame:
    """All rows with these facts, `rank` (their import) and `winner` (whose word counts on them)."""
    rows = pl.concat(
        source.rows.select(rule.key, pl.lit(rank).alias("rank"), "whole", rule.day, *facts)
        for rank, source in enumerate(every)
    )
    best = _word(every).max().over(rule.key)
    return rows.with_columns((best % len(every)).alias("winner"))


def winners(rule: Rule, every: Sequence[Source]) -> pl.LazyFrame:
    """Of each order, `winner`. As `judged`, without the rows: three times as fast."""
    words = pl.concat(
        source.rows.select(rule.key, pl.lit(rank).alias("rank"), "whole")
        for rank, source in enumerate(every)
    )
    best = _word(every).max() % len(every)
    return words.group_by(rule.key).agg(best.alias("winner"))


def _word(every: Sequence[Source]) -> pl.Expr:
    """How much an import's word on an order counts: of those that have it whole, the highest rank;
    if none has, of all."""
    return pl.col("whole").cast(pl.Int32) * len(every) + pl.col("rank")


def effective(rule: Rule, every: Sequence[Source], facts: Sequence[str]) -> pl.LazyFrame:
    """The rows that count, with `day`, `rank` and these facts."""
    rows = judged(rule, every, facts).filter(pl.col("rank") == pl.col("winner"))
    return rows.with_columns(pl.col(rule.day).dt.date().min().over(rule.key).alias("day"))


def narrowed(rule: Rule, every: Sequence[Source], which: pl.Expr) -> list[Source]:
    """The imports with nothing but the orders of which at least one of them has such a row."""
    keys = pl.concat(source.rows.filter(which).select(rule.key) for source in every)
    concerned = keys.unique().collect().lazy()
    return [
        Source(source.known, source.rows.join(concerned, on=rule.key, how="semi"))
        for source in every
    ]


def _sums(rule: Rule, every: Sequence[Source], touched: Sequence[date]) -> pl.DataFrame:
    """The figures of the touched days with orders: a row a day."""
    if not every:
        return pl.DataFrame({"day": []})
    sources = narrowed(rule, every, pl.col(rule.day).dt.date().is_in(touched))
    rows = effective(rule, sources, rule.facts).filter(pl.col("day").is_in(touched))
    return rule.by_day(rows).collect()
