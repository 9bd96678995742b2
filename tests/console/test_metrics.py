"""A client's figures: sums of days, weeks against weeks, gaps that stay gaps."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from console.desk import Desk
from console.metrics import Parts, days_of, report, sales_of, week
from data.errors import UsageError
from data.figures import Sales, added
from data.records.base import Record
from data.records.clients import Client
from data.records.days import Day

Act = Callable[..., Record]
NOVEMBER = [date(2026, 11, n) for n in range(1, 31)]


@pytest.fixture
def aurora(desk: Desk, act: Act) -> Client:
    act(desk, "new clients", title="Aurora Skin")
    return desk.client("aurora")


def sold(at: date, gmv: int = 100, orders: int = 30, made: datetime | None = None) -> Sales:
    """A day's sales as an import of the next noon in Los Angeles has it."""
    made = made or datetime(at.year, at.month, at.day, 20, tzinfo=UTC) + timedelta(days=1)
    return Sales(
        gmv=gmv, net_gmv=gmv - 1, orders=orders, units=orders, imports=(at.day,), as_of=made
    )


def day(at: date, gmv: int = 100, orders: int = 30) -> Day:
    return Day(client=1, day=at, currency="USD", sales=sold(at, gmv, orders))


def keep(desk: Desk, *days: Day) -> None:
    with desk.book.begin("imports.import") as tx:
        for each in days:
            tx.add(each)


def test_a_report_sums_its_days_and_leaves_gaps_empty(desk: Desk, aurora: Client) -> None:
    keep(desk, *(day(at, gmv=at.day * 100) for at in NOVEMBER[:5] if at.day != 3))
    found = report(desk, aurora, NOVEMBER[0], NOVEMBER[4])
    total = found.total.sales
    assert total is not None
    assert (total.gmv, total.orders, found.imports) == (
        1200,
        120,
        (1, 2, 4, 5),
    )
    assert [(at.day, kept.sales.gmv if kept.sales else None) for at, kept in found.days] == [
        (1, 100),
        (2, 200),
        (3, None),
        (4, 400),
        (5, 500),
    ]


def test_nothing_covered_is_none_not_zero(desk: Desk, aurora: Client) -> None:
    found = report(desk, aurora, NOVEMBER[0], NOVEMBER[1])
    assert (found.total, found.imports, len(found.days)) == (Parts(), (), 2)
    assert len(report(desk, aurora, None, None).days) == 7


def test_a_covered_day_without_orders_is_zero(desk: Desk, aurora: Client) -> None:
    keep(desk, day(NOVEMBER[0], gmv=0, orders=0))
    total = report(desk, aurora, NOVEMBER[0], NOVEMBER[0]).total.sales
    assert total is not None
    assert (total.gmv, total.orders, total.aov) == (0, 0, None)


def test_a_day_whose_imports_were_taken_out_is_no_day_of_the_clients(
    desk: Desk, aurora: Client
) -> None:
    keep(desk, day(NOVEMBER[0]), Day(client=1, day=NOVEMBER[9], currency="USD"))
    assert list(days_of(desk, aurora)) == [NOVEMBER[0]]


def test_days_that_run_backwards_are_wrong_usage(desk: Desk, aurora: Client) -> None:
    with pytest.raises(UsageError, match="from 2026-11-02 to 2026-11-01 runs backwards"):
        report(desk, aurora, NOVEMBER[1], NOVEMBER[0])


def test_a_beginning_alone_goes_to_the_newest_day(desk: Desk, aurora: Client) -> None:
    keep(desk, *(day(at) for at in NOVEMBER[:18]))
    found = report(desk, aurora, NOVEMBER[9], None)
    assert (found.first, found.last) == (NOVEMBER[9], NOVEMBER[17])
    late = report(desk, aurora, NOVEMBER[25], None)
    assert (late.first, late.last, late.total) == (NOVEMBER[25], NOVEMBER[25], Parts())


def test_the_average_order_is_made_of_sums_and_rounded_half_up() -> None:
    both = added([sold(NOVEMBER[0], 10, 3), sold(NOVEMBER[1], 20, 1)])
    assert both is not None
    assert both.aov == 8  # 7.5
    assert sold(NOVEMBER[0], 29, 4).aov == 7  # 7.25


def test_this_week_against_the_same_weekdays_of_last(desk: Desk, aurora: Client) -> None:
    keep(desk, *(day(at, gmv=at.day) for at in NOVEMBER[:18]))  # to Wednesday 18
    found = week(sales_of(desk, aurora), aurora)
    assert found is not None
    assert (found.first, found.last) == (date(2026, 11, 16), date(2026, 11, 18))
    assert found.before is not None
    assert (found.this.gmv, found.before.gmv) == (16 + 17 + 18, 9 + 10 + 11)
    assert found.change("gmv", least=20) == pytest.approx(51 / 30 - 1)
    assert found.change("gmv", least=91) is None, "too few orders to speak of a ratio"


def test_an_exports_own_day_is_partial(aurora: Client) -> None:
    morning = datetime(2026, 11, 18, 15, tzinfo=UTC)
    days = {at: sold(at, made=morning) for at in NOVEMBER[16:18]}
    found = week(days, aurora)
    assert found is not None
    assert found.last == NOVEMBER[16]
    assert week({NOVEMBER[17]: sold(NOVEMBER[17], made=morning)}, aurora) is None


def test_whose_day_it_is_is_the_clients(aurora: Client) -> None:
    """07:30 UTC is a new day in Los Angeles before the clocks go back, and the old one after."""
    summer = datetime(2026, 10, 31, 7, 30, tzinfo=UTC)
    winter = datetime(2026, 11, 18, 7, 30, tzinfo=UTC)
    after = {date(2026, 10, 30): sold(date(2026, 10, 30), made=summer)}
    assert week(after, aurora) is not None
    assert week({NOVEMBER[16]: sold(NOVEMBER[16], made=winter)}, aurora) is None


def test_the_week_begins_on_the_clients_first_weekday(desk: Desk, aurora: Client) -> None:
    import msgspec

    days = {at: sold(at) for at in NOVEMBER[:18]}
    sunday = msgspec.structs.replace(aurora, first_weekday=6)
    found = week(days, sunday)
    assert found is not None
    assert found.first == date(2026, 11, 15)


def test_a_gap_last_week_leaves_no_comparison(desk: Desk, aurora: Client) -> None:
    days = {at: sold(at) for at in NOVEMBER[:18] if at.day != 10}
    found = week(days, aurora)
    assert found is not None
    assert found.before is None
    assert found.change("gmv", least=0) is None
