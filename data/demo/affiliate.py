"""Which orders of a made-up shop came through creators, and what the creators earn with them.

A commission is estimated from the day of the order, and settled 15 days after delivery. A row that
is cancelled or fully refunded before is `Ineligible` and earns nothing. An order sold through a
shop's ad pays the ad's rate instead of the standard one. `seller_affiliate` and
`creator_affiliate` write the two exports of it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import msgspec

from data.demo.shop import CREATORS, Line, Order, Shop, dropped_at
from data.demo.writing import came

_SETTLED = timedelta(days=15)
"""From delivery to the payment of the commission."""
_RATES = (10, 12, 15, 20)
_ADS_RATE, _BONUS_RATE = 8, 2
_THROUGH_VIDEOS, _THROUGH_SHOWCASES = 0.25, 0.35
"""Shares of the orders that weren't made in a LIVE, added up."""


class Pay(msgspec.Struct, frozen=True):
    """What one line earns, in the smallest unit of the shop's currency."""

    base: int
    standard: int
    ads: int
    bonus: int
    """Co-funded by the platform."""

    @property
    def total(self) -> int:
        """All of it."""
        return self.standard + self.ads + self.bonus


NOTHING = Pay(0, 0, 0, 0)


class Sale(msgspec.Struct, frozen=True):
    """An order that came through a creator. Rates are in percent; 0: doesn't apply."""

    order: Order
    creator: str
    content: str
    """`Livestream`, `Video` or `Showcase`."""
    content_id: str
    """Empty: a showcase."""
    rate: int
    ads_rate: int
    bonus_rate: int

    @property
    def settled(self) -> datetime | None:
        """When the commission is paid, if ever."""
        return self.order.delivered + _SETTLED if self.order.delivered else None

    def estimated(self, line: Line) -> Pay:
        """What the line would earn."""
        rates = self.rate, self.ads_rate, self.bonus_rate
        return Pay(line.after, *(line.after * rate // 100 for rate in rates))

    def actual(self, line: Line, as_of: datetime) -> Pay | None:
        """What the line has earned by then; `None`: not decided yet."""
        state = self.status(line, as_of)
        if state == "Pending":
            return None
        return self.estimated(line) if state == "Settled" else NOTHING

    def status(self, line: Line, as_of: datetime) -> str:
        """`Pending`, `Settled` or `Ineligible`, on the shop's clock."""
        order = self.order
        if (
            came(order.cancelled, as_of)
            or came(dropped_at(order, line), as_of)
            or self.given_back(line, as_of)
        ):
            return "Ineligible"
        return "Settled" if came(self.settled, as_of) else "Pending"

    def given_back(self, line: Line, as_of: datetime) -> bool:
        """Whether the line was refunded by then."""
        return line in self.order.returned and came(self.order.refunded, as_of)


def sales(shop: Shop) -> Iterator[Sale]:
    """All orders that came through a creator, oldest first: the same shop has the same."""
    chance = Random(f"{shop.slug} {shop.seed} affiliate")
    for order in shop.orders:
        way, ads, bonus, content = (chance.random() for _ in range(4))
        if order.sample or (not order.live and way > _THROUGH_SHOWCASES):
            continue
        kind = "Livestream" if order.live else "Video" if way < _THROUGH_VIDEOS else "Showcase"
        advertised = kind == "Video" and ads < 0.25
        yield Sale(
            order=order,
            creator=order.creator,
            content=kind,
            content_id="" if kind == "Showcase" else f"75{int(content * 10**17):017}",
            rate=0 if advertised else _RATES[CREATORS.index(order.creator) % len(_RATES)],
            ads_rate=_ADS_RATE if advertised else 0,
            bonus_rate=_BONUS_RATE if bonus < 0.1 else 0,
        )
