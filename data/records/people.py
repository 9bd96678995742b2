"""People: everyone who works on this box, and what they may do."""

from datetime import datetime
from typing import Literal

from data.records.base import Record

Role = Literal["rep", "am", "senior", "lead"]


class Person(Record, frozen=True, kw_only=True):
    """A person. Named by others before they first come: not yet seen."""

    TABLE = "people"
    KEYS = ("name",)

    name: str
    roles: tuple[Role, ...] = ()
    seen: bool = False
    """Whether they have ever opened this workspace themselves."""
    capacity: int | None = None
    """So many conversations at most are handed to them; `None`: there is no limit."""
    away_since: datetime | None = None
    away_until: datetime | None = None
    """When they said they are back."""

    def away(self, now: datetime) -> bool:
        """Whether they are away by their own word."""
        if self.away_since is not None and now < self.away_since:
            return False
        return self.away_until is not None and now < self.away_until

    @property
    def ref(self) -> str:
        """A person is typed by name."""
        return self.name
