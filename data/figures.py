"""A day's figures: what orders, returns and affiliate orders each say of it.

Money is in minor units of the client's currency. Each part stands by itself: a day may be covered
by an orders export and by no returns export. Always computed from all imports, never added to; a
covered day on which nothing happened has zeros.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeVar

import msgspec

Part = Literal["sales", "returns", "affiliate"]
"""A part of a day's figures: what one kind of export says."""
By = Literal["product", "creator", "sample"]
"""What figures can be broken down by."""


class _Traced(msgspec.Struct, frozen=True, kw_only=True):
    """Where a part of a day comes from."""

    imports: tuple[int, ...]
    """The imports its rows come from; without rows, the newest that covers the day."""
    as_of: datetime
    """As of the newest import that covers it."""


class Sales(_Traced, frozen=True, kw_only=True, tag="sales"):
    """Orders paid that day, as written in `Paid Time`."""

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

    @property
    def aov(self) -> int | None:
        """GMV an order in minor units, half up; `None` without orders."""
        return (2 * self.gmv + self.orders) // (2 * self.orders) if self.orders else None

    @property
    def refund_rate(self) -> float | None:
        """What was refunded of the GMV; `None` without GMV."""
        return self.refunded_amount / self.gmv if self.gmv else None


class Returns(_Traced, frozen=True, kw_only=True, tag="returns"):
    """Returns and refunds asked for that day, whenever the order was paid."""

    requests: int = 0
    """Distinct return requests."""
    units: int = 0
    amount: int = 0
    """What was asked for."""
    refunded: int = 0
    """What of it was given back, as far as the newest export knows."""


class Affiliate(_Traced, frozen=True, kw_only=True, tag="affiliate"):
    """Orders through creators, paid that day; those that earn nothing (`Ineligible`) left out."""

    gmv: int = 0
    orders: int = 0
    units: int = 0
    est_commission: int = 0
    """Standard, Shop Ads and co-funded, as estimated at the order."""
    actual_commission: int = 0
    """The same as settled; 0 until it is."""


Figures = Sales | Returns | Affiliate
"""One part of a day; its tag says which."""

F = TypeVar("F", bound=_Traced)


def added(parts: Sequence[F]) -> F | None:
    """The same part of several days, added up; `None` of none."""
    if not parts:
        return None
    names = [name for name in parts[0].__struct_fields__ if name not in _Traced.__struct_fields__]
    return msgspec.structs.replace(
        parts[0],
        imports=tuple(sorted({number for part in parts for number in part.imports})),
        as_of=max(part.as_of for part in parts),
        **{name: sum(getattr(part, name) for part in parts) for name in names},
    )
