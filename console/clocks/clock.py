"""A clock: how much of the time promised is used up, worked out from what happened.

Nothing is counted on: each reading is made anew from the events, so that no counter can drift.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from console.clocks.calendar import ZERO, Calendar, Span

State = Literal["cancelled", "met", "late", "breached", "paused", "running"]
"""`met`: stopped in time, to the instant. `late`: stopped, but after it was due."""
WARNINGS = (50, 80)
"""Per cent of the time promised at which people are warned."""


class Cycle(msgspec.Struct, frozen=True):
    """One run of a clock: from what started it to what stopped it."""

    start: datetime
    stop: datetime | None = None
    """`None`: nothing has stopped it yet."""
    paused: tuple[tuple[datetime, datetime | None], ...] = ()
    """When it stood still, `[from, to)`, ascending and apart; the last may still last."""
    voided: datetime | None = None
    """When the record was merged, blocked or called spam before the clock stopped."""


class Reading(msgspec.Struct, frozen=True):
    """A clock, read at an instant."""

    state: State
    elapsed: timedelta
    """Time that counted so far, or until it stopped."""
    left: timedelta
    """What is left of the time promised; negative once it is used up."""
    due: datetime | None
    """When the time promised is used up, in UTC; `None`: it stands still, or never."""
    warned: int = 0
    """The highest of `WARNINGS` that was reached."""


def read(cycle: Cycle, target: timedelta, calendar: Calendar, now: datetime) -> Reading:
    """The clock of a cycle at `now`; `target` is what was promised, in the calendar's time."""
    end = cycle.stop if cycle.stop is not None else cycle.voided
    until = now if end is None else min(now, end)
    elapsed = _elapsed(cycle, calendar, until)
    return Reading(
        state=_state(cycle, elapsed, target, now),
        elapsed=elapsed,
        left=target - elapsed,
        due=used_up(cycle, target, calendar),
        warned=max((w for w in WARNINGS if elapsed * 100 >= target * w), default=0),
    )


def used_up(cycle: Cycle, target: timedelta, calendar: Calendar) -> datetime | None:
    """When `target` is used up if nothing stops it; `None`: it stands still before, or never."""
    left = target
    for start, end in _running(cycle):
        if end is None:
            return calendar.after(start, left)
        room = calendar.between(start, end)
        if left <= room:
            return calendar.after(start, left)
        left -= room
    return None


def _state(cycle: Cycle, elapsed: timedelta, target: timedelta, now: datetime) -> State:
    if cycle.stop is not None and cycle.stop <= now:
        return "met" if elapsed <= target else "late"
    if cycle.voided is not None and cycle.voided <= now:
        return "cancelled"
    if elapsed > target:  # before the pause, which mustn't hide it
        return "breached"
    still = any(start <= now and (end is None or now < end) for start, end in cycle.paused)
    return "paused" if still else "running"


def _elapsed(cycle: Cycle, calendar: Calendar, until: datetime) -> timedelta:
    spans = (
        (start, until if end is None else min(end, until))
        for start, end in _running(cycle)
        if start < until
    )
    return sum((calendar.between(start, end) for start, end in spans), ZERO)


def _running(cycle: Cycle) -> Iterator[tuple[datetime, datetime | None]]:
    """The times it ran, `[from, to)`, whatever stopped it; the last may have no end."""
    start = cycle.start
    for paused, resumed in cycle.paused:
        if paused > start:
            yield start, paused
        if resumed is None:
            return
        start = max(start, resumed)
    yield start, None


def intervals(cycle: Cycle, until: datetime) -> list[tuple[Span, bool]]:
    """The cycle up to `until`, cut into spans: whether the clock ran in each."""
    end = min((at for at in (cycle.stop, cycle.voided, until) if at is not None), default=until)
    cut: list[tuple[Span, bool]] = []
    at = cycle.start
    for paused, resumed in cycle.paused:
        if paused >= end:
            break
        if paused > at:
            cut.append(((at, paused), True))
        at = end if resumed is None else min(resumed, end)
        cut.append(((max(paused, cycle.start), at), False))
    if at < end:
        cut.append(((at, end), True))
    return cut
