"""`spotlight doctor`: what is well and what isn't, and what to do."""

import os
import sys
from itertools import chain
from typing import TYPE_CHECKING

from data.errors import UsageError
from screens.line import shape
from screens.line.call import Call, Command
from screens.line.out import Fact, Out

if TYPE_CHECKING:
    from console.doctor import Check


def _doctor(call: Call) -> int:
    """`spotlight doctor`. 1: something fails."""
    file, mends = call.options.value("adopt"), call.options.has("repair")
    if file is not None and mends:
        raise UsageError("--repair or --adopt, one after the other.")
    if file is not None or mends:
        from screens.line.mending import run_adopt, run_repair

        return run_repair(call) if file is None else run_adopt(call, file)
    from console.doctor import examine  # no other command needs it
    from screens.line import terminal

    checks: list[Check] = []
    states: set[str] = set()
    for check in chain(terminal.look(os.environ), terminal.look_at_keys(), examine(call.desk())):
        checks.append(check)
        states.add(check.state)
        if call.out.mode == "text":  # at once: the last ones take longest
            _tell(call.out, check)
    if call.out.mode == "json":
        state = next(s for s in ("fail", "warn", "ok") if s in states)
        call.out.json({"state": state, "checks": [shape.value(check) for check in checks]})
    elif call.out.mode == "plain":
        call.out.facts(map(_facts, checks))
    return 1 if "fail" in states else 0


def _tell(out: Out, check: "Check") -> None:
    out.line(f"{check.state:<4}  {check.about}: {check.said}")
    if check.do:
        out.line(f"      → {check.do}")
    sys.stdout.flush()


def _facts(check: "Check") -> list[Fact]:
    found = [(f"{check.about}, {check.state}", check.said)]
    return [*found, ("do", check.do)] if check.do else found


COMMANDS = (
    Command(
        "doctor",
        "[--repair | --adopt FILE] [--yes]",
        "Look the workspace over; says what to do.",
        _doctor,
        options=("repair", "adopt", "yes"),
        most=0,
        more=(
            ("--repair", "save what can be saved of a damaged store: shows, backs up, asks, does"),
            ("--adopt", "take over what was changed in a TinyDB file outside, in the same way"),
            ("--yes", "don't ask"),
        ),
    ),
)
