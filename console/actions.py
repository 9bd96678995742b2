"""Action items: what was promised, by whom, for when."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import takewhile
from typing import get_args

import msgspec
from msgspec import UNSET, UnsetType

from console.args import ClientRef, Due, Owner, Reason, Text, Title
from console.asked import by_client, by_due, somebody
from console.desk import Desk
from console.holding import can_steal, claimed, ended, given_to
from console.links import link_verbs
from console.query import Listing, Test
from console.verb import NoArgs, Refusal, Verb, View
from data.records.actions import Action, Status
from data.records.book import Tx
from data.records.notes import Note


class NewAction(msgspec.Struct, frozen=True):
    """What a new action item needs."""

    title: Title
    due: Due = None
    owner: Owner | UnsetType = UNSET
    client: ClientRef = None


class EditAction(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays."""

    title: Title | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET
    due: Due | UnsetType = UNSET
    client: ClientRef | UnsetType = UNSET


class AssignAction(msgspec.Struct, frozen=True):
    """Who is to do it."""

    owner: Owner


class DropAction(msgspec.Struct, frozen=True):
    """Why it won't be done."""

    reason: Reason


class NoteOn(msgspec.Struct, frozen=True):
    """A note for the next person."""

    text: Text


# -- making and changing ----------------------------------------------------------------------


def _new(tx: Tx, args: NewAction) -> Action:
    owner = tx.by if args.owner is UNSET else args.owner
    return tx.add(Action(title=args.title, due=args.due, owner=owner, client=args.client))


def _edit(tx: Tx, action: Action, args: EditAction) -> Action:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    if changed.get("owner", action.owner) != action.owner:
        changed["claimed_at"] = None
    return tx.put(msgspec.structs.replace(action, **changed))


def _assign(tx: Tx, action: Action, args: AssignAction) -> Action:
    return tx.put(msgspec.structs.replace(action, owner=args.owner, claimed_at=None))


def _take(tx: Tx, action: Action, args: NoArgs) -> Action:
    return tx.put(msgspec.structs.replace(action, owner=tx.by, claimed_at=tx.at))


def _done(tx: Tx, action: Action, args: NoArgs) -> Action:
    return tx.put(msgspec.structs.replace(action, status="done", ended_at=tx.at, ended_by=tx.by))


def _drop(tx: Tx, action: Action, args: DropAction) -> Action:
    return tx.put(
        msgspec.structs.replace(
            action, status="dropped", ended_at=tx.at, ended_by=tx.by, dropped_why=args.reason
        )
    )


def _reopen(tx: Tx, action: Action, args: NoArgs) -> Action:
    return tx.put(
        msgspec.structs.replace(
            action, status="open", ended_at=None, ended_by=None, dropped_why=None
        )
    )


def _note(tx: Tx, action: Action, args: NoteOn) -> Action:
    tx.add(Note(about=action.ref, text=args.text))
    return action


# -- rules ------------------------------------------------------------------------------------


def _ended(view: View, action: Action) -> Refusal | None:
    if action.status == "open":
        return None
    at = action.ended_at or action.updated_at
    return ended(view, action.ended_by, _ENDED[action.status], at, "actions.reopen")


_ENDED = {"done": "did", "dropped": "dropped"}


def _only_open(view: View, action: Action, args: msgspec.Struct | None) -> Refusal | None:
    return _ended(view, action)


def _can_edit(view: View, action: Action, args: EditAction | None) -> Refusal | None:
    if args is not None and all(getattr(args, f) is UNSET for f in args.__struct_fields__):
        return Refusal("nothing to change: say a title, an owner, a due date or a client")
    return _ended(view, action)


def _can_claim(view: View, action: Action, args: NoArgs | None) -> Refusal | None:
    if refusal := _ended(view, action):
        return refusal
    if action.owner == view.me:
        return Refusal("you already hold it")
    return claimed(view, action.owner, action.claimed_at, "actions.steal")


def _can_steal(view: View, action: Action, args: NoArgs | None) -> Refusal | None:
    return _ended(view, action) or can_steal(view, action.owner, "actions.claim")


def _can_reopen(view: View, action: Action, args: NoArgs | None) -> Refusal | None:
    return Refusal("it is open") if action.status == "open" else None


# -- the verbs --------------------------------------------------------------------------------

