"""The journal: append-only segments, followed by everybody and appended to by the lock's holder.

A segment is named by its first entry's number. It is never renamed, and never shortened but for an
unfinished last line. The next segment's name can only exist if the last line read was the last of
its file, so following needs no lock.
"""

import errno
import weakref
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from data.errors import StoreDamaged, StoreError
from data.store import disk
from data.store.entry import LONGEST, Entry, decode

_CHUNK = 1 << 20
_SUFFIX = ".jsonl"

STAMP = "%Y%m%dT%H%M%SZ"
"""How a time is written in the name of a file set aside."""


def segment(folder: Path, first: int) -> Path:
    """The segment that begins with entry number `first`."""
    return folder / f"{first:012d}{_SUFFIX}"


def segments(folder: Path) -> list[int]:
    """The first entry numbers of the segments there are, ascending."""
    stems = (name.removesuffix(_SUFFIX) for name in disk.names(folder) if name.endswith(_SUFFIX))
    return [int(stem) for stem in stems if stem.isdecimal() and len(stem) == 12]


class Journal:
    """A place in the journal: after entry `seq`, whose line has the seal `sum`.

    `path` is the segment it is in, or the one that the next commit will make.
    """

    def __init__(self, folder: Path, seq: int, sum: str) -> None:
        self.folder = folder
        self.seq = seq
        self.sum = sum
        self.barred: str | None = None
        """Why the segment can only be read; None: it can be written, too."""
        self._fd: int | None = None
        self.path = segment(folder, seq + 1)
        self._stem = f"{folder}/"  # a Path made anew for each look would cost a tenth of a commit
        self._first = seq + 1
        self._end = 0

    def follow(self, apply: Callable[[Entry], None], upto: int | None = None) -> None:
        """Give every whole line after this place (and up to number `upto`) to `apply`, in order.

        An unfinished last line is left for later. Raises `StoreDamaged`, naming the line; the
        place is then before it.
        """
        while self._fd is not None or self._enter():
            self._read_on(apply, upto)
            if self.seq == upto or self._first == self.seq + 1 or not self._enter():
                return

    def _enter(self) -> bool:
        """Go on with the segment that begins after this place, if there is one."""
        if not disk.exists(f"{self._stem}{self.seq + 1:012d}{_SUFFIX}"):
            return False
        path = segment(self.folder, self.seq + 1)
        fd, self.barred = self._open(path)
        self.close()
        self._fd, self._first, self._end = fd, self.seq + 1, 0
        self.path = path
        self._release = weakref.finalize(self, disk.close, fd)
        return True

    def _open(self, path: Path) -> tuple[int, str | None]:
        """The segment for reading and appending, or for reading alone and why."""
        try:
            return disk.open_append(path), None
        except disk.NotPlain as error:
            raise StoreDamaged(f"{path.name} can't be followed: {error.strerror}.") from error
        except OSError as error:
            if error.errno not in disk.FORBIDDEN:
                raise
            why = f"You may read {self.folder.name} but not write it."
            if error.errno == errno.EROFS:
                why = f"The disk is mounted read-only: {self.folder.name} can't be written."
            return disk.open_read(path), why

    def try_again(self) -> None:
        """Where the segment could only be read: look whether it can be written by now."""
        if self.barred is None or self._fd is None or not self.in_place():
            return
        fd, self.barred = self._open(self.path)
        self._release()
        self._fd, self._release = fd, weakref.finalize(self, disk.close, fd)

    def _read_on(self, apply: Callable[[Entry], None], upto: int | None) -> None:
        assert self._fd is not None
        while data := disk.read_at(self._fd, _CHUNK, self._end):
            whole = data.rfind(b"\n")
            if whole < 0 and len(data) > LONGEST and data[0]:  # zeros: bytes that never arrived
                raise StoreDamaged(f"{self._here()} is damaged: it has no end.")
            if whole < 0:
                return
            for line in data[:whole].split(b"\n"):
                if self.seq == upto:
                    return
                if not self._take(line, apply):
                    break

    def _take(self, line: bytes, apply: Callable[[Entry], None]) -> bool:
        """Apply one line; False if it has to be read again."""
        assert self._fd is not None
        try:
            entry, sealed = decode(line)
            if entry.seq != self.seq + 1:
                raise ValueError(f"it is entry {entry.seq}, not {self.seq + 1}")
            if entry.prev != self.sum:
                raise ValueError("it doesn't follow from the line before it")
            apply(entry)
        except ValueError as error:
            # While a writer cuts a dead one's bytes and puts its own, a reader can see some of
            # each. Bytes that stay the same are damage.
            if disk.read_at(self._fd, len(line), self._end) != line:
                return False
            raise StoreDamaged(f"{self._here()} is damaged: {error}.") from error
        self.seq, self.sum = entry.seq, sealed
        self._end += len(line) + 1
        return True

    def _here(self) -> str:
        return f"{self.path.name} line {self.seq + 2 - self._first}"

    def in_place(self) -> bool:
        """Whether the segment is still the file of that name, and not a restored one."""
        if self._fd is None:
            return True
        here, there = disk.status(self._fd), disk.status_of(self.path)
        end = f'{self.sum}"}}\n'.encode() if self._end else b""  # of the last line read
        return (
            there is not None
            and here.st_ino == there.st_ino
            and disk.read_at(self._fd, len(end), self._end - len(end)) == end
        )

    def cut_tail(self, at: datetime) -> str | None:
        """Cut what a dead writer left after the last whole line, and keep it in a file beside.

        Only for the lock's holder, after following to the end. Says what was cut.
        """
        if self._fd is None:
            return None
        torn = disk.status(self._fd).st_size - self._end
        if torn <= 0:
            return None
        aside = self._set_aside(disk.read_at(self._fd, torn, self._end), at)
        disk.cut(self._fd, self._end)
        disk.sync(self._fd)
        return (
            f"{self.path.name} ended in an unfinished line, from a writer that died; its {torn}"
            f" bytes were never acknowledged and are kept in {aside.name}."
        )

    def _set_aside(self, data: bytes, at: datetime) -> Path:
        for copy in range(1000):
            path = self.folder / f"torn-{self.seq + 1:012d}-{at:{STAMP}}-{copy}.part"
            try:
                fd = disk.create(path)
            except FileExistsError:
                continue
            with disk.closing(fd):
                disk.write_all(fd, data)
                disk.sync(fd)
            disk.sync_folder(self.folder)
            return path
        raise StoreError(f"{self.folder.name} is full of torn-… files; look why writers die.")

    def append(self, lines: bytes) -> None:
        """Append whole lines and wait until they are on the disk.

        Only for the lock's holder, after following to the end and `make_ready`. Others may follow
        meanwhile. A write that doesn't fit is cut back. Raises `StoreError`.
        """
        assert self._fd is not None
        fd, end = self._fd, self._end
        try:
            done = disk.write(fd, lines)
        except OSError as error:
            disk.cut(fd, end)
            raise _unwritten(error.strerror or "the disk refused") from error
        if done < len(lines):
            disk.cut(fd, end)
            raise _unwritten("the disk is full")
        try:
            if end == 0:
                disk.sync_folder(self.folder)
            disk.sync_data(fd)
        except OSError as error:
            # Others may have read the whole line already, so it stays.
            raise StoreError(
                f"The change is written, but the disk didn't confirm it ({error.strerror}):"
                " don't rely on it before somebody has looked at the disk."
            ) from error

    def make_ready(self) -> None:
        """Make the first segment, if there is none. Only for the lock's holder."""
        if self._fd is None:
            self._begin()

    def rotate(self) -> None:
        """Make the next segment, unless this one is empty. Only for the lock's holder."""
        if self._fd is None or self._end > 0:
            self._begin()

    def _begin(self) -> None:
        disk.close(disk.create(segment(self.folder, self.seq + 1)))
        disk.sync_folder(self.folder)
        self._enter()

    def close(self) -> None:
        """Let the segment go."""
        if self._fd is not None:
            self._release()
            self._fd = None


def _unwritten(why: str) -> StoreError:
    return StoreError(f"Nothing was written: {why}. What you typed is kept; try again after.")
