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
        """The one that waited long enough."""
        self._last: Typed | None = None
        """The one before; none: what it began has gone through."""
        self._begun_in: DOMNode = app
        """What had the keyboard then, in the screen shown then."""
        self._screen: DOMNode = app
        self._writes = False
        """Whether it was text for a field."""
        self._follower: asyncio.Task[None] | None = None
        """Sees the last key through, and lets the next one go, while some wait."""
        self._at_work: set[object] = set()
        """The tasks that do what a key began."""
        self._rested = asyncio.Event()

    def holds(self, key: Typed) -> bool:
        """Whether it has to wait; then it comes to the app again when it is its turn."""
        if held := key is not self._turn and self._must_wait(key):
            self._held.append(key)
        else:
            self._last, self._turn, self._writes = key, None, self._is_text(key)
            self._begun_in, self._screen = self._app.focused or self._app.screen, self._app.screen
        if self._held and self._turn is None and self._follower is None:
            self._follower = asyncio.create_task(self._follow())
        return held

    def _must_wait(self, key: Typed) -> bool:
        if self._held or self._turn is not None:
            return True
        goes_on = self._writes and self._begun_in is self._app.focused and self._is_text(key)
        return self._last is not None and not goes_on

    def came_up(self, key: Typed) -> None:
        """The app has done what that key does: most keys begin nothing that takes longer."""
        if key is not self._last or self._follower is not None:
            return
        if busy := self._busy():
            busy.call_later(self.came_up, key)
        elif self._is_through():
            self._last = None

    def _is_text(self, key: Typed) -> bool:
        field = self._app.focused
        if field is None or isinstance(key, Paste):
            return field is not None
        return field.check_consume_key(key.key, key.character)

    @property
    def idle(self) -> bool:
        """Whether no key waits and nothing that one began is at work."""
        return not self._held and not self._at_work

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

    async def _follow(self) -> None:
        """See the last key through; then it is the next one's turn."""
        try:
            async with asyncio.timeout(LONGEST):
                await self._gone_through()
        except TimeoutError:
            self._at_work.clear()
        finally:
            self._follower = self._last = None
            if self._held:
                self._turn = self._held.popleft()
                self._app.post_message(self._turn)

    def _way(self) -> list[MessagePump]:
        """The way of a key, from what had the keyboard up to the app."""
        return [self._app, *self._begun_in.ancestors_with_self]

    def _busy(self) -> MessagePump | None:
        """Who on the way has something left to do."""
        return next((pump for pump in self._way() if pump.message_queue_size), None)

    def _is_through(self) -> bool:
        """Whether nothing is left to do of what the last key began, as far as can be seen."""
        return self._app.screen is self._screen and not (self._at_work or self._busy())

    async def _gone_through(self) -> None:
        """Wait until the last key has gone its way, and the rest of it.

        That is: what it set to work is done or asks something, a screen it led to has been drawn
        and has the keyboard, and nobody on the way has anything left to do.
        """
        while True:
            for pump in self._way():
                await _come_to(pump)
            if self._at_work:
                self._rested.clear()
                await self._rested.wait()
            elif self._app.screen is not self._screen:
                self._screen = self._app.screen
                await _come_to(self._screen)
                await painted(self._screen)
                self._begun_in = self._app.focused or self._screen
            elif self._is_through():
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
