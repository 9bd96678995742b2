"""Writes a made-up shop's orders the way Seller Center exports them in its market.

It knows the file from the outside only: the market's columns, CRLF, a byte order mark, a tab behind
ids and times, a lone tab for a time that hasn't come, order amounts repeated on each line,
sometimes a row that explains the columns. It shares nothing with the code that reads exports.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from data.demo.layouts import LAYOUTS, Layout
from data.demo.shop import Line, Order, Shop, dropped_at
from data.demo.writing import MONEY, came, sheet

HEADER = list(LAYOUTS["US"].header)
"""The columns in the US, in order."""
_EXPLAINED = {
    "Order ID": "Platform unique order ID.",
    "Order Status": "Current order status",
    "Product Name": "Platform product name",
    "Quantity": "SKU sold quantity",
    "Tracking ID": "The order's tracking number.",
}
_FREE = (
    "Shipping Fee After Discount", "Original Shipping Fee", "Shipping Fee Seller Discount",
    "Co-Funded Shipping Fee Discount", "Shipping Fee Platform Discount",
    "Payment platform discount", "Retail Delivery Fee", "Buyer Service Fee",
)  # fmt: skip
"""Amounts that are always 0."""
_SETTLED = timedelta(days=8)
"""How long after delivery an order counts as completed."""


def name_of(as_of: datetime) -> str:
    """The name Seller Center gives an export made at that time on the shop's clock."""
    return f"All order-{as_of:%Y-%m-%d-%H_%M}.csv"


def export(
    shop: Shop,
    as_of: datetime,
    *,
    first: date = date.min,
    last: date = date.max,
    explained: bool = False,
) -> bytes:
    """The shop's orders created from `first` to `last`, as they stood at `as_of` (shop's clock).

    `explained`: with the row under the header that says what the columns are. `KeyError`: of the
    shop's market no orders export is known.
    """
    header = LAYOUTS[shop.market].header
    rows = [list(header)]
    if explained:
        rows.append([_EXPLAINED.get(name, f"{name.strip()} of the order") for name in header])
    for order in shop.orders:
        if first <= order.created.date() <= last and order.created <= as_of:
            shared = _order(shop.market, order, as_of)
            for line in order.lines:
                cells = shared | _line(shop.market, order, line, as_of)
                rows.append([cells.get(name, "") for name in header])
    return sheet(rows)


def save(folder: Path, shop: Shop, as_of: datetime, *, first: date, last: date) -> Path:
    """Put an export into a folder, under the name it would come with."""
    path = folder / name_of(as_of)
    path.write_bytes(export(shop, as_of, first=first, last=last))
    return path


def _order(market: str, order: Order, as_of: datetime) -> dict[str, str]:
    """What all rows of an order say."""
    layout = LAYOUTS[market]
    cancelled, carried = came(order.cancelled, as_of), came(order.shipped, as_of)
    given_back = cancelled or came(order.refunded, as_of)
    return {
        "Order ID": order.id + "\t",
        "Normal or Pre-order": "Normal",
        **dict.fromkeys(_FREE, "0"),
        "Taxes": _money(market, order, order.taxes),
        "Order Amount": _money(market, order, order.amount),
        "Order Refund Amount": _money(market, order, order.refund) if given_back else "0",
        **{
            name: (layout.times(at) if at and at <= as_of else "") + "\t"
            for name, at in _times(order).items()
        },
        "Cancel By": ("System" if order.paid is None else "User") if cancelled else "",
        "Cancel Reason": _reason(order) if cancelled else "",
        "Fulfillment Type": "Fulfillment by seller",
        "Warehouse Name": "Main warehouse",
        "Tracking ID": f"9400111{order.id[-15:]}" if carried else "",
        "Delivery Option Type": "Standard",
        "Delivery Option": "Standard shipping",
        "Shipping Provider Name": layout.carrier if carried else "",
        **_buyer(layout, order),
        "Payment Method": "Credit card",
        "Weight(kg)": "0.2",
        "Product Category": "Beauty",
        "Package ID": f"1153{order.id[-15:]}\t",
        "Order Channel": "LIVE" if order.live else "",
        "Creator Handle": order.creator if order.live else "",
    }


def _buyer(layout: Layout, order: Order) -> dict[str, str]:
    """What a reader of exports must never keep, but for the user name of who got a sample."""
    buyer = layout.buyer_of(order.id)
    return {
        "Buyer Message": "Please leave it with the neighbour" if order.id.endswith("7") else "",
        "Buyer Username": order.creator if order.sample else buyer.login + order.id[-4:],
        "Recipient": buyer.name,
        "Phone #": layout.phone + order.id[-7:],
        **buyer.address,
        "Delivery Instruction": "Gate code 4711",
    }


def _line(market: str, order: Order, line: Line, as_of: datetime) -> dict[str, str]:
    """What only a line's row says."""
    returned = came(order.refunded, as_of)
    back = returned and line in order.returned
    state, detail = status(order, as_of)
    kind = "Return/Refund" if returned else "Cancel" if state == "Canceled" else ""
    if came(dropped_at(order, line), as_of):
        state, detail, kind = "Canceled", "Canceled", "Cancel"
    return {
        "Order Status": state,
        "Order Substatus": detail,
        "Cancelation/Return Type": kind,
        "SKU ID": line.sku + "\t",
        "Seller SKU": line.seller_sku,
        "Product ID": line.product + "\t",
        "Product Name": line.name,
        "Variation": line.size,
        "Quantity": str(line.quantity),
        "Sku Quantity of return": str(line.quantity) if back else "0",
        "SKU Unit Original Price": _money(market, order, line.price),
        "SKU Subtotal Before Discount": _money(market, order, line.before),
        "SKU Platform Discount": _money(market, order, line.platform_discount),
        "SKU Seller Discount": _money(market, order, line.seller_discount),
        "SKU Subtotal After Discount": _money(market, order, line.after),
    }


def _money(market: str, order: Order, minor: int) -> str:
    dressed = LAYOUTS[market].dressed and order.id[-1] in "369"
    return MONEY[market].text(minor, dressed=dressed)


def status(order: Order, as_of: datetime) -> tuple[str, str]:
    """The order's status and substatus at that time (shop's clock), as Seller Center says them."""
    if came(order.cancelled, as_of):
        return "Canceled", "Canceled"
    if not came(order.paid, as_of):
        return "Unpaid", "Unpaid"
    if not came(order.shipped, as_of):
        return "To ship", "Awaiting shipment"
    if not came(order.delivered, as_of):
        return "Shipped", "In transit"
    if order.delivered and as_of - order.delivered < _SETTLED:
        return "Shipped", "Delivered"
    return "Completed", "Completed"


def _times(order: Order) -> dict[str, datetime | None]:
    return {
        "Created Time": order.created,
        "Paid Time": order.paid,
        "RTS Time": order.shipped - timedelta(hours=3) if order.shipped else None,
        "Shipped Time": order.shipped,
        "Delivered Time": order.delivered,
        "Cancelled Time": order.cancelled,
    }


def _reason(order: Order) -> str:
    return "Customer overdue to pay" if order.paid is None else "No longer needed"
