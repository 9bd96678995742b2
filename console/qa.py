"""QA: runs of a checklist. One makes, others check, and somebody else than the maker signs."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, UnsetType

from console import checks
from console.ages import ago
from console.args import Arg, ClientRef, Due, Reason, Template, Text, Title
from console.asked import by_client, by_due
from console.checks import items, last_set, tally
from console.desk import Desk
from console.links import link_verbs
from console.query import Listing, Test
from console.verb import NoArgs, Reader, Refusal, Verb, View
from data.checklists.checklist import Checklist, shipped
from data.records.book import Tx
from data.records.notes import Note
from data.records.runs import Check, Run, Status

Maker = Annotated[str | None, Arg("person", "who made what is checked: a name or me; may not sign")]


def _promo() -> Checklist:
    return next(checklist for checklist in shipped() if checklist.name == "promo")


class NewRun(msgspec.Struct, frozen=True):
    """What a run is begun with."""

    title: Title
    client: ClientRef = None
    template: Template = msgspec.field(default_factory=_promo)
    maker: Maker | UnsetType = UNSET
    due: Due = None


class EditRun(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays."""

    title: Title | UnsetType = UNSET
    client: ClientRef | UnsetType = UNSET
    due: Due | UnsetType = UNSET


class VoidRun(msgspec.Struct, frozen=True):
    """Why it counts no longer."""

    reason: Reason


class NoteOn(msgspec.Struct, frozen=True):
    """A note for the next person."""

    text: Text


# -- making and changing ----------------------------------------------------------------------


def _new(tx: Tx, args: NewRun) -> Run:
    run = tx.add(
        Run(
            title=args.title,
            client=args.client,
            template=args.template.edition,
            maker=args.maker or tx.by,
            due=args.due,
        )
    )
    for number, (group, item) in enumerate(args.template.items, 1):
        tx.add(
            Check(
                run=run.id,
                number=number,
                group=group,
                text=item.text,
                must=item.must,
                how=item.how,
                source=item.source,
            )
        )
    return run


def _edit(tx: Tx, run: Run, args: EditRun) -> Run:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    return tx.put(msgspec.structs.replace(run, **changed))


def _sign(tx: Tx, run: Run, args: NoArgs) -> Run:
    return tx.put(
        msgspec.structs.replace(
            run,
            status="signed",
            signed_by=tx.by,
            signed_at=tx.at,
            fallen=None,
            fallen_by=None,
            fallen_at=None,
        )
    )


def _void(tx: Tx, run: Run, args: VoidRun) -> Run:
    return tx.put(msgspec.structs.replace(run, status="void", void_why=args.reason))


def _note(tx: Tx, run: Run, args: NoteOn) -> Run:
    tx.add(Note(about=run.ref, text=args.text))
    return run


# -- rules ------------------------------------------------------------------------------------


def _has_maker(view: View, args: NewRun) -> Refusal | None:
    return Refusal("somebody made it: say who") if args.maker is None else None


def _ended(view: View, run: Run) -> Refusal | None:
    if run.status == "void":
        return Refusal(f"it is void: {run.void_why}")
    if run.status == "signed":
        when = ago(run.signed_at or run.updated_at, view.now)
        return Refusal(f"{run.signed_by} signed it {when} ago")
    return None


def _can_edit(view: View, run: Run, args: EditRun | None) -> Refusal | None:
    if args is not None and all(getattr(args, f) is UNSET for f in args.__struct_fields__):
        return Refusal("nothing to change: say a title, a client or a due date")
    return _ended(view, run)


def _can_sign(view: View, run: Run, args: NoArgs | None) -> Refusal | None:
    if refusal := _ended(view, run):
        return refusal
    if view.me == run.maker:
        return Refusal("you made it · somebody else signs")
    found = items(view.read, run)
    last = last_set(found)
    if not last:
        return Refusal("nothing is checked yet")
    if mine := [check.ref for check in last if check.by == view.me]:
        return Refusal(f"you set the last result, {mine[0]} · somebody else signs")
    if missing := tally(found).missing:
        numbers = ", ".join(map(str, missing[:6])) + (" …" if len(missing) > 6 else "")
        what = "must item" if len(missing) == 1 else "must items"
        return Refusal(f"{len(missing)} {what} open or failed: {numbers}")
    return None


