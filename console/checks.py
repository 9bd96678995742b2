"""Checks: the items of a run, set one by one; whoever changes one undoes a signature."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated

import msgspec

from console.ages import ago
from console.args import Arg, Reason
from console.query import words
from console.verb import Asked, NoArgs, Reader, Refusal, Verb, View
from data.errors import UsageError
from data.records.book import Tx
from data.records.notes import Note
from data.records.runs import Check, Result, Run

Evidence = Annotated[str, Arg("lines", "where you looked and what you saw; - reads it from stdin")]


class Because(msgspec.Struct, frozen=True):
    """Why it failed, or doesn't apply."""

    reason: Reason


class Show(msgspec.Struct, frozen=True):
    """What shows it."""

    evidence: Evidence


class Tally(msgspec.Struct, frozen=True):
    """How far a run is."""

    total: int
    passed: int
    failed: int
    skipped: int
    missing: tuple[int, ...]
    """The must items that are open or failed, by number."""

    @property
    def open(self) -> int:
        """How many nobody has looked at."""
        return self.total - self.settled

    @property
    def settled(self) -> int:
        """How many have a result."""
        return self.passed + self.failed + self.skipped


def items(reader: Reader, run: Run) -> list[Check]:
    """The items of a run, in order."""
    return sorted(reader.find(Check, "run", run.id), key=lambda check: check.number)


def tally(checks: Iterable[Check]) -> Tally:
    """How far the run of these items is."""
    found = list(checks)
    count = {result: sum(c.result == result for c in found) for result in ("pass", "fail", "n.a.")}
    missing = (c.number for c in found if c.must and c.result in (None, "fail"))
    return Tally(len(found), count["pass"], count["fail"], count["n.a."], tuple(missing))


def last_set(checks: Iterable[Check]) -> list[Check]:
    """The items whose result was set or cleared last: several, if at the same instant."""
    touched = [check for check in checks if check.at is not None]
    latest = max((check.at for check in touched if check.at is not None), default=None)
    return [check for check in touched if check.at == latest]


def matching(checks: Iterable[Check], query: str) -> list[Check]:
    """The items a query picks: `is:open`, `not:pass`, `is:must`, and words of their text.

    Raises `UsageError` naming what there is.
    """
    found = list(checks)
    for word in words(query):
        key, colon, state = word.partition(":")
        if not colon:
            found = [check for check in found if word.casefold() in check.text.casefold()]
        elif key in ("is", "not") and state in STATES:
            found = [check for check in found if STATES[state](check) == (key == "is")]
        else:
            raise UsageError(f"of items one can ask is: or not: {', '.join(STATES)}")
    return found


STATES: Mapping[str, Callable[[Check], bool]] = {
    "open": lambda check: check.result is None,
    "pass": lambda check: check.result == "pass",
    "fail": lambda check: check.result == "fail",
    "n.a.": lambda check: check.result == "n.a.",
    "must": lambda check: check.must,
}
"""What `is:` and `not:` can ask of an item."""


# -- changing ---------------------------------------------------------------------------------


def _set(tx: Tx, check: Check, result: Result | None, reason: str | None = None) -> Check:
    run = tx.need(Run, check.run)
    if run.status == "signed":
        tx.put(
            msgspec.structs.replace(
                run,
                status="checking",
                signed_by=None,
                signed_at=None,
                fallen=run.signed_by,
                fallen_by=tx.by,
                fallen_at=tx.at,
            )
        )
    else:
        tx.touch(run)
    return tx.put(msgspec.structs.replace(check, result=result, reason=reason, by=tx.by, at=tx.at))


def _pass(tx: Tx, check: Check, args: NoArgs) -> Check:
    return _set(tx, check, "pass")


def _fail(tx: Tx, check: Check, args: Because) -> Check:
    return _set(tx, check, "fail", args.reason)


def _skip(tx: Tx, check: Check, args: Because) -> Check:
    return _set(tx, check, "n.a.", args.reason)


def _clear(tx: Tx, check: Check, args: NoArgs) -> Check:
    return _set(tx, check, None)


def _show(tx: Tx, check: Check, args: Show) -> Check:
    tx.add(Note(about=check.ref, text=args.evidence))
    return check


def _about(check: Check) -> Asked:
    """The form says which item it is for."""
    return Asked(("reason", "evidence"), [check.text])


# -- rules ------------------------------------------------------------------------------------


def _can_set(view: View, check: Check, args: msgspec.Struct | None) -> Refusal | None:
    run = view.read.get(Run, check.run)
    if run is None or run.archived_at is not None:
        return Refusal(f"{Run.LETTER}{check.run} was taken away")
    if run.status == "void":
        return Refusal(f"{run.ref} is void: {run.void_why}")
    return None


def _can_pass(view: View, check: Check, args: NoArgs | None) -> Refusal | None:
    if check.result == "pass" and check.at is not None:
        when = ago(check.at, view.now)
        return Refusal(f"{check.by} passed it {when} ago · {view.press('qa.recheck')} clears that")
    return _can_set(view, check, args)


def _can_clear(view: View, check: Check, args: NoArgs | None) -> Refusal | None:
    if check.result is None:
        return Refusal("there is nothing to clear: it is open")
    return _can_set(view, check, args)


def signature_fell(view: View, check: Check) -> str | None:
    """Whose signature no longer stands because of what was just done to that item, in words."""
    run = view.read.get(Run, check.run)
    if run is None or run.fallen is None or run.fallen_at != check.at:
        return None
    return f"{run.fallen}'s signature on {run.ref} no longer stands"


# -- the verbs --------------------------------------------------------------------------------

PASS = Verb(
    id="qa.pass",
    label="pass",
    past="passed",
    help="It is as it must be.",
    kind=Check,
    args=NoArgs,
    do=_pass,
    refuse=_can_pass,
    also=signature_fell,
)


def _why_so_far(result: Result) -> Callable[[View, Check], Mapping[str, str]]:
    """A form begins with the reason of the same result only."""
    return lambda view, check: {"reason": (check.reason or "") if check.result == result else ""}


FAIL = Verb(
    id="qa.fail",
    label="fail",
    past="failed",
    help="It isn't as it must be; says what is wrong.",
    kind=Check,
    args=Because,
    do=_fail,
    asks=_about,
    begins=_why_so_far("fail"),
    refuse=_can_set,
    also=signature_fell,
)
SKIP = Verb(
    id="qa.skip",
    label="n.a.",
    past="skipped",
    help="It doesn't apply here; says why.",
    kind=Check,
    args=Because,
    do=_skip,
    asks=_about,
    begins=_why_so_far("n.a."),
    refuse=_can_set,
    also=signature_fell,
)
EVIDENCE = Verb(
    id="qa.evidence",
    label="evidence",
    past="gave evidence on",
    help="Say what shows it; changes no result.",
    kind=Check,
    args=Show,
    do=_show,
    asks=_about,
    refuse=_can_set,
    bulk=False,
)
RECHECK = Verb(
    id="qa.recheck",
    label="recheck",
    past="cleared",
    help="Clear the result: it is to be looked at again.",
    kind=Check,
    args=NoArgs,
    do=_clear,
    refuse=_can_clear,
    also=signature_fell,
)

VERBS = (PASS, FAIL, SKIP, EVIDENCE, RECHECK)