NEW = Verb(
    id="actions.new",
    label="new",
    past="wrote",
    help="Write down an action item; it is yours unless you say.",
    kind=Action,
    args=NewAction,
    make=_new,
)
EDIT = Verb(
    id="actions.edit",
    label="edit",
    past="changed",
    help="Change title, owner, due date or client.",
    kind=Action,
    args=EditAction,
    do=_edit,
    refuse=_can_edit,
)
ASSIGN = Verb(
    id="actions.assign",
    label="assign",
    past="assigned",
    help="Hand it to somebody, or to nobody.",
    kind=Action,
    args=AssignAction,
    do=_assign,
    refuse=_only_open,
    also=lambda view, record: given_to(record.owner),
)
CLAIM = Verb(
    id="actions.claim",
    label="claim",
    past="claimed",
    help="Take it on; the others see that you have it.",
    kind=Action,
    args=NoArgs,
    do=_take,
    refuse=_can_claim,
)
STEAL = Verb(
    id="actions.steal",
    label="steal",
    past="took over",
    help="Take over what somebody else has claimed.",
    kind=Action,
    args=NoArgs,
    do=_take,
    refuse=_can_steal,
    danger=True,
)
DONE = Verb(
    id="actions.done",
    label="done",
    past="did",
    help="Tick it off.",
    kind=Action,
    args=NoArgs,
    do=_done,
    refuse=_only_open,
)
DROP = Verb(
    id="actions.drop",
    label="drop",
    past="dropped",
    help="Won't be done; says why.",
    kind=Action,
    args=DropAction,
    do=_drop,
    refuse=_only_open,
)
REOPEN = Verb(
    id="actions.reopen",
    label="reopen",
    past="reopened",
    help="Open it again.",
    kind=Action,
    args=NoArgs,
    do=_reopen,
    refuse=_can_reopen,
)
NOTE = Verb(
    id="actions.note",
    label="note",
    past="noted on",
    help="Leave a note for whoever comes next.",
    kind=Action,
    args=NoteOn,
    do=_note,
    bulk=False,
)

VERBS = (
    NEW, EDIT, ASSIGN, CLAIM, STEAL, DONE, DROP, REOPEN, NOTE, *link_verbs("actions", Action),
)  # fmt: skip


# -- looking for them -------------------------------------------------------------------------


def overdue(desk: Desk, action: Action) -> bool:
    """Whether it is open and its day has ended where the client is."""
    if action.status != "open" or action.due is None:
        return False
    return desk.clock.now() > desk.due_at(action.due, action.client)


def pressing(desk: Desk, found: Iterable[Action]) -> list[Action]:
    """The open ones due by tomorrow: whatever is overdue or due today in any zone is among them.

    Asks dates alone, which is quick; whoever calls asks the zones of the few that are left.
    """
    near = desk.today + timedelta(days=1)
    return [a for a in found if a.status == "open" and a.due is not None and a.due <= near]


def late(desk: Desk, in_order: Iterable[Action]) -> list[Action]:
    """The overdue ones, of action items in the list's order: they come first."""
    near = desk.today + timedelta(days=1)
    pressing = takewhile(
        lambda a: a.status == "open" and a.due is not None and a.due <= near, in_order
    )
    sure = desk.today - timedelta(days=2)  # in any zone
    return [a for a in pressing if (a.due is not None and a.due < sure) or overdue(desk, a)]


def _by_owner(desk: Desk, value: str) -> Test[Action]:
    owner = somebody(desk, value)
    return lambda action: action.owner == owner


def _by_status(desk: Desk, value: str) -> Test[Action]:
    if value not in get_args(Status):
        raise ValueError(f"there is {', '.join(get_args(Status))}")
    return lambda action: action.status == value


def _order(desk: Desk) -> Callable[[Action], tuple[float, ...]]:
    """Open first by due date, undated last; then the ended, newest first."""

    def key(action: Action) -> tuple[float, ...]:
        if action.status == "open":
            return (0, (action.due or date.max).toordinal(), action.id)
        return (1, -(action.ended_at or action.updated_at).timestamp(), action.id)

    return key


LIST = Listing(
    name="actions",
    kind=Action,
    fields={"owner": _by_owner, "client": by_client, "status": _by_status, "due": by_due},
    states={
        "open": lambda desk: lambda action: action.status == "open",
        "done": lambda desk: lambda action: action.status == "done",
        "overdue": lambda desk: lambda action: overdue(desk, action),
        "claimed": lambda desk: lambda action: action.claimed_at is not None,
        "mine": lambda desk: lambda action: action.owner == desk.me.name,
    },
    text=lambda desk, action: f"{action.ref} {action.title}",
    order=_order,
    default="is:open",
    live=frozenset({"is:open", "status:open", "is:overdue"}),
)
