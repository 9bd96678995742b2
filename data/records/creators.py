"""Creators: the people who show a client's products, known by their handle."""

from data.records.base import Record


class Creator(Record, frozen=True, kw_only=True):
    """A creator, as the agency knows them."""

    TABLE = "creators"
    LETTER = "K"
    KEYS = ("handle",)

    handle: str
    """Without the @, in small letters."""
    name: str | None = None
