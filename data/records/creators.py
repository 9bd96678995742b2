"""Creators: the people who show a client's products, known by their handle."""

from datetime import date, datetime
from typing import Literal

import msgspec

from data.records.base import Record

Stage = Literal["prospect", "contacted", "sampled", "posted", "scaling"]
"""How far we are with a creator, from the first idea of them on."""


class Blocked(msgspec.Struct, frozen=True):
    """A client for whom nobody writes to a creator any more."""

    client: int
    reason: str
    by: str
    at: datetime


class Sold(msgspec.Struct, frozen=True):
    """What a creator sold for a client, as affiliate orders have it."""

    client: int
    currency: str
    until: date
    """The newest day those orders cover."""
    gmv_30: int
    """In minor units, of the 30 days up to then."""
    gmv_90: int


class Creator(Record, frozen=True, kw_only=True):
    """A creator, as the agency knows them. How to reach them elsewhere is never kept."""

    TABLE = "creators"
    LETTER = "K"
    KEYS = ("handle", "merged_into")

    handle: str
    """Without the @, in small letters."""
    name: str | None = None
    platform_id: str | None = None
    """The platform's own number for them: it stays when the handle changes."""
    followers: int | None = None
    stage: Stage = "prospect"
    fulfilment: int | None = None
    """Per cent of their samples that led to a post; sellers see it."""
    health: int | None = None
    """The Creator Health Rating, in points."""
    sold: tuple[Sold, ...] = ()
    tags: tuple[str, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    connected: tuple[int, ...] = ()
    """Clients whose products they sell: no outreach quota counts a message of those."""
    merged_into: int | None = None
    """The creator (`K3` → 3) who turned out to be the same person."""


class FormerHandle(Record, frozen=True, kw_only=True):
    """A handle a creator had until they took another one. Nobody names it."""

    TABLE = "handles"
    KEYS = ("handle", "creator")

    creator: int
    handle: str
    until: datetime
    """When we learned of the other one."""
