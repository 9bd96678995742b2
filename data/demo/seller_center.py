"""Writes a made-up shop's orders the way Seller Center exports them in the US.

It knows the file from the outside only: 63 columns, CRLF, a byte order mark, a tab behind ids and
times, a lone tab for a time that hasn't come, order amounts repeated on each line, sometimes a row
that explains the columns. It shares nothing with the code that reads exports.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from data.demo.shop import Line, Order, Shop

_HEADER = (
    "Order ID,Order Status,Order Substatus,Cancelation/Return Type,Normal or Pre-order,SKU ID,"
    "Seller SKU,Product ID,Product Name,Variation, Virtual Bundle Seller SKU,Quantity,"
    "Sku Quantity of return,SKU Unit Original Price,SKU Subtotal Before Discount,"
    "SKU Platform Discount,SKU Seller Discount,SKU Subtotal After Discount,"
    "Shipping Fee After Discount,Original Shipping Fee,Shipping Fee Seller Discount,"
    "Co-Funded Shipping Fee Discount,Shipping Fee Platform Discount,Payment platform discount,"
    "Retail Delivery Fee,Taxes,Order Amount,Order Refund Amount,Created Time,Paid Time,RTS Time,"
    "Shipped Time,Delivered Time,Cancelled Time,Cancel By,Cancel Reason,Fulfillment Type,"
    "Warehouse Name,Tracking ID,Delivery Option Type,Delivery Option,Shipping Provider Name,"
    "Buyer Message,Buyer Nickname,Buyer Username,Recipient,Phone #,Country,State,City,Zipcode,"
    "Address Line 1,Address Line 2,Delivery Instruction,Payment Method,Weight(kg),"
    "Product Category,Package ID,Seller Note,Shipping Information,Combined Listing,Order Channel,"
    "Creator Handle"
)
HEADER = next(csv.reader([_HEADER]))
"""The columns, in order."""
_EXPLAINED = {
    "Order ID": "Platform unique order ID.",
    "Order Status": "Current order status",
    "Product Name": "Platform product name",
    "Quantity": "SKU sold quantity",
    "Tracking ID": "The order's tracking number.",
}
_PEOPLE = (
    ("Perpetua Quillfeather", "14 Larkspur Loop", "Boise", "Idaho", "83702"),
    ("Barnaby Thistlewood", "902 Old Mill Run", "Austin", "Texas", "78704"),
    ("Ottoline Marchbanks", "7 Harbor Steps", "Tampa", "Florida", "33602"),
    ("Cornelius Vandersloot", "3310 Juniper Way", "Fresno", "California", "93704"),
)
"""Invented: name, street, city, state, zip code. What a reader of exports must never keep."""
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

    `explained`: with the row under the header that says what the columns are.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADER)
    if explained:
        rows.writerow([_EXPLAINED.get(name, f"{name.strip()} of the order") for name in HEADER])
    for order in shop.orders:
        if first <= order.created.date() <= last and order.created <= as_of:
            rows.writerows(_rows(order, as_of))
    return text.getvalue().encode("utf-8-sig")


def save(folder: Path, shop: Shop, as_of: datetime, *, first: date, last: date) -> Path:
    """Put an export into a folder, under the name it would come with."""
    path = folder / name_of(as_of)
    path.write_bytes(export(shop, as_of, first=first, last=last))
    return path


def _rows(order: Order, as_of: datetime) -> Iterator[list[str]]:
    cancelled = _came(order.cancelled, as_of)
    given_back = cancelled or _came(order.refunded, as_of)
    name, street, city, state, zipcode = _PEOPLE[int(order.id[-3:]) % len(_PEOPLE)]
    handle = order.creator if order.sample else name.split()[0].casefold() + order.id[-4:]
    money_times = [
        *("0", "0", "0", "0", "0", "0", "0"),
        _dollars(order.taxes),
        _dollars(order.amount),
        _dollars(order.refund) if given_back else "0",
        *(_time(at, as_of) for at in _times(order)),
    ]
    why = ("System" if order.paid is None else "User", _reason(order)) if cancelled else ("", "")
    carried = _came(order.shipped, as_of)
    rest = [
        *why,
        "Fulfillment by seller",
        "Main warehouse",
        f"9400111{order.id[-15:]}" if carried else "",
        *("Standard", "Standard shipping", "USPS" if carried else ""),
        "Please leave it with the neighbour" if order.id.endswith("7") else "",
        *(name, handle, name, f"(+1)555{order.id[-7:]}"),
        *("United States", state, city, zipcode + "\t", street, "", "Gate code 4711"),
        *("Credit card", "0.2", "Beauty", f"1153{order.id[-15:]}\t", "", "", ""),
        "LIVE" if order.live else "",
        order.creator if order.live else "",
    ]
    for line in order.lines:
        yield [*_line(order, line, as_of), *money_times, *rest]


def _line(order: Order, line: Line, as_of: datetime) -> list[str]:
    returned = _came(order.refunded, as_of)
    status, substatus = _status(order, as_of)
    kind = "Return/Refund" if returned else "Cancel" if status == "Canceled" else ""
    if line.dropped and order.paid and as_of - order.paid > timedelta(hours=12):
        status, substatus, kind = "Canceled", "Canceled", "Cancel"
    return [
        order.id + "\t",
        *(status, substatus, kind, "Normal", line.sku + "\t"),
        f"{line.name[:4].upper()}-{line.size[0]}",
        line.product + "\t",
        *(line.name, line.size, "", str(line.quantity), str(line.quantity) if returned else "0"),
        *map(_dollars, (line.price, line.before, line.platform_discount, line.seller_discount)),
        _dollars(line.after),
    ]


def _status(order: Order, as_of: datetime) -> tuple[str, str]:
    if _came(order.cancelled, as_of):
        return "Canceled", "Canceled"
    if not _came(order.paid, as_of):
        return "Unpaid", "Unpaid"
    if not _came(order.shipped, as_of):
        return "To ship", "Awaiting shipment"
    if not _came(order.delivered, as_of):
        return "Shipped", "In transit"
    if order.delivered and as_of - order.delivered < _SETTLED:
        return "Shipped", "Delivered"
    return "Completed", "Completed"


def _times(order: Order) -> tuple[datetime | None, ...]:
    """Created, paid, ready, shipped, delivered, cancelled."""
    ready = order.shipped - timedelta(hours=3) if order.shipped else None
    return order.created, order.paid, ready, order.shipped, order.delivered, order.cancelled


def _came(at: datetime | None, as_of: datetime) -> bool:
    return at is not None and at <= as_of


def _reason(order: Order) -> str:
    return "Customer overdue to pay" if order.paid is None else "No longer needed"


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}" if cents % 100 else str(cents // 100)


def _time(at: datetime | None, as_of: datetime) -> str:
    if at is None or at > as_of:
        return "\t"
    half = "AM" if at.hour < 12 else "PM"
    day, hour = f"{at.month:02}/{at.day:02}/{at.year}", at.hour % 12 or 12
    return f"{day} {hour}:{at.minute:02}:{at.second:02} {half}\t"  # strftime is 5 times slower
