"""Calendars, against a count minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.clocks.calendar import Always, Office
from data.sla import Hours

MINUTE = timedelta(minutes=1)
ZONES = st.sampled_from(
    [ZoneInfo(name) for name in ("America/Los_Angeles", "Europe/London", "Asia/Manila", "UTC")]
)
WEEK: dict[int, Hours] = dict.fromkeys(range(5), ((540, 750), (810, 1080)))
"""Monday to Friday, 9:00 to 12:30 and 13:30 to 18:00."""
NEW_YORK = ZoneInfo("America/New_York")


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    marks = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    return tuple(zip(marks[::2], marks[1::2], strict=False))


WEEKS = st.dictionaries(st.integers(0, 6), hours())
# Around the days on which clocks change, in both halves of the world's habits.
INSTANTS = st.builds(
    lambda first, minutes: first + minutes * MINUTE,
    st.sampled_from([datetime(2026, month, 24, tzinfo=UTC) for month in (2, 3, 10)]),
    st.integers(0, 14 * 1440),
)


def is_open(office: Office, week: dict[int, Hours], at: datetime) -> bool:
    local = at.astimezone(office.zone)
    minute = local.hour * 60 + local.minute
    return any(start <= minute < end for start, end in week.get(local.weekday(), ()))


@given(ZONES, WEEKS, INSTANTS, st.integers(0, 3000))
def test_it_counts_the_minutes_that_are_open(
    zone: ZoneInfo, week: dict[int, Hours], start: datetime, minutes: int
) -> None:
    office = Office(zone, week)
    end = start + minutes * MINUTE
    counted = sum(is_open(office, week, start + n * MINUTE) for n in range(minutes))
    # An hour that comes twice counts as often as it comes; one span can be cut by it.
    doubled = any((start + n * MINUTE).astimezone(zone).fold for n in range(minutes))
    if not doubled:
        assert office.between(start, end) == counted * MINUTE
    assert office.between(end, start - MINUTE) == timedelta()


@given(ZONES, WEEKS, INSTANTS, st.integers(0, 2000))
def test_after_is_the_earliest_that_between_agrees_with(
    zone: ZoneInfo, week: dict[int, Hours], start: datetime, minutes: int
) -> None:
    office = Office(zone, week)
    weekly = sum(to - at for hours in week.values() for at, to in hours)
    if weekly:  # beyond ten years it is said never to come
        minutes = min(minutes, 500 * weekly)
    due = office.after(start, minutes * MINUTE)
    if not weekly and minutes:
        assert due is None
        return
    assert due is not None
    assert office.between(start, due) == minutes * MINUTE
    if minutes:
        assert office.between(start, due - MINUTE) < minutes * MINUTE


@given(ZONES, WEEKS, INSTANTS, st.integers(0, 3000), st.integers(1, 1439))
def test_a_span_cut_in_two_that_touch_changes_nothing(
    zone: ZoneInfo, week: dict[int, Hours], start: datetime, minutes: int, cut: int
) -> None:
    def halves(spans: Hours) -> Hours:
        made: list[tuple[int, int]] = []
        for open, close in spans:
            made += [(open, cut), (cut, close)] if open < cut < close else [(open, close)]
        return tuple(made)

    whole, parts = Office(zone, week), Office(zone, {d: halves(h) for d, h in week.items()})
    end = start + minutes * MINUTE
    assert whole.between(start, end) == parts.between(start, end)


def test_friday_evening_goes_on_on_monday() -> None:
    office = Office(NEW_YORK, WEEK)
    friday = datetime(2026, 11, 20, 17, 30, tzinfo=NEW_YORK)
    assert office.after(friday, timedelta(hours=1)) == datetime(
        2026, 11, 23, 9, 30, tzinfo=NEW_YORK
    )


def test_holidays_are_closed_and_extra_days_open() -> None:
    thanksgiving, saturday = date(2026, 11, 26), date(2026, 11, 28)
    office = Office(NEW_YORK, WEEK, thanksgiving.__eq__, {saturday: ((600, 720),)})
    start = datetime(2026, 11, 25, 17, tzinfo=NEW_YORK)
    assert office.after(start, timedelta(hours=2)) == datetime(2026, 11, 27, 10, tzinfo=NEW_YORK)
    friday = datetime(2026, 11, 27, 18, tzinfo=NEW_YORK)
    assert office.after(friday, timedelta(hours=2)) == datetime(2026, 11, 28, 12, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("span", "length"),
    [((0, 240), 180), ((120, 180), 0), ((150, 210), 30), ((60, 120), 60)],
)
def test_the_hour_the_clocks_leap_over(span: tuple[int, int], length: int) -> None:
    """In New York 2:00 to 3:00 doesn't come on 8 March 2026."""
    office = Office(NEW_YORK, {6: (span,)})
    start = datetime(2026, 3, 8, tzinfo=NEW_YORK)
    assert office.between(start, start + timedelta(days=1)) == length * MINUTE


def test_hours_up_to_midnight_go_on_in_the_next_day() -> None:
    office = Office(NEW_YORK, {0: ((1380, 1440),), 1: ((0, 60),)})
    start = datetime(2026, 11, 23, 23, 30, tzinfo=NEW_YORK)
    assert office.after(start, timedelta(hours=1)) == datetime(2026, 11, 24, 0, 30, tzinfo=NEW_YORK)


def test_always() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    assert Always().after(start, timedelta(days=7)) == datetime(2026, 11, 8, tzinfo=UTC)
    assert Always().between(start, start - timedelta(days=1)) == timedelta()
