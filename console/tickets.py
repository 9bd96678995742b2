"""Tickets: something that must be put right, by one person, with others waited for."""

from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, UnsetType

from console.args import (
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
from console.escalating import decided
from console.holding import can_steal, claimed, ended, given_to
from console.links import link_verbs
from console.verb import NoArgs, Refusal, Verb, View
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
    at = ticket.closed_at or ticket.updated_at
    return ended(view, ticket.closed_by, "closed", at, "tickets.reopen")


def _can_edit(view: View, ticket: Ticket, args: EditTicket | None) -> Refusal | None:
    if args is not None and args == EditTicket():
        return Refusal("nothing to change: say a title, a type, a client or a due date")
    return _only_unclosed(view, ticket)


def _can_claim(view: View, ticket: Ticket, args: NoArgs | None) -> Refusal | None:
    if refusal := _only_unclosed(view, ticket):
        return refusal
    if ticket.assignee == view.me and ticket.claimed_at is not None:
        return Refusal("you already hold it")
    return claimed(view, ticket.assignee, ticket.claimed_at, "tickets.steal")


def _can_steal(view: View, ticket: Ticket, args: NoArgs | None) -> Refusal | None:
    return _only_unclosed(view, ticket) or can_steal(view, ticket.assignee, "tickets.claim")


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
