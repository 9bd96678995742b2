"""What was done, and taking it back: `log`, `undo`, `redo`."""

import sys
from itertools import islice

from console import history
from console.changes import settings
from console.desk import Desk
from console.fields import exact
from console.table import VERBS, find
from console.undo import TakenBack, next_redo, next_undo, put_back, take_back
from data.errors import RefusalError, UsageError
from data.identity import person_name
from data.records.base import Record
from data.store import Entry
from data.text import plain
from screens.line import shape
from screens.line.call import Call, Command
from screens.line.moment import read_moment
from screens.line.out import Fact
from screens.line.words import nearest


def _log(call: Call) -> int:
    """`spotlight log [ID] [--by NAME] [--since 2h] [--verb VERB] [--limit N]`, newest first."""
    desk, options = call.desk(), call.options
    record = find(desk, call.words[0]) if call.words else None
    by, since, verb = (options.value(name) for name in ("by", "since", "verb"))
    found = history.find(
        desk,
        record,
        by=None if by is None else desk.me.name if by == "me" else person_name(by),
        verbs=() if verb is None else _verbs(verb),
        since=None if since is None else read_moment(desk, "since", since),
    )
    entries = islice(found, _limit(options.value("limit")))
    if call.out.mode == "json":
        call.out.json([shape.entry(entry) for entry in entries])
        return 0
    if call.out.mode == "plain":
        call.out.facts(_facts(desk, entry, record) for entry in entries)
        return 0
    about = record.ref if record else ""
    for entry in entries:
        call.out.line(f"{exact(desk, entry.at)}  {history.sentence(entry, about)}")
        for change in settings(desk, entry, about, record) if record else ():
            call.out.line(f"    {change}")
    return 0


def _facts(desk: Desk, entry: Entry, record: Record | None) -> list[Fact]:
    """An entry, and with an id what it set of that record."""
    about = record.ref if record else ""
    set_ = settings(desk, entry, about, record) if record else ()
    told = [("at", exact(desk, entry.at)), ("what", history.sentence(entry, about))]
    for one in set_:
        told += [(one.field, one.now), *([(f"{one.field} before", one.was)] if one.was else [])]
    return told


def _verbs(word: str) -> list[str]:
    """The verbs meant by an id (`actions.claim`) or its last part. Raises `UsageError`."""
    ids = [*VERBS, *history.PAST]
    if "." in word:
        return [word]  # also one of an older version
    if found := [id for id in ids if id.rpartition(".")[2] == word]:
        return found
    shorts = list(dict.fromkeys(id.rpartition(".")[2] for id in ids))
    raise UsageError(f"nobody can “{plain(word, limit=40)}”{nearest(word, shorts, mark='')}")


def _limit(number: str | None) -> int | None:
    if number is None:
        return None
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 10):
        raise UsageError("--limit wants a number: --limit 20.")
    return int(number)


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
        "[ID] [--by NAME] [--since 2h] [--verb VERB] [--limit N]",
        "What was done, newest first; with an id, to that record and how.",
        _log,
        options=("by", "since", "verb", "limit"),
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
