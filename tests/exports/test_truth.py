"""The truth itself, against figures small enough to add up in one's head."""

from datetime import date
from decimal import Decimal

import pytest

from data.demo.creator_affiliate import HEADER as CREATORS
from data.demo.layouts import LAYOUTS
from data.demo.returns import HEADER as RETURNS
from data.demo.seller_affiliate import HEADER as SELLERS
from tests.exports.sheet import ASIAN, EARNED, RETURN, SALE, sheet
from tests.exports.truth import Figures, affiliate_truth, day, money, returns_truth, truth

FIRST, FIFTH = date(2026, 9, 1), date(2026, 9, 5)
EARLY, LATE = "x-2026-09-09-07_16.csv", "x-2026-09-10-07_16.csv"


def returns(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=RETURNS, like=RETURN)


def sellers(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=SELLERS, like=SALE)


def creators(*rows: dict[str, str]) -> bytes:
    return sheet(*rows, header=CREATORS, like=EARNED)


def said(figures: Figures) -> str:
    return " ".join(f"{name} {amount.normalize():f}" for name, amount in figures.items())


@pytest.mark.parametrize(
    ("cell", "market", "amount"),
    [
        ("$1,022.25", "US", "1022.25"),
        ("41", "US", "41"),
        ("£8.99", "UK", "8.99"),
        ("₱1,449.50", "PH", "1449.50"),
        ("150.000", "ID", "150000"),
        ("11.000₫", "VN", "11000"),
        ("224750", "VN", "224750"),
        ("--", "US", "0"),
    ],
)
def test_amounts_go_by_the_market(cell: str, market: str, amount: str) -> None:
    assert money(cell, market) == Decimal(amount)


def test_days_go_by_the_file() -> None:
    assert day("09/01/2026 2:59:59 PM", month_first=True) == day("01/09/2026 14:59:59") == FIRST
    assert day("/") is day("") is None


@pytest.mark.parametrize("market", ["VN", "PH", "ID"])
def test_orders_of_asia(market: str) -> None:
    dotted = {"SKU Subtotal After Discount": "120,000" if market == "PH" else "120.000"}
    export = sheet(dotted, header=LAYOUTS[market].header, like=ASIAN)
    (figures,) = truth([(EARLY, export)], market).values()
    assert said(figures).startswith("gmv 120000 net_gmv 120000 orders 1 units 1 ")


def test_returns() -> None:
    export = returns(
        {},
        {"SKU ID": "8", "Return unit price": "$5.50", "Return Quantity": "1"},
        {"Return Order ID": "2", "Return Status": "Rejected", "Refund Time": ""},
        {"Return Order ID": "3", "Time Requested": "07/09/2026 00:00:01"},
    )
    figures = returns_truth([(EARLY, export)])
    assert {on.day: said(sums) for on, sums in figures.items()} == {
        5: "requests 2 units 5 amount 25.5 refunded 15.5",
        6: "requests 0 units 0 amount 0 refunded 0",
        7: "requests 1 units 2 amount 10 refunded 10",
    }


def test_the_newest_word_on_a_request_counts() -> None:
    open_, done = returns({"Return Status": "Requested"}), returns({"Return Status": "Completed"})
    for exports in ([(EARLY, open_), (LATE, done)], [(LATE, done), (EARLY, open_)]):
        assert returns_truth(exports)[FIFTH]["refunded"] == 10
    assert returns_truth([(LATE, done), (LATE, open_)])[FIFTH]["refunded"] == 0


@pytest.mark.parametrize(
    "export",
    [
        sellers(
            {},
            {"SKU ID": "8", "Order Status": "Ineligible"},
            {"Order ID": "2", "Payment Amount": "$1,000.00", "Quantity": "3"},
            {"Order ID": "3", "Payment time": "/"},
        ),
        creators(
            {},
            {"SKU ID": "8", "Order settlement status": "Ineligible"},
            {"Order ID": "2", "GMV": "1,000.00", "Items sold": "3"},
            {"Order ID": "3", "Order date": "/"},
        ),
    ],
    ids=["seller", "creator"],
)
def test_affiliate_orders(export: bytes) -> None:
    (figures,) = affiliate_truth([(EARLY, export)]).values()
    assert said(figures) == "gmv 1010 orders 2 units 4 est_commission 3.4 actual_commission 3"


def test_a_sellers_word_beats_a_creators_and_else_the_newest_counts() -> None:
    old, new = sellers({"Payment Amount": "1"}), sellers({"Payment Amount": "2"})
    theirs = creators({"GMV": "3"})

    def gmv(*exports: tuple[str, bytes]) -> Decimal:
        return affiliate_truth(exports)[FIRST]["gmv"]

    assert gmv((EARLY, old), (LATE, theirs)) == gmv((LATE, theirs), (EARLY, old)) == 1
    assert gmv((LATE, new), (EARLY, old), (LATE, theirs)) == 2
    assert gmv((EARLY, theirs), (LATE, creators({"GMV": "4"}))) == 4


def test_of_a_creators_export_only_the_shops_rows_count() -> None:
    both = creators({}, {"Order ID": "2", "Shop name": "Peak Fitness", "GMV": "7.00"})
    gmvs = [affiliate_truth([(EARLY, both)], shop=s)[FIRST]["gmv"] for s in ("Peak Fitness", "")]
    assert gmvs == [7, 17]


def test_an_order_that_becomes_ineligible_leaves_a_zero_behind() -> None:
    gone = sellers({"Order Status": "Ineligible"})
    (figures,) = affiliate_truth([(EARLY, sellers({})), (LATE, gone)]).values()
    assert said(figures) == "gmv 0 orders 0 units 0 est_commission 0 actual_commission 0"
    assert affiliate_truth([(LATE, gone)]) == {FIRST: figures}, "it was made that day"
