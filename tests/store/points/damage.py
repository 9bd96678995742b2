"""Each file of a store, hurt in each way, and what a newcomer and an open console find then."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec

from data.errors import StoreError
from data.store import Store, disk
from tests.store.kit import Content, content, live
from tests.store.points.fault import syncing_nothing
from tests.store.points.page import table
from tests.store.points.shop import commit, fold, opened, put

Spoil = Callable[[Path], object]
OLDEST, SEALED, LIVE = (f"store.journal/{first:012d}.jsonl" for first in (1, 6, 7))


class Hurt(msgspec.Struct, frozen=True):
    """One thing that can happen to the files of a store."""

    what: str
    spoil: Spoil
    hidden: str = ""
    """A file that may not be read."""


def flip(name: str, at: int, bit: int = 0) -> Spoil:
    """One bit of one byte, counted from the end if negative; the file's time stays."""

    def spoil(folder: Path) -> None:
        path = folder / name
        data, times = bytearray(path.read_bytes()), path.stat()
        data[at] ^= 1 << bit
        path.chmod(0o660)
        path.write_bytes(data)  # into the same file
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    return spoil


def _empty(name: str) -> Spoil:
    return lambda folder: os.truncate(folder / name, 0)


def _half(name: str) -> Spoil:
    return lambda folder: os.truncate(folder / name, (folder / name).stat().st_size // 2)


def _gone(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def _instead(name: str, make: Callable[[Path], object]) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).rename(folder / "away")
        make(folder / name)

    return spoil


def _folder(name: str) -> Spoil:
    return _instead(name, Path.mkdir)


def _fifo(name: str) -> Spoil:
    return _instead(name, os.mkfifo)


def _link(name: str) -> Spoil:
    return _instead(name, lambda path: path.symlink_to("/dev/null"))


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _previous_again(folder: Path) -> None:
    shutil.copy2(folder / "store.prev.json", folder / "old")
    (folder / "old").replace(folder / "store.json")


def _lines_gone(folder: Path) -> None:
    lines = live(folder).read_bytes().splitlines(keepends=True)
    os.truncate(live(folder), len(lines[0]))


def _line_taken_out(folder: Path) -> None:
    first, _, *rest = live(folder).read_bytes().splitlines(keepends=True)
    live(folder).write_bytes(b"".join([first, *rest]))


def _torn(folder: Path) -> None:
    with live(folder).open("ab") as file:
        file.write(b'{"seq":10,"at":"2026-')


def _all_of(*spoils: Spoil) -> Spoil:
    return lambda folder: [spoil(folder) for spoil in spoils]


_BOTH_FLIPPED = _all_of(flip("store.json", -30), flip("store.prev.json", -30))
ROOMS = {
    "The journal": (
        Hurt("a torn tail after the live segment's last line", _torn),
        Hurt("a bit flipped in an old segment, which a snapshot holds", flip(OLDEST, 100)),
        Hurt("a bit flipped in the live segment's second line", flip(LIVE, 400)),
        Hurt("a bit flipped in the last line", flip(LIVE, -30)),
        Hurt("a bit flipped in the last newline", flip(LIVE, -1)),
        Hurt("a line taken out of the live segment", _line_taken_out),
        Hurt("whole lines cut off the live segment's end", _lines_gone),
        Hurt("the live segment is empty", _empty(LIVE)),
        Hurt("the live segment is gone", _gone(LIVE)),
        Hurt("a segment is gone that a snapshot holds", _gone(SEALED)),
        Hurt(
            "a segment is gone, and the snapshot after it", _all_of(_gone(SEALED), _previous_again)
        ),
        Hurt("an old segment is empty", _empty(OLDEST)),
        Hurt("a folder in the live segment's place", _folder(LIVE)),
        Hurt("a FIFO in the live segment's place", _fifo(LIVE)),
        Hurt("a link in the live segment's place", _link(LIVE)),
        Hurt("the live segment may not be read", lambda _: None, hidden=LIVE),
        Hurt("the journal's folder is gone", lambda f: (f / "store.journal").rename(f / "away")),
        Hurt("a file in the place of the journal's folder", _instead("store.journal", Path.touch)),
    ),
    "The snapshot": (
        Hurt("a bit flipped in a document", flip("store.json", -30)),
        Hurt("a bit flipped in the header", flip("store.json", 30)),
        Hurt("a bit flipped in both snapshots", _BOTH_FLIPPED),
        Hurt(
            "both snapshots flipped, and the first segment gone",
            _all_of(_BOTH_FLIPPED, _gone(OLDEST)),
        ),
        Hurt("it is cut in half", _half("store.json")),
        Hurt("it is empty", _empty("store.json")),
        Hurt("it is gone", _gone("store.json")),
        Hurt("it is older than its segments", _previous_again),
        Hurt("it is newer than its segments", _all_of(_gone(SEALED), _gone(LIVE))),
        Hurt("a folder in its place", _folder("store.json")),
        Hurt("a FIFO in its place", _fifo("store.json")),
        Hurt("a link in its place", _link("store.json")),
        Hurt("it may not be read", lambda _: None, hidden="store.json"),
        Hurt("a folder in the place of the one before", _folder("store.prev.json")),
    ),
    "The index": (
        Hurt("it is gone", _gone("store.index")),
        Hurt("a bit flipped in its first line", flip("store.index", 40)),
        Hurt("a bit flipped in what lies where", flip("store.index", -20)),
        Hurt("it is empty", _empty("store.index")),
        Hurt("it is cut in half", _half("store.index")),
        Hurt("a folder in its place", _folder("store.index")),
        Hurt("a FIFO in its place", _fifo("store.index")),
        Hurt("a link in its place", _link("store.index")),
        Hurt("it may not be read", lambda _: None, hidden="store.index"),
    ),
    "The lock": (
        Hurt("it is empty", _empty("store.lock")),
        Hurt("a bit flipped in it", flip("store.lock", 3)),
        Hurt("it is gone", _gone("store.lock")),
        Hurt("a folder in its place", _folder("store.lock")),
        Hurt("a FIFO in its place", _fifo("store.lock")),
        Hurt("a link to nothing in its place", _instead("store.lock", _dangling)),
    ),
}


class Shop:
    """A store with two snapshots and three segments, to be hurt again and again."""

    def __init__(self, room: Path) -> None:
        self._room = room
        self.whole = self._empty("whole")
        for number in range(5):
            put(self.whole, f"note {number}")
        fold(self.whole)
        put(self.whole, "after the first fold")
        fold(self.whole)
        for number in range(3):
            put(self.whole, f"after the second fold, {number}")
        store = opened(self.whole)
        self.content = content(store)
        store.close()

    def _empty(self, name: str) -> Path:
        path = self._room / name / "shop"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def copy(self) -> Path:
        """The whole store, anew."""
        return Path(
            shutil.copytree(self.whole, self._empty("hurt"), dirs_exist_ok=True, symlinks=True)
        )

    def newcomer(self, hurt: Hurt) -> str:
        """What somebody finds who opens it then."""
        folder = self.copy()
        hurt.spoil(folder)
        with _hiding(folder / hurt.hidden):
            return _plain(folder, self._opened_then(folder))

    def _opened_then(self, folder: Path) -> list[str]:
        try:
            store = opened(folder)
        except StoreError as error:
            return [f"not opened: {error}"]
        said = [*self._found(store), *_goes_on(store)]
        if store.read_only is None:
            try:
                entries = [entry.seq for entry in store.entries()]
                assert entries == list(range(1, store.seq + 1)), f"silently lost: {entries}"
            except StoreError as error:
                said.append(f"its history: {error}")
        store.close()
        return said

    def console(self, hurt: Hurt) -> str:
        """What a console finds that had it open."""
        folder = self.copy()
        store = opened(folder)
        hurt.spoil(folder)
        with _hiding(folder / hurt.hidden):
            try:
                store.catch_up()
            except StoreError as error:
                return _plain(folder, [f"can't go on: {error}"])
            said = [*self._found(store), *_goes_on(store)]
        store.close()
        return _plain(folder, said)

    def _found(self, store: Store) -> list[str]:
        """What is there; less than all is never without a word."""
        try:
            there = content(store)
        except StoreError as error:
            return [f"can't be read: {error}"]
        if there == self.content:
            said = ["all is there"]
        else:
            assert store.read_only is not None, f"silently lost: {there}"
            said = [f"{_count(there)} of {_count(self.content)} notes are there"]
        return said + [f"it says “{note}”" for note in store.notes]


def _count(there: Content) -> int:
    return len(there.get("notes", {}))


def _goes_on(store: Store) -> list[str]:
    """Commit and fold, and see that it is there; what is refused, and said on the way."""
    if store.read_only is not None:
        return [f"read-only: {store.read_only}"]
    said, told = [], len(store.notes)
    try:
        commit(store, "after")
    except StoreError as error:
        said.append(f"a commit: {error}")
    try:
        store.fold()
    except StoreError as error:
        said.append(f"a fold: {error}")
    if not said:
        fresh = opened(store.files.folder)
        assert (content(fresh), fresh.read_only) == (content(store), None)
        fresh.close()
    return [f"it says “{note}”" for note in store.notes[told:]] + (said or ["work goes on"])


@contextmanager
def _hiding(hidden: Path) -> Iterator[None]:
    """Nobody may read that file."""

    def unless_hidden(real: Callable[[Path], int]) -> Callable[[Path], int]:
        def opening(path: Path) -> int:
            if path == hidden:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return real(path)

        return opening

    with (
        patch.object(disk, "open_read", unless_hidden(disk.open_read)),
        patch.object(disk, "open_append", unless_hidden(disk.open_append)),
    ):
        yield


def _plain(folder: Path, said: list[str]) -> str:
    return " · ".join(said).replace(f"{folder}/", "")


def section(room: str, where: Path) -> str:
    """A room's part of the page."""
    with syncing_nothing():
        shop = Shop(where)
        rows = [(hurt.what, shop.newcomer(hurt), shop.console(hurt)) for hurt in ROOMS[room]]
    return table(room, ("what", "who opens it then", "who had it open"), rows)
