"""Tickets: something that must be put right, by one person, with others waited for."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import takewhile
from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, UnsetType

from console.ages import ago
from console.args import (
    EMPTY,
    PARTIES,
    PRIORITIES,
    Arg,
    ClientRef,
    Due,
    Owner,
    Party,
    Priority,
    SetPriority,
    Text,
    Title,
)
from console.attachments import attach_verb
from console.days import read_date
from console.desk import Desk
from console.escalating import decided
from console.links import link_verbs
from console.query import Listing, Test
from console.verb import NoArgs, Refusal, Verb, View, given_to
from data.records import tickets
from data.records.book import Tx
from data.records.notes import Note
from data.records.tickets import Ticket

TYPES = get_args(tickets.Type)

Type = Annotated[tickets.Type, Arg("choice", ", ".join(TYPES), TYPES)]
Outcome = Annotated[str, Arg("text", "what came of it, in a sentence")]


class NewTicket(msgspec.Struct, frozen=True):
    """What a new ticket needs."""

    title: Title
    type: Type = "other"
    client: ClientRef = None
    priority: Priority = "normal"
    due: Due = None
    assignee: Owner | UnsetType = UNSET


class EditTicket(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays."""

    title: Title | UnsetType = UNSET
    type: Type | UnsetType = UNSET
    client: ClientRef | UnsetType = UNSET
    due: Due | UnsetType = UNSET


class AssignTicket(msgspec.Struct, frozen=True):
    """Who is to see to it."""

    assignee: Owner


class WaitFor(msgspec.Struct, frozen=True):
    """Whose turn it is."""

    waiting_on: Party


class CloseTicket(msgspec.Struct, frozen=True):
    """How it ended."""

    outcome: Outcome


class NoteOn(msgspec.Struct, frozen=True):
    """A note for the next person."""

    text: Text


# -- making and changing ----------------------------------------------------------------------


def _new(tx: Tx, args: NewTicket) -> Ticket:
    return tx.add(
        Ticket(
            title=args.title,
            type=args.type,
            client=args.client,
            priority=args.priority,
            due=args.due,
            assignee=tx.by if args.assignee is UNSET else args.assignee,
        )
    )


def _edit(tx: Tx, ticket: Ticket, args: EditTicket) -> Ticket:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    return tx.put(msgspec.structs.replace(ticket, **changed))


def _assign(tx: Tx, ticket: Ticket, args: AssignTicket) -> Ticket:
    return tx.put(msgspec.structs.replace(ticket, assignee=args.assignee, claimed_at=None))


def _take(tx: Tx, ticket: Ticket, args: NoArgs) -> Ticket:
    return tx.put(msgspec.structs.replace(ticket, assignee=tx.by, claimed_at=tx.at))


def _set_priority(tx: Tx, ticket: Ticket, args: SetPriority) -> Ticket:
    return tx.put(msgspec.structs.replace(ticket, priority=args.priority))


def _wait(tx: Tx, ticket: Ticket, args: WaitFor) -> Ticket:
    status: tickets.Status = "open" if args.waiting_on == "us" else "waiting"
    return tx.put(msgspec.structs.replace(ticket, waiting_on=args.waiting_on, status=status))


def _close(tx: Tx, ticket: Ticket, args: CloseTicket) -> Ticket:
    closed = tx.put(
        msgspec.structs.replace(
            ticket, status="closed", closed_at=tx.at, closed_by=tx.by, outcome=args.outcome
        )
    )
    decided(tx, closed)
    return closed


def _reopen(tx: Tx, ticket: Ticket, args: NoArgs) -> Ticket:
    return tx.put(
        msgspec.structs.replace(
            ticket, status="open", waiting_on="us", closed_at=None, closed_by=None, outcome=None
        )
    )


def _note(tx: Tx, ticket: Ticket, args: NoteOn) -> Ticket:
    tx.add(Note(about=ticket.ref, text=args.text))
    return ticket


# -- rules ------------------------------------------------------------------------------------


