"""Clocks: what always holds of them, and the bugs of other desks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from console.clocks.calendar import Always, Calendar, Office
from console.clocks.clock import Cycle, Reading, intervals, read, used_up
from tests.clocks.test_calendar import WEEK

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CALENDARS = st.sampled_from([Always(), Office(ZoneInfo("America/New_York"), WEEK)])
MINUTES = st.integers(0, 4000).map(lambda n: n * MINUTE)


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    marks = sorted(draw(st.sets(st.integers(1, 3000), max_size=7)))
    moments = [START + mark * MINUTE for mark in marks]
    pauses: list[tuple[datetime, datetime | None]] = list(
        zip(moments[::2], moments[1::2], strict=False)
    )
    if len(moments) % 2:
        pauses.append((moments[-1], None))
    return Cycle(START, paused=tuple(pauses))


@given(cycles(), CALENDARS, MINUTES, MINUTES, MINUTES)
def test_elapsed_never_decreases(
    cycle: Cycle, calendar: Calendar, target: timedelta, one: timedelta, other: timedelta
) -> None:
    early, late = sorted([START + one, START + other])
    assert (
        read(cycle, target, calendar, early).elapsed <= read(cycle, target, calendar, late).elapsed
    )


@given(cycles(), CALENDARS, MINUTES)
def test_a_pause_never_makes_it_due_earlier(
    cycle: Cycle, calendar: Calendar, target: timedelta
) -> None:
    due = used_up(cycle, target, calendar)
    unpaused = used_up(Cycle(START), target, calendar)
    assert unpaused is not None
    assert due is None or due >= unpaused


@given(cycles(), CALENDARS, MINUTES)
def test_due_is_when_elapsed_is_the_target(
    cycle: Cycle, calendar: Calendar, target: timedelta
) -> None:
    due = used_up(cycle, target, calendar)
    if due is not None:
        at = read(cycle, target, calendar, due)
        assert (at.elapsed, at.left) == (target, timedelta())
        assert at.state in ("running", "paused")


@given(MINUTES)
def test_without_pauses_due_is_start_and_target(target: timedelta) -> None:
    assert used_up(Cycle(START), target, Always()) == START + target


@given(cycles(), MINUTES)
def test_the_intervals_are_the_whole_time(cycle: Cycle, length: timedelta) -> None:
    until = START + length
    cut = intervals(cycle, until)
    ran = sum((end - start for (start, end), running in cut if running), timedelta())
    assert ran == read(cycle, HOUR, Always(), until).elapsed
    ends = [START, *(end for (_, end), _ in cut)]
    assert [start for (start, _), _ in cut] == ends[:-1]
    assert ends[-1] == max(START, until)


def at(cycle: Cycle, moment: datetime, target: timedelta = HOUR) -> Reading:
    return read(cycle, target, Always(), moment)


def test_answered_at_the_very_instant_is_met() -> None:
    due = START + HOUR
    assert at(Cycle(START, stop=due), due).state == "met"
    assert at(Cycle(START, stop=due + MINUTE), due + MINUTE).state == "late"
    assert at(Cycle(START), due).state == "running"
    assert at(Cycle(START), due + MINUTE).state == "breached"


def test_a_pause_does_not_hide_a_breach() -> None:
    cycle = Cycle(START, paused=((START + 2 * HOUR, None),))
    assert at(cycle, START + 3 * HOUR).state == "breached"
    assert at(cycle, START + 3 * HOUR).due == START + HOUR


def test_while_it_stands_still_nothing_is_due_and_what_is_left_is_told() -> None:
    cycle = Cycle(START, paused=((START + 20 * MINUTE, None),))
    reading = at(cycle, START + 5 * HOUR)
    assert (reading.state, reading.due, reading.left) == ("paused", None, 40 * MINUTE)


def test_it_is_warned_of_at_half_and_at_four_fifths() -> None:
    warned = [at(Cycle(START), START + n * MINUTE).warned for n in (29, 30, 47, 48, 70)]
    assert warned == [0, 50, 50, 80, 80]


def test_another_promise_keeps_start_and_pauses() -> None:
    """A pause must not be lost when priority and promise change."""
    cycle = Cycle(START, paused=((START + 10 * MINUTE, START + 40 * MINUTE),))
    assert at(cycle, START + HOUR, HOUR).due == START + 90 * MINUTE
    assert at(cycle, START + HOUR, 2 * HOUR).due == START + 150 * MINUTE


def test_what_was_merged_or_blocked_is_cancelled_but_not_what_was_answered_before() -> None:
    gone = START + 30 * MINUTE
    assert at(Cycle(START, voided=gone), gone).state == "cancelled"
    assert at(Cycle(START, stop=gone - MINUTE, voided=gone), gone).state == "met"
    assert at(Cycle(START, voided=gone), START + 9 * HOUR).elapsed == 30 * MINUTE
