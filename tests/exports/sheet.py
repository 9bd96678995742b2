"""Orders exports written cell by cell, for tests that care about one of them."""

import csv
import io
from collections.abc import Mapping

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


def sheet(*rows: Mapping[str, str], header: list[str] = HEADER) -> bytes:
    """An export of rows that differ from `ROW` as said."""
    return written(
        [header, *([row.get(name, ROW.get(name, "")) for name in header] for row in rows)]
    )


def written(rows: list[list[str]]) -> bytes:
    """Cells as CSV, the way Seller Center writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
