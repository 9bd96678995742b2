"""What a person does is known to the others: at a real terminal, and seen from another process."""

import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest

from console import actions
from console.desk import Desk
from data.clock import FrozenClock, SystemClock
from data.identity import author
from data.presence import Presence, Where
from data.workspace import Workspace
from screens.whereabouts import Whereabouts
from tests.conftest import OpenDesk
from tests.screens.conftest import Open
from tests.screens.terminal import Terminal


@pytest.fixture
def terminal(workspace: Workspace, open_desk: OpenDesk) -> Iterator[Terminal]:
    """Jo at a real terminal, where there is an action."""
    open_desk("ana").make(actions.NEW, actions.NewAction(title="call Kim"))
    terminal = Terminal(workspace.root, person="jo")
    terminal.until(lambda text: "? keys" in text)
    yield terminal
    terminal.end()


def test_looking_writing_and_away(workspace: Workspace, terminal: Terminal) -> None:
    ana = Presence(workspace.presence, author("ana", shared_account=True), SystemClock())

    def seen(where: Where) -> None:
        """Wait until ana sees jo there, doing that."""
        terminal.until(lambda _: [(o.name, o.where) for o in ana.others()] == [("jo", where)])

    seen(Where("today"))
    terminal.send("4")
    seen(Where("actions"))
    terminal.send("\r")
    seen(Where("actions", "A1"))
    terminal.send("N")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send("6 of 14")
    seen(Where("actions", "A1", "composing"))
    terminal.send("\x13")
    seen(Where("actions", "A1"))
    terminal.send("\x1a")
    terminal.asleep()
    seen(Where("actions", "A1", "away"))
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until(lambda text: "? keys" in text)
    terminal.send("j")
    seen(Where("actions", "A1"))
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.ended()
    assert ana.others() == []


async def test_away_after_some_minutes_without_a_key(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    async with console(desk) as ana:
        mine = Whereabouts(ana.app, clock, timedelta(minutes=10))
        never = Whereabouts(ana.app, clock, timedelta(0))
        clock.move(timedelta(minutes=9, seconds=59))
        assert mine.now() == Where("today")
        clock.move(timedelta(seconds=1))
        assert (mine.now().level, never.now().level) == ("away", "viewing")
        mine.stirred()
        assert mine.now().level == "viewing"
        mine.left()
        assert mine.now().level == "away"
