"""Imports: each export that came in, what became of it, and what was wrong with its rows."""

from datetime import date, datetime
from typing import Literal

from data.exports.job import Answers, Reject
from data.figures import Part
from data.records.base import EPOCH, Record

BY_HAND = "by hand"
"""The source of a file named on the command line."""


Status = Literal["done", "rejected", "waiting", "void"]
"""`done`: its rows count. `rejected`: it couldn't be taken. `waiting`: for a person's answer.
`void`: it was taken out again, or taken away before it was answered."""


class Import(Record, frozen=True, kw_only=True):
    """One file that came in."""

    TABLE = "imports"
    LETTER = "I"
    KEYS = ("client", "sha256")

    client: int | None
    """`None` while it waits to be told whose it is."""
    file: str
    """The name it came with, made plain."""
    sha256: str
    size: int
    """In bytes."""
    source: str
    """Its path under `drop/`, as it is there, or `by hand`."""
    inode: int = 0
    """Of the source. With `sha256` and `changed_ns` it tells a refused file that isn't moved yet
    from one that is put in again."""
    changed_ns: int = 0
    """When the source changed last (ctime), in nanoseconds since 1970."""
    status: Status
    reason: str | None = None
    """Why it was rejected, waits or is void."""
    question: str | None = None
    """What it waits for: `client`, `market`, `dates` or `shop`."""
    options: tuple[str, ...] = ()
    """What the answer could be."""
    answers: Answers = Answers()
    """What people said about it."""
    format: str | None = None
    part: Part | None = None
    """The part of a day's figures its rows became."""
    yields: bool = False
    """Its word on an order counts only where no other kind of export has that order whole."""
    market: str | None = None
    rows: int = 0
    """Records below the header: accepted and rejected."""
    accepted: int = 0
    rejected: int = 0
    duplicates: int = 0
    """Accepted rows whose order an earlier import had with the same facts, word for word."""
    superseded: int = 0
    """Accepted rows that didn't count when it came, as a newer import had their order."""
    replaced: int = 0
    """Rows of earlier imports that counted until it came."""
    first_day: date | None = None
    last_day: date | None = None
    """The first and last day something in it counts on; it covers what lies between."""
    days: int = 0
    """How many days had their figures made again."""
    as_of: datetime = EPOCH
    """When the export was made, as far as can be told; nobody can: `EPOCH`. The newest wins an
    order."""
    took_ms: int = 0
    facts: str | None = None
    """Its facts file, under `facts/`."""
    rejects: tuple[Reject, ...] = ()
    """The first of the rejected rows; all are in a CSV beside the facts file."""
    warnings: tuple[str, ...] = ()
    without: str | None = None
    """What went with it when it was taken out, and what stayed."""

    @property
    def counts(self) -> bool:
        """Whether its rows are among the figures."""
        return self.status == "done" and self.archived_at is None
