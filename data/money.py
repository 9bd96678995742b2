"""Money: whole minor units and a currency, and how both are shown.

An amount is an `int` of the currency's smallest unit as exports write it (cents for USD), so that
sums are exact.
"""

import msgspec

from data.errors import NotFound


class Currency(msgspec.Struct, frozen=True):
    """One currency."""

    code: str
    """ISO 4217."""
    decimals: int
    """Digits after the decimal mark."""
    symbol: str


# Decimals: ISO 4217:2015, but for IDR (2 there): shops and exports write whole rupiah.
CURRENCIES = {
    code: Currency(code, decimals, symbol)
    for code, decimals, symbol in (
        ("EUR", 2, "€"),
        ("GBP", 2, "£"),
        ("IDR", 0, "Rp"),
        ("JPY", 0, "¥"),
        ("MXN", 2, "MX$"),
        ("MYR", 2, "RM"),
        ("PHP", 2, "₱"),
        ("SGD", 2, "S$"),
        ("THB", 2, "฿"),
        ("USD", 2, "$"),
        ("VND", 0, "₫"),
    )
}


def currency_of(code: str) -> Currency:
    """The currency of that ISO 4217 code. Raises `NotFound`."""
    try:
        return CURRENCIES[code]
    except KeyError:
        raise NotFound(f"“{code}” is no currency we know: {', '.join(CURRENCIES)}.") from None


def major(minor: int, currency: str) -> float:
    """`minor` in major units, as a number for JSON: 1820410 USD → 18204.1; whole where it must be.

    For showing and handing over, never for sums. Raises `NotFound`.
    """
    decimals = currency_of(currency).decimals
    return minor / 10**decimals if decimals else minor


def money_text(minor: int, currency: str) -> str:
    """`minor` in full for a person: 1820410 USD → `$18,204.10`. Raises `NotFound`."""
    known = currency_of(currency)
    whole, rest = divmod(abs(minor), 10**known.decimals)
    tail = f".{rest:0{known.decimals}}" if known.decimals else ""
    return f"{_sign(minor)}{known.symbol}{whole:,}{tail}"


def money_short(minor: int, currency: str) -> str:
    """`minor` in at most three digits and a letter: 8412345 USD → `$84.1k`. Raises `NotFound`."""
    known = currency_of(currency)
    amount, letter = abs(minor) / 10**known.decimals, ""
    for larger in ("k", "M", "B"):
        if amount < 999.5:
            break
        amount, letter = amount / 1000, larger
    digits = 1 if letter and amount < 99.95 else 0
    return f"{_sign(minor)}{known.symbol}{amount:,.{digits}f}{letter}"


def _sign(minor: int) -> str:
    return "−" if minor < 0 else ""
