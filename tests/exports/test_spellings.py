"""Amounts, times and statuses in every market's writing come back as what they mean."""

from datetime import datetime
from decimal import Decimal
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.exports.amounts import minor_units
from data.exports.statuses import spellings
from data.exports.times import Times
from data.figures import Part
from data.markets import DATE_ORDERS, Order, market, markets
from data.money import currency_of

PARTS: tuple[Part, ...] = ("sales", "returns", "affiliate")
THAI = {
    "เสร็จสมบูรณ์": "completed",
    "จัดส่งแล้ว": "shipped",
    "ที่จะจัดส่ง": "to ship",
    "ยกเลิกแล้ว": "cancelled",
    "ค้างชำระ": "unpaid",
}


def read(cells: list[str], code: str) -> list[int | None]:
    """Amounts as a market's exports have them, in minor units."""
    rules = market(code)
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    currency = currency_of(rules.currency)
    return frame.select(minor_units(pl.col("cell"), rules.amounts, currency)).to_series().to_list()


@settings(max_examples=15)
@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=20), st.randoms(use_true_random=False))
@pytest.mark.parametrize("code", markets())
def test_any_amount_in_any_writing(code: str, minors: list[int], chance: Random) -> None:
    rules = market(code)
    places = currency_of(rules.currency).decimals
    pick = chance.choice
    cells = []
    for minor in minors:
        whole, rest = divmod(minor, 10**places)
        grouped = f"{whole:,}".replace(",", pick(rules.amounts.thousands))
        text = pick([str(whole), grouped]) + (
            f"{rules.amounts.decimal}{rest:0{places}}" * bool(places)
        )
        mark = pick(rules.amounts.marks)
        cells.append(pick([text, mark + text, f"{text} {mark}", f"{mark} {text}"]))
    assert read(cells, code) == minors


@pytest.mark.parametrize(
    ("code", "cell", "amount"),
    [
        ("US", "41", "41.00"), ("US", "8.99", "8.99"), ("US", "$25.00", "25.00"),
        ("US", "1,022.25", "1022.25"), ("US", "7.5", "7.50"), ("US", "3 USD", "3.00"),
        ("UK", "£8.99", "8.99"), ("ID", "150.000", "150000"), ("ID", "Rp150.000", "150000"),
        ("VN", "11.000₫", "11000"), ("VN", "224750", "224750"), ("SG", "S$12.30", "12.30"),
        ("TH", "฿1,200.50", "1200.50"), ("TH", "THB 9", "9.00"), ("PH", "₱1,449.50", "1449.50"),
        ("US", "9.43461E+21", None), ("US", "-5.00", None), ("US", "1.022,25", None),
        ("ID", "150.00", None), ("ID", "1,5", None), ("VN", "1.5", None),
    ],
)  # fmt: skip
def test_amounts_seen_in_exports(code: str, cell: str, amount: str | None) -> None:
    places = currency_of(market(code).currency).decimals
    expected = None if amount is None else int(Decimal(amount) * 10**places)
    assert read([cell], code) == [expected]


moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)


@settings(max_examples=25)
@given(st.lists(moments, min_size=1, max_size=12), st.sampled_from(DATE_ORDERS), st.booleans())
def test_any_time_in_any_writing(at: list[datetime], order: Order, halves: bool) -> None:
    day = "%d/%m/%Y" if order == "day first" else "%m/%d/%Y"
    clock = "%I:%M:%S %p" if halves else "%H:%M:%S"
    cells = pl.Series("at", [each.strftime(f"{day} {clock}") for each in at])
    times = Times(order)
    assert times.parse(cells).to_list() == at
    assert times.fits is any(each.day > 12 for each in at)
    assert not times.misfits
    other = Times("month first" if order == "day first" else "day first")
    found = other.parse(cells).to_list()
    assert other.misfits is times.fits, "a day above 12 shows which way it is"
    assert all(one is None for one, each in zip(found, at, strict=True) if each.day > 12)


@settings(max_examples=10)
@given(st.lists(moments, min_size=1, max_size=12))
def test_times_with_the_year_first_leave_no_doubt(at: list[datetime]) -> None:
    for order in DATE_ORDERS:
        times = Times(order)
        assert times.parse(pl.Series("at", [f"{each}" for each in at])).to_list() == at
        assert (times.slashed, times.fits, times.misfits) == (False, False, False)


@pytest.mark.parametrize("part", PARTS)
def test_each_spelling_is_of_one_status(part: Part) -> None:
    known = spellings(part)
    assert all(spelled == spelled.casefold().strip() for spelled in known)
    assert all(known.get(word, word) == word for word in known.values()), "our word is no other's"


def test_the_statuses_seen_in_exports() -> None:
    sales, returns, affiliate = map(spellings, PARTS)
    assert {spelled: sales[spelled] for spelled in THAI} == THAI
    assert sales["canceled"] == sales["cancelled"] == "cancelled"
    assert sales["awaiting collection"] == "to ship"
    assert (returns["refund rejected"], affiliate["ineligible"]) == ("rejected", "ineligible")
