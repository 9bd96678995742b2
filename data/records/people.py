"""People: everyone who works on this box, and what they may do."""

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

    @property
    def ref(self) -> str:
        """A person is typed by name."""
        return self.name
