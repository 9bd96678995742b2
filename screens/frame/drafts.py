"""Keeps what is being typed into a form, a moment after each key and off the screen's thread."""

import asyncio
from collections.abc import Callable, Mapping
from threading import Lock

from data.drafts import Drafts, Key
from data.errors import StoreError

Words = Mapping[str, str]
SOON = 0.3
"""Seconds from a key to the disk."""


class Typing:
    """One form that is open: the newest words win, whichever thread writes."""

    def __init__(self, drafts: Drafts, key: Key, complain: Callable[[str], None]) -> None:
        """`complain` is told, once, why nothing can be kept."""
        self._drafts = drafts
        self._key = key
        self._complain = complain
        self._words: Words = {}
        self._over: Words = {}
        self._writing = Lock()
        self._soon: asyncio.Task[None] | None = None
        self._told = False

    @property
    def record(self) -> str | None:
        """The record written to, empty for a new one or several; `None`: nothing is typed."""
        if not self._words:
            return None
        return self._key[1] if len(self._key) == 2 else ""

    def typed(self, words: Words, over: Words) -> None:
        """This stands in the form now, over what stood there before."""
        self._words, self._over = words, over
        if self._soon is None:
            self._soon = asyncio.get_running_loop().create_task(self._later())

    async def _later(self) -> None:
        await asyncio.sleep(SOON)
        self._soon = None
        if wrong := await asyncio.to_thread(self._write):
            self._say(wrong)

    async def end(self, words: Words, over: Words) -> None:
        """The form closes with that left in it; nothing: it was sent, or cleared."""
        self._stop()
        self._words, self._over = words, over
        if wrong := await asyncio.to_thread(self._write):
            self._say(wrong)

    def flush(self) -> None:
        """The console goes away: keep the last keys now."""
        if self._soon is not None:
            self._stop()
            self._write()

    def _stop(self) -> None:
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None

    def _write(self) -> str:
        with self._writing:
            try:
                self._drafts.keep(self._key, self._words, self._over)
            except StoreError as error:
                return str(error)
            return ""

    def _say(self, wrong: str) -> None:
        if not self._told:
            self._told = True
            self._complain(wrong)