def _only_unclosed(
    view: View, ticket: Ticket, args: msgspec.Struct | None = None
) -> Refusal | None:
    if ticket.status != "closed":
        return None
    when = ago(ticket.closed_at or ticket.updated_at, view.now)
    return Refusal(f"{ticket.closed_by} closed this {when} ago · reopen it first")


def _can_edit(view: View, ticket: Ticket, args: EditTicket | None) -> Refusal | None:
    if args is not None and args == EditTicket():
        return Refusal("nothing to change: say a title, a type, a client or a due date")
    return _only_unclosed(view, ticket)


def _can_claim(view: View, ticket: Ticket, args: NoArgs | None) -> Refusal | None:
    if refusal := _only_unclosed(view, ticket):
        return refusal
    if ticket.assignee == view.me and ticket.claimed_at is not None:
        return Refusal("you already hold it")
    if ticket.assignee not in (None, view.me) and ticket.claimed_at is not None:
        when = ago(ticket.claimed_at, view.now)
        return Refusal(f"{ticket.assignee} claimed this {when} ago · steal takes it over")
    return None


def _can_steal(view: View, ticket: Ticket, args: NoArgs | None) -> Refusal | None:
    if refusal := _only_unclosed(view, ticket):
        return refusal
    if ticket.assignee == view.me:
        return Refusal("you already hold it")
    return Refusal("nobody holds it: claim it") if ticket.assignee is None else None


def _can_wait(view: View, ticket: Ticket, args: WaitFor | None) -> Refusal | None:
    if args is not None and args.waiting_on == ticket.waiting_on and ticket.status != "closed":
        return Refusal(f"it already waits on {ticket.waiting_on}")
    return _only_unclosed(view, ticket)


def _can_reopen(view: View, ticket: Ticket, args: NoArgs | None) -> Refusal | None:
    return None if ticket.status == "closed" else Refusal("it isn't closed")


# -- the verbs --------------------------------------------------------------------------------

NEW = Verb(
    id="tickets.new",
    label="new",
    past="opened",
    help="Open a ticket; it is yours unless you say.",
    kind=Ticket,
    args=NewTicket,
    make=_new,
)
CLAIM = Verb(
    id="tickets.claim",
    label="claim",
    past="claimed",
    help="Take it on; the others see that you have it.",
    kind=Ticket,
    args=NoArgs,
    do=_take,
    refuse=_can_claim,
)
CLOSE = Verb(
    id="tickets.close",
    label="close",
    past="closed",
    help="Close a ticket, saying what came of it.",
    kind=Ticket,
    args=CloseTicket,
    do=_close,
    refuse=_only_unclosed,
)
WAITING = Verb(
    id="tickets.waiting",
    label="waiting on",
    past="said whose turn it is on",
    help="Say whose turn it is.",
    kind=Ticket,
    args=WaitFor,
    do=_wait,
    refuse=_can_wait,
)
ASSIGN = Verb(
    id="tickets.assign",
    label="assign",
    past="assigned",
    help="Hand it to somebody, or to nobody.",
    kind=Ticket,
    args=AssignTicket,
    do=_assign,
    refuse=_only_unclosed,
    also=lambda view, record: given_to(record.assignee),
)
PRIORITY = Verb(
    id="tickets.priority",
    label="priority",
    past="set how much presses",
    help="Say how much a ticket presses.",
    kind=Ticket,
    args=SetPriority,
    do=_set_priority,
    refuse=_only_unclosed,
)
EDIT = Verb(
    id="tickets.edit",
    label="edit",
    past="changed",
    help="Change a ticket's title, type, client or due date.",
    kind=Ticket,
    args=EditTicket,
    do=_edit,
    refuse=_can_edit,
)
NOTE = Verb(
    id="tickets.note",
    label="note",
    past="noted on",
    help="Leave a note for whoever comes next.",
    kind=Ticket,
    args=NoteOn,
    do=_note,
)
STEAL = Verb(
    id="tickets.steal",
    label="steal",
    past="took over",
    help="Take over what somebody else has claimed.",
    kind=Ticket,
    args=NoArgs,
    do=_take,
    refuse=_can_steal,
    danger=True,
)
REOPEN = Verb(
    id="tickets.reopen",
    label="reopen",
    past="reopened",
    help="Open it again.",
    kind=Ticket,
    args=NoArgs,
    do=_reopen,
    refuse=_can_reopen,
)

