"""`spotlight clocks`: how long a creator waits, against what was promised."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from data.errors import UsageError
from data.records.conversations import Conversation
from screens.line.call import Call, Command
from screens.line.out import Json
from screens.line.shape import instant

if TYPE_CHECKING:
    from console.clocks.clocks import Clock


def _clocks(call: Call) -> int:
    """`spotlight clocks ID`."""
    from console.clocks.clock import intervals

    desk = call.desk()
    ref = call.word(0, "the conversation's id")
    conversation = desk.record(ref)
    if not isinstance(conversation, Conversation):
        raise UsageError(f"{conversation.ref} is no conversation; those have clocks.")
    if call.out.mode == "json":
        now, clocks = desk.clock.now(), desk.clocks

        def working(start: datetime, end: datetime) -> int:
            return _seconds(clocks.counted(conversation, start, end))

        call.out.json(
            [
                {
                    **_shaped(clock, now),
                    "intervals": [
                        {
                            "from": instant(start),
                            "to": instant(end),
                            "ran": ran,
                            "working_seconds": working(start, end) if ran else 0,
                        }
                        for (start, end), ran in intervals(clock.cycle, now)
                    ],
                }
                for clock in clocks.all(conversation)
            ]
        )
        return 0
    from screens.inbox.clocks import clock_sheets
    from screens.line.tracing import show

    for number, sheet in enumerate(clock_sheets(desk, conversation)):
        if number:
            call.out.line()
        show(call, "clocks", sheet)
    return 0


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


def _shaped(clock: "Clock", now: datetime) -> dict[str, Json]:
    """`elapsed_seconds` is working time, `wall_seconds` all that passed."""
    reading, cycle = clock.reading, clock.cycle
    return {
        "clock": clock.metric,
        "run": clock.number,
        "policy": clock.policy,
        "state": reading.state,
        "target_seconds": _seconds(clock.target),
        "elapsed_seconds": _seconds(reading.elapsed),
        "wall_seconds": _seconds((cycle.stop or cycle.voided or now) - cycle.start),
        "due": instant(reading.due) if reading.due else None,
        "started": instant(cycle.start),
        "stopped": instant(cycle.stop) if cycle.stop else None,
    }


COMMANDS = (
    Command(
        "clocks",
        "ID",
        "How long a creator waits and waited, against what was promised, span by span.",
        _clocks,
        most=1,
    ),
)
