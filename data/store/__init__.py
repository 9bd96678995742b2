"""The store: TinyDB documents over a journal, for several processes at once."""

from typing import TYPE_CHECKING

from data.store.entry import Change, Entry
from data.store.fold import FoldReport
from data.store.lock import FileLock
from data.store.store import Store
from data.store.transaction import Transaction

if TYPE_CHECKING:
    from data.store.tiny import open_tinydb

__all__ = [
    "Change",
    "Entry",
    "FileLock",
    "FoldReport",
    "Store",
    "Transaction",
    "open_tinydb",
]


def __getattr__(name: str) -> object:
    """TinyDB is loaded by those who want it: a console's start doesn't."""
    if name == "open_tinydb":
        from data.store.tiny import open_tinydb

        return open_tinydb
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
