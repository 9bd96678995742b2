"""A table of words: the line mode and the console show the same."""

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A column of a table."""

    head: str
    right: bool = False
    """Figures stand at its right."""
    wide: bool = False
    """It isn't shown where there is little room."""
    gives: bool = False
    """It gives way where there is too little."""


class Sheet(msgspec.Struct, frozen=True):
    """A table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """What is said beneath."""
