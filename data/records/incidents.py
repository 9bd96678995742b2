"""Incidents: one thing that went wrong, and many conversations about it."""

from datetime import datetime
from typing import Literal

from data.records.base import Record

Status = Literal["open", "fixed", "closed"]
"""What is kept. That everybody was told comes of their conversations."""


class Incident(Record, frozen=True, kw_only=True):
    """One thing that went wrong. Its conversations name it."""

    TABLE = "incidents"
    LETTER = "X"
    KEYS = ("client",)

    title: str
    client: int | None = None
    status: Status = "open"
    notice: str | None = None
    """What everybody is told, with blanks."""
    fixed_at: datetime | None = None
    fixed_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
