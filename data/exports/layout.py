"""What a kind of export looks like: its columns, and what each becomes.

Only the columns listed here are ever kept. What else a file holds (a buyer's name, phone, address,
messages) is read over.
"""

import re
import unicodedata
from enum import Enum

import msgspec

_BLANKS = re.compile(r"[\s\u00a0\u3000]+")
_UNSEEN = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])


class Kind(Enum):
    """What a cell holds."""

    KEY = "the order's id: digits only, kept as text"
    ID = "another id, kept as text"
    TEXT = "words"
    COUNT = "a whole number"
    MONEY = "an amount in the market's currency, kept in minor units"
    TIME = "a time as the shop's clock shows it"


class Column(msgspec.Struct, frozen=True):
    """A column that is kept."""

    header: str
    """The header as the platform writes it."""
    fact: str
    """The name it has in the facts."""
    kind: Kind
    needed: bool = False
    """A file without this column isn't this format."""
    filled: bool = False
    """A row without this cell is rejected."""


class Format(msgspec.Struct, frozen=True):
    """A kind of export."""

    name: str
    """What people and the JSON call it."""
    title: str
    """Where it comes from, for a person."""
    columns: tuple[Column, ...]
    """The kept columns, the key first."""
    left_out: tuple[str, ...]
    """Headers of columns that are known and not kept."""
    markets: dict[str, tuple[str, ...]]
    """By market: headers that only its layout has."""

    @property
    def needed(self) -> tuple[Column, ...]:
        """The columns no file of this format lacks."""
        return tuple(column for column in self.columns if column.needed)


def normal(header: str) -> str:
    """`header` so that its spellings compare equal: NFC, casefolded, nothing but visible words."""
    text = unicodedata.normalize("NFC", header.translate(_UNSEEN))
    return _BLANKS.sub(" ", text).strip().casefold()
