"""Opens the console as a person would, and looks at what it drew."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from pathlib import Path

import pytest
from textual.pilot import Pilot

from console.desk import Desk
from screens.app import SpotlightApp
from screens.frame.pick import Pick
from screens.panes import PANES, SIDE_PANES
from tests.screens.scene import scene

for _pane in (*PANES, *SIDE_PANES):  # with our keys: they are bound when a pane is first imported
    import_module(f"screens.{_pane}.pane")

DEADLINE = 60.0


class Sitting:
    """A person at an open console."""

    def __init__(self, app: SpotlightApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other, through the real bindings."""
        await self.pilot.press(*keys)
        await self._rest()

    async def _rest(self) -> None:
        """Until what is told is of the record under the cursor."""
        await self.until(lambda: not any(pane.following for pane in self.app.panes.values()))

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        names = {" ": "space", "-": "minus", ":": "colon", ",": "comma", "/": "slash"}
        await self.pilot.press(*(names.get(letter, letter) for letter in text))

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until it is so. Fails, showing the screen, if it doesn't come about."""
        loop = asyncio.get_running_loop()
        end = loop.time() + DEADLINE
        while loop.time() < end:
            await self.pilot.pause()
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never came about; the screen says:\n{self.screen}")

    async def said(self, words: str) -> None:
        """Wait until the status line says that."""
        await self.until(lambda: words in self.app.pane.status.text)

    @property
    def rows(self) -> list[str]:
        """The rows of the list, as drawn."""
        drawn = self.app.pane.list
        return [drawn.render_line(y).text.rstrip() for y in range(len(drawn.keys))]

    @property
    def offered(self) -> str:
        """What is offered to be picked from, in words, the best first."""
        shown = self.app.screen
        return (
            "\n".join(shown.choices[int(at)].label for at in shown.list.keys)
            if isinstance(shown, Pick)
            else ""
        )

    @property
    def screen(self) -> str:
        """The pane, as text."""
        pane = self.app.pane
        page = [pane.page.render_line(y).text for y in range(pane.page.size.height)]
        parts = [pane.top, pane.status, pane.keys_line]
        return "\n".join([*(part.render_line(0).text for part in parts), *self.rows, *page])


Open = Callable[..., AbstractAsyncContextManager[Sitting]]


@pytest.fixture
def console() -> Open:
    """`async with console(desk, size=(80, 24)) as ana:`."""

    @asynccontextmanager
    async def sit(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Sitting]:
        app = SpotlightApp(desk)
        async with app.run_test(size=size) as pilot:
            sitting = Sitting(app, pilot)
            await sitting.until(lambda: "today" in app.panes and not app.pane.stale)
            yield sitting

    return sit


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Desk]:
    """Ana's desk where every pane has something to show."""
    with scene(tmp_path / "agency") as desk:
        yield desk
