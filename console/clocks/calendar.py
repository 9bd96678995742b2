"""Calendars: which hours count. Spans `[open, close)` of instants, made of local hours."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from data.sla import Hours

Span = tuple[datetime, datetime]
"""`[from, to)`, in UTC."""
ZERO = timedelta()
_DAY = timedelta(days=1)
_FARTHEST = 10 * 366
"""Days after which a calendar that hasn't opened never will."""


class Calendar(Protocol):
    """Says which time counts."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of `[start, end)` counts; nothing where `end` is before `start`."""
        ...

    def after(self, start: datetime, length: timedelta) -> datetime | None:
        """The earliest instant by which `length` has counted since `start`, in UTC.

        `None`: it never opens for so long.
        """
        ...


class Always:
    """Every hour counts."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """See `Calendar`."""
        return max(ZERO, end - start)

    def after(self, start: datetime, length: timedelta) -> datetime:
        """See `Calendar`."""
        return start + length


class Office:
    """Working hours of the week in a zone, less what is closed, plus days with their own."""

    def __init__(
        self,
        zone: ZoneInfo,
        week: Mapping[int, Hours],
        closed: Callable[[date], bool] = lambda day: False,
        days: Mapping[date, Hours] | None = None,
    ) -> None:
        """`week` by weekday, 0 is Monday. `days` win over `closed`, and both over the week."""
        self.zone = zone
        self._week = week
        self._closed = closed
        self._days = days or {}
        self._expanded: dict[date, tuple[Span, ...]] = {}

    def between(self, start: datetime, end: datetime) -> timedelta:
        """See `Calendar`."""
        if end <= start:
            return ZERO
        spans = self.spans(start, end)
        return sum((min(close, end) - max(open, start) for open, close in spans), ZERO)

    def after(self, start: datetime, length: timedelta) -> datetime | None:
        """See `Calendar`."""
        if length <= ZERO:
            return start
        left = length
        for open, close in self.spans(start, start + _DAY * _FARTHEST):
            room = close - max(open, start)
            if left <= room:
                return max(open, start) + left
            left -= room
        return None

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        """The open spans that touch `[start, end)`, ascending and whole."""
        day = start.astimezone(self.zone).date() - _DAY  # hours to midnight end on the next
        while (spans := self._of(day)) is not None:
            for open, close in spans:
                if open >= end:
                    return
                if close > start:
                    yield open, close
            if day > end.astimezone(self.zone).date():
                return
            day += _DAY

    def _of(self, day: date) -> tuple[Span, ...]:
        if day not in self._expanded:
            usual = () if self._closed(day) else self._week.get(day.weekday(), ())
            hours = self._days.get(day, usual)
            instants = ((self._instant(day, at), self._instant(day, to)) for at, to in hours)
            self._expanded[day] = tuple(span for span in instants if span[0] < span[1])
        return self._expanded[day]

    def _instant(self, day: date, minute: int) -> datetime:
        """When a minute of the day comes; one the clocks leap over comes as they leap."""
        local = datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(minutes=minute)
        instant = local.astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None):
            return instant
        return self._leap(local.replace(fold=1).astimezone(UTC), instant)

    def _leap(self, before: datetime, after: datetime) -> datetime:
        """The minute between those at which the zone's offset changes."""
        minutes = range(int((after - before) / timedelta(minutes=1)) + 1)
        then = after.astimezone(self.zone).utcoffset()
        first = bisect_left(
            minutes,
            True,
            key=lambda n: (before + timedelta(minutes=n)).astimezone(self.zone).utcoffset() == then,
        )
        return before + timedelta(minutes=first)