def _can_void(view: View, run: Run, args: VoidRun | None) -> Refusal | None:
    return _ended(view, run) if run.status == "void" else None


def cannot_revert(reader: Reader, run: Run, *, made: bool) -> Refusal | None:
    """Why what was done to a run, as it would be then, can't be taken back; `made`: its making.

    A signature holds for what was signed, so none comes back, nor stands over another result.
    """
    if run.status == "signed":
        return Refusal(f"a signature on {run.ref} is for what was signed: recheck the item instead")
    if made and tally(items(reader, run)).settled:
        return Refusal(f"{run.ref} has results by now: void it instead")
    return None


# -- the verbs --------------------------------------------------------------------------------

NEW = Verb(
    id="qa.new",
    label="new",
    past="began",
    help="Begin a run of a checklist; you are its maker unless you say.",
    kind=Run,
    args=NewRun,
    make=_new,
    refuse_new=_has_maker,
)
EDIT = Verb(
    id="qa.edit",
    label="edit",
    past="changed",
    help="Change title, client or due date.",
    kind=Run,
    args=EditRun,
    do=_edit,
    refuse=_can_edit,
)
SIGN = Verb(
    id="qa.sign",
    label="sign",
    past="signed",
    help="Stand for it with your name, for good; never what you made or checked last.",
    kind=Run,
    args=NoArgs,
    do=_sign,
    refuse=_can_sign,
    bulk=False,
    lasting=True,
    danger=True,
)
VOID = Verb(
    id="qa.void",
    label="void",
    past="voided",
    help="It counts no longer, nor does a signature on it; says why.",
    kind=Run,
    args=VoidRun,
    do=_void,
    refuse=_can_void,
)
NOTE = Verb(
    id="qa.note",
    label="note",
    past="noted on",
    help="Leave a note for whoever comes next.",
    kind=Run,
    args=NoteOn,
    do=_note,
    bulk=False,
)

VERBS = (NEW, EDIT, *checks.VERBS, SIGN, VOID, NOTE, *link_verbs("qa", Run))


# -- looking for them -------------------------------------------------------------------------


def failing(desk: Desk, run: Run) -> bool:
    """Whether it is being checked and something fails."""
    return run.status == "checking" and tally(items(desk.book, run)).failed > 0


def ready(desk: Desk, run: Run) -> bool:
    """Whether only the signature is missing."""
    if run.status != "checking":
        return False
    found = items(desk.book, run)
    return bool(last_set(found)) and not tally(found).missing


def _by_maker(desk: Desk, value: str) -> Test[Run]:
    name = desk.me.name if value == "me" else value.casefold()
    return lambda run: run.maker == name


def _by_status(desk: Desk, value: str) -> Test[Run]:
    if value not in get_args(Status):
        raise ValueError(f"there is {', '.join(get_args(Status))}")
    return lambda run: run.status == value


def _by_template(desk: Desk, value: str) -> Test[Run]:
    """By name, or by name and version."""
    return lambda run: value in (run.template, run.template.partition("@")[0])


def _order(desk: Desk) -> Callable[[Run], tuple[float, ...]]:
    """Those being checked by due date, undated last; then the rest, newest first."""

    def key(run: Run) -> tuple[float, ...]:
        if run.status == "checking":
            return (0, (run.due or date.max).toordinal(), run.id)
        return (1, -run.id)

    return key


LIST = Listing(
    name="qa",
    kind=Run,
    fields={
        "client": by_client,
        "maker": _by_maker,
        "status": _by_status,
        "template": _by_template,
        "due": by_due,
    },
    states={
        "open": lambda desk: lambda run: run.status == "checking",
        "failing": lambda desk: lambda run: failing(desk, run),
        "ready": lambda desk: lambda run: ready(desk, run),
        "signed": lambda desk: lambda run: run.status == "signed",
        "void": lambda desk: lambda run: run.status == "void",
        "mine": lambda desk: lambda run: run.maker == desk.me.name,
    },
    text=lambda desk, run: f"{run.ref} {run.title} {run.maker}",
    order=_order,
    default="is:open",
    live=frozenset({"is:open", "status:checking"}),
)
