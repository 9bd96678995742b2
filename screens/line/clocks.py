"""`spotlight clocks`: how long a creator waits, against what was promised."""

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
    from console.clocks.clocks import Clocks

    desk = call.desk()
    ref = call.word(0, "the conversation's id")
    conversation = desk.record(ref)
    if not isinstance(conversation, Conversation):
        raise UsageError(f"{conversation.ref} is no conversation; those have clocks.")
    if call.out.mode == "json":
        now = desk.clock.now()
        call.out.json(
            [
                {
                    **_shaped(clock),
                    "intervals": [
                        {"from": instant(start), "to": instant(end), "ran": ran}
                        for (start, end), ran in intervals(clock.cycle, now)
                    ],
                }
                for clock in Clocks(desk).all(conversation)
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


def _shaped(clock: "Clock") -> dict[str, Json]:
    reading = clock.reading
    return {
        "clock": clock.metric,
        "run": clock.number,
        "policy": clock.policy,
        "state": reading.state,
        "target_seconds": int(clock.target.total_seconds()),
        "elapsed_seconds": int(reading.elapsed.total_seconds()),
        "due": instant(reading.due) if reading.due else None,
        "started": instant(clock.cycle.start),
        "stopped": instant(clock.cycle.stop) if clock.cycle.stop else None,
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
