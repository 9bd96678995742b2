"""What a record is called, whatever its kind."""

from console import actions, backlog
from console.creators import handle_of
from console.desk import Desk
from console.outstanding import standing_of
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from data.records.incidents import Incident
from data.records.messages import Message
from data.records.people import Person
from data.records.runs import Check, Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from data.records.views import SavedView
from data.text import plain


def title(desk: Desk, record: Record) -> str:
    """A record in a few words, without its id."""
    match record:
        case Action(title=name) | Client(title=name) | Ticket(title=name) | Run(title=name):
            return name
        case Incident(title=name):
            return name
        case Import(file=name) | Person(name=name) | SavedView(name=name):
            return name
        case Check(text=text):
            return text
        case Creator():
            return f"@{record.handle}"
        case Sample(product=product):
            return f"{product} for {handle_of(desk.book, record.creator)}"
        case Conversation():
            return f"{handle_of(desk.book, record.creator)} {record.topic}".rstrip()
        case Message():
            return f"{record.author}: {plain(record.body, limit=200)}"
        case _:
            return record.ref


def client_of(record: Record) -> int | None:
    """The number of the client a record belongs to."""
    if isinstance(record, Client):
        return record.id
    number: int | None = getattr(record, "client", None)
    return number


def state_word(desk: Desk, record: Record) -> str:
    """A record's state in a word, if it has one."""
    if record.archived_at is not None:
        return "taken away"
    if isinstance(record, Action) and actions.overdue(desk, record):
        return "overdue"
    if isinstance(record, Ticket) and backlog.overdue(desk, record):
        return "overdue"
    if isinstance(record, Sample):
        return standing_of(desk, record)
    word: str = getattr(record, "status", "")
    return word
