"""Today: what is on fire, what is due, what came in, across clients."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from console import actions, backlog, outstanding
from console.args import EMPTY
from console.checks import items, tally
from console.desk import Desk
from console.imports import summary
from console.naming import client_of, state_word, title
from console.outstanding import due_of
from console.query import Listing, Test, compile_query
from console.turns import as_of, due_first, our_turn, since, undecided
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.people import Person
from data.records.runs import Run
from data.records.samples import Sample
from data.records.tickets import Ticket

Section = Literal["NOW", "TODAY", "NEW"]
FRESH = timedelta(hours=24)
"""How long a file counts as newly come in."""
FIRST = 6
"""Of conversations that wait for us and of samples so many are shown, those that press most."""


class Item(msgspec.Struct, frozen=True):
    """One line of Today: a record and why it is there."""

    section: Section
    record: Record


def today(desk: Desk, query: str = "") -> list[Item]:
    """The lines of Today the query picks, most pressing first; without one, everybody's.

    NOW: overdue tickets and actions, creators to whom a promise breaks next, files that wait for an
    answer, samples that end today or should have, files refused within a day. TODAY: what is due
    today where the client is, conversations that came back or will, samples that end soon, runs
    that need a signature. NEW: files that came in within a day. Raises `UsageError`.
    """
    now = desk.clock.now()
    fits = compile_query(desk, LIST, query)
    late, due = _dated(desk, now, fits)
    first, back = _talks(desk, now, fits)
    ending, soon = _samples(desk, fits)
    runs = [run for run in desk.book.live(Run) if fits(run)]
    imports = sorted(filter(fits, desk.book.all(Import)), key=lambda i: -i.id)
    fresh = [i for i in imports if now - i.updated_at < FRESH]
    sections: tuple[tuple[Section, list[Record]], ...] = (
        ("NOW", [*late, *first, *ending]),
        ("NOW", [record for record in imports if record.status == "waiting"]),
        ("NOW", [record for record in fresh if record.status == "rejected"]),
        ("TODAY", [*due, *back, *soon, *runs]),
        ("NEW", [record for record in fresh if record.status == "done"]),
    )
    return [Item(section, record) for section, records in sections for record in records]


def _dated(
    desk: Desk, now: datetime, fits: Test[Record]
) -> tuple[list[Action | Ticket], list[Action | Ticket]]:
    """Tickets and actions that are late, and those due today, by when they end."""
    book = desk.book
    near: list[Action | Ticket] = [
        *filter(fits, backlog.pressing(desk, book.live(Ticket))),
        *filter(fits, actions.pressing(desk, book.live(Action))),
    ]
    ends = {one.ref: desk.due_at(one.due or desk.today, one.client) for one in near}
    near.sort(key=lambda one: (ends[one.ref], one.TABLE, one.id))
    late = [one for one in near if ends[one.ref] < now]
    due = [one for one in near if ends[one.ref] >= now and one.due == desk.day_at(one.client)]
    return late, due


def _talks(
    desk: Desk, now: datetime, fits: Test[Record]
) -> tuple[list[Conversation], list[Conversation]]:
    """The conversations in which our next promise breaks first; and of the others those that came
    back and nobody took up, then those that will before the day ends.
    """
    talks = [
        each for each in desk.book.live(Conversation) if each.status in _AWAKE or undecided(each)
    ]
    awake = [as_of(desk.book, each, now) for each in talks]
    found = [each for each in awake if fits(each)]
    ours = sorted((each for each in found if our_turn(desk, each)), key=since)
    first = sorted(ours, key=due_first(desk))[:FIRST]
    shown = {each.id for each in first}
    back = [each for each in found if each.woke and each.status == "open"]
    later = [each for each in found if _wakes_today(desk, each)]
    return first, [each for each in [*back, *later] if each.id not in shown]


def _samples(desk: Desk, fits: Test[Record]) -> tuple[list[Sample], list[Sample]]:
    """The samples whose time is up today or was lately, and those whose time is soon."""
    near = [(each, due_of(desk, each)) for each in outstanding.pressing(desk) if fits(each)]
    today, ending, soon = desk.today, list[Sample](), list[Sample]()
    for sample, until in near:
        ends = until is not None and until.astimezone(desk.zone).date() <= today
        (ending if ends else soon).append(sample)
    return ending[:FIRST], soon[:FIRST]


_AWAKE = frozenset({"new", "open", "snoozed"})
"""It is our turn, or it will be by itself."""


def _wakes_today(desk: Desk, sleeping: Conversation) -> bool:
    until = sleeping.snooze_until
    if sleeping.status != "snoozed" or until is None:
        return False
    return until.astimezone(desk.zone).date() == desk.today


# -- asking for less --------------------------------------------------------------------------


def _for(desk: Desk, value: str) -> Test[Record]:
    """What is somebody's to see to; `all`: everybody's."""
    name = value.casefold()
    if name == "all":
        return lambda record: True
    if name == "me":
        name = desk.me.name
    elif name not in (known := [person.name for person in desk.book.all(Person)]):
        raise ValueError(f"there is {', '.join(['me', 'all', *known])}")
    return lambda record: _concerns(desk, record, name)


def _concerns(desk: Desk, record: Record, name: str) -> bool:
    """What somebody has; conversations nobody has; runs to sign, and their own in which something
    fails; samples of their clients, and of creators they speak with; all files.
    """
    match record:
        case Conversation():
            return record.assignee in (None, name)
        case Run():
            return record.maker != name or bool(tally(items(desk.book, record)).failed)
        case Sample():
            client = desk.book.get(Client, record.client or 0)
            talks = desk.book.find(Conversation, "creator", record.creator)
            whose = {client.owner if client else None, *(talk.assignee for talk in talks)} - {None}
            return not whose or name in whose
        case _:
            return isinstance(record, Import) or who(record) == name


def who(record: Record) -> str | None:
    """Whose a record of Today is."""
    match record:
        case Action(owner=name) | Ticket(assignee=name) | Conversation(assignee=name):
            return name
        case Run(maker=name):
            return name
        case _:
            return None


def _by_client(desk: Desk, value: str) -> Test[Record]:
    number = None if value in EMPTY else desk.client(value).id
    return lambda record: client_of(record) == number


def _text(desk: Desk, record: Record) -> str:
    what = summary(record) if isinstance(record, Import) else title(desk, record)
    client = desk.client_slug(client_of(record)) or ""
    return f"{record.ref} {what} {who(record) or 'nobody'} {client}"


_KINDS: Mapping[str, type[Record]] = {
    "action": Action, "conversation": Conversation, "import": Import, "run": Run, "sample": Sample,
    "ticket": Ticket,
}  # fmt: skip


def _is_a(kind: type[Record]) -> Callable[[Desk], Test[Record]]:
    return lambda desk: lambda record: isinstance(record, kind)


LIST = Listing(
    name="today",
    kind=Record,
    fields={"for": _for, "client": _by_client},
    states={
        "overdue": lambda desk: lambda record: state_word(desk, record) == "overdue",
        **{name: _is_a(kind) for name, kind in _KINDS.items()},
    },
    text=_text,
    order=lambda desk: lambda record: (record.ref,),
    default="for:me",
)
"""What can be asked of Today. Its order is its own: `today`."""
