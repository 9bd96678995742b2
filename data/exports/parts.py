"""What effective rows add up to, by day: a short rule for each part of a day's figures.

Each takes the rows that count, with their import's `rank`, and gives a row a day whose columns are
the figures' names and `ranks`, the imports they come from.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Callable

import msgspec
import polars as pl

from data.figures import Affiliate, Figures, Part, Returns, Sales

_RANKS = pl.col("rank").unique().alias("ranks")


class Rule(msgspec.Struct, frozen=True):
    """How one part is made of its rows."""

    key: str
    """The fact by which a newer export restates rows."""
    day: str
    """The fact whose date a row counts on."""
    facts: tuple[str, ...]
    """What else it needs of a row."""
    by_day: Callable[[pl.LazyFrame], pl.LazyFrame]
    """Effective rows, with `day`, to a row a day."""
    figures: type[Figures]


FREE = (pl.col("list_subtotal").sum() == 0) & pl.col("whole").all()
"""Of all rows of an order: it is a sample. One that lost a row isn't taken for one."""


def _sales(rows: pl.LazyFrame) -> pl.LazyFrame:
    """A sample is an order whose list prices add up to 0; it is counted apart.

    GMV is by payment and includes what is cancelled or refunded later, as TikTok's own Shop
    Analytics has it; net GMV is our own line without them.
    """
    orders = rows.group_by("order_id").agg(
        pl.col("day", "rank").first(),
        FREE.not_().alias("sold"),
        pl.col("subtotal").sum(),
        pl.col("quantity").sum(),
        pl.col("order_refund").max().fill_null(0).alias("refund"),  # repeats on each row
        (pl.col("status") == "cancelled").all().alias("cancelled"),
    )
    sold, subtotal, refund = pl.col("sold"), pl.col("subtotal"), pl.col("refund")
    kept = pl.when("cancelled").then(0).otherwise(subtotal - pl.min_horizontal(refund, subtotal))
    return orders.group_by("day").agg(
        subtotal.filter(sold).sum().alias("gmv"),
        kept.filter(sold).sum().alias("net_gmv"),
        sold.sum().alias("orders"),
        pl.col("quantity").filter(sold).sum().alias("units"),
        (sold & pl.col("cancelled")).sum().alias("cancelled_orders"),
        refund.filter(sold).sum().alias("refunded_amount"),
        sold.not_().sum().alias("sample_orders"),
        _RANKS,
    )


def _returns(rows: pl.LazyFrame) -> pl.LazyFrame:
    """`amount` is a line's total as exports write it, whatever its header says of units."""
    given_back = pl.col("status").is_in(["completed", "refunded"])
    return rows.group_by("day").agg(
        pl.col("return_id").n_unique().alias("requests"),
        pl.col("quantity").sum().alias("units"),
        pl.col("amount").sum(),
        pl.col("amount").filter(given_back).sum().alias("refunded"),
        _RANKS,
    )


ELIGIBLE = pl.col("status") != "ineligible"
"""Affiliate rows that may earn: the others are left out, as in Affiliate Center."""


def commission(side: str) -> pl.Expr:
    """All an affiliate row earns: `est`, as estimated at the order, or `actual`, as settled."""
    return pl.sum_horizontal(f"{side}_standard", f"{side}_ads", f"{side}_bonus")


def _affiliate(rows: pl.LazyFrame) -> pl.LazyFrame:
    return (
        rows.filter(ELIGIBLE)
        .group_by("day")
        .agg(
            pl.col("gmv").sum(),
            pl.col("order_id").n_unique().alias("orders"),
            pl.col("quantity").sum().alias("units"),
            commission("est").sum().alias("est_commission"),
            commission("actual").sum().alias("actual_commission"),
            _RANKS,
        )
    )


_COMMISSIONS = tuple(f"{a}_{b}" for a in ("est", "actual") for b in ("standard", "ads", "bonus"))
RULES: dict[Part, Rule] = {
    "sales": Rule(
        "order_id",
        "paid_at",
        ("list_subtotal", "subtotal", "quantity", "order_refund", "status"),
        _sales,
        Sales,
    ),
    "returns": Rule(
        "return_id", "requested_at", ("quantity", "amount", "status"), _returns, Returns
    ),
    "affiliate": Rule(
        "order_id",
        "ordered_at",
        ("gmv", "quantity", "status", *_COMMISSIONS),
        _affiliate,
        Affiliate,
    ),
}
"""Every part's rule."""
