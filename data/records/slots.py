"""Slots: the conversations a person keeps at hand, by number."""

from data.records.base import Record


class Slot(Record, frozen=True, kw_only=True):
    """One person's slot, and what is in it."""

    TABLE = "slots"
    KEYS = ("owner",)

    owner: str
    place: int
    """1 to 9."""
    conversation: int
