"""A run of a checklist on the command line: its items belong to it."""

from console.checks import items, tally
from console.desk import Desk
from data.records.base import Record
from data.records.runs import Check, Run
from screens.line.out import Fact, Out


def whole(desk: Desk, record: Record) -> Record:
    """The run of an item; anything else is whole already."""
    run = desk.book.get(Run, record.run) if isinstance(record, Check) else None
    return run or record


def progress(desk: Desk, run: Run) -> str:
    """How far a run is, in words: `9 of 14, 2 fail`."""
    found = tally(items(desk.book, run))
    failed = f", {found.failed} fail" if found.failed else ""
    return f"{found.settled} of {found.total}{failed}"


def tell_items(out: Out, desk: Desk, run: Run) -> None:
    """The items of a run: a line each, in plain mode a fact a line."""
    checks = items(desk.book, run)
    out.line()
    if out.mode == "plain":
        out.facts(_facts(check) for check in checks)
    else:
        out.facts([[_line(check) for check in checks]])


def _line(check: Check) -> Fact:
    who = f" · {check.by}" if check.result else ""
    why = f": {check.reason}" if check.reason else ""
    must = "" if check.must else " (may)"
    return check.ref, f"{check.result or 'open'}{who} · {check.text}{must}{why}"


def _facts(check: Check) -> list[Fact]:
    said = [("item", check.ref), ("text", check.text), ("must", "yes" if check.must else "no")]
    said.append(("result", check.result or "open"))
    said += [("by", check.by)] if check.result and check.by else []
    return [*said, ("reason", check.reason)] if check.reason else said
