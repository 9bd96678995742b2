"""Action items: one sentence somebody promised, one owner, one due date."""

from datetime import date, datetime
from typing import Literal

from data.records.base import Record

Status = Literal["open", "done", "dropped"]


class Action(Record, frozen=True, kw_only=True):
    """An action item."""

    TABLE = "actions"
    LETTER = "A"
    KEYS = ("client", "owner", "status")
    LIVE = ("open",)

    title: str
    owner: str | None = None
    """The one person who does it; nobody yet: `None`."""
    due: date | None = None
    """A calendar date in the client's zone; it ends at close of business there."""
    client: int | None = None
    """The client's number (`L3` → 3)."""
    status: Status = "open"
    claimed_at: datetime | None = None
    """When the owner took it on by `claim`; handed out by somebody else: `None`."""
    ended_at: datetime | None = None
    """When it was done or dropped."""
    ended_by: str | None = None
    dropped_why: str | None = None
