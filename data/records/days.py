"""Days: a client's figures, one record for each day that an import covers."""

from datetime import date, datetime

from data.records.base import EPOCH, Record


class Day(Record, frozen=True, kw_only=True):
    """One client's day, as written in the exports' `Paid Time`. Money in minor units.

    Always computed from all imports, never added to. A covered day without orders has zeros.
    """

    TABLE = "days"
    KEYS = ("client",)

    client: int
    day: date
    currency: str
    """ISO 4217."""
    gmv: int = 0
    """Sum of `SKU Subtotal After Discount`, orders cancelled later included, samples not."""
    net_gmv: int = 0
    """By order: nothing if cancelled, else what is left after its refund."""
    orders: int = 0
    """Distinct paid orders, samples not."""
    units: int = 0
    cancelled_orders: int = 0
    """Paid orders all of whose rows are cancelled."""
    refunded_amount: int = 0
    """`Order Refund Amount`, once an order."""
    sample_orders: int = 0
    """Paid orders whose `SKU Subtotal Before Discount` adds up to 0."""
    imports: tuple[int, ...] = ()
    """The imports its orders come from; without orders, the newest that covers it."""
    as_of: datetime = EPOCH
    """As of the newest import that covers it."""
