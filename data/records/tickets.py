"""Tickets: something that must be put right, by one person, with others waited for."""

from datetime import date, datetime
from typing import Literal

from data.records.base import Priority, Record
from data.records.conversations import Party

Status = Literal["open", "waiting", "closed"]
Type = Literal[
    "payout", "sample", "policy", "order", "listing", "promotion", "access", "escalation", "other"
]
"""`escalation`: a conversation waits for what comes of it."""


class Ticket(Record, frozen=True, kw_only=True):
    """A ticket."""

    TABLE = "tickets"
    LETTER = "T"
    KEYS = ("client", "assignee", "status")
    LIVE = ("open", "waiting")

    title: str
    type: Type = "other"
    priority: Priority = "normal"
    client: int | None = None
    assignee: str | None = None
    claimed_at: datetime | None = None
    due: date | None = None
    """A calendar date in the client's zone; it ends at close of business there."""
    status: Status = "open"
    waiting_on: Party = "us"
    closed_at: datetime | None = None
    closed_by: str | None = None
    outcome: str | None = None
    """What came of it, in a sentence."""
