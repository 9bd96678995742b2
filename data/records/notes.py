"""Notes: what people tell each other about a record. Each is a document of its own."""

from data.records.base import Record


class Note(Record, frozen=True, kw_only=True):
    """An internal note. Its author and time are its stamps."""

    TABLE = "notes"
    KEYS = ("about",)
    TEXTS = ("text",)

    about: str
    """The record it is about, by its typed id (`A31`)."""
    text: str
