"""Turns of a conversation: each change of whose turn it is. What clocks are read from."""

from datetime import datetime

from data.records.base import Record
from data.records.conversations import Party, Status


class Turn(Record, frozen=True, kw_only=True):
    """From `created_at` on the conversation was in this state, until the next turn."""

    TABLE = "turns"
    KEYS = ("conversation",)
    REMEMBERED = False

    conversation: int
    status: Status
    waiting_on: Party
    until: datetime | None = None
    """When what is snoozed comes back by itself; it is our turn then."""
