"""Markets: currency, zone and the way exports are written, as dated settings."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from data.errors import NotFound

Order = Literal["day first", "month first"]
"""Which number of a date written with slashes is the day."""
DATE_ORDERS: tuple[Order, ...] = ("day first", "month first")
DATE_WORDS = tuple(order.replace(" ", "-") for order in DATE_ORDERS)
"""The same as people type them: `day-first`."""


class Amounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How exports write amounts in one market."""

    marks: tuple[str, ...]
    """What may stand before or after an amount."""
    thousands: tuple[str, ...]
    """The marks between thousands that occur."""
    decimal: str
    """The mark before the decimals."""
    source: str
    checked_on: date


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How each kind of export writes dates in one market."""

    source: str
    checked_on: date
    order: dict[str, Order] = {}
    """By format; one that isn't listed is told by its cells, or asked for."""


class Market(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One market of TikTok Shop."""

    title: str
    currency: str
    """ISO 4217."""
    zone: str
    """IANA name: the zone of times in this market's exports."""
    first_weekday: int
    """The day a shop's week starts: 0 is Monday."""
    source: str
    checked_on: date
    amounts: Amounts
    dates: Dates
    code: str = ""
    """`US`: what people type, and the table's name in the file."""


@cache
def _markets() -> dict[str, Market]:
    text = Path(__file__).with_name("markets.toml").read_bytes()
    read = msgspec.toml.decode(text, type=dict[str, Market])
    return {code: msgspec.structs.replace(known, code=code) for code, known in read.items()}


def markets() -> tuple[str, ...]:
    """The codes of all markets we know, the best known first."""
    return tuple(_markets())


def market(code: str) -> Market:
    """The market of that code. Raises `NotFound` naming those known."""
    try:
        return _markets()[code]
    except KeyError:
        known = ", ".join(f"{code} ({known.title})" for code, known in _markets().items())
        raise NotFound(f"“{code}” is no market we know; there is {known}.") from None
