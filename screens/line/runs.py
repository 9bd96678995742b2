"""A run of a checklist on the command line: its items belong to it."""

from console.checks import items, tally
from console.desk import Desk
from data.records.base import Record
from data.records.runs import Check, Run
from screens.line.out import Fact


def whole(desk: Desk, record: Record) -> Record:
    """The run of an item; anything else is whole already."""
    run = desk.book.get(Run, record.run) if isinstance(record, Check) else None
    return run or record


def progress(desk: Desk, run: Run) -> str:
    """How far a run is, in words: `9 of 14 · 2 fail`."""
    found = tally(items(desk.book, run))
    failed = f" · {found.failed} fail" if found.failed else ""
    return f"{found.settled} of {found.total}{failed}"


def facts(desk: Desk, run: Run) -> list[Fact]:
    """The items of a run, a line each."""
    found: list[Fact] = [("progress", progress(desk, run))]
    for check in items(desk.book, run):
        who = f" · {check.by}" if check.result else ""
        why = f": {check.reason}" if check.reason else ""
        must = "" if check.must else " (may)"
        found.append((check.ref, f"{check.result or 'open'}{who} · {check.text}{must}{why}"))
    return found
