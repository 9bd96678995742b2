"""The figures as they are defined, added up row by row. Knows nothing of the code under test."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

Row = dict[str, str]
Figures = dict[str, Decimal]

NAMES = (
    "gmv", "net_gmv", "orders", "units", "cancelled_orders", "refunded_amount", "sample_orders",
)  # fmt: skip


def rows_of(export: bytes) -> list[Row]:
    """The records of an orders export, cells stripped, without the row of descriptions."""
    read = csv.DictReader(io.StringIO(export.decode("utf-8-sig"), newline=""))
    rows = [{name.strip(): cell.strip() for name, cell in row.items()} for row in read]
    return [row for row in rows if row["Order ID"].isdigit()]


def day_of(row: Row) -> date | None:
    """The day written in Paid Time."""
    paid = row["Paid Time"]
    return datetime.strptime(paid.split()[0], "%m/%d/%Y").date() if paid else None  # noqa: DTZ007


def truth(exports: Sequence[tuple[str, bytes]]) -> dict[date, Figures]:
    """The figures of each covered day after importing those files (name, bytes) in that order."""
    newest: dict[str, tuple[str, list[Row]]] = {}
    figures: dict[date, Figures] = {}
    for name, export in exports:
        made = re.search(r"\d{4}-\d\d-\d\d-\d\d_\d\d", name)
        assert made
        orders: dict[str, list[Row]] = {}
        for row in rows_of(export):
            orders.setdefault(row["Order ID"], []).append(row)
        for order, rows in orders.items():
            if order not in newest or newest[order][0] <= made[0]:
                newest[order] = made[0], rows
        days = sorted({day for rows in orders.values() for row in rows if (day := day_of(row))})
        for n in range((days[-1] - days[0]).days + 1 if days else 0):
            figures[days[0] + timedelta(n)] = dict.fromkeys(NAMES, Decimal(0))
    for _, rows in newest.values():
        if day := day_of(rows[0]):
            _add(figures[day], rows)
    return figures


def _add(day: Figures, rows: list[Row]) -> None:
    if sum(Decimal(row["SKU Subtotal Before Discount"]) for row in rows) == 0:
        day["sample_orders"] += 1
        return
    subtotal = sum(Decimal(row["SKU Subtotal After Discount"]) for row in rows)
    refund = Decimal(rows[0]["Order Refund Amount"])
    cancelled = all(row["Order Status"] in ("Canceled", "Cancelled") for row in rows)
    day["orders"] += 1
    day["units"] += sum(int(row["Quantity"]) for row in rows)
    day["gmv"] += subtotal
    day["refunded_amount"] += refund
    day["cancelled_orders"] += cancelled
    day["net_gmv"] += 0 if cancelled else subtotal - min(refund, subtotal)
