"""A client's figures: sums of days, this week against last, and where they come from.

A day is the date written in the export's `Paid Time`. Days that no import covers are `None`,
never 0. Ratios are made of sums.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from console.desk import Desk
from data.errors import UsageError
from data.figures import Affiliate, Returns, Sales, added
from data.records.clients import Client
from data.records.days import Day
from data.settings import zone_named

WEEK = timedelta(days=7)
MOST_DAYS = 3 * 366
"""So many days are looked at together at most."""


class Parts(msgspec.Struct, frozen=True):
    """What is known of one day or of several together; `None`: no import covers any of it."""

    sales: Sales | None = None
    returns: Returns | None = None
    affiliate: Affiliate | None = None


class Report(msgspec.Struct, frozen=True):
    """A client's figures from one day to another, both included."""

    client: Client
    first: date
    last: date
    total: Parts
    """The sums of the days that are covered."""
    days: tuple[tuple[date, Parts], ...]

    @property
    def imports(self) -> tuple[int, ...]:
        """The imports these figures come from."""
        parts = (self.total.sales, self.total.returns, self.total.affiliate)
        return tuple(sorted({number for part in parts if part for number in part.imports}))


class Week(msgspec.Struct, frozen=True):
    """This week up to its newest complete day, and the same weekdays of last week."""

    first: date
    last: date
    this: Sales
    before: Sales | None
    """`None`: one of those days isn't covered."""

    def change(self, figure: str, least: int) -> float | None:
        """A figure of `Sales` against last week's as a ratio (0.12: 12 % more).

        `None` when last week isn't covered or has fewer than `least` orders.
        """
        if self.before is None or self.before.orders < least:
            return None
        now: int | None = getattr(self.this, figure)
        then: int | None = getattr(self.before, figure)
        return None if now is None or not then else now / then - 1


def days_of(desk: Desk, client: Client) -> dict[date, Day]:
    """The client's days of which something is known, oldest first."""
    found = desk.book.find(Day, "client", client.id)
    days = [day for day in found if day.sales or day.returns or day.affiliate]
    return {day.day: day for day in sorted(days, key=lambda day: day.day)}


def sales_of(desk: Desk, client: Client) -> dict[date, Sales]:
    """What orders say of each day that an orders export covers, oldest first."""
    return {at: day.sales for at, day in days_of(desk, client).items() if day.sales}


def complete(at: date, day: Sales, client: Client) -> bool:
    """Whether the newest export covering the day was made on a later day, at the shop."""
    return day.as_of.astimezone(zone_named(client.zone)).date() > at


def week(days: dict[date, Sales], client: Client) -> Week | None:
    """The week of the newest complete day; `None` when no day is complete."""
    newest = max((d for d, day in days.items() if complete(d, day, client)), default=None)
    if newest is None:
        return None
    first = newest - timedelta(days=(newest.weekday() - client.first_weekday) % 7)
    span = [first + timedelta(days=n) for n in range((newest - first).days + 1)]
    before = [days.get(day - WEEK) for day in span]
    covered = [day for day in before if day is not None]
    this = added([days[day] for day in span if day in days])
    assert this is not None  # the newest day is among them
    return Week(first, newest, this, before=added(covered) if len(covered) == len(before) else None)


def span(last: date, length: int) -> list[date]:
    """That many days up to `last`, oldest first."""
    return [last - timedelta(days=n) for n in reversed(range(length))]


def report(desk: Desk, client: Client, first: date | None, last: date | None) -> Report:
    """The figures from `first` to `last`, as `days_meant`. Raises `UsageError`."""
    covered = days_of(desk, client)
    first, last = days_meant(desk, client, first, last)
    days = [(at, _parts(covered.get(at))) for at in span(last, (last - first).days + 1)]
    return Report(client, first, last, total=_total([parts for _, parts in days]), days=tuple(days))


def days_meant(
    desk: Desk, client: Client, first: date | None, last: date | None
) -> tuple[date, date]:
    """The first and the last day; unsaid, those of the week the Clients pane shows.

    Raises `UsageError` when the days run backwards or are too many.
    """
    shown = week(sales_of(desk, client), client)
    newest = shown.last if shown else max(days_of(desk, client), default=desk.today)
    last = last or max(newest, first or newest)
    first = first or min(last, shown.first if shown else last - timedelta(days=6))
    check_span(first, last)
    return first, last


def check_span(first: date, last: date) -> None:
    """Raise `UsageError` when the days run backwards or are more than three years."""
    if first > last:
        raise UsageError(f"from {first} to {last} runs backwards: the earlier day first.")
    if (last - first).days >= MOST_DAYS:
        raise UsageError(
            f"from {first} to {last} is {(last - first).days + 1:,} days; three years at a time,"
            " please."
        )


def _parts(day: Day | None) -> Parts:
    return Parts(day.sales, day.returns, day.affiliate) if day else Parts()


def _total(days: Sequence[Parts]) -> Parts:
    return Parts(
        sales=added([day.sales for day in days if day.sales]),
        returns=added([day.returns for day in days if day.returns]),
        affiliate=added([day.affiliate for day in days if day.affiliate]),
    )
