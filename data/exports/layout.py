"""What a kind of export looks like: its columns, and what each becomes.

Only the columns listed here are ever kept. What else a file holds (a buyer's name, phone, address,
messages) is read over.
"""

from enum import Enum

import msgspec

from data.figures import Part
from data.markets import Order
from data.text import plain


class Kind(Enum):
    """What a cell holds."""

    KEY = "the id of what a newer export restates whole: digits only, kept as text"
    ID = "another id, kept as text"
    HANDLE = "a creator's handle, kept without @ and in small letters"
    BUYER = "who ordered: kept only of a sample, where it is a creator's handle"
    STATUS = "a status, kept in our spelling (`statuses.toml`)"
    SHOP = "the shop a row is of, in files that hold rows of several"
    CURRENCY = "the currency of the row's amounts: must be the client's; not kept"
    TEXT = "words"
    COUNT = "a whole number"
    MONEY = "an amount in the market's currency, kept in minor units"
    TIME = "a time as the shop's clock shows it"


class Column(msgspec.Struct, frozen=True):
    """A column that is read."""

    header: str
    """The header as the platform writes it."""
    fact: str
    """The name it has in the facts."""
    kind: Kind
    needed: bool = False
    """A file without this column isn't this format."""
    filled: bool = False
    """A row without this cell is rejected."""
    only: tuple[str, ...] = ()
    """The markets whose layout has it; empty: all of them."""


class Format(msgspec.Struct, frozen=True):
    """A kind of export."""

    name: str
    """What people and the JSON call it."""
    title: str
    """Where it comes from, for a person."""
    becomes: Part
    """The part of a day's figures its rows become."""
    columns: tuple[Column, ...]
    """The columns that are read, the key first."""
    left_out: tuple[str, ...] = ()
    """Headers of columns that are known and not kept."""
    markets: dict[str, tuple[str, ...]] = {}
    """By market: headers that only its layout has. Empty: it looks the same in all of them."""
    dates: Order | None = None
    """How its dates are written, where that isn't a matter of the market."""
    yields: bool = False
    """Its word on an order counts only where no other format has that order whole."""

    @property
    def key(self) -> Column:
        """The column whose value a newer export restates whole."""
        return self.columns[0]

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns no file of this format lacks."""
        return tuple(column for column in self.columns if column.needed)


def normal(header: str) -> str:
    """`header` so that its spellings compare equal: casefolded, nothing but visible words."""
    return plain(header).casefold()
