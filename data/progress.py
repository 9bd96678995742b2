"""The import that runs now: how far it is, for every console to see; and asking that it stop.

    presence/importing        how far it is; held by whoever imports (see `data.held`)
    presence/importing.stop   somebody asks that it be cancelled

There is at most one, as the importer holds `import.lock`. What a dead one left counts for nothing
and is cleared away by the next.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import msgspec

from data.errors import Cancelled
from data.held import Held, is_held, read
from data.store import disk
from data.text import plain

FILE = "importing"
_STOP = "importing.stop"
SLOW = 1.0
"""Seconds an import takes before anybody is told of it."""
_EVERY = 0.5
"""Seconds between two words on how far it is, at least."""
PATIENCE = 10.0
"""Seconds to wait for an import to hear that it is to stop; it mostly does within one."""
_PAUSE = 0.05

State = Literal["reading", "cancelled", "done", "failed"]


class UnderWay(msgspec.Struct, frozen=True):
    """An import, as far as it is. Its texts are plain."""

    id: str
    """Its own, so that a request to stop can't hit the next one."""
    file: str
    """The name the file came with."""
    client: str
    """The client's short name."""
    by: str
    """Whose process imports it."""
    rows: int = 0
    """Rows read so far."""
    share: float | None = None
    """Of the file, from 0 to 1; `None`: it can't be told."""
    state: State = "reading"
    """How it ended; `failed`: by itself, and nothing of it counts."""


class _Stop(msgspec.Struct, frozen=True):
    """A request that an import be cancelled."""

    id: str
    by: str


class Announcement:
    """An import of this process, told to the others once it turns out to be slow.

    That nobody can be told stops no import.
    """

    def __init__(self, folder: Path, file: str, client: str, by: str) -> None:
        self._folder = folder
        self._now = UnderWay(os.urandom(6).hex(), plain(file, limit=100), client, by)
        self._file: Held | None = None
        self._due = time.monotonic() + SLOW
        self._clear()

    def tell(self, rows: int, share: float | None) -> None:
        """Say how far it is. Raises `Cancelled` if somebody asked that it be."""
        now = msgspec.structs.replace(self._now, rows=rows, share=share and round(share, 2))
        if (now != self._now or not self._file) and time.monotonic() >= self._due:
            self._due = time.monotonic() + _EVERY
            self._say(now)
        if self._file and (by := self._asked()):
            raise Cancelled(f"{by} cancelled it. Put it in again to have it imported.")

    def end(self, state: State) -> None:
        """Say how it ended, to whoever still looks, and no more."""
        if self._file:
            self._say(msgspec.structs.replace(self._now, state=state))
            with suppress(OSError):
                self._file.close()
        self._clear()  # in any case: ctrl-c may have come between the file and our knowing of it

    def _say(self, now: UnderWay) -> None:
        self._now = now
        text = msgspec.json.encode(now)
        with suppress(OSError):
            if self._file:
                self._file.write(text)
            else:
                self._file = Held(self._folder / FILE, text)

    def _asked(self) -> str | None:
        """Who asked that it be cancelled."""
        with suppress(OSError, msgspec.DecodeError):
            stop = msgspec.json.decode((self._folder / _STOP).read_bytes(), type=_Stop)
            return plain(stop.by, limit=40) if stop.id == self._now.id else None
        return None

    def _clear(self) -> None:
        for name in (FILE, _STOP):
            with suppress(OSError):
                disk.remove(self._folder / name)


@contextmanager
def announced(folder: Path, file: str, client: str, by: str) -> Iterator[Announcement]:
    """Announce an import in the presence `folder` for the block. Hold `import.lock` meanwhile."""
    announcement = Announcement(folder, file, client, by)
    state: State = "failed"
    try:
        yield announcement
        state = "done"
    except Cancelled:
        state = "cancelled"
        raise
    finally:
        announcement.end(state)


def look(folder: Path) -> UnderWay | None:
    """The import that runs now, if it is a slow one."""
    try:
        fd = disk.open_read(folder / FILE)
    except OSError:
        return None
    with disk.closing(fd):
        return _read(fd) if is_held(fd) else None


def ask_to_stop(folder: Path, by: str) -> UnderWay | None:
    """Ask that the import that runs now be cancelled, and wait until it has ended.

    Gives it as it ended; one that is still `reading` hasn't heard yet, but will. `None`: there is
    none. Raises `OSError`.
    """
    try:
        fd = disk.open_read(folder / FILE)
    except FileNotFoundError:
        return None
    with disk.closing(fd):
        found = _read(fd) if is_held(fd) else None
        if found is None:
            return None
        _put(folder / _STOP, msgspec.json.encode(_Stop(found.id, by)))
        deadline = time.monotonic() + PATIENCE
        while is_held(fd):
            if time.monotonic() >= deadline:
                return found
            time.sleep(_PAUSE)
        ended = _read(fd) or found
    died = ended.state == "reading"
    return msgspec.structs.replace(ended, state="failed") if died else ended


def _put(path: Path, text: bytes) -> None:
    disk.remove(path)
    with (
        suppress(FileExistsError),  # two ask at once: either will do
        disk.closing(disk.create(path)) as fd,
    ):
        disk.write_all(fd, text)


def _read(fd: int) -> UnderWay | None:
    try:
        found = msgspec.json.decode(read(fd), type=UnderWay)
    except msgspec.DecodeError:
        return None
    return msgspec.structs.replace(
        found,
        file=plain(found.file, limit=100),
        client=plain(found.client, limit=60),
        by=plain(found.by, limit=40),
    )
