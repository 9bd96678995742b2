"""A small store to be hurt: the same to the byte each time."""

from datetime import UTC, datetime
from pathlib import Path

from data.clock import FrozenClock
from data.identity import Author
from data.store import Store

NOON = datetime(2026, 11, 20, 20, tzinfo=UTC)


def opened(folder: Path) -> Store:
    """The folder's store."""
    author = Author(name="ana", uid=1000, session="ana-1", version="1")
    return Store.open(folder, author=author, clock=FrozenClock(NOON), keys={"notes": ("by",)})


def commit(store: Store, *texts: str, split: bool = False) -> None:
    """New notes, all in one transaction."""
    with store.begin("notes.add", split=split) as transaction:
        for text in texts:
            transaction.set("notes", transaction.new_id("notes"), {"text": text, "by": "ana"})


def fold(folder: Path) -> None:
    """Open it and make a new snapshot."""
    store = opened(folder)
    store.fold()
    store.close()


def put(folder: Path, *texts: str, split: bool = False) -> None:
    """Open it and commit new notes."""
    store = opened(folder)
    commit(store, *texts, split=split)
    store.close()
