"""What is open for a client: its conversations, tickets, action items, QA runs, waiting files."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from console.desk import Desk
from console.turns import as_of
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.runs import Run
from data.records.tickets import Ticket

Kind = TypeVar("Kind", Action, Conversation, Run, Ticket)
FEW = 3
"""So many of a kind are shown with the client."""


class Open(msgspec.Struct, frozen=True):
    """What is open of one kind, what presses most first."""

    name: str
    """What people call them."""
    query: str
    """The list they are in, and the query that picks them there."""
    records: Sequence[Record]

    @property
    def more(self) -> str:
        """How many there are beyond the few, and where; empty: no more."""
        left = len(self.records) - FEW
        return f"and {left} more: {self.query}" if left > 0 else ""


def open_work(desk: Desk, client: Client) -> list[Open]:
    """Each kind of which something is open."""
    book, now = desk.book, desk.clock.now()
    talks = [as_of(book, each, now) for each in _live(desk, Conversation, client)]
    talks.sort(key=lambda each: (each.waiting_since is None, each.waiting_since or now))
    tickets, actions = _live(desk, Ticket, client), _live(desk, Action, client)
    tickets.sort(key=_by_due)
    actions.sort(key=_by_due)
    runs = _live(desk, Run, client)
    files = [each for each in book.find(Import, "client", client.id) if each.status == "waiting"]
    of = f"client:{client.slug}"
    kinds = (
        Open("conversations", f"inbox {of} not:over", talks),
        Open("tickets", f"tickets {of} not:closed", tickets),
        Open("actions", f"actions {of} is:open", actions),
        Open("QA runs", f"qa {of} is:open", runs),
        Open("waiting imports", f"imports {of} is:waiting", files),
    )
    return [kind for kind in kinds if kind.records]


def _live(desk: Desk, kind: type[Kind], client: Client) -> list[Kind]:
    """What of a kind hasn't ended; what has, most of it, isn't read."""
    return [each for each in desk.book.live(kind) if each.client == client.id]


def _by_due(record: Action | Ticket) -> date:
    return record.due or date.max
