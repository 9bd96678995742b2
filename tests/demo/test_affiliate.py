"""Affiliate orders of the made-up shop, as the seller and as the creator sees them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from data.demo import creator_affiliate
from data.demo.seller_affiliate import export, name_of
from data.demo.shop import CREATORS
from tests.demo.made import LONG_AFTER, MADE, fold, header_of, records, shop
from tests.exports.sheet import written
from tests.exports.truth import affiliate_truth

KEY = ("Order ID", "SKU ID")
SELLER_PAY = (
    "Actual Commission Payment", "Actual Shop Ads commission payment",
    "Actual co-funded creator bonus",
)  # fmt: skip


def creators_view(as_of: datetime, *slugs: str, market: str = "US") -> bytes:
    """What all creators' exports together hold."""
    shops = [shop(slug=slug, market=market) for slug in slugs]
    files = [creator_affiliate.export(shops, creator, as_of) for creator in CREATORS]
    return written([files[0][0], *(row for file in files for row in file[1:])])


@pytest.mark.parametrize(("market", "width", "sign"), [("US", 30, "$"), ("UK", 31, "£")])
def test_the_sellers_file_has_its_columns(market: str, width: int, sign: str) -> None:
    data = export(shop(market=market), MADE)
    assert data.startswith(b"\xef\xbb\xbfOrder ID,Product ID,")
    assert data.count(b"\n") == data.count(b"\r\n")
    header = header_of(data)
    assert len(header) == width
    assert header[11:-15] == [
        "Creator Username", *(["Creator Region"] if market == "UK" else []), "Content Type",
        "Content ID", "commission model",
    ]  # fmt: skip
    assert header[-5:] == [
        "Time Created", "Payment time", "Order Delivery Time", "Time Commission Paid", "Platform",
    ]  # fmt: skip
    rows = records(data)
    amount = rf"{re.escape(sign)}\d{{1,3}}(,\d{{3}})*\.\d\d|\d+(\.\d\d)?"
    assert all(re.fullmatch(amount, row["Payment Amount"]) for row in rows)
    assert {row["Payment Amount"][0] == sign for row in rows} == {True, False}
    assert all(re.fullmatch(r"\d\d/\d\d/2026 [\d:]{8}", row["Time Created"]) for row in rows)
    assert {row["Payment time"] == "/" for row in rows} == {True, False}


def test_names_say_when_they_were_made() -> None:
    assert name_of(MADE) == "Affiliate orders-2026-09-20-07_16.csv"
    assert creator_affiliate.name_of(MADE) == "Creator orders-2026-09-20-07_16"


def test_a_seed_is_the_same_affiliate_orders() -> None:
    assert export(shop(), MADE) == export(shop(), MADE) != export(shop(2), MADE)


def test_commissions_live_on_between_two_exports() -> None:
    before, after = fold(export(shop(), MADE), *KEY), fold(export(shop(), LONG_AFTER), *KEY)
    assert set(before) < set(after)
    assert {row["Order Status"] for row in before.values()} == {"Pending", "Settled", "Ineligible"}
    assert {row["Order Status"] for row in after.values()} == {"Settled", "Ineligible"}
    for unit, row in before.items():
        if row["Order Status"] != "Pending":
            assert row["Order Status"] == after[unit]["Order Status"]
        assert (row["Time Commission Paid"] == "/") == (row["Order Status"] != "Settled")
        if row["Order Status"] == "Pending":
            assert {row[name] for name in SELLER_PAY} == {"--"}
        if row["Order Status"] == "Ineligible":
            assert {row[name].lstrip("$") for name in SELLER_PAY} <= {"0", "0.00", "--"}
    assert any(row["Fully returned or refunded"] == "Yes" for row in after.values())


def test_samples_are_no_affiliate_orders() -> None:
    samples = {order.id for order in shop().orders if order.sample}
    assert samples
    assert not samples & {row["Order ID"] for row in records(export(shop(), LONG_AFTER))}


def test_lives_videos_and_showcases_sell() -> None:
    rows = records(export(shop(), LONG_AFTER))
    assert {row["Content Type"] for row in rows} == {"Livestream", "Video", "Showcase"}
    for row in rows:
        assert bool(re.fullmatch(r"\d{19}", row["Content ID"])) == (
            row["Content Type"] != "Showcase"
        )
        assert bool(row["Shop Ads commission rate"]) != bool(row["Standard commission rate"])


def seller_days(first: int, last: int) -> bytes:
    return export(shop(), MADE, first=ago(first).date(), last=ago(last).date())


def creator_days(first: int, last: int) -> bytes:
    rows = creator_affiliate.export(
        [shop()], CREATORS[0], MADE, first=ago(first).date(), last=ago(last).date()
    )
    return written(rows)


def ago(days: int) -> datetime:
    return MADE - timedelta(days)


@pytest.mark.parametrize("cut", [seller_days, creator_days])
def test_an_export_is_cut_by_the_day_of_the_order(cut: Callable[[int, int], bytes]) -> None:
    parts = records(cut(9, 6)) + records(cut(5, 2))
    assert records(cut(5, 2))
    assert parts == records(cut(9, 2)) != records(cut(19, 2))


def test_the_creators_file_is_of_one_creator_and_several_shops() -> None:
    shops = [shop(), shop(slug="peak-fitness")]
    header, *rows = creator_affiliate.export(shops, "glowbyjo", MADE)
    assert len(header) == len(set(header)) == 45
    assert header[7:9] == ["Shop name", "Shop code"]
    assert header[-2:] == ["Order date", "Commission settlement date"]
    assert {tuple(row[7:9]) for row in rows} == {
        ("Aurora Skin", creator_affiliate.shop_code(shops[0])),
        ("Peak Fitness", creator_affiliate.shop_code(shops[1])),
    }
    for name in ("Order date", "Commission settlement date"):
        assert {row[header.index(name)] == "/" for row in rows} == {True, False}
    assert {row[13] for row in rows} == {"Settled", "Pending", "Ineligible"}
    sellers = {
        row["Order ID"]
        for made in shops
        for row in records(export(made, MADE))
        if row["Creator Username"] == "glowbyjo"
    }
    assert {row[0] for row in rows} == sellers


def test_the_creators_amounts_have_commas() -> None:
    rows = records(creators_view(LONG_AFTER, "aurora-skin", market="VN"))
    assert all(re.fullmatch(r"\d{1,3}(,\d{3})*", row["GMV"]) for row in rows)
    assert any("," in row["GMV"] for row in rows)


@pytest.mark.parametrize("as_of", [MADE, LONG_AFTER])
def test_all_creators_together_say_what_the_seller_says(as_of: datetime) -> None:
    two = ("aurora-skin", "peak-fitness")
    sellers = affiliate_truth([(name_of(as_of), export(shop(), as_of))])
    creators = affiliate_truth([(name_of(as_of), creators_view(as_of, *two))], shop="Aurora Skin")
    assert sellers == creators
    assert all(sum(day[name] for day in sellers.values()) for name in ("gmv", "est_commission"))
