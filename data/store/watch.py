"""Noticing that somebody committed, without asking the disk all the time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from data.store import disk
from data.store.journal import segment, segments

_STEP = 40
_DEBOUNCE = 50
"""Milliseconds: a burst of commits is one wake, and a single one is seen within a blink."""
_POLL = 0.1
"""Seconds between looks where the kernel can't tell."""
_NET = 5000
"""Milliseconds after which we look in any case: a commit may fall before the watch stands."""


async def watch(journal: Path, stop: asyncio.Event) -> AsyncIterator[None]:
    """Yields after each change in the folder `journal` (`Store.files.journal`), until `stop`.

    Yields about once a second without one, too. Watches that folder alone: together with a busy
    one, changes are seen late. Where no watch can be had (a network folder, too many in use), it
    looks ten times a second.
    """
    from watchfiles import awatch  # only an open console watches

    try:
        async for _ in awatch(
            journal,
            watch_filter=None,
            step=_STEP,
            debounce=_DEBOUNCE,
            stop_event=stop,
            recursive=False,
            force_polling=False,
            rust_timeout=_NET,
            yield_on_timeout=True,
        ):
            yield
    except (OSError, RuntimeError):  # the kernel's limits come as either
        async for _ in poll(journal, stop):
            yield


async def poll(journal: Path, stop: asyncio.Event) -> AsyncIterator[None]:
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
