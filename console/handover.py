"""Handing over: what somebody holds, why, when it wakes and what they promised; and all of it to
somebody else at once.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import msgspec

from console.args import Arg
from console.desk import Desk
from console.naming import title
from console.people import is_lead
from console.turns import as_of, due, put, turn_words
from console.verb import Reader, Refusal, Verb, View
from data.records.actions import Action
from data.records.base import Record
from data.records.book import Tx
from data.records.conversations import Conversation, over
from data.records.notes import Note
from data.records.people import Person
from data.records.tickets import Ticket

PROMISE = "promise:"
"""A note that begins so says what whoever wrote it promised."""


class Holding(msgspec.Struct, frozen=True):
    """One thing somebody holds."""

    record: Record
    why: str
    """Why it is still held."""
    next: datetime | None
    """When it wakes, else when what is promised in it is used up or due."""
    promised: tuple[str, ...] = ()
    """What its holder wrote down as promised."""


def held(desk: Desk, name: str) -> list[Holding]:
    """What is somebody's to see to, what comes up next first."""
    now = desk.clock.now()
    found = [*_holdings(desk, name, now)]
    return sorted(found, key=lambda each: (each.next is None, each.next or now, each.record.ref))


def _holdings(desk: Desk, name: str, now: datetime) -> Iterator[Holding]:
    for record in _open(desk.book, name):
        promised = tuple(
            note.text[len(PROMISE) :].strip()
            for note in desk.book.find(Note, "about", record.ref)
            if note.created_by == name and note.text.casefold().startswith(PROMISE)
        )
        match record:
            case Conversation():
                here = as_of(desk.book, record, now)
                if here.assignee == name:
                    yield Holding(here, _why(here), here.snooze_until or due(desk, here), promised)
            case Action(due=day) | Ticket(due=day):
                why = "to do" if isinstance(record, Action) else f"waits on {record.waiting_on}"
                ends = desk.due_at(day, record.client) if day else None
                yield Holding(record, why, ends, promised)


def _why(here: Conversation) -> str:
    if here.status == "snoozed":
        return "snoozed until a reply" if here.snooze_reply else "snoozed"
    if here.waiting_on != "us":
        return f"waits for the {here.waiting_on}"
    ticket = turn_words(here)
    return "our turn" if ticket == "us" else f"waits for {ticket} to be decided"


def _open(read: Reader, name: str) -> list[Conversation | Ticket | Action]:
    return [
        *(c for c in read.find(Conversation, "assignee", name) if not over(c.status)),
        *(t for t in read.find(Ticket, "assignee", name) if t.status != "closed"),
        *(a for a in read.find(Action, "owner", name) if a.status == "open"),
    ]


def as_text(desk: Desk, name: str) -> str:
    """The same as a text for whoever takes it over."""
    lines = [f"What {name} holds, {_moment(desk, desk.clock.now())}"]
    for each in held(desk, name):
        asleep = isinstance(each.record, Conversation) and each.record.status == "snoozed"
        ends = f" · {'wakes' if asleep else 'due'} {_moment(desk, each.next)}" if each.next else ""
        lines.append(f"{each.record.ref}  {title(desk, each.record)} · {each.why}{ends}")
        lines += [f"    promised: {words}" for words in each.promised]
    return "\n".join(lines if len(lines) > 1 else [*lines, "nothing"])


def _moment(desk: Desk, at: datetime) -> str:
    return f"{at.astimezone(desk.zone):%a %Y-%m-%d %H:%M %Z}"


class Relieve(msgspec.Struct, frozen=True):
    """Who takes it over."""

    by: Annotated[str | None, Arg("person", "who takes over all of it: a name, or me")]


def _pass_on(tx: Tx, person: Person, args: Relieve) -> Person:
    for record in _open(tx, person.name):
        match record:
            case Conversation():
                put(tx, msgspec.structs.replace(record, assignee=args.by, claimed_at=None))
            case Ticket():
                tx.put(msgspec.structs.replace(record, assignee=args.by, claimed_at=None))
            case Action():
                tx.put(msgspec.structs.replace(record, owner=args.by, claimed_at=None))
    return person


def _can_pass_on(view: View, person: Person, args: Relieve | None) -> Refusal | None:
    if person.name != view.me and not is_lead(view):
        return Refusal(f"{person.name} hands over, or a lead")
    if not _open(view.read, person.name):
        return Refusal(f"{person.name} holds nothing")
    if args is None:
        return None
    if args.by in (None, person.name):
        return Refusal("say who else takes it over")
    away = any(each.away(view.now) for each in view.read.find(Person, "name", args.by))
    return Refusal(f"{args.by} is away") if away else None


RELIEVE = Verb(
    id="people.relieve",
    label="relieve",
    past="passed on the work of",
    help="Hand all that somebody holds to somebody else: conversations, tickets, action items.",
    kind=Person,
    args=Relieve,
    do=_pass_on,
    refuse=_can_pass_on,
    bulk=False,
)
VERBS = (RELIEVE,)
