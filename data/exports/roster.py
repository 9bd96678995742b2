"""What a client's exports say of creators: who sold how much lately, and who got which sample."""

from datetime import date, datetime

import msgspec

MOST = 5_000
"""So many creators and so many samples are told at most."""


class Earned(msgspec.Struct, frozen=True):
    """What a creator sold."""

    creator: str
    """The handle."""
    gmv_30: int
    gmv_90: int


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """An order that cost nothing."""

    order: str
    creator: str | None
    """Who got it; `None`: the export doesn't say."""
    day: date
    products: tuple[str, ...]
    status: str
    created_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    tracking_id: str | None


class Roster(msgspec.Struct, frozen=True):
    """The creators of all a client's exports of one kind that count, up to their newest day."""

    until: date
    earned: tuple[Earned, ...] = ()
    """Of the 90 days up to then, whoever sold most first."""
    samples: tuple[Sample, ...] = ()
    """Of those days, the newest first."""


class Untold(msgspec.Struct, frozen=True):
    """The samples an import told of that was taken out."""

    orders: tuple[str, ...] = ()
    still: tuple[Sample, ...] = ()
    """What the others say of those they tell of, too."""
