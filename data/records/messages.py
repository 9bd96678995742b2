"""Messages: what was said in a conversation. Notes between colleagues are `notes`."""

from datetime import datetime
from typing import Literal

from data.records.base import Record

State = Literal["received", "copied", "confirmed", "failed", "logged"]
"""`copied`: a reply is on somebody's clipboard; only `confirmed` means the creator can read it.
`logged`: it was spoken of elsewhere, and answered nothing."""
Via = Literal["chat", "call", "mail"]


class Message(Record, frozen=True, kw_only=True):
    """One message. Its body never changes; a reply's state does."""

    TABLE = "messages"
    LETTER = "G"
    KEYS = ("conversation",)
    TEXTS = ("body", "brought")
    REMEMBERED = False

    conversation: int
    author: str
    """The creator's handle with its @, or the person's name."""
    outbound: bool
    body: str
    at: datetime
    """When it was said, as far as is known; of a reply, when it was copied or confirmed."""
    state: State
    via: Via = "chat"
    timed: bool = False
    """`at` is what the chat itself says, not when somebody wrote it down here."""
    brought: str | None = None
    """The file that brought it, by the beginning of its SHA-256."""
    dated: datetime | None = None
    """What the chat says, where that lay ahead when it was read; `at` is then when it was read."""
    tags: tuple[str, ...] = ()
    """Those of its conversation that a macro set together with this reply, and nobody since."""
