"""Uses: how often a person took an answer that was ready, so that the usual ones come first."""

from datetime import datetime
from typing import Literal

from data.records.base import Record

Kind = Literal["reply", "macro", "playbook"]


class Use(Record, frozen=True, kw_only=True):
    """Of one person and one answer there is never a second."""

    TABLE = "uses"
    KEYS = ("who", "name")

    who: str
    kind: Kind
    name: str
    """What the answer is called: its file's name."""
    times: int
    last_at: datetime
