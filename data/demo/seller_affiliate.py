"""Writes the affiliate orders of a made-up shop the way Affiliate Center exports them to a seller.

One row an order line; 30 columns, in the UK 31. Times are day-first in every market. What is
missing is `/` for a time, `--` for an amount, blank for a rate or a content.
"""

from collections.abc import Iterator
from datetime import date, datetime

from data.demo.affiliate import Pay, Sale, sales
from data.demo.shop import Line, Shop
from data.demo.writing import MONEY, Money, came, columns, day_first, sheet

_HEADER = (
    "Order ID,Product ID,Product Name,SKU ID,Price,Payment Amount,Currency,Quantity,"
    "Fully returned or refunded,Payment method,Order Status,Creator Username,{region}Content Type,"
    "Content ID,commission model,Standard commission rate,Est. Commission Base,"
    "Est. standard commission payment,Actual Commission Base,Actual Commission Payment,"
    "Shop Ads commission rate,Est. Shop Ads commission payment,"
    "Actual Shop Ads commission payment,Est. co-funded creator bonus,"
    "Actual co-funded creator bonus,Time Created,Payment time,Order Delivery Time,"
    "Time Commission Paid,Platform"
)
HEADER = columns(_HEADER.format(region=""))
"""The columns, in order; that of the last four is assumed."""
HEADER_UK = columns(_HEADER.format(region="Creator Region,"))
"""The columns in the UK."""
_ESTIMATED = (
    "Est. Commission Base", "Est. standard commission payment",
    "Est. Shop Ads commission payment", "Est. co-funded creator bonus",
)  # fmt: skip
_ACTUAL = (
    "Actual Commission Base", "Actual Commission Payment",
    "Actual Shop Ads commission payment", "Actual co-funded creator bonus",
)  # fmt: skip


def name_of(as_of: datetime) -> str:
    """The name of an export made at that time on the shop's clock."""
    return f"Affiliate orders-{as_of:%Y-%m-%d-%H_%M}.csv"


def export(shop: Shop, as_of: datetime, *, first: date = date.min, last: date = date.max) -> bytes:
    """The orders created from `first` to `last` that came through creators, as of then.

    `as_of` is on the shop's clock.
    """
    return sheet(_rows(shop, as_of, first, last))


def _rows(shop: Shop, as_of: datetime, first: date, last: date) -> Iterator[tuple[str, ...]]:
    header = HEADER_UK if shop.market == "UK" else HEADER
    yield header
    for sale in sales(shop):
        created = sale.order.created
        if first <= created.date() <= last and created <= as_of:
            for line in sale.order.lines:
                cells = _cells(MONEY[shop.market], sale, line, as_of)
                yield tuple(cells[name] for name in header)


def _cells(money: Money, sale: Sale, line: Line, as_of: datetime) -> dict[str, str]:
    order = sale.order
    return {
        "Order ID": order.id,
        "Product ID": line.product,
        "Product Name": line.name,
        "SKU ID": line.sku,
        "Price": money.text(line.price, dressed=_dressed(sale)),
        "Payment Amount": money.text(line.after, dressed=_dressed(sale)),
        "Currency": money.code,
        "Quantity": str(line.quantity),
        "Fully returned or refunded": "Yes" if sale.given_back(line, as_of) else "No",
        "Payment method": "Credit card",
        "Order Status": sale.status(line, as_of),
        "Creator Username": sale.creator,
        "Creator Region": "GB",
        "Content Type": sale.content,
        "Content ID": sale.content_id,
        "commission model": "Open collaboration",
        "Standard commission rate": f"{sale.rate}%" if sale.rate else "",
        "Shop Ads commission rate": f"{sale.ads_rate}%" if sale.ads_rate else "",
        **dict(zip(_ESTIMATED, _earned(money, sale, sale.estimated(line)), strict=True)),
        **dict(zip(_ACTUAL, _earned(money, sale, sale.actual(line, as_of)), strict=True)),
        "Time Created": day_first(order.created),
        "Payment time": _time(order.paid, as_of),
        "Order Delivery Time": _time(order.delivered, as_of),
        "Time Commission Paid": (
            _time(sale.settled, as_of) if sale.status(line, as_of) == "Settled" else "/"
        ),
        "Platform": "TikTok Shop",
    }


def _earned(money: Money, sale: Sale, pay: Pay | None) -> tuple[str, ...]:
    """Base, standard, ads, bonus."""
    if pay is None:
        return ("--",) * 4
    amounts = (
        (pay.base, True),
        (pay.standard, True),
        (pay.ads, sale.ads_rate),
        (pay.bonus, sale.bonus_rate),
    )
    return tuple(
        money.text(minor, dressed=_dressed(sale)) if applies else "--" for minor, applies in amounts
    )


def _dressed(sale: Sale) -> bool:
    return sale.order.id[-1] in "369"


def _time(at: datetime | None, as_of: datetime) -> str:
    return day_first(at) if at and came(at, as_of) else "/"
