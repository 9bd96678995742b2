"""What every kept record has in common, and the book they are kept in."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

Priority = Literal["low", "normal", "high", "urgent"]
"""How pressing something is."""
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A kept thing. Subclasses name their table and, if people type it, the letter of their id.

    Times are aware and in UTC. The stamps (`rev` … `updated_by`) are written by the transaction,
    never by a verb.
    """

    TABLE: ClassVar[str]
    """The TinyDB table."""
    LETTER: ClassVar[str] = ""
    """The letter of the typed id (`A31`); empty for records nobody names."""
    KEYS: ClassVar[tuple[str, ...]] = ()
    """Fields with a kept index, for `Book.find`."""
    TEXTS: ClassVar[tuple[str, ...]] = ()
    """Fields in which `Book.containing` looks for words."""
    LIVE: ClassVar[tuple[str, ...]] = ()
    """The values of `status`, a kept index, of those that haven't ended."""
    REMEMBERED: ClassVar[bool] = True
    """Whether a book keeps them in memory once read; not those there are many of, each read for
    its conversation and seldom again."""

    id: int = 0
    rev: int = 0
    created_at: datetime = EPOCH
    created_by: str = ""
    updated_at: datetime = EPOCH
    updated_by: str = ""
    archived_at: datetime | None = None

    @property
    def ref(self) -> str:
        """The id as people type it: `A31`."""
        return f"{self.LETTER}{self.id}"


def is_live(record: Record) -> bool:
    """Whether it hasn't ended."""
    return getattr(record, "status", None) in record.LIVE
