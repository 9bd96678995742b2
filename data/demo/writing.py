"""How a made-up shop's files are written: amounts by market, times, rows to bytes."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec


class Money(msgspec.Struct, frozen=True):
    """How a market writes amounts."""

    code: str
    """ISO 4217."""
    decimals: int
    before: str = ""
    after: str = ""
    thousands: str = ","
    bare: bool = True
    """Mostly written as a plain number, without a mark between thousands."""

    def text(self, minor: int, *, dressed: bool = False) -> str:
        """An amount of the currency's smallest unit, not below 0: `1022.25`.

        `dressed`: with its marks, `$1,022.25`, as some cells have it.
        """
        if dressed or not self.bare:
            return f"{self.before}{self.grouped(minor, self.thousands)}{self.after}"
        whole, rest = divmod(minor, 10**self.decimals)
        return f"{whole}.{rest:02}" if rest else str(whole)

    def grouped(self, minor: int, thousands: str) -> str:
        """An amount with that mark between thousands, and all its decimals: `1,022.25`."""
        whole, rest = divmod(minor, 10**self.decimals)
        decimals = f".{rest:02}" if self.decimals else ""
        return f"{whole:,}".replace(",", thousands) + decimals


MONEY = {
    "US": Money("USD", 2, before="$"),
    "UK": Money("GBP", 2, before="£"),
    "VN": Money("VND", 0, after="₫", thousands="."),
    "PH": Money("PHP", 2, before="₱"),
    "ID": Money("IDR", 0, thousands=".", bare=False),
}
"""By market. Exports seen: `8.99` and `$25.00` (US), `£` (UK), `₫` (VN), `150.000` (ID)."""


def day_first(at: datetime) -> str:
    """`31/05/2024 09:56:09`."""
    clock = f"{at.hour:02}:{at.minute:02}:{at.second:02}"  # strftime is 5 times slower
    return f"{at.day:02}/{at.month:02}/{at.year} {clock}"


def month_first(at: datetime) -> str:
    """`05/31/2024 9:56:09 AM`."""
    half = "AM" if at.hour < 12 else "PM"
    day, hour = f"{at.month:02}/{at.day:02}/{at.year}", at.hour % 12 or 12
    return f"{day} {hour}:{at.minute:02}:{at.second:02} {half}"


def came(at: datetime | None, as_of: datetime) -> bool:
    """Whether it had happened by then."""
    return at is not None and at <= as_of


def columns(header: str) -> tuple[str, ...]:
    """A header row's names, blanks and all."""
    return tuple(header.split(","))


def sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as Seller Center's CSV: UTF-8 with a byte order mark, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")
