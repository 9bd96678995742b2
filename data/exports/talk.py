"""Talk: conversations in a file, and what the reading child is asked and answers about them.

Three kinds: a CSV with the columns below, the same as JSON lines, and the personal data a TikTok
account's owner can ask TikTok for (`user_data_tiktok.json`).
"""

from datetime import datetime
from pathlib import Path

import msgspec

from data.exports.job import Reject
from data.store import disk

COLUMNS = ("conversation_id", "creator", "time", "direction", "text")
"""What a file of ours has; more columns may stand beside them."""
CHATS = ("Direct Message", "Direct Messages")
"""Under which TikTok keeps what was said: it had both names."""
SAID = "talk.jsonl"
"""The file in the work folder: a `Word` a line."""
_HEAD = 4096


class Listen(msgspec.Struct, frozen=True, tag="listen"):
    """One file of conversations to read."""

    file: str
    work: str
    """A folder of its own for what the child writes."""
    zone: str
    """IANA name of the zone of times that name none."""
    ours: tuple[str, ...]
    """What the client's own account can be called, in small letters."""
    told: str | None = None
    """The client's own account, as a person said."""


class Word(msgspec.Struct, frozen=True):
    """One message of a file."""

    thread: str | None
    """What the file calls its conversation; `None`: the creator's only one."""
    creator: str
    """The handle, without @."""
    outbound: bool
    text: str
    at: datetime
    """In UTC."""


class Heard(msgspec.Struct, frozen=True, tag="heard"):
    """A file of conversations that was read, or a list of creators."""

    format: str
    """`messages`, `tiktok data` or `creators`."""
    rows: int
    accepted: int
    rejected: int
    rejects: tuple[Reject, ...]
    """The first of them."""
    latest: datetime | None


def is_talk(path: Path) -> bool:
    """Whether a file begins as one of conversations. Raises `OSError`."""
    with disk.closing(disk.open_read(path)) as fd:
        head = disk.read_at(fd, _HEAD, 0)
    text = head.decode("utf-8-sig", "ignore").lstrip()
    if text.startswith("{"):
        return True
    first = text.partition("\n")[0].casefold()
    return all(column in first for column in COLUMNS)