VERBS = (
    NEW, CLOSE, CLAIM, ASSIGN, WAITING, PRIORITY, EDIT, NOTE, STEAL, REOPEN,
    *link_verbs("tickets", Ticket), attach_verb("tickets", Ticket),
)  # fmt: skip

# -- looking for them -------------------------------------------------------------------------


def overdue(desk: Desk, ticket: Ticket) -> bool:
    """Whether it isn't closed and its day has ended where the client is."""
    if ticket.status == "closed" or ticket.due is None:
        return False
    return desk.clock.now() > desk.due_at(ticket.due, ticket.client)


def late(desk: Desk, in_order: Iterable[Ticket]) -> list[Ticket]:
    """The overdue ones, of tickets in the list's order: they come first."""
    return list(takewhile(lambda ticket: overdue(desk, ticket), in_order))


def pressing(desk: Desk, found: Iterable[Ticket]) -> list[Ticket]:
    """Those not closed and due by tomorrow: what is overdue or due today anywhere is among them."""
    near = desk.today + timedelta(days=1)
    return [t for t in found if t.due is not None and t.due <= near and t.status != "closed"]


def _by_assignee(desk: Desk, value: str) -> Test[Ticket]:
    who = None if value in EMPTY else desk.me.name if value == "me" else value.casefold()
    return lambda ticket: ticket.assignee == who


def _by_client(desk: Desk, value: str) -> Test[Ticket]:
    number = None if value in EMPTY else desk.client(value).id
    return lambda ticket: ticket.client == number


def _one_of(field: str, known: tuple[str, ...]) -> Callable[[Desk, str], Test[Ticket]]:
    def test(desk: Desk, value: str) -> Test[Ticket]:
        if value not in known:
            raise ValueError(f"there is {', '.join(known)}")
        return lambda ticket: getattr(ticket, field) == value

    return test


def _by_due(desk: Desk, value: str) -> Test[Ticket]:
    """Due by that day; `due:none` has no date."""
    if value in EMPTY:
        return lambda ticket: ticket.due is None
    day = read_date(value, desk.today)
    return lambda ticket: ticket.due is not None and ticket.due <= day


def _order(desk: Desk) -> Callable[[Ticket], tuple[float, ...]]:
    """Overdue first, then by priority, then by due date; then the closed, newest first."""
    today = desk.today

    def key(ticket: Ticket) -> tuple[float, ...]:
        if ticket.status == "closed":
            return (2, -(ticket.closed_at or ticket.updated_at).timestamp(), ticket.id)
        due, pressing = (ticket.due or date.max).toordinal(), -PRIORITIES.index(ticket.priority)
        late = due <= today.toordinal() + 1 and overdue(desk, ticket)
        return (0, due, pressing, ticket.id) if late else (1, pressing, due, ticket.id)

    return key


LIST = Listing(
    name="tickets",
    kind=Ticket,
    fields={
        "assignee": _by_assignee,
        "client": _by_client,
        "type": _one_of("type", TYPES),
        "priority": _one_of("priority", PRIORITIES),
        "waiting": _one_of("waiting_on", PARTIES),
        "status": _one_of("status", get_args(tickets.Status)),
        "due": _by_due,
    },
    states={
        "open": lambda desk: lambda ticket: ticket.status == "open",
        "waiting": lambda desk: lambda ticket: ticket.status == "waiting",
        "closed": lambda desk: lambda ticket: ticket.status == "closed",
        "overdue": lambda desk: lambda ticket: overdue(desk, ticket),
        "claimed": lambda desk: lambda ticket: ticket.claimed_at is not None,
        "mine": lambda desk: lambda ticket: ticket.assignee == desk.me.name,
    },
    text=lambda desk, ticket: f"{ticket.ref} {ticket.title} {ticket.type}",
    order=_order,
    default="not:closed",
    live=frozenset({"not:closed", "is:open", "is:waiting", "is:overdue"}),
)
