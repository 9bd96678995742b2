"""Keys typed ahead: each waits until what the one before it began has gone through.

Over a slow line many keys come in one go. Textual hands each to whatever has the keyboard just
then, but the form that the first of them opens isn't up yet: what was typed for it would be done
to the list beneath.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from textual.app import App
from textual.dom import DOMNode
from textual.events import Key, Paste
from textual.message_pump import MessagePump

LONGEST = 10.0
"""Seconds a key waits at most: what hangs must not take the keyboard along."""

Typed = Key | Paste


class TypedAhead:
    """The keys that wait, in their order. A key that nothing is before never does."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._held: deque[Typed] = deque()
        self._turn: Typed | None = None
        """The one let through now."""
        self._follower: asyncio.Task[None] | None = None
        """Sees the last key through, and lets the next one go; none: nothing is under way."""
        self._at_work: set[object] = set()
        """The tasks that do what a key began."""
        self._rested = asyncio.Event()

    def holds(self, key: Typed) -> bool:
        """Whether it has to wait; then it comes to the app again when it is its turn."""
        if self._follower is not None and key is not self._turn:
            self._held.append(key)
            return True
        begun_in = self._app.focused or self._app.screen
        self._follower = asyncio.create_task(self._follow(begun_in))
        return False

    @property
    def idle(self) -> bool:
        """Whether all that was begun has gone through."""
        return self._follower is None

    def forget(self) -> None:
        """What came of the last key isn't what those that wait were typed for."""
        self._held.clear()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The keys after it wait for what this task does in here."""
        task = asyncio.current_task()
        self._at_work.add(task)
        try:
            yield
        finally:
            self._at_work.discard(task)
            self._rested.set()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """In here the task waits for keys itself."""
        task = asyncio.current_task()
        working = task in self._at_work
        self._at_work.discard(task)
        self._rested.set()
        try:
            yield
        finally:
            if working:
                self._at_work.add(task)

    async def _follow(self, begun_in: DOMNode) -> None:
        """See a key through; then it is the next one's turn."""
        try:
            async with asyncio.timeout(LONGEST):
                await self._gone_through(begun_in)
        except TimeoutError:
            self._at_work.clear()
        finally:
            if self._held:
                self._turn = self._held.popleft()
                self._app.post_message(self._turn)
            else:
                self._follower = self._turn = None

    async def _gone_through(self, node: DOMNode) -> None:
        """Wait until a key has passed from what had the keyboard up to the app, and the rest of it.

        That is: what it set to work is done or asks something, a screen it led to has been drawn
        and has the keyboard, and nobody on the way has anything left to do.
        """
        screen = self._app.screen
        while True:
            way: list[MessagePump] = [self._app, *node.ancestors_with_self]
            for pump in way:
                await _come_to(pump)
            if self._at_work:
                self._rested.clear()
                await self._rested.wait()
            elif self._app.screen is not screen:
                screen = self._app.screen
                await _come_to(screen)
                await painted(screen)
                node = self._app.focused or screen
            elif not any(pump.message_queue_size for pump in way):
                return


async def _come_to(pump: MessagePump) -> None:
    """Wait until it has done all that was sent to it until now."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        await done.wait()


async def painted(pump: MessagePump) -> None:
    """Wait until it has done all that, and the screen has been drawn."""
    done = asyncio.Event()
    if pump.call_after_refresh(done.set):
        await done.wait()
