"""Runs: one delivery checked against one checklist, item by item, and signed by somebody else."""

from datetime import datetime
from typing import Literal

import msgspec

from data.records.base import Record

Result = Literal["pass", "fail", "n.a."]
Status = Literal["checking", "signed", "void"]


class Checked(msgspec.Struct, frozen=True):
    """One item of the checklist, as it stands. Frozen with the template's words at the start."""

    text: str
    group: str
    must: bool
    """It can't be passed over."""
    result: Result | None = None
    reason: str | None = None
    """Why it failed or doesn't apply."""
    evidence: tuple[str, ...] = ()
    """What shows it, in a sentence each."""
    by: str | None = None
    at: datetime | None = None


class Run(Record, frozen=True, kw_only=True):
    """A run of a checklist."""

    TABLE = "runs"
    LETTER = "Q"
    KEYS = ("client",)

    title: str
    client: int | None = None
    template: str
    """The template's name and version: `promo@1`."""
    maker: str
    """Who made what is checked; may not sign."""
    due: datetime | None = None
    items: tuple[Checked, ...] = ()
    """Counted from 1."""
    status: Status = "checking"
    signed_by: str | None = None
    signed_at: datetime | None = None
    links: tuple[str, ...] = ()
