"""Today as text, where there is no terminal to draw it on."""

from console.desk import Desk
from console.imports import summary
from console.naming import client_of, title
from console.outstanding import due_of
from console.today import today
from data.records.actions import Action
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.runs import Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from screens.line import shape
from screens.line.out import Out
from screens.say import NOTHING, age, due_words

HEAD = ("id", "when", "who", "client", "what")


def print_today(out: Out, desk: Desk) -> None:
    """Everybody's day: what is overdue, due, and new."""
    items = today(desk)
    if out.mode == "json":
        out.json([{"section": i.section, **shape.record(desk, i.record)} for i in items])
        return
    now = desk.clock.now().astimezone(desk.zone)
    agency = desk.workspace.settings.agency
    out.tell("today", f"Today at {agency}, {now:%a} {now.day} {now:%b %H:%M %Z}")
    if not items:
        out.tell("today", "Nothing is on fire, nothing is due, nothing new came in.")
    for section in dict.fromkeys(item.section for item in items):
        out.line()
        out.tell("section", section)
        out.table(HEAD, [_row(desk, i.record) for i in items if i.section == section])


def _row(desk: Desk, record: Record) -> tuple[str, ...]:
    client = desk.client_slug(client_of(record)) or NOTHING
    what = summary(record) if isinstance(record, Import) else title(desk, record)
    return record.ref, _when(desk, record), _who(record), client, what


def _when(desk: Desk, record: Record) -> str:
    """When it is due; else how long it has waited, or been here."""
    if isinstance(record, Action | Ticket | Run) and record.due is not None:
        return due_words(record.due, desk.day_at(record.client))
    if isinstance(record, Sample) and (until := due_of(desk, record)):
        return due_words(until.astimezone(desk.zone).date(), desk.today)
    since = record.waiting_since if isinstance(record, Conversation) else None
    return age(since or record.created_at, desk.clock.now())


def _who(record: Record) -> str:
    match record:
        case Action(owner=who) | Ticket(assignee=who) | Conversation(assignee=who):
            return who or "nobody"
        case Run(maker=maker):
            return maker
        case _:
            return record.created_by
