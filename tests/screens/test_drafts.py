"""What is typed into a form survives the console, and whatever ends it."""

import os
import signal
import time
from collections.abc import Callable

import pytest
from textual.screen import Screen
from textual.widgets import Input, Label

from console import actions
from console.desk import Desk
from data.clock import SystemClock
from data.drafts import Drafts
from data.workspace import Workspace
from tests.conftest import OpenDesk
from tests.screens.conftest import Open
from tests.screens.terminal import DEADLINE, Terminal

KEY = ("actions.new",)


def kept(workspace: Workspace) -> str:
    """The title ana typed and didn't send, as the disk has it."""
    draft = Drafts(workspace.drafts / "ana", SystemClock()).find(KEY)
    return draft.words.get("title", "") if draft else ""


def wait(true: Callable[[], bool]) -> None:
    """Until the disk is so."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end, "never came about"
        time.sleep(0.01)


@pytest.mark.parametrize("end", ["esc", "hang up", "SIGHUP", "SIGKILL"])
def test_it_is_found_again_after_whatever_ends_the_console(workspace: Workspace, end: str) -> None:
    terminal = Terminal(workspace.root)
    terminal.until(lambda text: "? keys" in text)
    terminal.send("4n")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send("call Kim")
    terminal.until(lambda text: "call Kim" in text)
    if end == "esc":
        terminal.send("\x1b")
        terminal.until(lambda text: "what you typed is kept" in text)
        terminal.send("q")
        terminal.until(lambda text: "It is kept" in text)
        terminal.send("y")
        assert terminal.ended() == 0
    elif end == "hang up":
        terminal.hang_up()
        os.waitpid(terminal.pid, 0)
    else:
        if end == "SIGKILL":  # which gives nobody time for anything
            wait(lambda: kept(workspace) == "call Kim")
        os.kill(terminal.pid, signal.Signals[end])
        terminal.ended()
    terminal.end()
    assert kept(workspace) == "call Kim"

    again = Terminal(workspace.root)
    try:
        again.until(lambda text: "draft: new" in text)
        again.send("4n")
        again.until(lambda text: "call Kim" in text)
        again.send("\x13")
        again.until(lambda text: "you wrote A1" in text)
        again.until(lambda text: "draft:" not in text)
        assert kept(workspace) == ""
    finally:
        again.end()


def labels(screen: Screen[object]) -> str:
    """What stands on a form."""
    return "\n".join(str(label.render()) for label in screen.query(Label))


async def test_a_field_that_moved_on_is_pointed_out(open_desk: OpenDesk, console: Open) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    made = ana_desk.make(actions.NEW, actions.NewAction(title="fix titles"))
    async with console(ana_desk) as ana:
        await ana.press("4", "E", "end")
        await ana.type(" soon")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        jo.book.catch_up()
        jo.run(actions.EDIT, made, actions.EditAction(title="fix all titles"))
        ana.app.take_news()
        await ana.press("E")
        await ana.until(
            lambda: "title was “fix titles” when you typed this" in labels(ana.app.screen)
        )
        assert ana.app.screen.query_one("#title", Input).value == "fix titles soon"


async def test_what_can_no_longer_be_sent_can_be_thrown_away(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    made = ana_desk.make(actions.NEW, actions.NewAction(title="fix titles"))
    async with console(ana_desk) as ana:
        await ana.press("4", "D")
        await ana.type("too late")
        await ana.press("escape")
        await ana.until(lambda: ana.app.hands.kept == [("actions.drop", "A1")])
        jo.book.catch_up()
        jo.run(actions.DONE, made, actions.DONE.args())
        ana.app.take_news()
        ana.app.action_errand("drafts")
        await ana.until(lambda: "drop A1" in picks(ana.app.screen))
        await ana.press("enter")
        await ana.until(lambda: "Throw away what you typed" in labels(ana.app.screen))
        assert "too late" in labels(ana.app.screen)
        await ana.press("y")
        await ana.until(lambda: ana.app.hands.kept == [])


def picks(screen: Screen[object]) -> str:
    """What is offered."""
    from screens.frame.records import RecordList

    lists = screen.query(RecordList)
    return "".join(lists.first().render_line(y).text for y in range(len(lists.first().keys)))


async def test_who_leaves_is_asked_about_what_was_typed_here(
    open_desk: OpenDesk, console: Open
) -> None:
    first, other = open_desk("ana"), open_desk("ana")
    made = first.make(actions.NEW, actions.NewAction(title="fix titles"))
    async with console(first) as ana, console(other) as elsewhere:
        await ana.press("4", "D")
        await ana.type("too late")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await elsewhere.press("4", "E", "end")
        await elsewhere.type(" soon")
        await elsewhere.press("escape")
        await elsewhere.said("what you typed is kept")
        await ana.press("q")
        await ana.until(lambda: "Leave, with something" in labels(ana.app.screen))
        told = labels(ana.app.screen)
        assert f"drop {made.ref}\nand from before: edit {made.ref}\n" in told
        await ana.press("n", "D")
        await ana.until(lambda: bool(ana.app.screen.query("#reason")))
        await ana.press("ctrl+u", "escape", "q")
        await ana.until(lambda: not ana.app.is_running)


async def test_what_is_cleared_is_no_draft(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("call")
        await ana.until(lambda: kept(desk.workspace) == "call")
        await ana.press("ctrl+u")
        await ana.until(lambda: kept(desk.workspace) == "")
