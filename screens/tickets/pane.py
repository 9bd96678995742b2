"""Tickets: what must be put right, what presses most first."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from console import backlog
from console.desk import Desk, gone
from console.query import Ordered
from data.records.attachments import Attachment
from data.records.base import Record
from data.records.clients import Client
from data.records.links import Link
from data.records.notes import Note
from data.records.tickets import Ticket
from data.store import Entry
from screens.frame.columns import shared
from screens.frame.host import Host
from screens.frame.paint import Pieces, Role, fit, wrap
from screens.frame.pane import Pane
from screens.frame.story import story
from screens.keymap import press
from screens.say import age, day_words, due_distance, due_words, moment, out_of, unsought

_ORDER_HOLDS = timedelta(minutes=10)
"""Tickets become overdue by the clock alone: after so long the order is made again."""


class TicketsPane(Pane):
    """The list of tickets beside the one under the cursor."""

    NAME = "tickets"
    SECTIONS = ("tickets",)
    KEYS = (
        "list.open", "tickets.new", "tickets.close", "tickets.claim",
        "tickets.assign", "tickets.waiting", "desk.help",
    )  # fmt: skip
    TABLES = frozenset({Ticket.TABLE, Attachment.TABLE, Note.TABLE, Link.TABLE, Client.TABLE})
    CONTEXT = True
    DEFAULT_QUERY = backlog.LIST.default

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, host)
        self._ordered = Ordered(desk, backlog.LIST)
        self._ordered_at: datetime = desk.clock.now()

    def rows(self, query: str) -> list[str]:
        """The tickets the query picks."""
        now = self.desk.clock.now()
        if now - self._ordered_at > _ORDER_HOLDS:
            self._ordered, self._ordered_at = Ordered(self.desk, backlog.LIST), now
        return self._ordered.refs(query)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Keep the list in order."""
        self._ordered.follow(entries)

    def record(self, key: str) -> Record | None:
        """The ticket."""
        return self.desk.book.get(Ticket, int(key[1:]))

    def shows(self, record: Record) -> bool:
        """Tickets."""
        return isinstance(record, Ticket)

    def empty(self) -> str:
        """What to do about an empty list."""
        return (
            "No ticket fits this query.\n"
            f"{press('tickets.new')} opens one: something to put right,"
            " with one person who sees to it\n"
            f"{press('list.query')} changes the query · empty, it shows the closed ones too"
            f"{unsought(self._query, self._ordered)}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many, and how many of them are late."""
        late = self._ordered.among(rows, backlog.late)
        words = out_of(rows, self._ordered)
        return f"{words} · {late} overdue" if late else words

    def header(self, width: int) -> Pieces:
        """The column heads."""
        owner, shop, waits, _ = _columns(width)
        heads = f"{fit('owner', owner)}{fit('client', shop)}{fit('waits on', waits)}"
        return [(f"    {'due':<8}{'presses':<8}{heads}what", "dim")]

    def draw(self, key: str, width: int) -> Pieces:
        """State, due, priority, owner, client, title."""
        ticket = self.desk.book.get(Ticket, int(key[1:]))
        if ticket is None:
            return [(key, "dim")]
        letter, role = state(self.desk, ticket)
        ended = ticket.status == "closed" or ticket.archived_at is not None
        text: Role = "dim" if ended else "text"
        due = due_words(ticket.due, self.desk.day_at(ticket.client))
        owner, shop, waits, what = _columns(width)
        client = fit(self.desk.client_slug(ticket.client) or "–", shop - 1)
        party = "" if ticket.waiting_on == "us" or ended else ticket.waiting_on
        return [
            (f"{letter}  ", role),
            (f"{fit(due, 7)} ", "bad" if letter == "!" else text),
            (fit(presses(ticket), 8), _PRESSING.get(ticket.priority, text) if not ended else "dim"),
            (fit(ticket.assignee or "nobody", owner - 1) + " ", _owned(ticket, text)),
            (f"{client} " if shop else "", "dim"),
            (fit(party, waits), "text"),
            (fit(ticket.title, what), text),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The ticket, its links and notes, and who did what."""
        ticket = self.desk.book.get(Ticket, int(key[1:]))
        return [] if ticket is None else card(self.desk, ticket, width, whole=whole)


_PRESSING: dict[str, Role] = {"urgent": "bad", "high": "warn"}


def presses(ticket: Ticket) -> str:
    """Its priority where that says something."""
    return "" if ticket.priority == "normal" else ticket.priority


def state(desk: Desk, ticket: Ticket) -> tuple[str, Role]:
    """The letter of a ticket's state, readable without colour."""
    if ticket.archived_at is not None:
        return "-", "dim"
    if ticket.status == "closed":
        return "d", "good"
    if backlog.overdue(desk, ticket):
        return "!", "bad"
    if ticket.status == "waiting":
        return "w", "dim"
    return ("c", "accent") if ticket.claimed_at else (".", "dim")


def card(desk: Desk, ticket: Ticket, width: int, *, whole: bool) -> list[Pieces]:
    """A ticket told line by line; `whole` with its history."""
    lines: list[Pieces] = [
        [(f" {line}", "strong")] for line in wrap(f"{ticket.ref}  {ticket.title}", width - 2)
    ]
    for label, value, role in _facts(desk, ticket):
        first, *more = wrap(value, width - 10) or [""]
        lines.append([(f" {label:<8}", "dim"), (first, role)])
        lines += [[(" " * 9 + line, role)] for line in more]
    return [*lines, *story(desk, ticket, width, whole=whole)]


def _facts(desk: Desk, ticket: Ticket) -> list[tuple[str, str, Role]]:
    now = desk.clock.now()
    words: list[tuple[str, str, Role]] = [_state_fact(desk, ticket)]
    if ticket.outcome:
        words.append(("outcome", ticket.outcome, "text"))
    if ticket.status == "waiting":
        words.append(("waits", f"for the {ticket.waiting_on}", "text"))
    claimed = f", claimed {age(ticket.claimed_at, now)}" if ticket.claimed_at else ""
    words.append(("owner", f"{ticket.assignee or 'nobody'}{claimed}", "text"))
    pressing = _PRESSING.get(ticket.priority, "text")
    words.append(("presses", ticket.priority, pressing))
    words.append(("type", ticket.type, "text"))
    if ticket.due is not None:
        today = desk.day_at(ticket.client)
        exact = f"{ticket.due:%a} {day_words(ticket.due, today)}"
        words.append(("due", f"{exact} · {due_distance(ticket.due, today)}", "text"))
    if slug := desk.client_slug(ticket.client):
        words.append(("client", slug, "text"))
    opened = f"by {ticket.created_by}, {moment(ticket.created_at, desk.zone)}"
    return [*words, ("opened", opened, "dim")]


def _state_fact(desk: Desk, ticket: Ticket) -> tuple[str, str, Role]:
    if ticket.archived_at is not None:
        return "state", gone(ticket).reason, "warn"
    if ticket.status == "closed":
        at = moment(ticket.closed_at, desk.zone) if ticket.closed_at else ""
        return "state", f"closed by {ticket.closed_by}, {at}", "good"
    if backlog.overdue(desk, ticket):
        return "state", f"overdue, {ticket.status}", "bad"
    return "state", ticket.status, "text"


def _owned(ticket: Ticket, text: Role) -> Role:
    return "warn" if ticket.assignee is None and text != "dim" else text


def _columns(width: int) -> tuple[int, int, int, int]:
    """How wide owner, client, whom it waits for and what it is about are."""
    waits, room = 10 if width >= 100 else 0, width - 3 - 8 - 8
    owner, shop = shared(room - waits, 40, (9, 13), (15, 21) if width >= 70 else (0, 0))
    return owner, shop, waits, max(0, room - owner - shop - waits)
