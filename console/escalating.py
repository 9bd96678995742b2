"""Escalating: somebody else decides. It is a ticket with the timeline attached; the conversation
waits, and comes back once the ticket is closed.
"""

from datetime import date
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import UNSET, UnsetType

from console.args import Arg, Owner
from console.links import linked_refs
from console.replies import ended, pending
from console.thread import AWAKE
from console.timeline import timeline
from console.turns import as_of, put
from console.verb import Reader, Refusal, Verb, View
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation, Party, over
from data.records.links import Link
from data.records.notes import Note
from data.records.people import Person
from data.records.tickets import Ticket

Level = Literal["lead", "am", "senior", "client", "platform"]
LEVELS = get_args(Level)
_OUTSIDE: dict[Level, Party] = {"client": "client", "platform": "platform"}
"""Who isn't one of us: whoever escalates takes it there."""


class Escalate(msgspec.Struct, frozen=True):
    """Who is to decide what, until when."""

    level: Annotated[Level, Arg("choice", ", ".join(LEVELS), LEVELS)]
    ask: Annotated[str, Arg("text", "what they are to decide, in one sentence")]
    decide_by: Annotated[date | None, Arg("date", "until when: fri, tomorrow or 2026-11-27")]
    to: Owner | UnsetType = UNSET


def _escalate(tx: Tx, conversation: Conversation, args: Escalate) -> Conversation:
    here = as_of(tx, conversation, tx.at)
    party = _OUTSIDE.get(args.level, "us")
    ticket = tx.add(
        Ticket(
            title=args.ask,
            type="escalation",
            priority="high",
            client=here.client,
            assignee=_decider(tx, here, args, tx.by),
            due=args.decide_by,
            status="open" if party == "us" else "waiting",
            waiting_on=party,
        )
    )
    tx.add(Link(one=ticket.ref, other=here.ref))
    asked = f"{tx.by} asks the {args.level}: {args.ask} (until {args.decide_by})"
    tx.add(Note(about=ticket.ref, text=f"{asked}\n\n{timeline(tx, here)}"))
    return put(
        tx,
        msgspec.structs.replace(
            here,
            status="waiting",
            waiting_on=party,
            escalated=ticket.id,
            spoken_at=tx.at,
            woke=None,
            **AWAKE,
        ),
    )


def decided(tx: Tx, ticket: Ticket) -> None:
    """What waited for that ticket comes back with what came of it."""
    for ref in linked_refs(tx, ticket.ref):
        talk = tx.get(Conversation, int(ref[1:])) if ref[0] == Conversation.LETTER else None
        if talk is None or talk.escalated != ticket.id:
            continue
        tx.add(Note(about=talk.ref, text=f"{ticket.ref} is decided: {ticket.outcome}"))
        talk = msgspec.structs.replace(talk, escalated=None, spoken_at=tx.at)
        if not over(talk.status):
            talk = msgspec.structs.replace(
                talk, status="open", waiting_on="us", woke="decided", **AWAKE
            )
        put(tx, talk)


def _decider(read: Reader, conversation: Conversation, args: Escalate, me: str) -> str | None:
    """Whom the ticket is given to; `None`: that can't be told."""
    if not isinstance(args.to, UnsetType):
        return args.to
    if args.level in _OUTSIDE:
        return me
    known = _candidates(read, conversation, args.level)
    return known[0] if len(known) == 1 else None


def _candidates(read: Reader, conversation: Conversation, level: Level) -> list[str]:
    """Those of us who decide at that level: of a client its own account manager."""
    client = read.get(Client, conversation.client) if conversation.client is not None else None
    if level == "am" and client is not None and client.owner is not None:
        return [client.owner]
    return sorted(person.name for person in read.all(Person) if level in person.roles)


def _can_escalate(view: View, conversation: Conversation, args: Escalate | None) -> Refusal | None:
    if refusal := ended(view, conversation, args) or pending(view, conversation):
        return refusal
    if conversation.escalated is not None:
        ticket = view.read.get(Ticket, conversation.escalated)
        if ticket is not None and ticket.status != "closed" and ticket.archived_at is None:
            who = ticket.assignee or "nobody"
            return Refusal(f"{ticket.ref} asks for a decision already: {who} has it")
    if args is None:
        return None
    if args.decide_by is None or args.decide_by < view.today:
        return Refusal("say until when it is to be decided, a day from today on")
    return _no_decider(view, conversation, args)


def _no_decider(view: View, conversation: Conversation, args: Escalate) -> Refusal | None:
    if not isinstance(args.to, UnsetType):
        return None if args.to is not None else Refusal("say who is to decide, or leave it empty")
    if args.level in _OUTSIDE:
        return None
    known = _candidates(view.read, conversation, args.level)
    if len(known) == 1:
        return None
    who = f"{' or '.join(known)} could decide" if known else f"nobody here is {args.level}"
    return Refusal(f"{who}: say to whom it goes, with {view.press('--to')}")


def _who_decides(view: View, conversation: Conversation) -> str | None:
    ticket = view.read.get(Ticket, conversation.escalated) if conversation.escalated else None
    if ticket is None:
        return None
    return f"{ticket.ref} is {ticket.assignee}'s, until {ticket.due:%a %d %b}"


ESCALATE = Verb(
    id="inbox.escalate",
    label="escalate",
    past="escalated",
    help="Have somebody else decide: opens a ticket with the timeline, and waits for it.",
    kind=Conversation,
    args=Escalate,
    do=_escalate,
    refuse=_can_escalate,
    also=_who_decides,
    bulk=False,
)

VERBS = (ESCALATE,)
