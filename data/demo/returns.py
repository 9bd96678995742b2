"""Returns and refunds of a made-up shop, and the export of them.

A request is made after delivery. It ends with the refund the order has too, or is turned down; what
is refunded stays so. The file has 25 columns, one row a returned line, no row of descriptions; its
times are day-first in every market, and `Return unit price` is the total of the line.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import msgspec

from data.demo.layouts import LAYOUTS
from data.demo.seller_center import status
from data.demo.shop import Line, Order, Shop
from data.demo.writing import MONEY, came, columns, day_first, sheet

HEADER = columns(
    "Return Order ID,Order ID,Order Amount,Order Status,Order Substatus,Payment Method,SKU ID,"
    "Seller SKU,Product Name,SKU Name,Buyer Username,Return Type,Time Requested,Return Reason,"
    "Return unit price,Return Quantity,Return Logistics Tracking ID,Return Status,"
    "Return Sub Status,Refund Time,Dispute Status,Appeal Status,Compensation Status,"
    "Compensation Amount,Buyer Note"
)
"""The columns, in order."""
_REASONS = ("Damaged in transit", "Doesn't match the description", "No longer needed")
_TURNED_DOWN = 0.03
"""The share of delivered orders whose request comes to nothing."""


class Request(msgspec.Struct, frozen=True):
    """Somebody wants money back."""

    id: str
    order: Order
    lines: tuple[Line, ...]
    made: datetime
    ended: datetime
    goods_back: bool
    """The goods are sent back; else only the money is."""

    @property
    def granted(self) -> bool:
        """Whether it ended with a refund, at `ended`."""
        return self.order.refunded is not None


def name_of(as_of: datetime) -> str:
    """The name of an export made at that time on the shop's clock."""
    return f"Return-{as_of:%Y-%m-%d-%H_%M}.csv"


def requests(shop: Shop) -> Iterator[Request]:
    """All requests there ever are, in the order of their orders: the same shop has the same."""
    chance = Random(f"{shop.slug} {shop.seed} returns")
    number = chance.randrange(10**10)
    for order in shop.orders:
        luck, wait, ends, back = (chance.random() for _ in range(4))
        if order.delivered is None or order.sample:
            continue
        if order.refunded:
            lines, ended = order.returned, order.refunded
            made = _later(order.delivered, wait * (ended - order.delivered).total_seconds())
        elif luck < _TURNED_DOWN:
            lines = order.lines
            made = _later(order.delivered, wait * 6 * 86_400)
            ended = _later(made, (0.2 + ends) * 3 * 86_400)
        else:
            continue
        number += 7
        yield Request(f"40356{number:013}", order, lines, made, ended, back < 0.5)


def export(shop: Shop, as_of: datetime, *, first: date = date.min, last: date = date.max) -> bytes:
    """The requests made from `first` to `last`, as they stood at `as_of` (shop's clock).

    `KeyError`: of the shop's market no orders export is known.
    """
    rows = [HEADER]
    for request in requests(shop):
        if first <= request.made.date() <= last and request.made <= as_of:
            shared = _request(shop.market, request, as_of)
            for line in request.lines:
                cells = shared | _line(shop.market, request, line)
                rows.append(tuple(cells.get(name, "") for name in HEADER))
    return sheet(rows)


def _request(market: str, request: Request, as_of: datetime) -> dict[str, str]:
    order = request.order
    state, detail = status(order, as_of)
    ended = came(request.ended, as_of)
    outcome, why = _outcome(request) if ended else ("Requested", "Awaiting seller response")
    return {
        "Return Order ID": request.id + "\t",
        "Order ID": order.id + "\t",
        "Order Amount": MONEY[market].text(order.amount),
        "Order Status": state,
        "Order Substatus": detail,
        "Payment Method": "Credit card",
        "Buyer Username": LAYOUTS[market].buyer_of(order.id).login + order.id[-4:],
        "Return Type": "Return and refund" if request.goods_back else "Refund only",
        "Time Requested": day_first(request.made),
        "Return Reason": _REASONS[int(request.id) % len(_REASONS)],
        "Return Logistics Tracking ID": f"RTN{request.id[-12:]}" if request.goods_back else "",
        "Return Status": outcome,
        "Return Sub Status": why,
        "Refund Time": day_first(request.ended) if ended and request.granted else "",
        "Dispute Status": "--",
        "Appeal Status": "--",
        "Compensation Status": "--",
        "Compensation Amount": "--",
        "Buyer Note": "Please call me, the box was open" if order.id.endswith("3") else "",
    }


def _line(market: str, request: Request, line: Line) -> dict[str, str]:
    return {
        "SKU ID": line.sku + "\t",
        "Seller SKU": line.seller_sku,
        "Product Name": line.name,
        "SKU Name": line.size,
        "Return unit price": MONEY[market].text(line.after, dressed=request.id[-1] in "369"),
        "Return Quantity": str(line.quantity),
    }


def _outcome(request: Request) -> tuple[str, str]:
    """Status and substatus of a request that ended."""
    if request.granted:
        return ("Completed" if request.goods_back else "Refunded"), "Refund complete"
    refusal = "Rejected" if request.goods_back else "Refund rejected"
    return refusal, "Rejected by seller"


def _later(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=int(seconds))
