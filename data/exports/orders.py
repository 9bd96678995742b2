"""Seller Center orders ("All order"): one row for each SKU line of an order.

Order-level amounts (`Order Amount`, `Order Refund Amount`) repeat on each of an order's rows.
Source: the US layout of 2026 with 63 columns; the tabs To ship, Canceled and failed delivery write
the same columns.
"""

from data.exports.layout import Column, Format, Kind

ORDERS = Format(
    name="orders",
    title="Seller Center, orders",
    columns=(
        Column("Order ID", "order_id", Kind.KEY, needed=True, filled=True),
        Column("Order Status", "status", Kind.TEXT, needed=True, filled=True),
        Column("Cancelation/Return Type", "return_type", Kind.TEXT),
        Column("SKU ID", "sku_id", Kind.ID, needed=True),
        Column("Product ID", "product_id", Kind.ID),
        Column("Product Name", "product", Kind.TEXT),
        Column("Quantity", "quantity", Kind.COUNT, needed=True, filled=True),
        Column("Sku Quantity of return", "returned", Kind.COUNT),
        Column(
            "SKU Subtotal Before Discount", "list_subtotal", Kind.MONEY, needed=True, filled=True
        ),
        Column("SKU Platform Discount", "platform_discount", Kind.MONEY),
        Column("SKU Seller Discount", "seller_discount", Kind.MONEY),
        Column("SKU Subtotal After Discount", "subtotal", Kind.MONEY, needed=True, filled=True),
        Column("Order Refund Amount", "order_refund", Kind.MONEY, needed=True),
        Column("Created Time", "created_at", Kind.TIME, needed=True),
        Column("Paid Time", "paid_at", Kind.TIME, needed=True),
        Column("Shipped Time", "shipped_at", Kind.TIME),
        Column("Delivered Time", "delivered_at", Kind.TIME),
        Column("Cancelled Time", "cancelled_at", Kind.TIME),
        Column("Tracking ID", "tracking_id", Kind.TEXT),
        Column("Order Channel", "channel", Kind.TEXT),
        Column("Creator Handle", "creator", Kind.TEXT),
    ),
    left_out=(
        "Order Substatus",
        "Normal or Pre-order",
        "Seller SKU",
        "Variation",
        "Virtual Bundle Seller SKU",
        "SKU Unit Original Price",
        "Shipping Fee After Discount",
        "Original Shipping Fee",
        "Shipping Fee Seller Discount",
        "Co-Funded Shipping Fee Discount",
        "Shipping Fee Platform Discount",
        "Payment platform discount",
        "Retail Delivery Fee",
        "Taxes",
        "Order Amount",
        "RTS Time",
        "Cancel By",
        "Cancel Reason",
        "Fulfillment Type",
        "Warehouse Name",
        "Delivery Option Type",
        "Delivery Option",
        "Shipping Provider Name",
        "Payment Method",
        "Weight(kg)",
        "Product Category",
        "Package ID",
        "Combined Listing",
        # About a buyer, or free text that may be: never kept.
        "Buyer Message",
        "Buyer Nickname",
        "Buyer Username",
        "Recipient",
        "Phone #",
        "Country",
        "State",
        "City",
        "Zipcode",
        "Address Line 1",
        "Address Line 2",
        "Delivery Instruction",
        "Seller Note",
        "Shipping Information",
    ),
    markets={
        "US": ("State", "City"),
        "VN": ("Province", "District", "Commune"),
        "PH": ("Region", "Municipality", "Barangay"),
        "ID": ("Regency and City", "Districts", "Villages"),
    },
)
"""The orders export."""
