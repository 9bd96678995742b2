"""Locks between processes: a `flock` on a small file, waited for with a limit.

The kernel lets go when the holder dies, so nothing is ever stale. Used for commits, folds and
imports; whoever waits in vain is told who holds it.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from data.errors import StoreBusy
from data.identity import account_name
from data.store import disk

WAIT = 2.0
"""Seconds to wait for a lock before giving up."""
_FIRST_PAUSE = 0.0005
_LONGEST_PAUSE = 0.002


class Holder(msgspec.Struct, frozen=True):
    """The process that holds a lock."""

    pid: int
    person: str


class FileLock:
    """A lock that one process (and one thread) at a time holds. The file is never deleted."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def hold(self, timeout: float = WAIT) -> Iterator[int]:
        """Hold it for the block, waiting up to `timeout` seconds; gives the open file.

        Raises `StoreBusy`, which names the holder.
        """
        deadline = time.monotonic() + timeout
        pause = _FIRST_PAUSE
        while True:
            with self.try_hold() as fd:
                if fd is not None:
                    yield fd
                    return
            if time.monotonic() >= deadline:
                raise StoreBusy(self._busy())
            time.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    @contextmanager
    def try_hold(self) -> Iterator[int | None]:
        """Hold it for the block if it is free, with the open file; gives None at once if it isn't.

        Raises `StoreError` where the file can't be made or opened.
        """
        with disk.speaking("Nothing was written"):
            fd = disk.open_lock(self.path)
        with disk.closing(fd):
            with disk.speaking(f"{self.path.name} can't be locked, so nothing was written"):
                # A lock on a file that was deleted meanwhile keeps nobody out.
                held = disk.lock(fd) and disk.status(fd).st_nlink > 0
            yield fd if held else None

    def is_kept(self) -> bool:
        """Whether the disk keeps locks at all: that a second one is refused while one is held.

        Some network file systems say yes to everybody. Raises `OSError`.
        """
        with disk.closing(disk.open_lock(self.path)) as one:
            if not disk.lock(one):
                return True
            with disk.closing(disk.open_lock(self.path)) as other:
                return not disk.lock(other)

    def warnings(self) -> list[str]:
        """What to say where the disk keeps no locks, on which everything here rests."""
        try:
            if self.is_kept():
                return []
            why = disk.filesystem(self.path) or "this disk"
        except OSError as error:
            if error.errno in disk.FORBIDDEN:
                return []  # who may not write needs no lock
            why = f"{error.strerror}"
        return [
            f"Locks aren't kept here ({why}): two people writing at once can destroy each other's"
            " work. Move the workspace to a disk of this box, or work alone until then."
        ]

    def keeper(self, patience: float) -> Holder | None:
        """Who holds it, and still does after so many seconds."""
        holder, deadline = self.holder(), time.monotonic() + patience
        while holder is not None and time.monotonic() < deadline:
            time.sleep(_LONGEST_PAUSE)
            now = self.holder()
            holder = holder if now == holder else None
        return holder

    def holder(self) -> Holder | None:
        """Who holds it now, as far as the kernel tells."""
        status = disk.status_of(self.path)
        if status is None:
            return None
        place = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        for line in disk.kernel_locks():
            match line.split():
                case [_, "FLOCK", _, _, pid, where, *_] if where == place and int(pid) > 0:
                    uid = disk.process_owner(int(pid))
                    return Holder(int(pid), "somebody" if uid is None else account_name(uid))
                case _:
                    continue
        return None

    def _busy(self) -> str:
        holder = self.holder()
        who = "another process" if holder is None else f"{holder.person} (process {holder.pid})"
        return f"{who} is holding {self.path.name}. Nothing was written; try again in a moment."
