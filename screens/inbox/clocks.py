"""The clocks of a conversation as tables: how each run stands, and when it ran and stood still."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from console.clocks.clock import WARNINGS, State, intervals
from console.clocks.clocks import Clock, Clocks
from console.desk import Desk
from data.errors import RefusalError
from data.records.alarms import Alarm
from data.records.conversations import Conversation, over
from screens.frame.paint import Pieces, Role
from screens.frame.sheet import Column, Sheet
from screens.say import counted, moment

METRICS = {"first_reply": "first reply", "next_reply": "next reply", "resolution": "resolution"}
STATES: dict[State, str] = {
    "met": "met",
    "late": "met late",
    "breached": "BREACHED",
    "paused": "stands still",
    "running": "running",
    "cancelled": "ended unanswered",
}
if TYPE_CHECKING:
    from screens.hands import Stage

_NEVER = "–"
_WORKING = "of, used and left are working time; wall time has nights and weekends in it, too"

_BRIEF = {**METRICS, "resolution": "resolve"}


def clocks_line(desk: Desk, conversation: Conversation) -> Pieces:
    """The last run of each clock: `resolve 1 d 2 h │ first reply met 22 min (working)`."""
    pieces: Pieces = []
    policy = desk.clocks.policy(conversation)
    hours = " (working)" if policy and policy.calendar else ""
    last = {clock.metric: clock for clock in desk.clocks.all(conversation)}
    if over(conversation.status) and conversation.waiting_since:  # resolved, but not answered
        last.pop("resolution", None)
    for clock in sorted(last.values(), key=lambda clock: clock.reading.state == "met"):
        words, role = _stands(clock, desk.clock.now(), hours)
        pieces += [(" │ " if pieces else " ", "dim"), (f"{_BRIEF[clock.metric]} {words}", role)]
    return pieces


def _stands(clock: Clock, now: datetime, hours: str) -> tuple[str, Role]:
    """How a clock stands; what it did in working time, what is ahead or broken as time passes."""
    reading = clock.reading
    if reading.state == "met":
        return f"met {length(reading.elapsed)}{hours}", "good"
    if reading.due is None:
        return STATES[reading.state], "dim"
    if reading.state == "late":
        return f"late {_ahead((clock.cycle.stop or now) - reading.due)}", "bad"
    if reading.state == "breached":
        return f"BREACHED {_ahead(now - reading.due)}", "bad"
    if reading.state != "running":
        return STATES[reading.state], "dim"
    return _ahead(reading.due - now), "warn" if reading.warned >= WARNINGS[-1] else "text"


def _ahead(time: timedelta) -> str:
    days, rest = divmod(time, timedelta(days=1))
    return f"{days} d {rest // timedelta(hours=1)} h" if days else length(rest)


def clock_sheets(desk: Desk, conversation: Conversation) -> list[Sheet]:
    """How each clock stands, and the intervals of each; what was written down of them."""
    clocks = desk.clocks
    found = clocks.all(conversation)
    runs = Sheet(
        f"{conversation.ref} · {_promised(clocks, conversation)}",
        (
            Column("clock"), Column("run", right=True), Column("state"), Column("of", right=True),
            Column("used", right=True), Column("left", right=True), Column("due"),
            Column("began", wide=True), Column("ended", wide=True),
            Column("wall time", right=True, wide=True),
        ),
        tuple(_run(desk, clock) for clock in found),
        _notes(desk, clocks, conversation),
    )  # fmt: skip
    cut = Sheet(
        "when they ran",
        (
            Column("clock"), Column("run", right=True), Column("from"), Column("to"),
            Column("working time", right=True), Column("wall time", right=True),
        ),
        tuple(row for clock in found for row in _cut(desk, clocks, conversation, clock)),
    )  # fmt: skip
    return [runs, cut] if found else [runs]


async def show_clocks(desk: Desk, stage: "Stage") -> None:
    """The clocks of the conversation under the cursor. Raises `RefusalError`: there is none."""
    from screens.tracing.page import SheetPage

    here = next((r for r in stage.pane.subjects() if isinstance(r, Conversation)), None)
    if here is None:
        raise RefusalError("clocks: no conversation is selected")
    await stage.answer(SheetPage(f"Clocks of {here.ref}", lambda: clock_sheets(desk, here)))


def _promised(clocks: Clocks, conversation: Conversation) -> str:
    policy = clocks.policy(conversation)
    if policy is None:
        return "nothing is promised"
    hours = f"in the hours of “{policy.calendar}”" if policy.calendar else "around the clock"
    return f"promised: “{policy.name}”, {hours}"


def _run(desk: Desk, clock: Clock) -> tuple[str, ...]:
    reading, cycle = clock.reading, clock.cycle
    ended = cycle.stop or cycle.voided
    return (
        METRICS[clock.metric],
        str(clock.number),
        STATES[reading.state],
        length(clock.target),
        length(reading.elapsed),
        _NEVER if clock.stopped else length(reading.left),
        _moment(desk, None if clock.stopped else reading.due),
        _moment(desk, cycle.start),
        _moment(desk, ended),
        _ahead((ended or desk.clock.now()) - cycle.start),
    )


def _cut(
    desk: Desk, clocks: Clocks, conversation: Conversation, clock: Clock
) -> list[tuple[str, ...]]:
    return [
        (
            METRICS[clock.metric] if first else "",
            str(clock.number) if first else "",
            _moment(desk, start),
            _moment(desk, end),
            length(clocks.counted(conversation, start, end)) if ran else "stood still",
            _ahead(end - start),
        )
        for first, ((start, end), ran) in (
            (at == 0, each) for at, each in enumerate(intervals(clock.cycle, desk.clock.now()))
        )
    ]


def _notes(desk: Desk, clocks: Clocks, conversation: Conversation) -> tuple[str, ...]:
    alarms = desk.book.find(Alarm, "conversation", conversation.id)
    breaches = [each for each in alarms if each.share == 100]
    policy = clocks.policy(conversation)
    notes = [_WORKING] if policy and policy.calendar else []
    notes.append(f"agreed {clocks.sla.dated}: {clocks.sla.source}")
    if clocks.wrong:
        notes.append(f"ours apply, for {clocks.wrong}")
    for each in breaches:
        due = f", due {_moment(desk, each.due)}" if each.due else ""
        whose = f", {each.owner} had it" if each.owner else ", nobody had it"
        notes.append(f"breach written down: {METRICS[each.metric]} {each.cycle}{due}{whose}")
    if warned := len(alarms) - len(breaches):
        notes.append(f"{counted(warned, 'warning')} written down before")
    return tuple(notes)


def _moment(desk: Desk, at: datetime | None) -> str:
    return moment(at, desk.zone) if at else _NEVER


def length(time: timedelta) -> str:
    """A length of working time, to the minute: `48 min`, `27 h 5 min`, `-2 h`."""
    minutes = abs(time) // timedelta(minutes=1)
    parts = [f"{minutes // 60:,} h"] if minutes >= 60 else []
    if minutes % 60 or not parts:
        parts.append(f"{minutes % 60} min")
    return ("-" if time < timedelta() and minutes else "") + " ".join(parts)
