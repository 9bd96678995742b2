"""Exports written cell by cell, for tests that care about one of them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from data.demo.seller_center import HEADER

ROW = {
    "Order ID": "576461234567890001\t",
    "Order Status": "Shipped",
    "SKU ID": "1729384756102938475\t",
    "Product ID": "1729384756102930000\t",
    "Product Name": "Glow Serum",
    "Quantity": "1",
    "SKU Subtotal Before Discount": "12.50",
    "SKU Seller Discount": "2.50",
    "SKU Subtotal After Discount": "10",
    "Order Amount": "10.70",
    "Order Refund Amount": "0",
    "Created Time": "09/01/2026 2:59:59 PM\t",
    "Paid Time": "09/01/2026 3:00:04 PM\t",
    "Shipped Time": "\t",
    "Recipient": "Perpetua Quillfeather",
    "Phone #": "(+1)5550001111",
    "State": "Idaho",
    "City": "Boise",
    "Address Line 1": "14 Larkspur Loop",
}
"""One order of one line, sold for $10.00 on 1 September 2026."""


ASIAN = ROW | {
    "Created Time": "01/09/2026 14:59:59\t",
    "Paid Time": "01/09/2026 15:00:04\t",
    "SKU Subtotal Before Discount": "150000",
    "SKU Seller Discount": "30000",
    "SKU Subtotal After Discount": "120000",
    "Order Amount": "128400",
}
"""The same with times and amounts as Vietnam writes them; the columns are in `LAYOUTS`."""
RETURN = {
    "Return Order ID": "403561234567890001\t",
    "Order ID": "576461234567890001\t",
    "SKU ID": "1729384756102938475\t",
    "Product Name": "Glow Serum",
    "Buyer Username": "perpetua0001",
    "Return Type": "Refund only",
    "Time Requested": "05/09/2026 10:20:30",
    "Return unit price": "10",
    "Return Quantity": "2",
    "Return Status": "Refunded",
    "Refund Time": "06/09/2026 11:00:00",
    "Buyer Note": "Please call me, the box was open",
}
"""One request of one line: $10.00 for two pieces, asked for on 5 September 2026 and refunded."""
SALE = {
    "Order ID": "576461234567890001",
    "Product ID": "1729384756102930000",
    "Product Name": "Glow Serum",
    "SKU ID": "1729384756102938475",
    "Payment Amount": "10",
    "Currency": "USD",
    "Quantity": "1",
    "Order Status": "Settled",
    "Creator Username": "glowbyjo",
    "Content Type": "Video",
    "Content ID": "7590000000000000001",
    "Standard commission rate": "15%",
    "Est. standard commission payment": "1.50",
    "Est. Shop Ads commission payment": "--",
    "Est. co-funded creator bonus": "0.20",
    "Actual Commission Payment": "1.40",
    "Actual Shop Ads commission payment": "--",
    "Actual co-funded creator bonus": "0.10",
    "Time Created": "01/09/2026 14:59:59",
    "Payment time": "01/09/2026 15:00:04",
    "Order Delivery Time": "/",
    "Time Commission Paid": "/",
}
"""An order of one line that came through a creator, in the seller's export."""
EARNED = {
    "Order ID": "576461234567890001",
    "SKU ID": "1729384756102938475",
    "Product name": "Glow Serum",
    "Product ID": "1729384756102930000",
    "Items sold": "1",
    "Items refunded": "0",
    "Shop name": "Aurora Skin",
    "Shop code": "USLC001132",
    "Currency": "USD",
    "Order settlement status": "Settled",
    "Content Type": "Video",
    "GMV": "10.00",
    "Est. standard commission": "1.50",
    "Est. Shop Ads commission": "0.00",
    "Est. Bonus": "0.20",
    "Standard commission": "1.40",
    "Shop Ads commission": "0.00",
    "Bonus": "0.10",
    "Order date": "01/09/2026 15:00:04",
    "Commission settlement date": "/",
}
"""The same order, in the creator's export."""


def sheet(
    *rows: Mapping[str, str],
    header: Sequence[str] = HEADER,
    like: Mapping[str, str] = ROW,
) -> bytes:
    """An export of rows that differ from `like` as said, in the columns of `header`."""
    return written(table(*rows, header=header, like=like))


def table(
    *rows: Mapping[str, str],
    header: Sequence[str] = HEADER,
    like: Mapping[str, str] = ROW,
) -> list[Sequence[str]]:
    """The same, cell by cell: the header row first."""
    return [header, *([row.get(name, like.get(name, "")) for name in header] for row in rows)]


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Cells as CSV, the way Seller Center writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
