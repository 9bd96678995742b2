"""A run in its list and told whole; an item of it, with what shows it and who did what."""

from collections.abc import Iterator

from console.checks import Tally, items, tally
from console.desk import Desk, gone
from console.history import latest
from console.qa import SIGN
from data.records.notes import Note
from data.records.runs import Check, Run
from screens.frame.paint import Pieces, Role, wrap
from screens.frame.story import further_back, story
from screens.keymap import press
from screens.say import day_words, due_distance, moment

LETTERS = {"pass": "P", "fail": "F", "n.a.": "-", None: " "}
ROLES: dict[str | None, Role] = {"pass": "good", "fail": "bad", "n.a.": "dim", None: "text"}


def progress(found: Tally) -> str:
    """How far a run is: `9 of 14 · 2 fail`."""
    return f"{found.settled} of {found.total}" + (f" · {found.failed} fail" if found.failed else "")


def state(desk: Desk, run: Run) -> tuple[str, Role]:
    """The letter of a run's state, readable without colour."""
    if run.archived_at is not None or run.status == "void":
        return "-", "dim"
    if run.status == "signed":
        return "s", "good"
    found = tally(items(desk.book, run))
    if found.failed:
        return "!", "bad"
    return (".", "dim") if found.missing else ("r", "accent")


def signature(desk: Desk, run: Run) -> str:
    """Who signed it, or why I can't."""
    if run.status == "signed" and run.signed_at is not None:
        return f"signed by {run.signed_by}, {moment(run.signed_at, desk.zone)}"
    refusal = desk.refusal(SIGN, run)
    fell = f" · {run.fallen}'s signature fell" if run.fallen else ""
    return (f"cannot sign: {refusal.reason}" if refusal else f"{press('qa.sign')} signs it") + fell


# -- a run ------------------------------------------------------------------------------------


def run_lines(desk: Desk, run: Run, width: int, *, whole: bool) -> list[Pieces]:
    """A run told line by line: facts, what fails, what is open."""
    lines: list[Pieces] = [
        [(f" {line}", "strong")] for line in wrap(f"{run.ref}  {run.title}", width - 2)
    ]
    for label, value, role in _facts(desk, run):
        lines += _hang(f" {label:<9} ", "dim", value, role, width)
    checks = items(desk.book, run)
    for check in checks:
        if check.result == "fail" or (check.result is None and check.must):
            why = f": {check.reason}" if check.reason else ""
            head = f" {LETTERS[check.result]} {check.number:>3}  "
            lines += _hang(head, ROLES[check.result], f"{check.text}{why}", "text", width)
    return [*lines, *story(desk, run, width, whole=whole)]


def _facts(desk: Desk, run: Run) -> Iterator[tuple[str, str, Role]]:
    found = tally(items(desk.book, run))
    if run.archived_at is not None:
        yield "state", gone(run).reason, "warn"
    elif run.status == "void":
        yield "state", f"void: {run.void_why}", "warn"
    else:
        yield "state", f"{progress(found)} · {found.open} open", "bad" if found.failed else "text"
        yield "signature", signature(desk, run), "good" if run.status == "signed" else "text"
    if run.fallen_at is not None:
        when = moment(run.fallen_at, desk.zone)
        yield "fell", f"{run.fallen}'s, when {run.fallen_by} changed a result, {when}", "warn"
    yield "maker", run.maker, "text"
    if run.due is not None:
        today = desk.day_at(run.client)
        exact = f"{run.due:%a} {day_words(run.due, today)}"
        yield "due", f"{exact} · {due_distance(run.due, today)}", "text"
    if slug := desk.client_slug(run.client):
        yield "client", slug, "text"
    yield "checklist", run.template, "dim"


# -- an item ----------------------------------------------------------------------------------


def item_lines(desk: Desk, check: Check, width: int) -> list[Pieces]:
    """An item told line by line: what came of it, how to check it, what shows it, its history."""
    must = "must" if check.must else "may"
    lines: list[Pieces] = [
        [(f" {line}", "strong")]
        for line in wrap(f"{check.number}  {check.text}  ({must})", width - 2)
    ]
    if check.at is not None:
        when = moment(check.at, desk.zone)
        why = f": {check.reason}" if check.reason else ""
        said = f"{check.result or 'cleared'} by {check.by}, {when}{why}"
        lines += [[(f" {line}", ROLES[check.result])] for line in wrap(said, width - 2)]
    lines += [[(f" {line}", "text")] for line in wrap(check.how, width - 2)]
    for note in desk.book.find(Note, "about", check.ref):
        when = moment(note.created_at, desk.zone)
        lines.append([(f" {when}  ", "dim"), (f"evidence {note.created_by}", "accent")])
        lines += [[(f"   {line}", "text")] for line in wrap(note.text, width - 4)]
    if check.source:
        lines += [[(f" {line}", "dim")] for line in wrap(check.source, width - 2)]
    return lines + _history(desk, check, width)


def _history(desk: Desk, check: Check, width: int) -> list[Pieces]:
    """Every result it had of late, newest first, if there was more than one."""
    told: list[list[Pieces]] = []
    then: dict[str, object] = {"result": check.result, "reason": check.reason}
    entries, all_of_it = latest(desk, check)
    for entry in entries:
        for change in entry.changes:
            if (change.table, change.id) != (check.TABLE, check.id) or change.before is None:
                continue
            after = change.after or {}
            if _SAYS & after.keys():
                why = f": {then['reason']}" if then.get("reason") else ""
                said = f"{entry.by} · {then.get('result') or 'open again'}{why}"
                told.append(_hang(f" {moment(entry.at, desk.zone)}  ", "dim", said, "text", width))
            then = {key: then[key] for key in then.keys() - after.keys()} | change.before
    if len(told) < 2 and all_of_it:
        return []
    more = [] if all_of_it else [further_back()]
    return [[], [(" HISTORY", "dim")], *(line for lines in told for line in lines), *more]


_SAYS = {"result", "reason", "at"}


def _hang(head: str, role: Role, text: str, text_role: Role, width: int) -> list[Pieces]:
    """A head and a text beside it, which goes on beneath itself."""
    first, *more = wrap(text, width - len(head) - 1) or [""]
    lines: list[Pieces] = [[(head, role), (first, text_role)]]
    return lines + [[(" " * len(head) + line, text_role)] for line in more]
