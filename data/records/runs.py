"""Runs: one delivery checked against one checklist, item by item, and signed by somebody else.

Each item is a document of its own, so that two people check at once and each takes back their own.
"""

from datetime import date, datetime
from typing import Literal

from data.records.base import Record

Result = Literal["pass", "fail", "n.a."]
Status = Literal["checking", "signed", "void"]


class Check(Record, frozen=True, kw_only=True):
    """One item of a run: the checklist's words, frozen at the start, and what came of it."""

    TABLE = "checks"
    KEYS = ("run",)
    TEXTS = ("reason",)

    run: int
    """The run's number (`Q12` → 12)."""
    number: int
    """Its place in the run, from 1."""
    group: str
    text: str
    must: bool
    """No signature while it is open or failed."""
    how: str
    """How it is checked."""
    source: str | None = None
    """The rule it rests on, where it is found and of when."""
    result: Result | None = None
    reason: str | None = None
    """Why it failed or doesn't apply."""
    by: str | None = None
    """Who set, or cleared, the result last."""
    at: datetime | None = None

    @property
    def ref(self) -> str:
        """The id as people type it: `Q12.3`."""
        return f"{Run.LETTER}{self.run}.{self.number}"


class Run(Record, frozen=True, kw_only=True):
    """A run of a checklist."""

    TABLE = "runs"
    LETTER = "Q"
    KEYS = ("client", "status")
    LIVE = ("checking",)

    title: str
    client: int | None = None
    template: str
    """The checklist's name and version: `promo@1`."""
    maker: str
    """Who made what is checked; may not sign."""
    due: date | None = None
    """A calendar date in the client's zone; it ends at close of business there."""
    status: Status = "checking"
    signed_by: str | None = None
    signed_at: datetime | None = None
    fallen: str | None = None
    """Whose signature no longer stands, because a result was changed after it."""
    fallen_by: str | None = None
    """Who changed it."""
    fallen_at: datetime | None = None
    void_why: str | None = None
