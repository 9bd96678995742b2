"""From a figure to its rows, and what products, creators and samples come to."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo.creator_affiliate import HEADER as CREATORS
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_affiliate import HEADER as SELLERS
from data.demo.seller_affiliate import export as affiliate_export
from data.demo.seller_affiliate import name_of as affiliate_name
from data.demo.seller_center import export, name_of
from data.demo.shop import Shop
from data.exports.inquiry import MOST_ROWS, Breakdown, Sums, Trace, Traced
from data.exports.job import Answers
from data.exports.sums import breakdown
from data.exports.tracing import trace
from data.figures import By, Part
from tests.exports.ledger import Ledger, in_dollars
from tests.exports.sheet import EARNED, RETURN, SALE, sheet
from tests.exports.truth import Row, affiliate_truth, day, money, rows_of, truth

FIRST = date(2026, 9, 1)
FIFTH = date(2026, 9, 5)
LAST = date(2026, 9, 30)
Exports = Sequence[tuple[str, bytes]]
SELLER, CREATOR = "Affiliate orders-2026-09-09-07_16.csv", "Creator orders-2026-09-20-07_16.csv"
SKU, PRODUCT = "1729384756102938475", "1729384756102930000"


@cache
def shop() -> Shop:
    return Shop("aurora-skin", seed=7, first=FIRST, days=30, orders_per_day=5)


def cut(made: int, first: int, days: int) -> tuple[str, bytes]:
    """An export made on that day of the month, of the orders created on some days before."""
    as_of = datetime(2026, 9, 1, 7, 16) + timedelta(days=max(made, first + 1))  # noqa: DTZ001
    since = FIRST + timedelta(first)
    return name_of(as_of), export(shop(), as_of, first=since, last=since + timedelta(days))


months = st.lists(
    st.builds(cut, st.integers(3, 45), st.integers(0, 25), st.integers(1, 29)),
    min_size=1,
    max_size=4,
)


def taken(ledger: Ledger, exports: Exports) -> Ledger:
    for name, data in exports:
        ledger.take(name, data, Answers(shop="Aurora Skin"))
    return ledger


def of_day(ledger: Ledger, at: date) -> Traced:
    return trace(Trace(ledger.known, None, at, at))


def of_id(ledger: Ledger, id: str) -> Traced:
    return trace(Trace(ledger.known, id))


def sums(ledger: Ledger, by: By, first: date = FIRST, last: date = LAST) -> Sums:
    return breakdown(Breakdown(ledger.known, by, first, last, "America/Los_Angeles"))


def returns(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=RETURNS, like=RETURN)


def sellers(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=SELLERS, like=SALE)


def creators(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=CREATORS, like=EARNED)


@settings(max_examples=8)
@given(exports=months)
def test_every_figure_of_every_day_is_in_rows_that_are_where_it_says(exports: Exports) -> None:
    with TemporaryDirectory() as folder:
        ledger = taken(Ledger(Path(folder)), exports)
        files = [data.decode("utf-8-sig").split("\r\n") for _, data in exports]
        for at, figures in truth(exports).items():
            parts = of_day(ledger, at).parts
            if not parts:
                assert not any(figures.values())
                continue
            (sales,) = parts
            assert sales.figures is None or in_dollars(sales.figures) == figures
            assert sales.total == len(sales.rows)
            gmv = sum(row.amount for row in sales.rows if row.standing == "counts")
            assert Decimal(gmv) / 100 == figures["gmv"]
            for row in sales.rows:
                cells = files[row.number - 1][row.line - 1]
                assert cells.startswith(f"{row.order}\t,")
                assert (row.standing == "superseded") == (row.by is not None)
                winner = row.by or row.number
                assert files_of_order(exports, row.order)[-1] == exports[winner - 1][0]


def files_of_order(exports: Exports, order: str) -> list[str]:
    """The names of the exports with that order, the newest last."""
    return sorted(name for name, data in exports if f"\r\n{order}\t,".encode() in data)


def test_a_restated_order_names_the_import_that_took_its_place(tmp_path: Path) -> None:
    exports = [
        ("All order-2026-09-05-07_16.csv", sheet({"Order Refund Amount": "4"})),
        ("All order-2026-09-03-07_16.csv", sheet({}, {"SKU ID": "8"})),
        ("All order-2026-09-02-07_16.csv", sheet({"Paid Time": "\t", "Order Status": "Unpaid"})),
    ]
    ledger = taken(Ledger(tmp_path), exports)
    traced = of_id(ledger, "576461234567890001")
    assert traced.what == "order"
    (sales,) = traced.parts
    said = [(row.number, row.line, row.standing, row.by, row.refund) for row in sales.rows]
    assert said == [
        (1, 2, "counts", None, 400),
        (2, 2, "superseded", 1, 0),
        (2, 3, "superseded", 1, 0),
        (3, 2, "superseded", 1, 0),
    ]
    assert sales.rows[-1].day is None
    assert sales.figures
    assert in_dollars(sales.figures) == truth(exports)[FIRST]
    (on_its_day,) = of_day(ledger, FIRST).parts
    assert [row.number for row in on_its_day.rows] == [1, 2, 2]


def test_an_order_that_moved_is_told_on_both_days(tmp_path: Path) -> None:
    later = {"Paid Time": "09/02/2026 1:00:00 PM"}
    ledger = taken(
        Ledger(tmp_path),
        [
            ("All order-2026-09-03-07_16.csv", sheet({})),
            ("All order-2026-09-04-07_16.csv", sheet(later)),
        ],
    )
    (first,), (second,) = of_day(ledger, FIRST).parts, of_day(ledger, date(2026, 9, 2)).parts
    assert [(row.number, row.by) for row in first.rows] == [(1, 2)]
    assert first.figures is None
    assert [(row.number, row.by) for row in second.rows] == [(2, None)]


def test_an_order_that_lost_a_row_stands_behind_one_that_is_whole(tmp_path: Path) -> None:
    whole, hurt = {"SKU Subtotal After Discount": "5"}, {"SKU Subtotal After Discount": "much"}
    ledger = taken(
        Ledger(tmp_path),
        [
            ("All order-2026-09-03-07_16.csv", sheet({}, hurt)),
            ("All order-2026-09-02-07_16.csv", sheet({}, whole)),
        ],
    )
    (sales,) = of_id(ledger, "576461234567890001").parts
    said = [(row.number, row.amount, row.by) for row in sales.rows]
    assert said == [(2, 1000, None), (2, 500, None), (1, 1000, 2)]


def test_both_sides_of_affiliate_orders(tmp_path: Path) -> None:
    exports = [
        (CREATOR, creators({"GMV": "11.00"}, {"Order ID": "2"}, {"Order ID": "3"})),
        (SELLER, sellers({}, {"Order ID": "3", "Order Status": "Ineligible"})),
    ]
    ledger = taken(Ledger(tmp_path), exports)
    (part,) = of_day(ledger, FIRST).parts
    said = [(row.order, row.number, row.standing, row.by, row.creator) for row in part.rows]
    assert said == [
        ("2", 1, "counts", None, None),
        ("3", 2, "ineligible", None, "glowbyjo"),
        ("3", 1, "superseded", 2, None),
        ("576461234567890001", 2, "counts", None, "glowbyjo"),
        ("576461234567890001", 1, "superseded", 2, None),
    ]
    assert part.figures
    assert in_dollars(part.figures) == affiliate_truth(exports, shop="Aurora Skin")[FIRST]
    jo, unnamed = sums(ledger, "creator").creators
    assert (jo.creator, jo.affiliate_gmv, jo.est_commission, jo.actual_commission) == (
        "glowbyjo", 1000, 170, 150,
    )  # fmt: skip
    assert (unnamed.creator, unnamed.orders) == (None, 1)


def test_a_return_is_traced_by_its_own_id_and_by_its_order(tmp_path: Path) -> None:
    ledger = taken(
        Ledger(tmp_path),
        [
            ("All order-2026-09-09-07_16.csv", sheet({})),
            ("Return-2026-09-08-07_16.csv", returns({}, {"Return Order ID": "2"})),
            ("Return-2026-09-09-07_16.csv", returns({"Return Status": "Rejected"})),
        ],
    )
    (one,) = of_id(ledger, "403561234567890001").parts
    assert [(row.number, row.status, row.by) for row in one.rows] == [
        (3, "rejected", None),
        (2, "refunded", 3),
    ]
    assert one.figures
    assert in_dollars(one.figures)["refunded"] == 0
    both = of_id(ledger, "576461234567890001")
    assert [(part.part, part.total) for part in both.parts] == [("sales", 1), ("returns", 3)]


def test_of_a_long_day_the_first_rows_and_the_figures_of_all(tmp_path: Path) -> None:
    rows = [{"Order ID": f"{1000 + n}"} for n in range(MOST_ROWS + 7)]
    ledger = taken(Ledger(tmp_path), [("All order-2026-09-03-07_16.csv", sheet(*rows))])
    (sales,) = of_day(ledger, FIRST).parts
    assert (sales.total, len(sales.rows)) == (MOST_ROWS + 7, MOST_ROWS)
    assert sales.figures
    assert in_dollars(sales.figures)["orders"] == MOST_ROWS + 7


def test_a_product_is_found_by_its_skus_where_rows_dont_say_its_id(tmp_path: Path) -> None:
    ledger = taken(
        Ledger(tmp_path),
        [
            (
                "All order-2026-09-09-07_16.csv",
                sheet(
                    {},
                    {"SKU ID": "8", "Product ID": "9", "Product Name": "Mist"},
                    {"Order ID": "2", "Quantity": "4", "Sku Quantity of return": "1"},
                    {"Order ID": "3", "Order Status": "Canceled"},
                ),
            ),
            ("Return-2026-09-09-07_16.csv", returns({}, {"SKU ID": "8"})),
            (SELLER, sellers({"Order ID": "2", "Product Name": "Glow Serum, new"})),
        ],
    )
    for id in (PRODUCT, SKU):
        traced = of_id(ledger, id)
        assert traced.what == "product"
        assert [(part.part, part.total) for part in traced.parts] == [
            ("sales", 3), ("returns", 1), ("affiliate", 1),
        ]  # fmt: skip
        assert {row.sku for part in traced.parts for row in part.rows} == {SKU}
        assert traced.product == sums(ledger, "product").products[0]
    serum, mist = sums(ledger, "product").products
    assert (serum.gmv, serum.kept_gmv, serum.units, serum.orders) == (3000, 1750, 6, 3)
    assert (serum.returns, serum.affiliate_gmv) == (1, 1000)
    assert (serum.product_id, serum.product) == (PRODUCT, "Glow Serum")
    assert (mist.gmv, mist.orders, mist.returns) == (1000, 1, 1)
    nowhere = trace(Trace(ledger.known, PRODUCT, LAST, LAST))
    assert (nowhere.parts, nowhere.product) == ((), None)


def newest(exports: Iterable[tuple[str, bytes]]) -> list[list[Row]]:
    """The rows of each order, from the export made last."""
    orders: dict[str, list[Row]] = {}
    for _, data in sorted(exports):
        mine: dict[str, list[Row]] = {}
        for row in rows_of(data):
            mine.setdefault(row["Order ID"], []).append(row)
        orders |= mine
    return list(orders.values())


def test_products_and_samples_of_some_days_are_what_one_adds_up(tmp_path: Path) -> None:
    exports = [cut(20, 0, 15), cut(45, 8, 21), cut(30, 4, 12)]
    ledger = taken(Ledger(tmp_path), exports)
    first, last = date(2026, 9, 4), date(2026, 9, 22)
    gmv: dict[str, Decimal] = {}
    orders: dict[str, int] = {}
    samples: dict[str, tuple[str, date]] = {}
    for rows in newest(exports):
        at = day(rows[0]["Paid Time"], month_first=True)
        if at is None or not first <= at <= last:
            continue
        if not sum(money(row["SKU Subtotal Before Discount"], "US") for row in rows):
            samples[rows[0]["Order ID"]] = rows[0]["Buyer Username"], at
            continue
        for row in rows:
            amount = money(row["SKU Subtotal After Discount"], "US")
            gmv[row["Product ID"]] = gmv.get(row["Product ID"], Decimal(0)) + amount
        for product in {row["Product ID"] for row in rows}:
            orders[product] = orders.get(product, 0) + 1
    found = sums(ledger, "product", first, last).products
    assert {one.product_id: Decimal(one.gmv) / 100 for one in found} == gmv
    assert {one.product_id: one.orders for one in found} == orders
    assert [one.gmv for one in found] == sorted((one.gmv for one in found), reverse=True)
    given_away = sums(ledger, "sample", first, last)
    assert {one.order: (one.creator, one.day) for one in given_away.samples} == samples
    assert given_away.total == len(samples) > 1
    got = {one.creator: one.samples for one in sums(ledger, "creator", first, last).creators}
    assert sum(got.values()) == len(samples)


def test_creators_are_what_one_adds_up(tmp_path: Path) -> None:
    as_of = datetime(2026, 10, 20, 7, 16)  # noqa: DTZ001
    data = affiliate_export(shop(), as_of)
    ledger = taken(Ledger(tmp_path), [(affiliate_name(as_of), data)])
    gmv: dict[str, Decimal] = {}
    for row in rows_of(data):
        if day(row["Payment time"]) and row["Order Status"] != "Ineligible":
            who = row["Creator Username"]
            gmv[who] = gmv.get(who, Decimal(0)) + money(row["Payment Amount"], "US")
    found = sums(ledger, "creator", FIRST, date(2026, 10, 30)).creators
    assert {one.creator: Decimal(one.affiliate_gmv) / 100 for one in found} == gmv
    part: Part = "affiliate"
    est = sum(figures["est_commission"] for figures in ledger.figures(part).values())
    assert Decimal(sum(one.est_commission for one in found)) / 100 == est


def test_a_sample_tells_when_it_went_and_where_it_is(tmp_path: Path) -> None:
    free = {"SKU Subtotal Before Discount": "0", "SKU Subtotal After Discount": "0"}
    row = free | {
        "Buyer Username": "@GlowByJo",
        "Shipped Time": "09/02/2026 1:00:00 PM\t",
        "Delivered Time": "09/05/2026 9:30:00 AM\t",
        "Tracking ID": "94001",
    }
    ledger = taken(
        Ledger(tmp_path),
        [("All order-2026-09-09-07_16.csv", sheet(row, row | {"Product Name": "Mist"}))],
    )
    (one,) = sums(ledger, "sample").samples
    assert (one.creator, one.products, one.tracking_id) == (
        "glowbyjo", ("Glow Serum", "Mist"), "94001",
    )  # fmt: skip
    assert one.shipped_at == datetime(2026, 9, 2, 20, tzinfo=UTC)
    assert one.delivered_at == datetime(2026, 9, 5, 16, 30, tzinfo=UTC)
    (sales,) = of_day(ledger, FIRST).parts
    assert {row.standing for row in sales.rows} == {"sample"}
    assert sums(ledger, "product").products == ()
