"""Returns of the made-up shop: what is asked for, how it ends, and how the file says it."""

import re
from datetime import date, datetime, timedelta

import pytest

from data.demo import seller_center
from data.demo.returns import export, name_of, requests
from tests.demo.made import LONG_AFTER, MADE, MARKETS, fold, header_of, records, shop

ENDS = {"Completed", "Refunded", "Rejected", "Refund rejected"}


def day(row: dict[str, str]) -> date:
    return datetime.strptime(row["Time Requested"].split()[0], "%d/%m/%Y").date()  # noqa: DTZ007


@pytest.mark.parametrize("market", MARKETS)
def test_the_file_has_its_columns_and_no_row_of_descriptions(market: str) -> None:
    data = export(shop(market=market), MADE)
    assert data.startswith(b"\xef\xbb\xbfReturn Order ID,Order ID,")
    assert data.count(b"\n") == data.count(b"\r\n")
    header = header_of(data)
    assert len(header) == 25
    assert header[12:18] == [
        "Time Requested", "Return Reason", "Return unit price", "Return Quantity",
        "Return Logistics Tracking ID", "Return Status",
    ]  # fmt: skip
    assert header[-1] == "Buyer Note"
    for row in records(data):
        assert re.fullmatch(r"\d{18,19}\t", row["Return Order ID"])
        assert re.fullmatch(r"\d\d/\d\d/2026 \d\d:\d\d:\d\d", row["Time Requested"])
        assert day(row) <= MADE.date()


def test_its_name_says_when_it_was_made() -> None:
    assert name_of(MADE) == "Return-2026-09-20-07_16.csv"


def test_a_seed_is_the_same_returns() -> None:
    assert export(shop(), MADE) == export(shop(), MADE) != export(shop(2), MADE)


def test_requests_live_on_between_two_exports() -> None:
    key = ("Return Order ID", "SKU ID")
    before, after = fold(export(shop(), MADE), *key), fold(export(shop(), LONG_AFTER), *key)
    assert set(before) < set(after)
    assert {row["Return Status"] for row in before.values()} == ENDS | {"Requested"}
    assert {row["Return Status"] for row in after.values()} == ENDS
    for unit, row in after.items():
        refunded = row["Return Status"] in ("Completed", "Refunded")
        assert bool(row["Refund Time"]) == refunded
        if unit in before and before[unit]["Return Status"] != "Requested":
            assert before[unit]["Return Status"] == row["Return Status"]


def test_an_export_is_cut_by_the_day_of_the_request() -> None:
    first, last = MADE.date() - timedelta(6), MADE.date() - timedelta(3)
    cut = records(export(shop(), MADE, first=first, last=last))
    whole = records(export(shop(), MADE))
    assert cut
    assert cut == [row for row in whole if first <= day(row) <= last]


def test_what_is_refunded_is_refunded_in_the_orders_too() -> None:
    orders = {row["Order ID"]: row for row in records(seller_center.export(shop(), LONG_AFTER))}
    rows = records(export(shop(), LONG_AFTER))
    assert {row["Order ID"] for row in rows} <= set(orders)
    for row in rows:
        kind = orders[row["Order ID"]]["Cancelation/Return Type"]
        assert (row["Return Status"] in ("Completed", "Refunded")) == (kind == "Return/Refund")


def test_there_are_requests_of_several_lines_and_lines_of_several_pieces() -> None:
    made = list(requests(shop()))
    assert any(len(request.lines) > 1 and request.granted for request in made)
    rows = fold(export(shop(), LONG_AFTER), "Return Order ID", "SKU ID")
    for request in made:
        for line in request.lines:
            row = rows[request.id + "\t", line.sku + "\t"]
            if line.quantity > 1 and row["Return unit price"].startswith("$"):
                assert row["Return Quantity"] == str(line.quantity)
                assert row["Return unit price"] == f"${line.after / 100:,.2f}", "the line's total"
                return
    pytest.fail("no line of several pieces")
