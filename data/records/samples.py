"""Samples: a product a creator gets for nothing, so that they show it."""

from datetime import datetime
from typing import Literal

from data.records.base import Record

Status = Literal[
    "requested", "approved", "rejected", "shipped", "delivered", "posted", "appealed", "cancelled"
]
"""What is kept. That a request lapsed or a post is overdue comes of the clock."""
Rejection = Literal["not-match", "out-of-stock", "offline", "other"]
"""The platform's own reasons."""


class Sample(Record, frozen=True, kw_only=True):
    """One product for one creator. Times are when it happened, as far as is known."""

    TABLE = "samples"
    LETTER = "S"
    KEYS = ("creator", "client", "order")

    creator: int
    """The creator's number (`K7` → 7)."""
    client: int | None = None
    product: str
    status: Status = "requested"
    requested_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    rejection: Rejection | None = None
    reason: str | None = None
    """Why it was rejected, in our words."""
    order: str | None = None
    """The number of the order that costs nothing."""
    carrier: str | None = None
    tracking: str | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    extended_at: datetime | None = None
    """When the creator took the one extension there is, or we learned of it."""
    reminded_at: datetime | None = None
    reminded_by: str | None = None
    posted_at: datetime | None = None
    links: tuple[str, ...] = ()
    """What they posted."""
    appeal: str | None = None
    """What the creator says is wrong with it."""
    appealed_at: datetime | None = None
    as_of: datetime | None = None
    """How new the export is that spoke of its order last; none did: `None`."""

    @property
    def title(self) -> str:
        """What previews call it."""
        return self.product
