"""A record of any kind as a line of Today, and as the page beside it."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len

from console.checks import items, tally
from console.desk import Desk
from console.imports import summary
from console.naming import client_of, title
from console.outstanding import due_of, standing_of
from data.presence import Present
from data.records.actions import Action
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.runs import Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from screens.actions import pane as actions
from screens.creators.facts import sample_lines
from screens.frame.columns import shared
from screens.frame.paint import Pieces, Role, cut, fit
from screens.imports.detail import page as import_page
from screens.imports.pane import letter as import_letter
from screens.inbox import pane as inbox
from screens.inbox.company import company_line
from screens.inbox.thread import card, said
from screens.qa import item as qa
from screens.say import age, due_words
from screens.tickets import pane as tickets


class Told(NamedTuple):
    """What a line says."""

    letter: str
    role: Role
    when: str
    what: str
    who: str = ""


def told(desk: Desk, record: Record) -> Told:
    """A record in the words of Today."""
    match record:
        case Action():
            letter, role = actions.state(desk, record)
            when = due_words(record.due, desk.day_at(record.client))
            return Told(letter, role, when, record.title, record.owner or "nobody")
        case Ticket():
            letter, role = tickets.state(desk, record)
            when = due_words(record.due, desk.day_at(record.client))
            return Told(letter, role, when, record.title, record.assignee or "nobody")
        case Conversation():
            letter, role = inbox.state(desk, record)
            who = record.assignee or "nobody"
            return Told(letter, role, inbox.presses(desk, record), title(desk, record), who)
        case Run():
            letter, role = qa.state(desk, record)
            when = due_words(record.due, desk.day_at(record.client))
            return Told(
                letter, role, when, f"{record.title}{_progress(desk, record)}", record.maker
            )
        case Import():
            role = "good" if record.status == "done" else "bad"
            when = age(record.created_at, desk.clock.now())
            return Told(import_letter(record), role, when, summary(record))
        case Sample():
            return _sample(desk, record)
        case _:
            return Told("·", "dim", "", title(desk, record))


def _sample(desk: Desk, sample: Sample) -> Told:
    until, state = due_of(desk, sample), standing_of(desk, sample)
    when = due_words(until.astimezone(desk.zone).date(), desk.today) if until else ""
    says = {"requested": "decide", "overdue": "no post yet"}.get(state, "post due")
    letter: tuple[str, Role] = ("!", "bad") if state == "overdue" else (".", "text")
    return Told(*letter, when, f"{says}: {title(desk, sample)}")


def _progress(desk: Desk, run: Run) -> str:
    found = tally(items(desk.book, run))
    fails = f" · {found.failed} fail" if found.failed else ""
    return f"{fails} · {found.settled} of {found.total}"


def line(desk: Desk, record: Record, width: int, company: str = "") -> Pieces:
    """The line itself; who else is in it stands where else stands who has it."""
    one = told(desk, record)
    unknown = "whose?" if isinstance(record, Import) else "–"
    client = desk.client_slug(client_of(record)) or unknown
    room = width - 3 - 8 - 6
    shop, whose = shared(room, 36, (15, 21), (10, 14))
    if company:  # it may need more room
        whose = max(whose, min(cell_len(company) + 2, room - shop))
    who = f"  {fit(company or one.who, whose - 2)}" if company or one.who else ""
    pressing = isinstance(record, Import) and record.status != "done"
    late = one.role == "bad" and isinstance(record, Action | Conversation | Sample | Ticket)
    quiet = one.letter in ("d", "-", "z")
    text: Role = "warn" if pressing else "dim" if quiet else "text"
    return [
        (f"{one.letter}  ", one.role),
        (f"{fit(one.when, 7)} ", "bad" if late else "text"),
        (fit(record.ref, 6), "strong"),
        (f"{fit(client, shop - 1)} ", "dim"),
        (fit(one.what, room - shop - (whose if who else 0)), text),
        (who, "warn" if company else "dim"),
    ]


def page(
    desk: Desk, record: Record, width: int, others: Iterable[Present], *, whole: bool
) -> list[Pieces]:
    """A record told as its own pane does."""
    match record:
        case Action():
            return actions.card(desk, record, width, whole=whole)
        case Ticket():
            return tickets.card(desk, record, width, whole=whole)
        case Conversation():
            *head, rule = card(desk, record, width)
            here = cut(company_line(others, record.ref, desk.clock.now()), width)
            return [*head, here or rule, *said(desk, record, width)]
        case Run():
            return qa.run_lines(desk, record, width, whole=whole)
        case Import():
            return import_page(desk, record, width, whole=whole)
        case Sample():
            return sample_lines(desk, record, width)
        case _:
            return []
