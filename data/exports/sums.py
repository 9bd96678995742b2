"""Sums of the rows that count: by product, by creator, and sample by sample.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from data.exports.figures import Source, ranked, winners
from data.exports.inquiry import MOST_SUMS, Breakdown, CreatorSums, ProductSums, Sample, Sums
from data.exports.job import Known
from data.exports.parts import ELIGIBLE, FREE, RULES, commission
from data.figures import Part

Rows = Mapping[Part, pl.DataFrame]
"""By part, rows that count on the days asked about."""

_SAMPLES = ("product", "created_at", "shipped_at", "delivered_at", "tracking_id", "sampled_by")
_PRODUCTS: dict[Part, tuple[str, ...]] = {
    "sales": (*RULES["sales"].facts, "sku_id", "product_id", "product", "returned"),
    "returns": ("sku_id", "product"),
    "affiliate": (*RULES["affiliate"].facts, "sku_id", "product_id", "product"),
}
_CREATORS: dict[Part, tuple[str, ...]] = {
    "sales": ("list_subtotal", "sampled_by"),
    "affiliate": (*RULES["affiliate"].facts, "creator"),
}


def breakdown(task: Breakdown) -> Sums:
    """The sums that are asked for."""
    match task.by:
        case "product":
            products = product_sums(_counting(task, _PRODUCTS))
            return Sums(products=tuple(products[:MOST_SUMS]), total=len(products))
        case "creator":
            creators = _creators(_counting(task, _CREATORS))
            return Sums(creators=tuple(creators[:MOST_SUMS]), total=len(creators))
        case "sample":
            facts: dict[Part, tuple[str, ...]] = {"sales": (*RULES["sales"].facts, *_SAMPLES)}
            samples = _samples(_counting(task, facts), ZoneInfo(task.zone))
            return Sums(samples=tuple(samples[:MOST_SUMS]), total=len(samples))


def _counting(task: Breakdown, facts: Mapping[Part, Sequence[str]]) -> Rows:
    """The rows that count on the days, with these facts, of the parts that have any."""
    of = {
        part: _of_days(part, task.known[part], facts[part], task.first, task.last)
        for part in facts
        if task.known.get(part)
    }
    return {part: prepared(part, pl.concat(rows).collect()) for part, rows in of.items() if rows}


def _of_days(
    part: Part, known: Sequence[Known], facts: Sequence[str], first: date, last: date
) -> list[pl.LazyFrame]:
    """By import. Whose word counts is told of all orders, from few columns; the rest is read only
    where an import wins orders and has such days, else a year would take several times as long."""
    rule, every = RULES[part], ranked([Source.of(each) for each in known])
    won = winners(rule, every).collect()
    day = pl.col(rule.day).dt.date().min().over(rule.key)
    return [
        every[rank]
        .rows.select(rule.key, rule.day, "whole", *facts)
        .join(orders.lazy(), on=rule.key, how="semi")
        .with_columns(day.alias("day"), pl.lit(rank).alias("rank"))
        .filter(pl.col("day").is_between(first, last))
        for (rank,), orders in won.partition_by("winner", as_dict=True).items()
        if every[rank].meets(first, last)
    ]


def prepared(part: Part, rows: pl.DataFrame) -> pl.DataFrame:
    """Whole orders, with `sold` (not a sample) if of sales, of affiliate orders what may earn."""
    if part == "sales":
        return rows.with_columns(FREE.not_().over("order_id", "rank").alias("sold"))
    return rows.filter(ELIGIBLE) if part == "affiliate" else rows


# -- products -------------------------------------------------------------------------------------


def product_sums(rows: Rows) -> list[ProductSums]:
    """What each product comes to, that with the highest GMV first.

    Rows are of the same product by its id, as any row of their SKU says it, else by its name:
    returns never say the id, and outside the US orders don't either.
    """
    of = _with_ids(rows)
    if not of:
        return []
    said = pl.concat([found.select("sku_id", "product_id") for found in of.values()])
    known = said.drop_nulls().unique("sku_id", keep="first", maintain_order=True)
    known = known.rename({"product_id": "known_id"})
    joined = {part: found.join(known, on="sku_id", how="left") for part, found in of.items()}
    key = pl.coalesce("product_id", "known_id", "product", "sku_id").alias("key")
    return _by_key({part: found.with_columns(key) for part, found in joined.items()})


def one_product(rows: Rows) -> ProductSums | None:
    """What rows of a single product come to."""
    of = {part: r.with_columns(key=pl.lit("")) for part, r in _with_ids(rows).items()}
    return next(iter(_by_key(of)), None) if of else None


def _with_ids(rows: Rows) -> Rows:
    none = pl.lit(None, dtype=pl.String).alias("product_id")
    return {
        part: found if "product_id" in found.columns else found.with_columns(none)
        for part, found in rows.items()
    }


def _by_key(of: Rows) -> list[ProductSums]:
    """What the rows of each `key` come to."""
    parts = [pl.DataFrame(schema=dict.fromkeys(_PRODUCT_FIGURES, pl.Int64))]
    if "sales" in of:
        parts.append(
            of["sales"]
            .filter("sold")
            .group_by("key")
            .agg(
                pl.col("subtotal").sum().alias("gmv"),
                _kept().sum().alias("kept_gmv"),
                pl.col("quantity").sum().alias("units"),
                pl.col("order_id").n_unique().alias("orders"),
            )
        )
    if "returns" in of:
        asked = pl.col("return_id").n_unique().alias("returns")
        parts.append(of["returns"].group_by("key").agg(asked))
    if "affiliate" in of:
        parts.append(
            of["affiliate"].group_by("key").agg(pl.col("gmv").sum().alias("affiliate_gmv"))
        )
    found = _added(parts, "key").join(_names(of), on="key", nulls_equal=True)
    order = found.sort("gmv", "affiliate_gmv", "key", descending=[True, True, False])
    return [ProductSums(**row) for row in order.drop("key").iter_rows(named=True)]


_PRODUCT_FIGURES = ("gmv", "kept_gmv", "units", "orders", "returns", "affiliate_gmv")


def _names(of: Rows) -> pl.DataFrame:
    """The id of each product and its newest name."""
    said = pl.concat([found.select("key", "product_id", "product", "day") for found in of.values()])
    newest = pl.col("product_id", "product").sort_by("day").drop_nulls().last()
    return said.group_by("key").agg(newest)


def _kept() -> pl.Expr:
    """A line's GMV less the share of its quantity that came back, half up; cancelled: nothing."""
    quantity, returned = pl.col("quantity"), pl.col("returned").fill_null(0)
    left = (quantity - returned).clip(lower_bound=0)
    share = (2 * pl.col("subtotal") * left + quantity) // (2 * quantity)
    return (
        pl.when(pl.col("status") == "cancelled")
        .then(0)
        .when(quantity > 0)
        .then(share)
        .otherwise(pl.col("subtotal"))
    )


