"""The store: TinyDB documents over a journal, for several processes at once."""

from data.store.entry import Change, Entry
from data.store.fold import FoldReport
from data.store.lock import FileLock
from data.store.store import Store
from data.store.tiny import open_tinydb
from data.store.transaction import Transaction

__all__ = [
    "Change",
    "Entry",
    "FileLock",
    "FoldReport",
    "Store",
    "Transaction",
    "open_tinydb",
]
