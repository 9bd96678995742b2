"""The trail: from pane to pane, to a record or a list in another one, and back again."""

from collections import deque
from typing import Protocol

from screens.ahead import painted
from screens.frame.pane import Pane


class Walker(Protocol):
    """Who walks: the app, as far as its trail needs it."""

    @property
    def pane(self) -> Pane:
        """The pane shown."""
        ...

    async def show_pane(self, name: str) -> None:
        """Show that one."""
        ...


class Trail:
    """The panes one came from, each with the record that was open there."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._steps: deque[tuple[str, str | None]] = deque(maxlen=20)

    async def to_pane(self, name: str) -> None:
        """To a pane as it was left."""
        if name != self._walker.pane.NAME:
            self._leave()
            await self._walker.show_pane(name)

    async def to_record(self, name: str, key: str) -> None:
        """To a record in its pane, whole."""
        self._leave()
        await self._walker.show_pane(name)
        await self._reveal(key)

    async def to_list(self, name: str, query: str) -> None:
        """To a pane's list, by that query."""
        await self.to_pane(name)
        await painted(self._walker.pane)
        self._walker.pane.narrow_to(query)

    async def back(self) -> None:
        """To where one came from, if anywhere."""
        if not self._steps:
            return
        name, opened = self._steps.pop()
        await self._walker.show_pane(name)
        if opened is not None and opened != self._walker.pane.list.cursor:
            await self._reveal(opened)

    def _leave(self) -> None:
        here = self._walker.pane
        self._steps.append((here.NAME, here.list.cursor if here.opened else None))

    async def _reveal(self, key: str) -> None:
        await painted(self._walker.pane)
        self._walker.pane.reveal(key)
