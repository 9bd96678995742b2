"""`spotlight doctor`: what is well and what isn't, and what to do."""

from screens.line import shape
from screens.line.call import Call, Command
from screens.line.out import Fact


def _doctor(call: Call) -> int:
    """`spotlight doctor`. 1: something fails."""
    from console.doctor import Check, examine  # no other command needs it

    checks = list(examine(call.desk()))
    states = {check.state for check in checks}
    if call.out.mode == "json":
        state = next(s for s in ("fail", "warn", "ok") if s in states)
        call.out.json({"state": state, "checks": [shape.value(check) for check in checks]})
    elif call.out.mode == "plain":

        def facts(check: Check) -> list[Fact]:
            found = [(f"{check.about}, {check.state}", check.said)]
            return [*found, ("do", check.do)] if check.do else found

        call.out.facts(map(facts, checks))
    else:
        for check in checks:
            call.out.line(f"{check.state:<4}  {check.about}: {check.said}")
            if check.do:
                call.out.line(f"      → {check.do}")
    return 1 if "fail" in states else 0


COMMANDS = (Command("doctor", "", "Look the workspace over; says what to do.", _doctor, most=0),)
