"""Records as text: rows of a list, and all the facts of one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from console.desk import Desk
from console.fields import called, named, other, words
from console.handles import handle_of
from console.incidents import conversations, stage, told, untold
from console.naming import state_word, title
from console.query import Listing
from console.work import FEW, open_work
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from data.records.incidents import Incident
from data.records.people import Person
from data.records.runs import Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from data.records.views import SavedView
from screens.line import runs, threads
from screens.line.out import Fact
from screens.line.shape import at_present, in_order
from screens.say import NOTHING, age, due_words, until

Cell = Callable[[Desk, Any], str]
RIGHT = ("rows", "rejected", "untold", "of")
"""Columns of figures."""


def _due(desk: Desk, record: Action | Run | Ticket) -> str:
    return due_words(record.due, desk.today) or NOTHING


def _of_client(desk: Desk, record: Action | Import | Incident | Run | Ticket) -> str:
    return desk.client_slug(record.client) or NOTHING


def _age(desk: Desk, record: Record) -> str:
    return age(record.created_at, desk.clock.now())


def _away(desk: Desk, person: Person) -> str:
    back, now = person.away_until, desk.clock.now()
    return f"until {until(back, now, desk.zone)}" if back and person.away(now) else NOTHING


_COLUMNS: Mapping[type[Record], Mapping[str, Cell]] = {
    Action: {
        "id": lambda desk, action: action.ref,
        "status": lambda desk, action: action.status,
        "due": _due,
        "owner": lambda desk, action: action.owner or "nobody",
        "client": _of_client,
        "title": lambda desk, action: action.title,
    },
    Client: {
        "id": lambda desk, client: client.ref,
        "client": lambda desk, client: client.slug,
        "market": lambda desk, client: client.market,
        "owner": lambda desk, client: client.owner or NOTHING,
        "title": lambda desk, client: client.title,
    },
    Conversation: threads.CONVERSATION,
    Creator: threads.CREATOR,
    Import: {
        "id": lambda desk, record: record.ref,
        "status": lambda desk, record: record.status,
        "age": _age,
        "client": _of_client,
        "rows": lambda desk, record: f"{record.rows:,}",
        "rejected": lambda desk, record: f"{record.rejected:,}",
        "file": lambda desk, record: record.file,
    },
    Incident: {
        "id": lambda desk, incident: incident.ref,
        "status": lambda desk, incident: stage(desk.book, incident),
        "age": _age,
        "untold": lambda desk, incident: str(len(untold(desk.book, incident))),
        "of": lambda desk, incident: str(len(conversations(desk.book, incident))),
        "client": _of_client,
        "title": lambda desk, incident: incident.title,
    },
    Sample: threads.SAMPLE,
    Ticket: {
        "id": lambda desk, ticket: ticket.ref,
        "status": lambda desk, ticket: ticket.status,
        "due": _due,
        "priority": lambda desk, ticket: ticket.priority,
        "assignee": lambda desk, ticket: ticket.assignee or "nobody",
        "waiting on": lambda desk, ticket: ticket.waiting_on,
        "client": _of_client,
        "title": lambda desk, ticket: ticket.title,
    },
    Run: {
        "id": lambda desk, run: run.ref,
        "status": lambda desk, run: run.status,
        "due": _due,
        "maker": lambda desk, run: run.maker,
        "progress": runs.progress,
        "client": _of_client,
        "title": lambda desk, run: run.title,
    },
    Person: {
        "name": lambda desk, person: person.name,
        "roles": lambda desk, person: ", ".join(person.roles) or NOTHING,
        "away": lambda desk, person: _away(desk, person),
        "most": lambda desk, person: NOTHING if person.capacity is None else str(person.capacity),
        "seen": lambda desk, person: "yes" if person.seen else "not yet",
    },
    SavedView: {
        "id": lambda desk, view: view.ref,
        "list": lambda desk, view: view.list,
        "name": lambda desk, view: view.name,
        "whose": lambda desk, view: view.owner or "all",
        "query": lambda desk, view: view.query,
    },
}


def noun(listing: Listing[Any]) -> str:
    """What there is none of where a list is empty."""
    return {"inbox": "conversation", "qa": "run"}.get(listing.name, listing.name)


def rows(
    desk: Desk, listing: Listing[Any], found: Sequence[Record]
) -> tuple[list[str], list[list[str]]]:
    """The heads and the rows of a list, in words, ages and days relative to now."""
    columns = _COLUMNS[listing.kind]
    return list(columns), [[cell(desk, one) for cell in columns.values()] for one in found]


def facts(desk: Desk, record: Record) -> list[Fact]:
    """Everything that is kept of one record, in words, times exact in the agency's zone."""
    record = at_present(desk, record)
    found = [("id", record.ref)]
    for field in (field for field in in_order(record) if field != "id"):
        held, of = getattr(record, field), other(type(record), field)
        if of is not None:
            told = [] if held is None else [named(desk, of, held)]
        else:
            told = words(desk, held)
        label = called(field)
        found += [(label, one) for one in told or [NOTHING]]
    return [*found, ("progress", runs.progress(desk, record))] if isinstance(record, Run) else found


def concerned(desk: Desk, incident: Incident) -> list[Fact]:
    """Whom an incident is about, and whether they were told."""
    waits = {talk.id for talk in untold(desk.book, incident)}

    def stands(talk: Conversation) -> str:
        if told(desk.book, incident, talk):
            return "told"
        return "to be told" if talk.id in waits else state_word(desk, at_present(desk, talk))

    return [
        (talk.ref, f"{handle_of(desk.book, talk.creator)}, {stands(talk)}")
        for talk in conversations(desk.book, incident)
    ]


def work(desk: Desk, client: Client) -> list[Fact]:
    """What is open for a client: the first few of each kind, and where the others are."""
    found: list[Fact] = []
    for kind in open_work(desk, client):
        found += [(kind.name, f"{each.ref} {title(desk, each)}") for each in kind.records[:FEW]]
        found += [(kind.name, kind.more)] if kind.more else []
    return found or [("open", NOTHING)]
