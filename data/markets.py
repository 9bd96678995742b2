"""Markets: currency, zone and the way exports are written, as dated settings."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from data.errors import NotFound


class Writing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of export writes times and money in one market."""

    times: str
    """The time format, as `strptime` has it."""
    times_shown: str
    """The same for a person: `MM/DD/YYYY h:mm:ss AM/PM`."""
    marks: tuple[str, ...]
    """What may stand before or after an amount."""
    thousands: str
    """The mark between thousands."""
    decimal: str
    """The mark before the decimals."""
    source: str
    checked_on: date


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
    exports: dict[str, Writing] = {}
    """By format: how it is written here. A format that isn't listed can't be read yet."""
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
        raise NotFound(f"“{code}” is no market we know; there is {', '.join(markets())}.") from None
