"""From a figure back to the rows it is made of, and to those that gave way to them.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Mapping

import polars as pl

from data.exports.figures import Source, judged, narrowed, ranked
from data.exports.inquiry import MOST_ROWS, Row, Trace, Traced, TracedPart
from data.exports.parts import ELIGIBLE, FREE, RULES, commission
from data.exports.sums import one_product, prepared
from data.figures import Figures, Part, added

Sources = Mapping[Part, list[Source]]
Frames = Mapping[Part, pl.DataFrame]
"""By part, all rows of the orders concerned: each import's, with `rank`, `winner` and `day`."""

_COUNTS = pl.col("rank") == pl.col("winner")
_FACTS: Mapping[Part, tuple[str, ...]] = {
    "sales": ("product_id", "returned", "sampled_by", "creator", "delivered_at"),
    "returns": ("order_id",),
    "affiliate": ("product_id", "creator", "delivered_at"),
}
"""What is needed of rows beside what the figures and all parts need."""
_SHOWN: Mapping[Part, Mapping[str, pl.Expr]] = {
    "sales": {
        "product_id": pl.col("product_id"),
        "creator": pl.coalesce("sampled_by", "creator"),
        "amount": pl.col("subtotal"),
        "list_amount": pl.col("list_subtotal"),
        "refund": pl.col("order_refund"),
        "delivered": pl.col("delivered_at").dt.date(),
    },
    "returns": {
        "request": pl.col("return_id"),
        "amount": pl.col("amount"),
    },
    "affiliate": {
        "product_id": pl.col("product_id"),
        "creator": pl.col("creator"),
        "amount": pl.col("gmv"),
        "est_commission": commission("est"),
        "actual_commission": commission("actual"),
        "delivered": pl.col("delivered_at").dt.date(),
    },
}
"""What rows of a part show beside what all show."""


def trace(task: Trace) -> Traced:
    """The rows that are asked for, part by part."""
    sources = {
        part: ranked([Source.of(each) for each in task.known[part]])
        for part in RULES
        if task.known.get(part)
    }
    if task.id is None:
        said = {part: _on_days(task, pl.col(RULES[part].day).dt.date()) for part in sources}
        meant = _on_days(task, pl.col("day"))
        return Traced("days", _parts(sources, _read(sources, said), meant))
    of_order = {part: _is_order(part, task.id) for part in sources}
    found = _read(sources, of_order)
    if any(rows.height for rows in found.values()):
        return Traced("order", _parts(sources, found, pl.lit(True)))
    return _of_product(task, task.id, sources)


def _of_product(task: Trace, id: str, sources: Sources) -> Traced:
    skus = _skus(sources, id)
    is_it = {part: _is_product(part, id, skus) for part in sources}
    on_days = _on_days(task, pl.col("day"))
    found = _read(sources, is_it)
    counting = {
        part: prepared(part, rows.filter(_COUNTS)).filter(is_it[part] & on_days)
        for part, rows in found.items()
    }
    parts = [
        _part(part, sources[part], rows, is_it[part] & on_days, None)
        for part, rows in found.items()
    ]
    return Traced("product", tuple(p for p in parts if p.total), one_product(counting))


# -- which rows -----------------------------------------------------------------------------------


def _on_days(task: Trace, day: pl.Expr) -> pl.Expr:
    if task.first is None or task.last is None:
        return pl.lit(True)
    return day.is_between(task.first, task.last)


def _is_order(part: Part, id: str) -> pl.Expr:
    return (pl.col(RULES[part].key) == id) | (pl.col("order_id") == id)


def _is_product(part: Part, id: str, skus: pl.Series) -> pl.Expr:
    of_sku = pl.col("sku_id").is_in(skus.implode())
    return of_sku if part == "returns" else of_sku | (pl.col("product_id") == id)


def _skus(sources: Sources, id: str) -> pl.Series:
    """The SKUs of a product, or the one of that id."""
    scans = [
        source.rows.filter((pl.col("product_id") == id) | (pl.col("sku_id") == id))
        for part, every in sources.items()
        if part != "returns"
        for source in every
    ]
    scans += [each.rows.filter(pl.col("sku_id") == id) for each in sources.get("returns", ())]
    return pl.concat(rows.select("sku_id") for rows in scans).unique().collect().to_series()


def _read(sources: Sources, which: Mapping[Part, pl.Expr]) -> Frames:
    """All rows of the orders of which some import has such a row."""
    return {part: _rows(part, every, which[part]) for part, every in sources.items()}


def _rows(part: Part, every: list[Source], which: pl.Expr) -> pl.DataFrame:
    rule = RULES[part]
    facts = dict.fromkeys((*rule.facts, *_FACTS[part], "line", "sku_id", "product", "status"))
    rows = judged(rule, narrowed(rule, every, which), [f for f in facts if f != rule.key])
    day = pl.col(rule.day).dt.date().min().over(rule.key, "rank").alias("day")
    return rows.with_columns(day).collect()


# -- what they say --------------------------------------------------------------------------------


def _parts(sources: Sources, found: Frames, meant: pl.Expr) -> tuple[TracedPart, ...]:
    """Of the parts that have such rows."""
    parts = (
        _part(part, sources[part], rows, meant, _figures(part, sources[part], rows.filter(meant)))
        for part, rows in found.items()
    )
    return tuple(one for one in parts if one.total)


def _part(
    part: Part, every: list[Source], rows: pl.DataFrame, meant: pl.Expr, figures: Figures | None
) -> TracedPart:
    asked = rows.with_columns(_standing(part).alias("standing")).filter(meant)
    first = asked.sort(RULES[part].key, ~_COUNTS, -pl.col("rank"), "line").head(MOST_ROWS)
    shown = first.select(
        "rank", "winner", "line", "standing", "day", "product", "status", "quantity",
        pl.col("order_id").alias("order"), pl.col("sku_id").alias("sku"), **_SHOWN[part],
    )  # fmt: skip
    numbers = [source.known.number for source in every]
    listed = []
    for row in shown.iter_rows(named=True):
        made_by, winner = numbers[row.pop("rank")], numbers[row.pop("winner")]
        listed.append(Row(number=made_by, by=None if winner == made_by else winner, **row))
    return TracedPart(part, tuple(listed), asked.height, figures)


def _standing(part: Part) -> pl.Expr:
    left_out, word = pl.lit(False), "counts"
    if part == "sales":
        left_out, word = FREE.over("order_id", "rank"), "sample"
    elif part == "affiliate":
        left_out, word = ~ELIGIBLE, "ineligible"
    return (
        pl.when(~_COUNTS)
        .then(pl.lit("superseded"))
        .when(pl.col("day").is_null())
        .then(pl.lit("undated"))
        .when(left_out)
        .then(pl.lit(word))
        .otherwise(pl.lit("counts"))
    )


def _figures(part: Part, every: list[Source], rows: pl.DataFrame) -> Figures | None:
    """What those of the rows that count add up to; `None`: none does."""
    rule = RULES[part]
    counting = rows.lazy().filter(_COUNTS & pl.col("day").is_not_null())
    days = rule.by_day(counting).drop("day").collect()
    made = []
    for sums in days.iter_rows(named=True):
        known = [every[rank].known for rank in sums.pop("ranks")]
        numbers = tuple(sorted(one.number for one in known))
        made.append(rule.figures(imports=numbers, as_of=max(k.as_of for k in known), **sums))
    return added(made)
