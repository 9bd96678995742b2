"""What the reading child is asked (each kind of `Task`), and what it answers, as JSON each way."""

from datetime import date, datetime

import msgspec

from data.exports.roster import Roster, Untold
from data.exports.taught import Taught
from data.figures import Figures, Part
from data.markets import Order

THIS = 2**31
"""Stands for the number of an import that has none yet: higher than any there is."""


class Known(msgspec.Struct, frozen=True):
    """An import that counts, as the child needs to know it."""

    number: int
    """Its record's number; later imports have higher ones."""
    facts: str
    """Path of its facts file."""
    as_of: datetime
    """How new what it says is."""
    yields: bool
    """Its word on an order counts only where no other kind of export has that order whole."""
    first: date | None
    last: date | None
    """The days it covers; `None`: it has nothing that counts on a day."""


class Elsewhere(msgspec.Struct, frozen=True):
    """An import of another client: a file of this one can't hold its orders."""

    ref: str
    client: str
    """The other client's short name."""
    part: Part
    facts: str
    first: date | None
    last: date | None
    """The days it covers."""


class Answers(msgspec.Struct, frozen=True):
    """What a person said about a file that doesn't say it itself."""

    market: str | None = None
    dates: Order | None = None
    shop: str | None = None
    """Which of the shops in the file is the client's."""


class Job(msgspec.Struct, frozen=True, tag="read"):
    """One file to read."""

    file: str
    """Path of the export."""
    name: str
    """The name it was given; may say when it was made."""
    market: str
    """The market the client sells in."""
    answers: Answers
    work: str
    """A folder of its own for what the child writes."""
    now: datetime
    """The instant it is read: nothing in it can be much newer."""
    known: dict[Part, tuple[Known, ...]]
    """The client's imports that count, by what they became."""
    number: int = THIS
    """The number its import has already, if it waited for an answer."""
    elsewhere: tuple[Elsewhere, ...] = ()
    formats: str = ""
    """The folder of the formats this workspace was taught; empty: none."""


class Recount(msgspec.Struct, frozen=True, tag="recount"):
    """An import was taken out: what are the figures without it?"""

    part: Part
    gone: Known
    known: tuple[Known, ...]
    """The client's imports that became the same part and still count."""
    zone: str
    """IANA name of the zone of times in the facts."""


class Preview(msgspec.Struct, frozen=True, tag="preview"):
    """What are a file's columns, or how would its first rows read?"""

    file: str
    """Path of the export."""
    market: str
    """The market whose amounts they are read with."""
    now: datetime
    taught: Taught | None = None
    """The format to read it by; `None`: only its columns are asked for."""


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
    """One day, from all the client's imports."""

    day: date
    figures: Figures | None
    """`THIS` among its imports is this file. `None`: no import covers the day any more."""


class Report(msgspec.Struct, frozen=True, tag="report"):
    """A file that was read."""

    format: str
    part: Part
    yields: bool
    market: str
    shop: str | None
    """Which of the shops in it is the client's; `None`: its rows name none."""
    currency: str
    rows: int
    """Records below the header: accepted and rejected."""
    accepted: int
    rejected: int
    duplicates: int
    """Accepted rows whose order an earlier import has with the same facts, word for word."""
    superseded: int
    """Accepted rows that don't count, because a newer import has their order."""
    replaced: int
    """Rows of earlier imports that don't count any more, because this one has their order."""
    as_of: datetime
    """When the export was made, as far as can be told."""
    first: date | None
    last: date | None
    """The first and the last day something in it counts on; it covers what lies between."""
    days: tuple[DayFigures, ...]
    """The figures of every day this file could have changed."""
    rejects: tuple[Reject, ...]
    """The first of them; all are in the rejects file."""
    warnings: tuple[str, ...]
    roster: Roster | None = None
    """What all the client's exports of its kind say of creators."""


class Recounted(msgspec.Struct, frozen=True, tag="recounted"):
    """The days an import touched, without it."""

    days: tuple[DayFigures, ...]
    roster: Roster | None = None
    untold: Untold = Untold()


class FirstRow(msgspec.Struct, frozen=True):
    """One of a file's first rows, as it would read."""

    line: int
    cells: tuple[str, ...] = ()
    """What its needed columns hold, in words."""
    refused: str | None = None
    """Why it would be rejected."""


class Previewed(msgspec.Struct, frozen=True, tag="previewed"):
    """The beginning of a file. All of it has been made plain."""

    headers: tuple[str, ...] = ()
    """The header row, cell by cell."""
    samples: tuple[str, ...] = ()
    """Under each, the first cell with something in it, cut; empty: there is none."""
    rows: int = 0
    """How many were read by the format: at most a few hundred."""
    accepted: int = 0
    first: tuple[FirstRow, ...] = ()
    note: str = ""
    """What a person should know of them: what can't be told from them, or isn't known."""


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How far the child is. It says so a few times a second, before its answer."""

    rows: int
    share: float | None
    """Of the file, from 0 to 1; `None`: it can't be told."""


class Asks(msgspec.Struct, frozen=True, tag="asks"):
    """A file that can be read once a person has said something about it."""

    question: str
    reason: str
    options: tuple[str, ...]


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A file that can't become figures."""

    reason: str


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The box couldn't do it (a full disk, damaged facts); the file isn't at fault."""

    reason: str


Task = Job | Recount | Preview
Answer = Report | Recounted | Previewed | Asks | Refused | Failed

TOO_BIG = "reading it needs more memory than one file may have. Export it in smaller parts."
"""Why a file is refused that the child's limit was too small for."""
FACTS = "facts.parquet"
"""The facts file in the work folder: one row for each accepted row of the export."""
REJECTS = "rejects.csv"
"""The rejects file in the work folder: one row for each rejected row of the export."""
