"""Money is whole minor units, and shown in full or short."""

import pytest

from data.errors import NotFound
from data.markets import market, markets
from data.money import currency_of, major, money_short, money_text


@pytest.mark.parametrize(
    ("minor", "full", "short"),
    [
        (0, "$0.00", "$0"),
        (99, "$0.99", "$1"),
        (99_949, "$999.49", "$999"),
        (99_950, "$999.50", "$1.0k"),
        (8_412_345, "$84,123.45", "$84.1k"),
        (99_960_00, "$99,960.00", "$100k"),
        (99_949_999, "$999,499.99", "$999k"),
        (123_456_789_012, "$1,234,567,890.12", "$1.2B"),
        (-150, "−$1.50", "−$2"),
    ],
)
def test_money_for_people(minor: int, full: str, short: str) -> None:
    assert money_text(minor, "USD") == full
    assert money_short(minor, "USD") == short


def test_money_for_programs_has_the_currencys_decimals() -> None:
    assert repr(major(1_820_410, "USD")) == "18204.1"
    assert repr(major(12_000, "JPY")) == "12000"
    assert money_text(12_000, "VND") == "₫12,000"


def test_what_is_not_known_is_named() -> None:
    with pytest.raises(NotFound, match="“XAU” is no currency we know"):
        money_text(1, "XAU")
    with pytest.raises(NotFound, match="“ZZ” is no market we know; there is US"):
        market("ZZ")


@pytest.mark.parametrize("code", markets())
def test_every_market_is_whole(code: str) -> None:
    known = market(code)
    assert currency_of(known.currency).code == known.currency
    assert known.source
    assert 0 <= known.first_weekday < 7
    assert known.code == code
