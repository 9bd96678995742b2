"""The looks: kept by person, the terminal's own colours, none where none are wanted."""

from datetime import date

import pytest

from console import actions
from console.desk import Desk
from data.workspace import Workspace
from screens.look import COLOURLESS, DARK, LIGHT, TERMINAL, choose, chosen
from tests.conftest import OpenDesk
from tests.screens.conftest import Open
from tests.screens.terminal import Terminal


async def test_the_choice_is_kept_for_each_person(open_desk: OpenDesk, console: Open) -> None:
    async with console(open_desk("ana")) as ana:
        assert ana.app.theme == DARK.name
        ana.app.action_look()
        await ana.said("the light look, from now on")
        assert ana.app.theme == LIGHT.name
    async with console(open_desk("ana")) as ana:
        assert ana.app.theme == LIGHT.name
        ana.app.action_look()
        await ana.until(lambda: ana.app.theme == TERMINAL.name)
    async with console(open_desk("jo")) as jo:
        assert jo.app.theme == DARK.name


def test_a_spoilt_choice_is_dark() -> None:
    choose("ana", "purple")
    assert chosen("ana") == "dark"
    choose("ana", "light")
    choose("jo", "terminal")
    assert (chosen("ana"), chosen("jo"), chosen("sam")) == ("light", "terminal", "dark")


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Something overdue, so that every role is on the screen."""
    desk.make(actions.NEW, actions.NewAction(title="fix titles", due=date(2020, 1, 1)))
    return desk


def colours(terminal: Terminal) -> set[str]:
    """Every colour on the screen, letters and grounds."""
    return {
        colour
        for row in terminal.cells.values()
        for cell in row.values()
        for colour in (cell.fg, cell.bg)
    }


CURSOR = ("black", "white")
"""Textual's own, where one types."""


def walk(terminal: Terminal) -> set[str]:
    """The colours of a list, a form and the help."""
    terminal.until(lambda text: "fix titles" in text and "? keys" in text)
    found = colours(terminal)
    terminal.send("4n")
    terminal.until(lambda text: "ctrl+s save" in text)
    found |= colours(terminal)
    terminal.send("\x1b")
    terminal.until(lambda text: "ctrl+s save" not in text)
    terminal.send("?")
    terminal.until(lambda text: "Keys in" in text)
    return found | colours(terminal)


def test_no_colour_is_no_colour(
    busy: Desk, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")
    terminal = Terminal(workspace.root)
    try:
        assert walk(terminal) == {"default"}
    finally:
        terminal.end()


def test_the_terminals_own_colours_are_its_sixteen(busy: Desk, workspace: Workspace) -> None:
    choose("ana", "terminal")
    terminal = Terminal(workspace.root)
    try:
        assert walk(terminal) <= {"default", "blue", "green", "brown", "red", *CURSOR}
    finally:
        terminal.end()


async def test_without_colour_weight_sets_apart(
    busy: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with console(busy) as ana:
        assert ana.app.theme == COLOURLESS.name
        row = ana.app.pane.list.render_line(1)
        assert "!" in row.text
        (late,) = [segment for segment in row if "!" in segment.text]
        assert late.style is not None
        assert late.style.bold
        assert late.style.underline
        ana.app.action_look()
        await ana.said("NO_COLOR is set")
