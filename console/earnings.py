"""Earnings: what imports hold of an order that came through a creator, for whoever explains it."""

from collections.abc import Sequence

from console.desk import Desk
from console.payouts import Earning
from console.tracing import Trail, Untraced, follow
from data.errors import NotFound
from data.exports.inquiry import Row
from data.figures import Part
from data.records.clients import Client

_CAME = ("delivered", "completed")
"""An order of which that is said was delivered."""


def of_order(desk: Desk, client: Client, order: str) -> tuple[Earning, str]:
    """When an order was delivered, what of it was given back and what it earns; and which files say
    so. Raises `NotFound` saying what no import holds.
    """
    trail = _trail(desk, client, order)
    counting: dict[Part, list[Row]] = {
        part.part: [row for row in part.rows if row.by is None] for part in trail.found.parts
    }
    sales, affiliate = counting.get("sales", []), counting.get("affiliate", [])
    rows = [*sales, *affiliate]
    delivered = max((row.delivered for row in rows if row.delivered), default=None)
    if delivered is None and (not sales or any(row.status in _CAME for row in sales)):
        raise NotFound(f"no import of {client.slug} says when {order} was delivered; {_ASK}.")
    earning = Earning(
        delivered,
        paid=sum(row.amount for row in sales or affiliate),
        refunded=max((row.refund or 0 for row in sales), default=0),
        commission=_commission(affiliate),
        currency=client.currency,
        cancelled=bool(sales) and all(row.status == "cancelled" for row in sales),
    )
    files = dict.fromkeys(f"{trail.files[row.number]} (I{row.number})" for row in rows)
    return earning, f"order {order} in {', '.join(files)}"


def _trail(desk: Desk, client: Client, order: str) -> Trail:
    unknown = NotFound(
        f"{order} is no order of {client.slug}'s imports: say an order's id, or the day it was"
        " delivered, as 2026-11-02."
    )
    try:
        trail = follow(desk, client, order)
    except Untraced:
        raise unknown from None
    if trail.found.what != "order":
        raise unknown
    return trail


_ASK = "ask the creator or the shop, and say the day it was delivered instead"


def _commission(rows: Sequence[Row]) -> int | None:
    """What it earns without a refund, as far as affiliate orders say."""
    said = [row.est_commission for row in rows if row.est_commission is not None]
    return sum(said) if said else None
