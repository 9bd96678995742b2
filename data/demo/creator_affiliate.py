"""Writes one creator's orders over several made-up shops, as the creator exports them.

A workbook with one sheet, `Sheet1`; here are its rows. 45 columns, one row an order line. Times are
day-first, `/` where there is none: an order that isn't paid has no Order date. Amounts have commas
between thousands and no sign.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from data.demo.affiliate import Sale, sales
from data.demo.shop import Line, Shop
from data.demo.writing import MONEY, Money, came, columns, day_first

HEADER = columns(
    "Order ID,SKU ID,Product name,Product ID,Price,Items sold,Items refunded,Shop name,Shop code,"
    "Affiliate partner,Agency,Currency,Order type,Order settlement status,Indirect,"
    "Commission type,Content Type,Content ID,Standard,Shop ads,TikTok bonus,Partner bonus,"
    "Revenue sharing portion,GMV,Est. commission base,Est. standard commission,"
    "Est. Shop Ads commission,Est. Bonus,Est. Affiliate partner bonus,Est. IVA,Est. ISR,Est. PIT,"
    "Est. revenue sharing portion,Actual commission base,Standard commission,Shop Ads commission,"
    "Bonus,Affiliate partner bonus,Tax - ISR,Tax - IVA,Tax - PIT,Shared with partner,"
    "Total final earned amount,Order date,Commission settlement date"
)
"""The columns, in order."""
_MISSING = (
    "Affiliate partner", "Agency", "Partner bonus", "Revenue sharing portion",
    "Est. Affiliate partner bonus", "Est. IVA", "Est. ISR", "Est. PIT",
    "Est. revenue sharing portion", "Affiliate partner bonus", "Tax - ISR", "Tax - IVA",
    "Tax - PIT", "Shared with partner", "Actual commission base", "Standard commission",
    "Shop Ads commission", "Bonus", "Total final earned amount",
)  # fmt: skip
"""What none of these orders has, and what is not earned yet."""


def name_of(as_of: datetime) -> str:
    """The name of an export made at that time, without the ending of its kind of file."""
    return f"Creator orders-{as_of:%Y-%m-%d-%H_%M}"


def export(
    shops: Sequence[Shop],
    creator: str,
    as_of: datetime,
    *,
    first: date = date.min,
    last: date = date.max,
) -> list[list[str]]:
    """The creator's orders created from `first` to `last`, as of then, the header row first.

    `as_of` is on the shops' clock.
    """
    return [
        list(HEADER),
        *(row for shop in shops for row in _rows(shop, creator, as_of, first, last)),
    ]


def _rows(
    shop: Shop, creator: str, as_of: datetime, first: date, last: date
) -> Iterator[list[str]]:
    for sale in sales(shop):
        created = sale.order.created
        if sale.creator == creator and first <= created.date() <= last and created <= as_of:
            for line in sale.order.lines:
                cells = (
                    dict.fromkeys(_MISSING, "--")
                    | _line(shop, sale, line, as_of)
                    | _earned(MONEY[shop.market], sale, line, as_of)
                )
                yield [cells[name] for name in HEADER]


def shop_code(shop: Shop) -> str:
    """The shop's code in these files."""
    return f"{shop.market}LC{sum(map(ord, shop.slug)):06}"


def _line(shop: Shop, sale: Sale, line: Line, as_of: datetime) -> dict[str, str]:
    paid, state = sale.order.paid, sale.status(line, as_of)
    settled = sale.settled if state == "Settled" else None
    return {
        "Order ID": sale.order.id,
        "SKU ID": line.sku,
        "Product name": line.name,
        "Product ID": line.product,
        "Items sold": str(line.quantity),
        "Items refunded": str(line.quantity if sale.given_back(line, as_of) else 0),
        "Shop name": shop.slug.replace("-", " ").title(),
        "Shop code": shop_code(shop),
        "Currency": MONEY[shop.market].code,
        "Order type": "Affiliate order",
        "Order settlement status": state,
        "Indirect": "No",
        "Commission type": "Shop ads" if sale.ads_rate else "Standard",
        "Content Type": sale.content,
        "Content ID": sale.content_id or "/",
        "Standard": f"{sale.rate}%",
        "Shop ads": f"{sale.ads_rate}%",
        "TikTok bonus": f"{sale.bonus_rate}%",
        "Order date": day_first(paid) if paid and came(paid, as_of) else "/",
        "Commission settlement date": day_first(settled) if settled else "/",
    }


def _earned(money: Money, sale: Sale, line: Line, as_of: datetime) -> dict[str, str]:
    estimated, actual = sale.estimated(line), sale.actual(line, as_of)
    amounts = {
        "Price": line.price,
        "GMV": line.after,
        "Est. commission base": estimated.base,
        "Est. standard commission": estimated.standard,
        "Est. Shop Ads commission": estimated.ads,
        "Est. Bonus": estimated.bonus,
    }
    if actual:
        amounts |= {
            "Actual commission base": actual.base,
            "Standard commission": actual.standard,
            "Shop Ads commission": actual.ads,
            "Bonus": actual.bonus,
            "Total final earned amount": actual.total,
        }
    return {name: money.grouped(minor, ",") for name, minor in amounts.items()}
