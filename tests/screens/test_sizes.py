"""The window: every pane works at 80 × 24, too small a one says so and loses nothing."""

import random

import pytest
from rich.cells import cell_len

from console import actions, clients, inbox
from console.desk import Desk
from screens.frame.form import Form
from screens.frame.small import LEAST, TooSmall
from screens.panes import PANES
from tests.screens.conftest import Open, Sitting
from tests.screens.picture import settled, words
from tests.screens.terminal import Terminal


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Something in the lists."""
    desk.introduce("lead")
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    for number in range(40):
        title = f"item {number} with a title that is longer than any of the windows 漢字 " * 2
        desk.make(actions.NEW, actions.NewAction(title=title.strip(), client=1))
    return desk


@pytest.mark.parametrize("size", [(80, 24), (72, 18), (120, 36), (200, 50)])
@pytest.mark.parametrize("name", PANES)
async def test_every_pane_fills_its_window_exactly(
    busy: Desk, console: Open, size: tuple[int, int], name: str
) -> None:
    async with console(busy, size=size) as ana:
        await ana.app.action_pane(name)
        await ana.until(lambda: ana.app.current_mode == name and not ana.app.pane.stale)
        pane = ana.app.pane
        for line in (pane.top, pane.query_line, pane.status, pane.keys_line):
            assert cell_len(line.render_line(0).text) == size[0]
        assert "? keys" in pane.keys_line.render_line(0).text
        rows = pane.list.size
        assert all(cell_len(pane.list.render_line(y).text) == rows.width for y in range(3))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_cursor_is_on_the_screen_in_a_list_longer_than_it(
    busy: Desk, console: Open, size: tuple[int, int]
) -> None:
    for number in range(50):
        busy.make(clients.NEW, clients.NewClient(title=f"Shop {number}"))
        busy.make(inbox.NEW, inbox.NewConversation(creator=f"creator{number}", message="hi"))
    async with console(busy, size=size) as ana:
        for name in ("inbox", "actions", "clients"):
            await ana.app.action_pane(name)
            await ana.until(lambda: not ana.app.pane.stale)
            for key in ("G", "g", *["down"] * 8, "pagedown"):
                await ana.press(key)
                lines = words(await settled(ana))
                assert sum(line.startswith("▌") for line in lines[3:-2]) == 1, (name, key)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (72, 18)])
async def test_the_record_shows_under_a_list_longer_than_its_part(
    busy: Desk, console: Open, size: tuple[int, int]
) -> None:
    for number in range(50):
        busy.make(clients.NEW, clients.NewClient(title=f"Shop {number}"))
        busy.make(inbox.NEW, inbox.NewConversation(creator=f"creator{number}", message="hello?"))
    async with console(busy, size=size) as ana:
        for name, told in (("inbox", "hello?"), ("clients", "owner ana")):
            await ana.app.action_pane(name)
            await ana.until(lambda: not ana.app.pane.stale)
            lines = words(await settled(ana))
            body = ana.app.pane.list.region.bottom
            assert any(told in line for line in lines[body:-2]), "\n".join(lines)


async def resized(ana: Sitting, width: int, height: int) -> None:
    """The window is that big now."""
    await ana.pilot.resize_terminal(width, height)
    await ana.pilot.pause()


async def test_too_small_a_window_says_what_it_needs_and_gives_way(
    busy: Desk, console: Open
) -> None:
    async with console(busy) as ana:
        await ana.press("4", "n")
        await ana.type("call Kim")
        await resized(ana, 60, 20)
        covered = ana.app.screen
        assert isinstance(covered, TooSmall)
        from textual.widgets import Label

        words = " ".join(str(label.render()) for label in covered.query(Label))
        assert f"needs {LEAST.width} × {LEAST.height}; this window is 60 × 20" in words
        await ana.press("x", "e", "enter")
        await resized(ana, 80, 24)
        assert isinstance(ana.app.screen, Form)
        assert ana.app.screen.words()["title"] == "call Kim"
        await ana.press("ctrl+s")
        await ana.said("you wrote A41")


async def test_a_storm_of_sizes_ends_where_it_ends(busy: Desk, console: Open) -> None:
    rng = random.Random(3)
    async with console(busy) as ana:
        await ana.press("4", "j", "j")
        before = ana.app.pane.list.cursor
        for _ in range(40):
            await ana.pilot.resize_terminal(rng.randrange(1, 220), rng.randrange(1, 60))
        await resized(ana, 100, 30)
        assert ana.app.screen is ana.app.pane
        assert ana.app.pane.list.cursor == before
        await ana.press("question_mark", "escape")
        assert ana.app.screen is ana.app.pane


def test_it_may_begin_in_a_small_window(busy: Desk) -> None:
    small = Terminal(busy.workspace.root, columns=60, lines=20)
    try:
        small.until(lambda text: "this window is 60 × 20" in text)
        small.resize(80, 24)
        small.until(lambda text: "1:Today" in text and "? keys" in text)
        small.send("4")
        small.until(lambda text: "item 0" in text)
        small.resize(40, 10)
        small.until(lambda text: "40 × 10." in text)
        small.send("q")
        assert small.ended() == 0
    finally:
        small.end()


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
@pytest.mark.parametrize("name", PANES)
async def test_an_empty_pane_says_once_what_would_fill_it(
    desk: Desk, console: Open, size: tuple[int, int], name: str
) -> None:
    async with console(desk, size=size) as ana:
        await ana.app.action_pane(name)
        await ana.until(lambda: ana.app.current_mode == name and not ana.app.pane.stale)
        await ana.pilot.pause()
        pane = ana.app.pane
        listed = [pane.list.render_line(y).text for y in range(pane.list.size.height)]
        beside = [pane.page.render_line(y).text for y in range(pane.page.size.height)]
        hint = pane.empty().split("\n")[0][:30]
        assert sum(hint in line for line in [*listed, *beside]) == 1


async def test_a_new_workspace_greets_and_says_how_to_begin(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        lines = [ana.app.pane.list.render_line(y).text for y in range(12)]
        assert "Welcome. This workspace is new" in " ".join(lines)
        await ana.press("6", "n")
        await ana.type("Aurora Skin")
        await ana.press("ctrl+s")
        await ana.said("L1")
        await ana.press("1")
        await ana.until(lambda: "Nothing is on fire" in ana.app.pane.list.render_line(1).text)


async def test_an_open_record_says_how_to_go_back_in_any_width(busy: Desk, console: Open) -> None:
    async with console(busy, (100, 30)) as ana:
        await ana.press("4")
        await ana.until(lambda: "enter open" in ana.app.pane.keys_line.text)
        await ana.press("enter")
        await ana.until(lambda: "esc back" in ana.app.pane.keys_line.text)
        assert "enter" not in ana.app.pane.keys_line.text
        await resized(ana, 72, 20)
        await ana.until(lambda: cell_len(ana.app.pane.keys_line.text) <= 72)
        await ana.press("escape")
        await ana.until(lambda: "enter open" in ana.app.pane.keys_line.text)
