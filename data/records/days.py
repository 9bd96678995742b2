"""Days: a client's figures, one record for each day that an import covers."""

from datetime import date

from data.figures import Affiliate, Returns, Sales
from data.records.base import Record


class Day(Record, frozen=True, kw_only=True):
    """One client's day. A part that no import covers is `None`, never zero."""

    TABLE = "days"
    KEYS = ("client",)

    client: int
    day: date
    """The date as written in the exports."""
    currency: str
    """ISO 4217."""
    sales: Sales | None = None
    returns: Returns | None = None
    affiliate: Affiliate | None = None
