"""A month of a made-up shop, cut into any exports, in any order: the figures are the truth."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.demo import creator_affiliate, returns, seller_affiliate, seller_center
from data.demo.shop import CREATORS, Shop
from data.demo.writing import sheet
from data.exports.job import Answers
from data.figures import Part
from tests.exports.books import saved
from tests.exports.ledger import Ledger
from tests.exports.truth import (
    Figures,
    affiliate_truth,
    cells_of,
    returns_truth,
    rows_of,
    truth,
)

FIRST = date(2026, 9, 1)
MIDNIGHT = datetime.combine(FIRST, datetime.min.time())
DAYS = 21
Export = tuple[str, bytes]
"""A name, and the bytes of a CSV."""
Truth = Callable[[Sequence[Export]], dict[date, Figures]]


class Cut(msgspec.Struct, frozen=True):
    """Which orders an export has, and when it was made."""

    hours: int
    """Into the month."""
    first: int
    last: int
    """Days of the month."""
    kind: int
    """Which of a world's kinds of export it is."""
    book: bool
    """Saved as a workbook."""

    @property
    def as_of(self) -> datetime:
        """On the shop's clock; late enough that there is something."""
        return MIDNIGHT + timedelta(hours=max(self.hours, 24 * self.first + 20))

    @property
    def span(self) -> dict[str, date]:
        """The days whose orders it has."""
        last = max(self.first, self.last)
        return {"first": FIRST + timedelta(self.first), "last": FIRST + timedelta(last)}


cuts = st.builds(
    Cut,
    hours=st.integers(20, 60 * 24),
    first=st.integers(0, DAYS - 1),
    last=st.integers(0, DAYS + 20),
    kind=st.integers(0, 3),
    book=st.integers(0, 9).map(lambda n: n == 0),
)
months = st.lists(cuts, min_size=1, max_size=4).flatmap(
    lambda made: st.permutations([*made, made[0]])
)
"""Overlapping exports, restated and shuffled, one of them twice."""


@cache
def shop(market: str, slug: str = "aurora-skin") -> Shop:
    return Shop(slug, seed=7, first=FIRST, days=DAYS, orders_per_day=3, market=market)


@cache
def orders(market: str, cut: Cut) -> Export:
    data = seller_center.export(shop(market), cut.as_of, explained=cut.kind % 2 == 0, **cut.span)
    return seller_center.name_of(cut.as_of), data


@cache
def returned(market: str, cut: Cut) -> Export:
    return returns.name_of(cut.as_of), returns.export(shop(market), cut.as_of, **cut.span)


@cache
def sold(market: str, cut: Cut) -> Export:
    """Three of four are a creator's, of two shops."""
    if cut.kind == 0:
        data = seller_affiliate.export(shop(market), cut.as_of, **cut.span)
        return seller_affiliate.name_of(cut.as_of), data
    shops = [shop(market), shop(market, "peak-fitness")]
    rows = creator_affiliate.export(shops, CREATORS[cut.kind], cut.as_of, **cut.span)
    return creator_affiliate.name_of(cut.as_of), sheet(rows)


WORLDS: dict[str, tuple[Part, str, Callable[[str, Cut], Export], Truth]] = {
    "orders": ("sales", "US", orders, truth),
    "orders of Vietnam": ("sales", "VN", orders, partial(truth, market="VN")),
    "returns": ("returns", "US", returned, returns_truth),
    "affiliate": ("affiliate", "US", sold, partial(affiliate_truth, shop="Aurora Skin")),
}


def put_in(ledger: Ledger, export: Export, *, book: bool, folder: str) -> bool:
    """Import it, unless there is nothing in it that could be."""
    name, data = export
    if not any(row.get("Shop name") in (None, "Aurora Skin") for row in rows_of(data)):
        return False
    if book:
        rows = [list(row) for row in cells_of(data)]
        path = saved(Path(folder) / "book.xlsx", {"OrderSKUList": rows})
        data = path.read_bytes()
    ledger.take(name, data, Answers(shop="Aurora Skin"))
    return True


@pytest.mark.parametrize("world", WORLDS)
def test_whatever_comes_in_and_goes_out_the_figures_are_the_truth(world: str) -> None:
    part, market, export, the_truth = WORLDS[world]

    @settings(max_examples=8, database=None)
    @given(made=months, out=st.integers(0, 5))
    def check(made: list[Cut], out: int) -> None:
        with TemporaryDirectory() as folder:
            ledger, taken = Ledger(Path(folder), market), list[Export]()
            for cut in made:
                each = export(market, cut)
                if put_in(ledger, each, book=cut.book, folder=folder):
                    taken.append(each)
            assert ledger.figures(part) == the_truth(taken)
            if taken:
                gone = out % len(taken)
                ledger.void(part, gone + 1)
                assert ledger.figures(part) == the_truth(taken[:gone] + taken[gone + 1 :])

    check()
