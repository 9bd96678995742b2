"""The figures as they are defined, added up row by row. Knows nothing of the code under test.

Amounts are in major units. An export covers the days from its first to its last counting day: a day
it covers has figures, if only zeros. Of two exports that have the same unit, the newest wins it
whole: as of the time in its name, of two with the same time the one imported later.

**Orders**, by the day of Paid Time; the unit is the order. `gmv` is the sum of SKU Subtotal After
Discount, cancelled orders and all; `net_gmv` leaves those out, and takes each order's refund off
its goods; an order without a subtotal before discounts is a sample and nothing else.

**Returns**, by the day of Time Requested; the unit is the Return Order ID. `requests` are distinct
Return Order IDs, `units` the Return Quantity, `amount` the sum of Return unit price (totals of
lines), `refunded` the same of rows whose Return Status is Completed or Refunded.

**Affiliate orders**, by the day of Payment time (a seller's export) or Order date (a creator's);
the unit is the order, and a seller's export beats a creator's, however old. Rows without that day
count nowhere, nor do those that are Ineligible by Order Status or Order settlement status; but they
were made, so their day is covered. `gmv` is Payment Amount or GMV, `orders` distinct orders with a
row that counts, `units` Quantity or Items sold; `est_commission` and `actual_commission` are the
sums of three columns each (`_SELLER`, `_CREATOR`).
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

Row = dict[str, str]
Figures = dict[str, Decimal]
Exports = Sequence[tuple[str, bytes]]
"""Names and bytes of CSV files, in the order they are imported."""

NAMES = (
    "gmv", "net_gmv", "orders", "units", "cancelled_orders", "refunded_amount", "sample_orders",
)  # fmt: skip
RETURNS = ("requests", "units", "amount", "refunded")
AFFILIATE = ("gmv", "orders", "units", "est_commission", "actual_commission")
_SELLER = {
    "day": ("Payment time",),
    "status": ("Order Status",),
    "gmv": ("Payment Amount",),
    "units": ("Quantity",),
    "est_commission": (
        "Est. standard commission payment",
        "Est. Shop Ads commission payment",
        "Est. co-funded creator bonus",
    ),
    "actual_commission": (
        "Actual Commission Payment",
        "Actual Shop Ads commission payment",
        "Actual co-funded creator bonus",
    ),
}
_CREATOR = {
    "day": ("Order date",),
    "status": ("Order settlement status",),
    "gmv": ("GMV",),
    "units": ("Items sold",),
    "est_commission": ("Est. standard commission", "Est. Shop Ads commission", "Est. Bonus"),
    "actual_commission": ("Standard commission", "Shop Ads commission", "Bonus"),
}


def cells_of(export: bytes) -> list[list[str]]:
    """All cells of an export, as they stand."""
    return list(csv.reader(io.StringIO(export.decode("utf-8-sig"), newline="")))


def rows_of(export: bytes) -> list[Row]:
    """The records of an export, cells stripped, without a row of descriptions."""
    read = csv.DictReader(io.StringIO(export.decode("utf-8-sig"), newline=""))
    rows = [{name.strip(): cell.strip() for name, cell in row.items()} for row in read]
    return [row for row in rows if row["Order ID"].isdigit()]


def money(cell: str, market: str) -> Decimal:
    """A written amount: `1,022.25`, `$25.00`, `150.000` (Indonesia), `11.000₫`; no amount is 0."""
    digits = re.sub(r"[^0-9.]" if market not in ("ID", "VN") else r"[^0-9]", "", cell)
    return Decimal(digits or 0)


def day(cell: str, *, month_first: bool = False) -> date | None:
    """The day a written time begins with; `None`: there is no time."""
    form = "%m/%d/%Y" if month_first else "%d/%m/%Y"
    return datetime.strptime(cell.split()[0], form).date() if cell[:1].isdigit() else None  # noqa: DTZ007


def truth(exports: Exports, market: str = "US") -> dict[date, Figures]:
    """The figures of orders on each covered day, after importing those exports."""

    def paid(row: Row) -> date | None:
        return day(row["Paid Time"], month_first=market == "US")

    figures = _zeros(exports, NAMES, paid)
    for rows in _winners(exports, "Order ID"):
        if on := paid(rows[0]):
            _add_order(figures[on], rows, market)
    return figures


def returns_truth(exports: Exports, market: str = "US") -> dict[date, Figures]:
    """The figures of returns on each covered day, after importing those exports."""

    def requested(row: Row) -> date | None:
        return day(row["Time Requested"])

    figures = _zeros(exports, RETURNS, requested)
    for rows in _winners(exports, "Return Order ID"):
        if on := requested(rows[0]):
            figures[on]["requests"] += 1
            for row in rows:
                amount = money(row["Return unit price"], market)
                figures[on]["units"] += int(row["Return Quantity"])
                figures[on]["amount"] += amount
                if row["Return Status"] in ("Completed", "Refunded"):
                    figures[on]["refunded"] += amount
    return figures


def affiliate_truth(exports: Exports, market: str = "US", shop: str = "") -> dict[date, Figures]:
    """The figures of affiliate orders on each covered day, after importing those exports.

    Sellers' and creators' exports may be mixed. With `shop`, of a creator's export only the rows
    count that have it as their Shop name.
    """
    exports = [(name, _of_shop(export, shop)) for name, export in exports] if shop else exports
    figures = _zeros(exports, AFFILIATE, _affiliate_day)
    for rows in _winners(exports, "Order ID"):
        days = set[date]()
        for row in rows:
            if (on := _affiliate_day(row)) and row[_side(row)["status"][0]] != "Ineligible":
                days.add(on)
                for name in ("gmv", "units", "est_commission", "actual_commission"):
                    cells = [row[column] for column in _side(row)[name]]
                    plain = "US" if name == "units" or _side(row) is _CREATOR else market
                    figures[on][name] += sum(money(cell, plain) for cell in cells)
        for on in days:
            figures[on]["orders"] += 1
    return figures


def _of_shop(export: bytes, shop: str) -> bytes:
    """The export without the rows of other shops."""
    header, *rows = csv.reader(io.StringIO(export.decode("utf-8-sig"), newline=""))
    if "Shop name" not in header:
        return export
    text = io.StringIO(newline="")
    theirs = header.index("Shop name")
    csv.writer(text).writerows([header, *(row for row in rows if row[theirs] == shop)])
    return text.getvalue().encode()


def _side(row: Row) -> dict[str, tuple[str, ...]]:
    return _SELLER if "Creator Username" in row else _CREATOR


def _affiliate_day(row: Row) -> date | None:
    return day(row[_side(row)["day"][0]])


def _zeros(
    exports: Exports, names: Iterable[str], day_of: Callable[[Row], date | None]
) -> dict[date, Figures]:
    """Nothing yet, on each day that an export covers."""
    figures: dict[date, Figures] = {}
    for _, export in exports:
        days = sorted({on for row in rows_of(export) if (on := day_of(row))})
        for n in range((days[-1] - days[0]).days + 1 if days else 0):
            figures[days[0] + timedelta(n)] = dict.fromkeys(names, Decimal(0))
    return figures


def _winners(exports: Exports, key: str) -> list[list[Row]]:
    """The rows of each unit, from the export that wins it."""
    newest: dict[str, tuple[tuple[bool, str], list[Row]]] = {}
    for name, export in exports:
        made = re.search(r"\d{4}-\d\d-\d\d-\d\d_\d\d", name)
        assert made
        units: dict[str, list[Row]] = {}
        for row in rows_of(export):
            units.setdefault(row[key], []).append(row)
        for unit, rows in units.items():
            rank = _side(rows[0]) is _SELLER, made[0]
            if unit not in newest or newest[unit][0] <= rank:
                newest[unit] = rank, rows
    return [rows for _, rows in newest.values()]


def _add_order(figures: Figures, rows: list[Row], market: str) -> None:
    def total(column: str) -> Decimal:
        return sum((money(row[column], market) for row in rows), Decimal(0))

    if total("SKU Subtotal Before Discount") == 0:
        figures["sample_orders"] += 1
        return
    subtotal = total("SKU Subtotal After Discount")
    refund = money(rows[0]["Order Refund Amount"], market)
    cancelled = all(row["Order Status"] in ("Canceled", "Cancelled") for row in rows)
    figures["orders"] += 1
    figures["units"] += sum(int(row["Quantity"]) for row in rows)
    figures["gmv"] += subtotal
    figures["refunded_amount"] += refund
    figures["cancelled_orders"] += cancelled
    figures["net_gmv"] += 0 if cancelled else subtotal - min(refund, subtotal)
