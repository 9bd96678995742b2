"""Statuses as exports spell them, by market and language, and the word we have for each."""

from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from data.figures import Part


class _Spellings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    words: dict[str, tuple[str, ...]]


class _Statuses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked_on: date
    sales: _Spellings
    returns: _Spellings
    affiliate: _Spellings


@cache
def spellings(part: Part) -> dict[str, str]:
    """For each spelling, in small letters, our word: `canceled` → `cancelled`."""
    text = Path(__file__).with_name("statuses.toml").read_bytes()
    known: _Spellings = getattr(msgspec.toml.decode(text, type=_Statuses), part)
    return {each.casefold(): word for word, spelled in known.words.items() for each in spelled}
