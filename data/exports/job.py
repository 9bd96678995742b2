"""What the reading child is asked (`Job`) and what it answers, as JSON each way."""

from datetime import date, datetime

import msgspec


class Known(msgspec.Struct, frozen=True):
    """An import the client already has, as the child needs to know it."""

    number: int
    """Its record's number; later imports have higher ones."""
    facts: str
    """Path of its facts file."""
    as_of: datetime
    """How new what it says is."""
    first: date | None
    last: date | None
    """The days it covers; `None`: it has no paid order."""


class Job(msgspec.Struct, frozen=True):
    """One file to read."""

    file: str
    """Path of the export."""
    name: str
    """The name it was given; may say when it was made."""
    market: str
    """The market the client sells in."""
    told: str | None
    """The file's market as a person named it."""
    work: str
    """A folder of its own for what the child writes."""
    now: datetime
    """The instant it is read: nothing in it can be much newer."""
    known: tuple[Known, ...]
    """The client's imports that count."""


class Reject(msgspec.Struct, frozen=True):
    """A row that couldn't be taken."""

    line: int
    """The line of the file the row starts on; the first line is 1."""
    column: str
    """The column at fault; empty when it is the whole row."""
    value: str
    """What stands there, made plain and cut; empty when it could be about a buyer."""
    reason: str


class DayFigures(msgspec.Struct, frozen=True):
    """One covered day, from all the client's imports. Money in minor units."""

    day: date
    gmv: int
    net_gmv: int
    orders: int
    units: int
    cancelled_orders: int
    refunded_amount: int
    sample_orders: int
    imports: tuple[int, ...]
    """The imports its orders come from, else the newest that covers it; `THIS` is this file."""
    as_of: datetime
    """As of the newest import that covers it."""


class Report(msgspec.Struct, frozen=True, tag="read"):
    """A file that was read."""

    format: str
    market: str
    currency: str
    rows: int
    """Records below the header: accepted and rejected."""
    accepted: int
    rejected: int
    duplicates: int
    """Accepted rows whose order an earlier import has with the same facts, word for word."""
    as_of: datetime
    """When the export was made, as far as can be told."""
    first: date | None
    last: date | None
    """The first and the last day with a paid order; it covers what lies between."""
    days: tuple[DayFigures, ...]
    """The figures of every day this file could have changed."""
    rejects: tuple[Reject, ...]
    """The first of them; all are in the rejects file."""
    warnings: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A file that can't become figures."""

    reason: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The box couldn't do it (a full disk, damaged facts); the file isn't at fault."""

    reason: str


TOO_BIG = "reading it needs more memory than one file may have. Export it in smaller parts."
"""Why a file is refused that the child's limit was too small for."""
FACTS = "facts.parquet"
"""The facts file in the work folder: one row for each accepted row of the export."""
REJECTS = "rejects.csv"
"""The rejects file in the work folder: one row for each rejected row of the export."""
THIS = 2**31
"""Stands for the number of the import being made: higher than any there is."""
