"""A disk that loses power: what wasn't synced may be there, half there, or not.

A file's bytes are certain once the file was synced, a name once its folder was. Of the rest any
may have come through: here no name, all, all but one, only one, or the first few; and of bytes
none, all, half, or their length without them.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from tests.store.points.fault import Call, seam

Came = Literal["none", "all", "half", "length"]
"""What came through of the bytes that weren't synced."""
CAME: tuple[Came, ...] = ("none", "all", "half", "length")
Disk = dict[Path, tuple[bytes, int] | None]
"""What a disk holds: by file its bytes and time; None is a folder."""


class _File:
    """A file's bytes: those that are certain, and those being written."""

    def __init__(self, sure: bytes = b"", time: int = 0) -> None:
        self.sure = sure
        self.now = sure
        self.time = time

    def after(self, came: Came) -> tuple[bytes, int]:
        """The file once power is back."""
        return self._bytes(came), self.time

    def _bytes(self, came: Came) -> bytes:
        if came == "none" or self.now == self.sure:
            return self.sure
        half = (len(self.sure) + len(self.now)) // 2
        return {
            "all": self.now,
            "half": self.now[:half],
            "length": self.sure + bytes(max(0, len(self.now) - len(self.sure))),
        }[came]


class _Name(msgspec.Struct, frozen=True):
    """A name that came, moved or went, and isn't certain yet."""

    path: Path
    file: _File | None
    """What it names now; None is a folder."""
    gone: tuple[Path, ...] = ()


class Model:
    """The disk as the calls made it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[Path, _File | None] = {
            path: None if path.is_dir() else _File(path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*"))
        }
        self._sure = dict(self._names)
        self._waiting: list[_Name] = []

    def take(self, call: Call) -> None:
        """Take in a call, made just now."""
        match call.name, call.args:
            case "make_folder", (path, *_):
                if path not in self._names:
                    self._change(_Name(path, None))
            case "create" | "create_writable", (path, *_):
                self._change(_Name(path, _File()))
            case "rename", (old, new):
                self._change(_Name(new, self._names[old], gone=(old,)))
            case "remove", (path,):
                if path in self._names:
                    self._change(_Name(path, None, gone=(path,)))
            case "sync_folder", (path,):
                self._settle(path)
            case _, (fd, *_):
                self._write(call, fd)

    def _change(self, name: _Name) -> None:
        self._waiting.append(name)
        _apply(self._names, name)

    def _settle(self, folder: Path) -> None:
        kept = [name for name in self._waiting if name.path.parent != folder]
        for name in self._waiting:
            if name.path.parent == folder:
                _apply(self._sure, name)
        self._waiting = kept

    def _write(self, call: Call, fd: int) -> None:
        file = self._names[Path(f"/proc/self/fd/{fd}").readlink()]
        assert file is not None
        if call.name in ("sync", "sync_data"):
            file.sure = file.now
        else:
            status = os.fstat(fd)
            file.now, file.time = os.pread(fd, status.st_size, 0), status.st_mtime_ns

    def disks(self) -> Iterator[Disk]:
        """What may be found if the power goes now."""
        for names in _choices(self._waiting):
            found = dict(self._sure)
            for name in names:
                _apply(found, name)
            for came in CAME:
                yield {
                    path: None if file is None else file.after(came)
                    for path, file in found.items()
                    if path.parent in {self._folder, *found}
                }


def _apply(names: dict[Path, _File | None], change: _Name) -> None:
    for path in change.gone:
        names.pop(path, None)
    if change.path not in change.gone:
        names[change.path] = change.file


def _choices(waiting: list[_Name]) -> Iterator[list[_Name]]:
    for count in range(len(waiting) + 1):
        yield waiting[:count]
    for one in waiting:
        yield [name for name in waiting if name is not one]
        yield [one]


def disks(folder: Path, work: Callable[[], object], *, lying: str = "") -> list[tuple[bool, Disk]]:
    """Every disk a power cut during the work could leave, once, and whether it was done by then.

    `lying` is a kind of sync that does nothing.
    """
    model = Model(folder)
    found: dict[tuple[bool, frozenset[tuple[Path, bytes]]], Disk] = {}

    def collect(*, done: bool) -> None:
        for each in model.disks():
            bytes_of = frozenset((path, b"" if f is None else f[0]) for path, f in each.items())
            found.setdefault((done, bytes_of), each)

    def note(call: Call, do: Callable[[], object]) -> object:
        result = do()
        if call.name != lying:
            model.take(call)
        collect(done=False)
        return result

    with seam(note):
        work()
    collect(done=True)
    return [(done, each) for (done, _), each in found.items()]


def lay_out(found: Disk, old: Path, new: Path) -> None:
    """Make the empty folder `new` what the disk has of the folder `old`."""
    for path, file in sorted(found.items()):
        place = new / path.relative_to(old)
        if file is None:
            place.mkdir()
        else:
            place.write_bytes(file[0])
            os.utime(place, ns=(file[1], file[1]))
