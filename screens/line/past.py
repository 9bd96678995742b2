"""What was done, and taking it back: `log`, `undo`, `redo`."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile

from console import history
from console.args import read_date
from console.desk import Desk
from console.table import find
from console.undo import TakenBack, next_redo, next_undo, put_back, take_back
from data.errors import RefusalError, UsageError
from data.identity import person_name
from data.store import Entry
from screens.line import shape, tables
from screens.line.call import Call, Command

_UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def _log(call: Call) -> int:
    """`spotlight log [ID] [--by NAME] [--since 2h]`, newest first."""
    desk = call.desk()
    ref = find(desk, call.words[0]).ref if call.words else None
    entries = _asked(call, desk, ref)
    if call.out.mode == "json":
        call.out.json([shape.entry(entry) for entry in entries])
        return 0
    for entry in entries:
        call.out.line(f"{tables.exact(desk, entry.at)}  {history.sentence(entry)}")
        for change in history.changed(entry, ref) if ref else ():
            call.out.line(f"    {change}")
    return 0


def _asked(call: Call, desk: Desk, ref: str | None) -> Iterator[Entry]:
    entries = desk.book.store.entries(newest_first=True)
    if since := call.options.value("since"):
        start = _instant(since, desk)
        entries = takewhile(lambda entry: entry.at >= start, entries)
    if by := call.options.value("by"):
        name = desk.me.name if by == "me" else person_name(by)
        entries = (entry for entry in entries if entry.by == name)
    if ref:
        entries = (entry for entry in entries if ref in history.refs(entry))
    return entries


def _instant(word: str, desk: Desk) -> datetime:
    """`2h`, `3d` ago, or the start of a day at the agency. Raises `UsageError`."""
    if match := re.fullmatch(r"(\d{1,4})(min|h|d|w)", word):
        return desk.clock.now() - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        return datetime.combine(read_date(word, desk.today), time(), desk.zone).astimezone(UTC)
    except ValueError as error:
        raise UsageError(f"since: {error}, or 30min, 2h, 3d.") from None


def _undo(call: Call) -> int:
    """`spotlight undo [--yes]`."""
    desk = call.desk()
    candidate = next_undo(desk)
    if candidate.ask:
        _ask(call, candidate.ask)
    return _tell(call, "took back", take_back(desk, candidate.entry))


def _ask(call: Call, what: str) -> None:
    """Make sure it is meant. Raises `RefusalError` when it isn't, or nobody can be asked."""
    if call.options.has("yes"):
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RefusalError(f"{what}: --yes takes it back.")
    sys.stderr.write(f"{what}: take it back? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise RefusalError("nothing was taken back.")


def _redo(call: Call) -> int:
    """`spotlight redo`."""
    desk = call.desk()
    return _tell(call, "put back", put_back(desk, next_redo(desk)))


def _tell(call: Call, what: str, result: TakenBack) -> int:
    if call.out.mode == "json":
        call.out.json({"entry": shape.entry(result.entry), "left": [*result.left]})
        return 0
    for left in result.left:
        call.out.say(left)
    call.out.line(f"{what}: {history.sentence(result.entry)}")
    return 0


COMMANDS = (
    Command(
        "log",
        "[ID] [--by NAME] [--since 2h]",
        "What was done, newest first; with an id, to that record and how.",
        _log,
        options=("by", "since"),
        most=1,
    ),
    Command(
        "undo",
        "[--yes]",
        "Take back what I did last in this shell; asks about what is older than an hour.",
        _undo,
        options=("yes",),
        most=0,
    ),
    Command("redo", "", "Put back what undo took back.", _redo, most=0),
)
