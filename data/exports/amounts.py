"""Amounts as a market writes them, into minor units, exactly.

Only the child process imports this: polars costs 0.3 s.
"""

import re

import polars as pl

from data.markets import Amounts
from data.money import Currency

_TOO_MUCH = 10**12
"""Minor units that are no amount: millions of rows of less can be added up in 64 bits."""
_MOST_PLACES = 12
"""Decimals of an amount that is one, though it may have too many of them."""


def minor_units(cells: pl.Expr, amounts: Amounts, currency: Currency) -> pl.Expr:
    """The cells in minor units; null where one is no amount."""
    places = currency.decimals
    parts = cells.str.extract_groups(_pattern(amounts, places)).struct
    whole = parts.field("whole")
    for mark in amounts.thousands:
        whole = whole.str.replace_all(mark, "", literal=True)
    minor: pl.Expr = whole.cast(pl.Int64) * 10**places
    if places:
        minor += parts.field("rest").fill_null("").str.pad_end(places, "0").cast(pl.Int64)
    return pl.when(minor < _TOO_MUCH).then(minor)


def why_not(cell: str, amounts: Amounts, currency: Currency) -> str:
    """Why a cell is no amount, in words."""
    if re.match(_pattern(amounts, currency.decimals), cell):
        return "more than any order comes to"
    if re.match(_pattern(amounts, _MOST_PLACES), cell):
        return f"more decimals than {currency.code} has"
    if re.match(_pattern(amounts, currency.decimals), re.sub(r"[-−()]", "", cell)):
        return "less than nothing, which no amount here can be"
    return f"not an amount in {currency.code}"


def _pattern(amounts: Amounts, places: int) -> str:
    """A pattern for amounts with up to so many decimals; a currency without may show zeros."""
    mark = "(?:" + "|".join(map(re.escape, amounts.marks)) + ")?"
    thousands = "[" + "".join(map(re.escape, amounts.thousands)) + "]"
    decimal = re.escape(amounts.decimal)
    rest = rf"(?:{decimal}(?P<rest>[0-9]{{1,{places}}}))?" if places else rf"(?:{decimal}00?)?"
    whole = rf"(?P<whole>[0-9]{{1,3}}(?:{thousands}[0-9]{{3}}){{1,3}}|[0-9]{{1,12}})"
    return rf"^{mark} ?{whole}{rest} ?{mark}$"
