"""Clients: one client is one shop, one market, one currency."""

from data.records.base import Record


class Client(Record, frozen=True, kw_only=True):
    """A client of the agency and the shop it runs."""

    TABLE = "clients"
    LETTER = "L"
    KEYS = ("slug",)

    title: str
    slug: str
    """The name of its drop folder, and what people type."""
    market: str
    """The market's code (`US`), a key of the market settings."""
    currency: str
    """ISO 4217."""
    zone: str
    """IANA name of the zone the shop's days are counted in."""
    first_weekday: int = 0
    """The day its week starts: 0 is Monday."""
    owner: str | None = None
    """The account manager."""
    shop: str | None = None
    """Its shop's name in files that hold rows of several, as creators' own exports do."""
    outreach_quota: int | None = None
    """How many creators it may write to in a week that aren't connected yet; `None`: not known."""
