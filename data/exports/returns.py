"""Seller Center returns and refunds: one row for each SKU line of a return request.

`Return unit price` is the line's total in practice: it is never multiplied. There is no row that
explains the columns, and days come first in dates even in the US. Source: the layout with 25
columns; it looks the same in every market we saw.
"""

from data.exports.layout import Column, Format, Kind

RETURNS = Format(
    name="returns",
    title="Seller Center, returns and refunds",
    becomes="returns",
    columns=(
        Column("Return Order ID", "return_id", Kind.KEY, needed=True, filled=True),
        Column("Order ID", "order_id", Kind.ID, needed=True, filled=True),
        Column("SKU ID", "sku_id", Kind.ID, needed=True),
        Column("Product Name", "product", Kind.TEXT),
        Column("Return Type", "return_type", Kind.TEXT, needed=True),
        Column("Time Requested", "requested_at", Kind.TIME, needed=True, filled=True),
        Column("Return Reason", "reason", Kind.TEXT),
        Column("Return unit price", "amount", Kind.MONEY, needed=True, filled=True),
        Column("Return Quantity", "quantity", Kind.COUNT, needed=True, filled=True),
        Column("Return Status", "status", Kind.STATUS, needed=True, filled=True),
        Column("Refund Time", "refunded_at", Kind.TIME),
    ),
    left_out=(
        "Order Amount",
        "Order Status",
        "Order Substatus",
        "Payment Method",
        "Seller SKU",
        "SKU Name",
        "Return Logistics Tracking ID",
        "Return Sub Status",
        "Dispute Status",
        "Appeal Status",
        "Compensation Status",
        "Compensation Amount",
        # About a buyer: never kept.
        "Buyer Username",
        "Buyer Note",
    ),
)
"""The returns export."""
