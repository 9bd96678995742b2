"""Imports: each export that came in, what became of it, and what was wrong with its rows."""

from datetime import date, datetime
from typing import Literal

from data.exports.job import Reject
from data.records.base import EPOCH, Record

BY_HAND = "by hand"
"""The source of a file named on the command line."""


class Import(Record, frozen=True, kw_only=True):
    """One file of a client's. Archived: taken out again, its rows count no more."""

    TABLE = "imports"
    LETTER = "I"
    KEYS = ("client",)

    client: int
    file: str
    """The name it came with, made plain."""
    sha256: str
    size: int
    """In bytes."""
    source: str
    """Its path under `drop/`, made plain, or `by hand`."""
    inode: int = 0
    """Of the source. With `sha256` and `changed_ns` it tells a refused file that isn't moved yet
    from one that is put in again."""
    changed_ns: int = 0
    """When the source changed last (ctime), in nanoseconds since 1970."""
    status: Literal["done", "rejected"]
    reason: str | None = None
    """Why it was rejected."""
    format: str | None = None
    market: str | None = None
    rows: int = 0
    """Records below the header: accepted and rejected."""
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    """Accepted rows whose order an earlier import had with the same facts, word for word."""
    first_day: date | None = None
    last_day: date | None = None
    """The first and last day with a paid order; it covers what lies between."""
    days: int = 0
    """How many days had their figures made again."""
    as_of: datetime = EPOCH
    """When the export was made, as far as can be told. The newest wins an order."""
    took_ms: int = 0
    facts: str | None = None
    """Its facts file, under `facts/`."""
    rejects: tuple[Reject, ...] = ()
    """The first of the rejected rows; all are in a CSV beside the facts file."""
    warnings: tuple[str, ...] = ()
