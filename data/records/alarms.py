"""Alarms: a clock reached half of what was promised, four fifths, or all of it. Never erased."""

from datetime import datetime

from data.records.base import Record
from data.sla import Metric


class Alarm(Record, frozen=True, kw_only=True):
    """One of a conversation, a clock, its cycle and a share: there is never a second."""

    TABLE = "alarms"
    KEYS = ("conversation",)
    REMEMBERED = False

    conversation: int
    metric: Metric
    cycle: int
    """Which run of that clock, from 1."""
    share: int
    """Per cent of the time promised: 50, 80, or 100 for a breach."""
    due: datetime | None
    """When all of it was used up; `None`: it stood still by then."""
    policy: str
    """The name of what was promised."""
    owner: str | None = None
    """Who had the conversation then."""

    @property
    def key(self) -> tuple[str, int, int]:
        """What it is the only one of."""
        return self.metric, self.cycle, self.share
