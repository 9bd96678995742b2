"""A made-up shop that sells day by day, with everything that ever happens to its orders.

For the demo and for tests: the same seed gives the same shop. Everybody in it is invented. Times
are naive, as the shop's clock shows them; money is in the smallest unit of its market's currency.
`seller_center`, `returns`, `seller_affiliate` and `creator_affiliate` write its exports.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

import msgspec

_WEEKDAYS = (0.92, 0.9, 0.95, 1.0, 1.1, 1.25, 1.2)
"""How a week's orders are spread, from Monday."""
_PROMO_EVERY, _PROMO_LASTS = 14, 2
"""Days between the starts of promotions, and how long one lasts."""
_GOODS = (
    "Glow Serum", "Cloud Cream", "Silk Scrunchie Set", "Travel Tumbler", "Mini Desk Lamp",
    "Vitamin C Gummies", "Matte Lip Trio", "Sleep Spray", "Foam Roller", "Snack Box, 12 bars",
)  # fmt: skip
_SIZES = ("Small", "Regular", "Family")
_WORTH = {"US": 1, "UK": 1, "VN": 250, "PH": 50, "ID": 160}
"""By market: what a US cent is about worth in the currency's smallest unit."""
CREATORS = ("glowbyjo", "thriftwithmax", "samunboxes", "lenalifts", "deskofdee", "kitchenkoa")
"""Who sells for the shops, and gets their samples: handles."""


class Line(msgspec.Struct, frozen=True):
    """One SKU line of an order."""

    sku: str
    product: str
    name: str
    size: str
    quantity: int
    price: int
    """Of one piece, before discounts."""
    platform_discount: int
    seller_discount: int
    dropped: bool
    """This line alone was cancelled."""

    @property
    def seller_sku(self) -> str:
        """The seller's own number of it."""
        return f"{self.name[:4].upper()}-{self.size[0]}"

    @property
    def before(self) -> int:
        """The line before discounts."""
        return self.price * self.quantity

    @property
    def after(self) -> int:
        """The line after discounts."""
        return self.before - self.platform_discount - self.seller_discount


class Order(msgspec.Struct, frozen=True):
    """One order and its life. A time that never comes is `None`."""

    id: str
    lines: tuple[Line, ...]
    created: datetime
    paid: datetime | None
    shipped: datetime | None
    delivered: datetime | None
    cancelled: datetime | None
    refunded: datetime | None
    refund: int
    """What is given back at `refunded` or `cancelled`."""
    returned: tuple[Line, ...]
    """The lines given back at `refunded`."""
    taxes: int
    live: bool
    """Sold in a creator's LIVE."""
    creator: str
    """Whose LIVE it was, or who got the sample."""
    sample: bool

    @property
    def amount(self) -> int:
        """What the buyer pays."""
        return sum(line.after for line in self.lines) + self.taxes


def dropped_at(order: Order, line: Line) -> datetime | None:
    """When that line alone was cancelled; `None`: it wasn't."""
    return order.paid + timedelta(hours=12) if line.dropped and order.paid else None


class Shop:
    """All orders of a stretch of days, oldest first.

    `market` is where it sells, as in `US`: prices are plausible there, all else is the same.
    """

    def __init__(
        self,
        slug: str,
        *,
        seed: int,
        first: date,
        days: int,
        orders_per_day: int,
        market: str = "US",
    ) -> None:
        self.slug = slug
        self.seed = seed
        self.market = market
        self._random = Random(f"{slug} {seed}")
        self._number = self._random.randrange(10**10)
        self._promo = self._random.randrange(_PROMO_EVERY)
        self._goods = self._random.sample(_GOODS, 6)
        self.orders = [
            order
            for n in range(days)
            for order in self._day(first + timedelta(n), n, orders_per_day)
        ]

    def _day(self, day: date, n: int, usual: int) -> list[Order]:
        chance = self._random
        promo = (n + self._promo) % _PROMO_EVERY < _PROMO_LASTS
        count = (
            usual * _WEEKDAYS[day.weekday()] * (2.4 if promo else 1) * chance.uniform(0.85, 1.15)
        )
        midnight = datetime.combine(day, time())
        seconds = sorted(
            chance.randrange(86_400) for _ in range(round(count * (2.4 if promo else 1)))
        )
        return [self._order(midnight + timedelta(seconds=at), promo) for at in seconds]

    def _order(self, created: datetime, promo: bool) -> Order:
        chance, luck = self._random, self._random.random()
        sample, unpaid, cancelled = luck < 0.02, 0.02 <= luck < 0.05, 0.05 <= luck < 0.09
        lines = tuple(self._lines(sample, promo))
        paid = None if unpaid else created + timedelta(seconds=4 + self._below(116))
        shipped = delivered = refunded = ended = None
        returned: tuple[Line, ...] = ()
        if unpaid:
            ended = created + timedelta(days=1)
        elif cancelled:
            ended = created + timedelta(hours=1 + self._below(19))
        else:
            shipped = created + timedelta(hours=12 + self._below(48))
            delivered = shipped + timedelta(hours=40 + self._below(110))
        taxes = sum(line.after for line in lines) * 7 // 100
        refund = sum(line.after for line in lines) + taxes if unpaid or cancelled else 0
        if delivered and not sample and luck > 0.95:
            refunded = delivered + timedelta(hours=10 + self._below(190))
            one = chance.choice(lines)
            whole = tuple(line for line in lines if not line.dropped)
            returned = whole if luck > 0.98 else (one,)
            refund = sum(line.after + line.after * 7 // 100 for line in returned)
        self._number += 1 + self._below(89)
        return Order(
            id=f"57646{self._number:013}",
            lines=lines,
            created=created,
            paid=paid,
            shipped=shipped,
            delivered=delivered,
            cancelled=ended,
            refunded=refunded,
            refund=refund,
            returned=returned,
            taxes=taxes,
            live=not sample and chance.random() < 0.25,
            creator=CREATORS[self._below(len(CREATORS))],
            sample=sample,
        )

    def _lines(self, sample: bool, promo: bool) -> Iterator[Line]:
        chance = self._random
        for n in range(self._few(0.8, 0.96)):
            at = self._below(len(self._goods))
            size = self._below(len(_SIZES))
            price = 0 if sample else (899 + 450 * at + 600 * size) * _WORTH[self.market]
            quantity = 1 if sample else self._few(0.88, 0.97)
            yield Line(
                sku=f"17293847561{at:04}{size:04}",
                product=f"17293847560{at:04}0000",
                name=self._goods[at],
                size=_SIZES[size],
                quantity=quantity,
                price=price,
                platform_discount=price * quantity // 20 if chance.random() < 0.3 else 0,
                seller_discount=price * quantity // 5 if promo else 0,
                dropped=n > 0 and chance.random() < 0.03,
            )

    def _below(self, n: int) -> int:
        return int(self._random.random() * n)  # randrange is 4 times slower

    def _few(self, one: float, two: float) -> int:
        """1, 2 or 3: below the first chance 1, below the second 2."""
        luck = self._random.random()
        return 1 + (luck > one) + (luck > two)
