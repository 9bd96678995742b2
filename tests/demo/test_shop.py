"""The made-up shop: the same each time, and exported the way Seller Center does."""

from datetime import timedelta
from pathlib import Path

from data.demo.seller_center import export, name_of, save
from tests.demo.made import FIRST, MADE, records, shop


def test_a_seed_is_a_shop() -> None:
    assert export(shop(), MADE) == export(shop(), MADE)
    assert export(shop(), MADE) != export(shop(2), MADE)


def test_the_file_is_written_as_seller_center_writes_it() -> None:
    data = export(shop(), MADE, explained=True)
    assert data.startswith(b"\xef\xbb\xbfOrder ID,Order Status,")
    assert data.count(b"\n") == data.count(b"\r\n")
    explained, *rows = records(data)
    assert explained["Order ID"] == "Platform unique order ID."
    assert len(explained) == 63
    for row in rows:
        assert row["Order ID"][:-1].isdigit()
        assert len(row["Order ID"]) == 19
        assert all(row[name].endswith("\t") for name in row if name.endswith(" Time"))
        assert row["Created Time"].strip() <= f"{MADE:%m/%d/%Y}z"


def test_orders_live_on_between_two_exports() -> None:
    at = MADE - timedelta(days=10)
    before = {row["Order ID"]: row for row in records(export(shop(), at))}
    after = {row["Order ID"]: row for row in records(export(shop(), MADE))}
    moved = [id for id in before if before[id]["Order Status"] != after[id]["Order Status"]]
    refunded = [
        id
        for id in before
        if before[id]["Order Refund Amount"] == "0" != after[id]["Order Refund Amount"]
    ]
    assert set(before) < set(after)
    assert moved
    assert refunded


def test_a_shop_has_everything_a_reader_must_know() -> None:
    rows = records(export(shop(), MADE + timedelta(days=30)))
    assert {row["Order Status"] for row in rows} >= {"Completed", "Canceled"}
    assert any(row["Paid Time"] == "\t" and row["Order Refund Amount"] != "0" for row in rows)
    assert any(row["SKU Subtotal Before Discount"] == "0" for row in rows)
    assert any(row["Order Channel"] == "LIVE" and row["Creator Handle"] for row in rows)
    assert len({row["Order ID"] for row in rows}) < len(rows)


def test_it_is_saved_under_the_name_it_would_come_with(tmp_path: Path) -> None:
    path = save(tmp_path, shop(), MADE, first=FIRST, last=FIRST + timedelta(2))
    assert path.name == name_of(MADE) == "All order-2026-09-20-07_16.csv"
    days = {row["Created Time"].split()[0] for row in records(path.read_bytes())}
    assert days == {"09/01/2026", "09/02/2026", "09/03/2026"}
