"""Noticing that somebody committed, without asking the disk all the time."""

import asyncio
import ctypes
import os
from collections.abc import AsyncGenerator
from contextlib import suppress
from errno import ENOSYS
from pathlib import Path

from data.store import disk
from data.store.journal import segment, segments

_GATHER = 0.02
"""Seconds: a burst of commits is one wake, and a single one is seen within a blink."""
_POLL = 0.1
"""Seconds between looks where the kernel can't tell."""
_NET = 5.0
"""Seconds after which we look in any case: a commit may fall before the watch stands."""
_WRITTEN, _MOVED_IN, _MADE = 0x2, 0x80, 0x100
"""What inotify tells of a file in a folder."""


async def watch(journal: Path, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """Yields after each change in the folder `journal` (`Store.files.journal`), until `stop`.

    Yields every few seconds without one, too. Sleeps in the kernel meanwhile: a library that asks
    it many times a second costs each console at rest half of what it takes. Where no watch can be
    had (not Linux, too many in use), it looks ten times a second.
    """
    try:
        fd = _watched(journal)
    except OSError:
        async for _ in poll(journal, stop):
            yield
        return
    loop, stirred = asyncio.get_running_loop(), asyncio.Event()

    def hear() -> None:
        with suppress(BlockingIOError):
            os.read(fd, 1 << 16)
        stirred.set()

    loop.add_reader(fd, hear)
    try:
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stirred.wait(), _NET)
                await asyncio.sleep(_GATHER)
            stirred.clear()
            yield
    finally:
        loop.remove_reader(fd)
        os.close(fd)


def _watched(folder: Path) -> int:
    """A descriptor that can be read when something changed in the folder. Raises `OSError`."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        raise OSError(ENOSYS, os.strerror(ENOSYS))
    fd: int = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if fd < 0 or libc.inotify_add_watch(fd, os.fsencode(folder), _WRITTEN | _MOVED_IN | _MADE) < 0:
        why = ctypes.get_errno()
        if fd >= 0:
            os.close(fd)
        raise OSError(why, os.strerror(why))
    return fd


async def poll(journal: Path, stop: asyncio.Event) -> AsyncGenerator[None, None]:
    """The same by looking at the newest segment's size. A disk that fails counts as a change."""
    seen: tuple[int, int] | None = None
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), _POLL)
        except TimeoutError:
            now = _newest(journal)
            if now is None or now != seen:
                seen = now
                yield


def _newest(journal: Path) -> tuple[int, int] | None:
    """The newest segment and its size; None when the disk doesn't say."""
    try:
        first = segments(journal)[-1:] or [0]
        status = disk.status_of(segment(journal, first[0]))
    except OSError:
        return None
    return first[0], status.st_size if status is not None else 0
