"""What the store does to the disk, each from a folder as it is before."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from tinydb import TinyDB

from tests.store.kit import live
from tests.store.points.shop import fold, opened, put


class Work(msgspec.Struct, frozen=True):
    """A piece of work, and the folder it begins in."""

    name: str
    before: Callable[[Path], object]
    """Makes the folder as it is before."""
    do: Callable[[Path], object]
    """Does the work, opening the store and all."""


def _some(folder: Path) -> None:
    put(folder, "one")
    put(folder, "two", "three")


def _torn(folder: Path) -> None:
    _folded(folder)
    with live(folder).open("ab") as file:
        file.write(b'{"seq":4,"at":"2026-11-20T2')


def _folded(folder: Path) -> None:
    _all_folded(folder)
    put(folder, "four")


def _all_folded(folder: Path) -> None:
    _some(folder)
    fold(folder)


def _edited(folder: Path) -> None:
    _folded(folder)
    fold(folder)
    (folder / "store.json").chmod(0o660)
    with TinyDB(folder / "store.json") as stock:
        stock.table("notes").insert({"text": "from outside"})


def _dead_fold(folder: Path) -> None:
    _folded(folder)
    for name in ("store.json.tmp", "store.index.tmp"):
        (folder / name).write_bytes(b"half a fi")


def _stock(folder: Path) -> None:
    with TinyDB(folder / "store.json") as stock:
        stock.table("notes").insert({"text": "of a plain TinyDB"})


def _too_big(folder: Path) -> None:
    put(folder, *(f"{number} " * 40_000 for number in range(9)), split=True)


def _put(folder: Path) -> None:
    put(folder, "new")


WORKS = (
    Work("The first commit of all", lambda _: None, _put),
    Work("A commit", _some, _put),
    Work("A commit after a fold", _all_folded, _put),
    Work("A commit after an unfinished line", _torn, _put),
    Work("A change too big for a line (TinyDB only)", _some, _too_big),
    Work("The first fold", _some, fold),
    Work("A fold", _folded, fold),
    Work("A fold after an unfinished line", _torn, fold),
    Work("A fold after one that died", _dead_fold, fold),
    Work("A fold after another program wrote to store.json", _edited, fold),
    Work("Opening a plain TinyDB file", _stock, lambda folder: opened(folder).close()),
)
