"""A market's orders export: its columns, its times, its amounts, its people."""

import re
from datetime import datetime

import pytest

from data.demo.seller_center import export
from tests.demo.made import LONG_AFTER, MADE, MARKETS, header_of, records, shop

WIDTHS = {"US": 63, "VN": 54, "PH": 55, "ID": 57}
ADDRESS = {
    "US": "Country,State,City,Zipcode,Address Line 1,Address Line 2,Delivery Instruction",
    "VN": "Country,Province,District,Commune,Detail Address,Additional address information",
    "PH": "Country,Region,Province,Municipality,Barangay,Detail Address,"
    "Additional address information",
    "ID": "Zipcode,Country,Province,Regency and City,Districts,Villages,Detail Address,"
    "Additional address information",
}
FEES = {
    "US": "Payment platform discount,Retail Delivery Fee,Taxes",
    "VN": "Payment platform discount,Taxes",
    "PH": "Payment platform discount,Taxes",
    "ID": "Payment platform discount,Buyer Service Fee,Taxes",
}
AMOUNTS = {
    "US": r"\d+(\.\d\d)?",
    "VN": r"\d+|\d{1,3}(\.\d{3})*₫",
    "PH": r"\d+(\.\d\d)?|₱\d{1,3}(,\d{3})*\.\d\d",
    "ID": r"\d{1,3}(\.\d{3})*",
}
MONEY = (
    "SKU Unit Original Price", "SKU Subtotal Before Discount", "SKU Platform Discount",
    "SKU Seller Discount", "SKU Subtotal After Discount", "Taxes", "Order Amount",
    "Order Refund Amount",
)  # fmt: skip


@pytest.mark.parametrize("market", MARKETS)
def test_the_columns_are_the_markets(market: str) -> None:
    header = header_of(export(shop(market=market), MADE))
    assert len(header) == len(set(header)) == WIDTHS[market]
    assert header[:2] == ["Order ID", "Order Status"]
    assert f",Phone #,{ADDRESS[market]},Payment Method," in ",".join(header)
    assert f",{FEES[market]},Order Amount," in ",".join(header)
    assert ("Product ID" in header) == ("Creator Handle" in header) == (market == "US")
    assert header[-1] == ("Creator Handle" if market == "US" else "Checked Marked by")


@pytest.mark.parametrize("market", MARKETS)
def test_every_row_is_whole_and_every_buyer_has_an_address(market: str) -> None:
    data = export(shop(market=market), MADE, explained=True)
    assert data.startswith(b"\xef\xbb\xbfOrder ID,")
    assert data.count(b"\n") == data.count(b"\r\n")
    explained, *rows = records(data)
    assert explained["Order ID"] == "Platform unique order ID."
    street = "Address Line 1" if market == "US" else "Detail Address"
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert all(row[name].endswith("\t") for name in ("Order ID", "SKU ID", "Package ID"))
        assert all(row[name] for name in ("Recipient", "Phone #", "Country", street))


@pytest.mark.parametrize("market", MARKETS)
def test_times_are_month_first_in_the_us_only(market: str) -> None:
    form = "%m/%d/%Y %I:%M:%S %p\t" if market == "US" else "%d/%m/%Y %H:%M:%S\t"
    made = shop(market=market)
    rows = records(export(made, MADE))
    created = {row["Order ID"].strip(): row["Created Time"] for row in rows}
    for order in made.orders:
        if order.created <= MADE:
            assert datetime.strptime(created[order.id], form) == order.created  # noqa: DTZ007
    assert any(row["Delivered Time"] == "\t" for row in rows)


@pytest.mark.parametrize("market", MARKETS)
def test_amounts_are_written_as_the_market_does(market: str) -> None:
    rows = records(export(shop(market=market), LONG_AFTER))
    cells = [row[name] for row in rows for name in MONEY]
    odd = [cell for cell in cells if not re.fullmatch(AMOUNTS[market], cell)]
    assert not odd
    marked = [cell for cell in cells if re.search(r"[₫₱,]|\.\d{3}", cell)]
    assert bool(marked) == (market != "US")


@pytest.mark.parametrize(
    ("market", "low", "high"), [("VN", 200_000, 1_500_000), ("ID", 100_000, 1_000_000)]
)
def test_prices_are_plausible_whole_amounts(market: str, low: int, high: int) -> None:
    prices = [line.price for order in shop(market=market).orders for line in order.lines]
    assert {low <= price <= high for price in prices if price} == {True}


def test_a_market_changes_how_a_shop_is_written_not_what_happens_to_it() -> None:
    lives = {
        tuple((order.id, order.created, order.refunded) for order in shop(market=market).orders)
        for market in MARKETS
    }
    assert len(lives) == 1