def _added(parts: Sequence[pl.DataFrame], key: str) -> pl.DataFrame:
    """Figures of several frames by the same key; 0 where one has none."""
    every = pl.concat(parts, how="diagonal_relaxed")
    return every.group_by(key).agg(pl.exclude(key).sum())


# -- creators and samples -------------------------------------------------------------------------


def _creators(rows: Rows) -> list[CreatorSums]:
    """What each creator comes to, that with the highest GMV first."""
    parts = [
        pl.DataFrame(schema={"creator": pl.String, **dict.fromkeys(_CREATOR_FIGURES, pl.Int64)})
    ]
    if "affiliate" in rows:
        parts.append(
            rows["affiliate"]
            .group_by("creator")
            .agg(
                pl.col("gmv").sum().alias("affiliate_gmv"),
                pl.col("order_id").n_unique().alias("orders"),
                pl.col("quantity").sum().alias("units"),
                commission("est").sum().alias("est_commission"),
                commission("actual").sum().alias("actual_commission"),
            )
        )
    if "sales" in rows:
        samples = (
            rows["sales"].filter(~pl.col("sold")).group_by(pl.col("sampled_by").alias("creator"))
        )
        parts.append(samples.agg(pl.col("order_id").n_unique().alias("samples")))
    order = _added(parts, "creator").sort(
        "affiliate_gmv", "samples", "creator", descending=[True, True, False], nulls_last=True
    )
    return [CreatorSums(**row) for row in order.iter_rows(named=True)]


_CREATOR_FIGURES = (
    "affiliate_gmv", "orders", "units", "est_commission", "actual_commission", "samples",
)  # fmt: skip


def _samples(rows: Rows, zone: ZoneInfo) -> list[Sample]:
    """Every order that cost nothing, the newest first."""
    if "sales" not in rows:
        return []
    times = ("created_at", "shipped_at", "delivered_at")
    found = (
        rows["sales"]
        .filter(~pl.col("sold"))
        .group_by(pl.col("order_id").alias("order"))
        .agg(
            pl.col("sampled_by").drop_nulls().first().alias("creator"),
            pl.col("product").drop_nulls().unique().sort().alias("products"),
            pl.col("day", "status").first(),
            pl.col(*times, "tracking_id").drop_nulls().first(),
        )
        .sort("day", "order", descending=[True, False])
    )
    return [
        Sample(
            **row
            | {"products": tuple(row["products"])}
            | {name: _instant(row[name], zone) for name in times}
        )
        for row in found.iter_rows(named=True)
    ]


def _instant(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at.replace(tzinfo=zone).astimezone(UTC) if at else None
