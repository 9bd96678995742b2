"""Conversations: what a creator and the agency say to each other about one thing."""

from datetime import datetime
from typing import Literal, get_args

from data.records.base import Priority, Record

Status = Literal[
    "new", "open", "waiting", "snoozed", "resolved", "closed", "merged", "spam", "blocked"
]
"""`new`: nobody took it on yet. `waiting`: somebody else has to move. `snoozed`: it comes back by
itself. `closed`: resolved for so long that another one begins; never kept, it comes of the clock.
`merged`: another one goes on with it. `blocked`: nobody writes to them for that client."""
Party = Literal["us", "creator", "client", "platform", "warehouse"]
"""Whose turn it is."""
Category = Literal["open", "paused", "done", "void"]
"""What clocks and views look at. `void`: its clocks ended without anybody meeting or missing them.
"""
_CATEGORIES: dict[Status, Category] = {
    "new": "open",
    "open": "open",
    "waiting": "paused",
    "snoozed": "paused",
    "resolved": "done",
    "closed": "done",
    "merged": "void",
    "spam": "void",
    "blocked": "void",
}


def category(status: Status) -> Category:
    """What a status comes down to."""
    return _CATEGORIES[status]


def over(status: Status) -> bool:
    """Whether nobody has to do anything any more."""
    return category(status) in ("done", "void")


class Conversation(Record, frozen=True, kw_only=True):
    """A conversation with one creator. Its messages and notes are documents of their own."""

    TABLE = "conversations"
    LETTER = "C"
    KEYS = ("creator", "client", "assignee", "incident", "status")
    LIVE = tuple(status for status in get_args(Status) if not over(status))

    creator: int
    """The creator's number (`K7` → 7)."""
    client: int | None = None
    """The client it is about (`L3` → 3)."""
    topic: str = ""
    """What it is about, in a few words."""
    tags: tuple[str, ...] = ()
    """Words of our own, to find it by."""
    status: Status = "new"
    waiting_on: Party = "us"
    priority: Priority = "normal"
    assignee: str | None = None
    dealt_at: datetime | None = None
    """When it was last handed out in turn."""
    claimed_at: datetime | None = None
    """When the assignee took it on by `claim`; handed out by somebody else: `None`."""
    waiting_since: datetime | None = None
    """When the oldest message came that nobody answered with a confirmed reply; none: `None`."""
    last_at: datetime | None = None
    """When the newest message, in or out, came or was confirmed."""
    spoken_at: datetime | None = None
    """When anything was last written here: a message, a copied reply, a note. What came since
    somebody looked is told by it."""
    pending: int | None = None
    """The reply (`G12` → 12) that was copied and of which nobody said yet whether it was sent."""
    snooze_until: datetime | None = None
    snooze_reply: bool = False
    """It also comes back when the creator writes."""
    slept_by: str | None = None
    """Who put it to sleep."""
    woke: str | None = None
    """Why it came back: `time`, `reply`, `decided` or `fixed`; nobody did anything since."""
    woke_at: datetime | None = None
    """When its time came, the last time it woke by that."""
    missed_by: str | None = None
    """Who had it when it came back last, and was away: so it went back to the queue."""
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    source: str | None = None
    """What a file that is imported calls it, where one does."""
    brought: str | None = None
    """The file that began it, by the beginning of its SHA-256."""
    escalated: int | None = None
    """The ticket (`T7` → 7) for whose outcome it waits."""
    incident: int | None = None
    """What went wrong for many (`X2` → 2), and is the matter here."""
    merged_into: int | None = None
    """The conversation (`C3` → 3) that goes on with it and shows its messages."""
    follows: int | None = None
    """The conversation that was closed before the creator wrote this."""
    split_from: int | None = None
    """The conversation it was split off."""
    from_message: int | None = None
    """The first message (`G12` → 12) of that one that it shows."""
    to_message: int | None = None
    """The newest message that it took along."""

    @property
    def title(self) -> str:
        """What previews call it."""
        return self.topic
