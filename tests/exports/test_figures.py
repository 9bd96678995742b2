"""Whatever exports come in, in whatever order, the newest word on each order makes the days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from data.demo.creator_affiliate import HEADER as CREATORS
from data.demo.seller_affiliate import HEADER as SELLERS
from data.demo.seller_center import export, name_of
from data.demo.shop import Shop
from data.errors import ImportRefused
from data.exports.job import THIS, Answers
from tests.exports.ledger import Ledger
from tests.exports.sheet import EARNED, SALE, sheet
from tests.exports.truth import truth

FIRST = date(2026, 9, 1)
MIDNIGHT = datetime.combine(FIRST, datetime.min.time())


@cache
def shop() -> Shop:
    return Shop("aurora-skin", seed=7, first=FIRST, days=30, orders_per_day=5)


Export = tuple[str, bytes]


def cut(hours: int, first: int, last: int, explained: bool) -> Export:
    """Made so many hours into the month, with the orders created from the first to the last day."""
    as_of = MIDNIGHT + timedelta(hours=max(hours, 24 * first + 20))
    data = export(
        shop(),
        as_of,
        first=FIRST + timedelta(first),
        last=FIRST + timedelta(max(first, last)),
        explained=explained,
    )
    return name_of(as_of), data


def test_a_whole_month_is_what_one_adds_up_by_hand(tmp_path: Path) -> None:
    exports = [cut(24 * 50, 0, 29, True)]
    ledger = Ledger(tmp_path)
    report = ledger.take(*exports[0])
    assert ledger.figures() == truth(exports)
    sums = {name: sum(day[name] for day in ledger.figures().values()) for name in NOT_ZERO}
    assert all(sums.values()), "a simulated month has some of everything"
    assert (report.first, report.last) == (FIRST, FIRST + timedelta(29))


NOT_ZERO = ("gmv", "net_gmv", "cancelled_orders", "refunded_amount", "sample_orders")


def test_the_export_made_last_wins_an_order_whole_whichever_comes_first(tmp_path: Path) -> None:
    old = sheet({"Order ID": "1", "SKU ID": "7"}, {"Order ID": "1", "SKU ID": "8"})
    new = sheet({"Order ID": "1", "SKU ID": "7", "Order Refund Amount": "4"})
    for n, names in enumerate((("03", "05"), ("05", "03"))):
        (tmp_path / str(n)).mkdir()
        ledger = Ledger(tmp_path / str(n))
        exports = {"03": old, "05": new}
        for day in names:
            ledger.take(f"All order-2026-09-{day}-07_16.csv", exports[day])
        figures = ledger.sales(FIRST)
        assert (figures.units, figures.gmv, figures.refunded_amount) == (1, 1000, 400)
        assert figures.imports == ((1,) if names[0] == "05" else (THIS,))


def test_of_two_made_at_the_same_minute_the_later_import_wins(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    name = "All order-2026-09-03-07_16.csv"
    ledger.take(name, sheet({"Quantity": "1"}))
    ledger.take(name, sheet({"Quantity": "2"}))
    assert ledger.sales(FIRST).units == 2


def test_an_order_that_moves_to_another_day_leaves_a_zero_behind(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.take("All order-2026-09-03-07_16.csv", sheet({"Paid Time": "09/01/2026 1:00:00 PM"}))
    ledger.take("All order-2026-09-04-07_16.csv", sheet({"Paid Time": "09/02/2026 1:00:00 PM"}))
    assert [
        (day.day, ledger.sales(day).orders, ledger.sales(day).imports) for day in ledger.figures()
    ] == [
        (1, 0, (1,)),
        (2, 1, (THIS,)),
    ]


def test_days_between_the_first_and_last_paid_order_are_zeros_others_are_absent(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path)
    ledger.take(
        "All order-2026-09-09-07_16.csv",
        sheet(
            {"Order ID": "1", "Paid Time": "09/01/2026 1:00:00 PM"},
            {"Order ID": "2", "Paid Time": "09/04/2026 1:00:00 PM"},
            {"Order ID": "3", "Paid Time": "\t", "Created Time": "09/08/2026 1:00:00 PM\t"},
        ),
    )
    assert [(day.day, ledger.sales(day).orders) for day in ledger.figures()] == [
        (1, 1),
        (2, 0),
        (3, 0),
        (4, 1),
    ]


def test_a_creators_export_yields_but_where_the_shops_lost_a_row(tmp_path: Path) -> None:
    ledger, second = Ledger(tmp_path), {"SKU ID": "8"}
    torn = sheet({}, second | {"Quantity": "x"}, header=SELLERS, like=SALE)
    ledger.take("Affiliate orders-2026-09-05-07_16.csv", torn)
    theirs = sheet({"GMV": "4"}, second, header=CREATORS, like=EARNED)
    ledger.take("Creator orders-2026-09-03-07_16.csv", theirs, Answers(shop="Aurora Skin"))
    assert ledger.figures("affiliate")[FIRST]["gmv"] == 14
    whole = sheet({}, second, header=SELLERS, like=SALE)
    ledger.take("Affiliate orders-2026-09-02-07_16.csv", whole)
    assert ledger.figures("affiliate")[FIRST]["gmv"] == 20


def test_the_same_sku_twice_in_an_order_counts_twice(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    report = ledger.take("All order-2026-09-03-07_16.csv", sheet({}, {}))
    assert (ledger.sales(FIRST).orders, ledger.sales(FIRST).units) == (1, 2)
    assert ledger.sales(FIRST).gmv == 2000
    assert report.duplicates == 0


def test_duplicates_are_rows_of_orders_that_say_nothing_new(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    before = sheet({"Order ID": "1"}, {"Order ID": "2"}, {"Order ID": "2", "SKU ID": "8"})
    after = sheet(
        {"Order ID": "3"},
        {"Order ID": "2", "SKU ID": "8"},
        {"Order ID": "2"},
        {"Order ID": "1", "Order Status": "Completed"},
    )
    ledger.take("All order-2026-09-03-07_16.csv", before)
    assert ledger.take("All order-2026-09-04-07_16.csv", after).duplicates == 2
    assert ledger.take("All order-2026-09-05-07_16.csv", before).duplicates == 3
    assert ledger.take("All order-2026-09-06-07_16.csv", before).duplicates == 3


@pytest.mark.parametrize("spelling", ["Canceled", "Cancelled", "CANCELLED"])
def test_an_order_is_cancelled_when_all_its_rows_are(tmp_path: Path, spelling: str) -> None:
    ledger = Ledger(tmp_path)
    ledger.take(
        "All order-2026-09-03-07_16.csv",
        sheet(
            {"Order ID": "1", "Order Status": spelling, "Order Refund Amount": "21"},
            {"Order ID": "1", "Order Status": spelling, "Order Refund Amount": "21"},
            {"Order ID": "2", "Order Status": spelling, "Order Refund Amount": "10.50"},
            {"Order ID": "2", "Order Refund Amount": "10.50"},
        ),
    )
    assert in_words(ledger) == "gmv 40 net 9.5 orders 2 units 4 cancelled 1 refunded 31.5 samples 0"


def in_words(ledger: Ledger) -> str:
    day = ledger.figures()[FIRST]
    names = ("gmv", "net_gmv", "orders", "units", "cancelled_orders", "refunded_amount")
    words = ("gmv", "net", "orders", "units", "cancelled", "refunded")
    said = [f"{word} {day[name].normalize():f}" for word, name in zip(words, names, strict=True)]
    return " ".join([*said, f"samples {day['sample_orders']}"])


def test_a_refund_larger_than_the_goods_takes_no_more_than_them(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.take("All order-2026-09-03-07_16.csv", sheet({"Order Refund Amount": "12.34"}))
    assert ledger.figures()[FIRST]["net_gmv"] == 0
    assert ledger.figures()[FIRST]["refunded_amount"] == Decimal("12.34")


def test_samples_are_counted_apart(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    zero = {"SKU Subtotal Before Discount": "0", "SKU Subtotal After Discount": "0"}
    gift = {"Order ID": "2"}
    ledger.take(
        "All order-2026-09-03-07_16.csv",
        sheet(zero | {"Order ID": "1", "Order Refund Amount": "3"}, gift, gift | zero),
    )
    assert in_words(ledger) == "gmv 10 net 10 orders 1 units 2 cancelled 0 refunded 0 samples 1"


def test_as_of_is_in_the_name_at_the_shop_or_else_the_latest_time_inside(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    named = ledger.take("All order-2026-09-09-07_16.csv", sheet({}))
    assert named.as_of.isoformat() == "2026-09-09T14:16:00+00:00"
    row = {"Shipped Time": "11/01/2026 11:59:59 PM\t"}
    assert ledger.take("orders.csv", sheet(row)).as_of.isoformat() == "2026-11-02T07:59:59+00:00"
    for odd in ("2026-13-40-07_16", "2099-01-01-00_00", "9999-12-31-23_59", "0001-01-01-00_00"):
        taken = ledger.take(f"All order-{odd}.csv", sheet(row))
        assert taken.as_of.isoformat() == "2026-11-02T07:59:59+00:00"


def test_a_clock_may_be_a_day_ahead_and_no_more(tmp_path: Path) -> None:
    now = datetime(2026, 9, 2, 12, tzinfo=UTC)  # 5 in the morning at the shop
    rows = (
        {"Order ID": "1", "Paid Time": "09/03/2026 5:00:00 AM"},
        {"Order ID": "2", "Paid Time": "09/03/2026 5:00:01 AM"},
        {"Order ID": "3", "Shipped Time": "01/01/2199 5:00:01 AM"},
    )
    ledger = Ledger(tmp_path)
    ahead = ledger.take("All order-2026-09-03-05_00.csv", sheet(*rows), now=now)
    assert ahead.as_of.isoformat() == "2026-09-03T12:00:00+00:00"
    assert [(reject.line, reject.column, reject.reason) for reject in ahead.rejects] == [
        (3, "Paid Time", "it lies in the future"),
        (4, "Shipped Time", "it lies in the future"),
    ]
    assert ledger.take("All order-2026-09-03-05_01.csv", sheet({}), now=now).as_of.day == 1


def test_a_file_without_any_time_has_no_place_among_the_others(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="when it was made"):
        Ledger(tmp_path).take("orders.csv", sheet({"Created Time": "\t", "Paid Time": "\t"}))


def test_more_days_than_one_import_may_change_are_refused(tmp_path: Path) -> None:
    rows = ({"Paid Time": "01/01/2025 1:00:00 PM"}, {"Order ID": "2"})
    with pytest.raises(ImportRefused, match="609 days, 2025-01-01 to 2026-09-01"):
        Ledger(tmp_path).take("All order-2026-09-09-07_16.csv", sheet(*rows))


def test_an_order_that_lost_a_row_gives_way_to_one_that_is_whole(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    lines = ({"SKU Subtotal After Discount": "10.00"}, {"SKU Subtotal After Discount": "5.00"})
    hurt = ({"SKU Subtotal After Discount": "11.00"}, {"SKU Subtotal After Discount": "much"})
    report = ledger.take("All order-2026-09-03-10_00.csv", sheet(*hurt))
    assert (report.accepted, report.rejected) == (1, 1)
    assert report.warnings == (
        "1 order counts without a row that was rejected, unless an earlier export has it whole.",
    )
    assert ledger.figures()[FIRST]["gmv"] == Decimal("11.00"), "nothing better is known"
    report = ledger.take("All order-2026-09-02-10_00.csv", sheet(*lines))
    assert report.warnings == ()
    assert ledger.figures()[FIRST]["gmv"] == Decimal("15.00")


LINES = ({"Order ID": "576461234567890001"}, {"Order ID": "576461234567890001", "SKU ID": "8"})
NEXT = ({"Order ID": "576461234567890002"}, {"Order ID": "576461234567890002", "SKU ID": "8"})


@pytest.mark.parametrize(
    ("hurt", "kept"),
    [
        (sheet(*LINES)[:-70], 20),
        (sheet(*LINES).replace(b",Glow Serum,", b",Glow, Serum,", 1), 20),
        (sheet(LINES[0], LINES[1] | {"Product Name": "Q"}, *NEXT).replace(b",Q,", b',"Q,'), 20),
        (
            sheet(LINES[0], LINES[1] | {"Product Name": "Q"}, NEXT[0] | {"City": 'Q"'}, NEXT[1])
            .replace(b",Q,", b',"Q,')
            .replace(b'"Q"""', b'Q"'),
            30,
        ),
    ],
    ids=["cut off", "a comma more", "swallows to the end", "swallows another's first row"],
)
def test_a_torn_row_is_of_an_order_that_lost_it(tmp_path: Path, hurt: bytes, kept: int) -> None:
    ledger = Ledger(tmp_path)
    ledger.take("All order-2026-09-02-10_00.csv", sheet(*LINES))
    report = ledger.take("All order-2026-09-03-10_00.csv", hurt)
    assert report.rejected == 1
    assert ledger.figures()[FIRST]["gmv"] == kept, "the older export has the order whole"
    assert report.warnings[0].startswith("1 order" if kept == 20 else "2 orders")
