"""A client's figures: sums of days, this week against last, and where they come from.

A day is the date written in the export's `Paid Time`. Days that no import covers are `None`,
never 0. Ratios are made of sums.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from console.desk import Desk
from data.errors import UsageError
from data.records.clients import Client
from data.records.days import Day
from data.settings import zone_named

WEEK = timedelta(days=7)


class Sums(msgspec.Struct, frozen=True):
    """Figures of one or more days. Money in minor units of the client's currency."""

    gmv: int = 0
    """Sum of `SKU Subtotal After Discount`, orders cancelled later included."""
    net_gmv: int = 0
    """Without cancelled orders and refunds."""
    orders: int = 0
    """Distinct paid orders; samples aren't among them."""
    units: int = 0
    cancelled_orders: int = 0
    refunded_amount: int = 0
    sample_orders: int = 0

    @property
    def aov(self) -> int | None:
        """GMV an order in minor units, half up; `None` without orders."""
        return (2 * self.gmv + self.orders) // (2 * self.orders) if self.orders else None

    @property
    def refund_rate(self) -> float | None:
        """What was refunded of the GMV; `None` without GMV."""
        return self.refunded_amount / self.gmv if self.gmv else None


class Report(msgspec.Struct, frozen=True):
    """A client's figures from one day to another, both included."""

    client: Client
    first: date
    last: date
    total: Sums | None
    """The sum of the days that are covered; `None`: none is."""
    days: tuple[tuple[date, Day | None], ...]
    imports: tuple[int, ...]
    """The imports these figures come from."""


class Week(msgspec.Struct, frozen=True):
    """This week up to its newest complete day, and the same weekdays of last week."""

    first: date
    last: date
    this: Sums
    before: Sums | None
    """`None`: one of those days isn't covered."""

    def change(self, figure: str, least: int) -> float | None:
        """A figure of `Sums` against last week's as a ratio (0.12: 12 % more).

        `None` when last week isn't covered or has fewer than `least` orders.
        """
        if self.before is None or self.before.orders < least:
            return None
        now: int | None = getattr(self.this, figure)
        then: int | None = getattr(self.before, figure)
        return None if now is None or not then else now / then - 1


def days_of(desk: Desk, client: Client) -> dict[date, Day]:
    """The client's covered days, oldest first."""
    days = desk.book.find(Day, "client", client.id)
    return {day.day: day for day in sorted(days, key=lambda day: day.day)}


def sums(days: Iterable[Day]) -> Sums:
    """The sums of some days."""
    parts = list(days)
    return Sums(**{f: sum(getattr(day, f) for day in parts) for f in Sums.__struct_fields__})


def complete(day: Day, client: Client) -> bool:
    """Whether the newest export covering the day was made on a later day, at the shop."""
    return day.as_of.astimezone(zone_named(client.zone)).date() > day.day


def week(days: dict[date, Day], client: Client) -> Week | None:
    """The week of the newest complete day; `None` when no day is complete."""
    newest = max((d for d, day in days.items() if complete(day, client)), default=None)
    if newest is None:
        return None
    first = newest - timedelta(days=(newest.weekday() - client.first_weekday) % 7)
    span = [first + timedelta(days=n) for n in range((newest - first).days + 1)]
    before = [days.get(day - WEEK) for day in span]
    covered = [day for day in before if day is not None]
    return Week(
        first,
        newest,
        this=sums(days[day] for day in span if day in days),
        before=sums(covered) if len(covered) == len(before) else None,
    )


def span(last: date, length: int) -> list[date]:
    """That many days up to `last`, oldest first."""
    return [last - timedelta(days=n) for n in reversed(range(length))]


def report(desk: Desk, client: Client, first: date | None, last: date | None) -> Report:
    """The figures from `first` to `last`; unsaid, the week the Clients pane shows.

    Raises `UsageError` when the days run backwards.
    """
    covered = days_of(desk, client)
    shown = week(covered, client)
    newest = shown.last if shown else max(covered, default=desk.today)
    last = last or max(newest, first or newest)
    first = first or min(last, shown.first if shown else last - timedelta(days=6))
    if first > last:
        raise UsageError(f"from {first} to {last} runs backwards: the earlier day first.")
    days = [(day, covered.get(day)) for day in span(last, (last - first).days + 1)]
    found = [day for _, day in days if day is not None]
    return Report(
        client,
        first,
        last,
        total=sums(found) if found else None,
        days=tuple(days),
        imports=tuple(sorted({number for day in found for number in day.imports})),
    )
