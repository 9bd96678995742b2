"""Links: what belongs together. Each is a document of its own, so that both ends show it."""

from data.records.base import Record


class Link(Record, frozen=True, kw_only=True):
    """Two records that belong together. Taken apart: both ends are empty, so that the history
    still names them."""

    TABLE = "links"
    KEYS = ("one", "other")

    one: str
    """The record it was linked from, by its typed id (`T45`)."""
    other: str
    """The record it was linked to (`C118`)."""
