"""Attachments: files that belong to a record, each a document; its file lies in `files/`."""

from data.records.base import Record


class Attachment(Record, frozen=True, kw_only=True):
    """A file somebody attached. Who and when are its stamps."""

    TABLE = "attachments"
    KEYS = ("about",)

    about: str
    """The record it belongs to, by its typed id (`C118`)."""
    name: str
    """What it was called, made plain."""
    sha256: str
    """Under which it lies in `files/`."""
    size: int
    """In bytes."""
