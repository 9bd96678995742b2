"""What was done, on the screen."""

import pytest

from console import actions
from console.desk import Desk
from console.verb import NoArgs
from screens.history import History
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


def page(ana: Sitting) -> History:
    """The history over the pane."""
    assert isinstance(ana.app.screen, History)
    return ana.app.screen


def lines(ana: Sitting) -> list[str]:
    """Its entries, as drawn."""
    drawn = page(ana).list
    return [drawn.render_line(y).text.strip("▌ ") for y in range(len(drawn.keys))]


async def test_the_record_and_everything_and_back(open_desk: OpenDesk, console: Open) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    made = desk.make(actions.NEW, actions.NewAction(title="fix titles"))
    desk.make(actions.NEW, actions.NewAction(title="call Kim"))
    jo.book.catch_up()
    jo.run(actions.ASSIGN, made, actions.AssignAction(owner="jo"))
    jo.run(actions.DONE, made, NoArgs())
    desk.book.catch_up()
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter")
        ana.app.pane.list.select("A1")
        await ana.press("H")
        await ana.until(lambda: isinstance(ana.app.screen, History))
        await ana.until(lambda: len(lines(ana)) == 3)
        assert [line.split("12:00 ")[1].strip() for line in lines(ana)] == [
            "jo did A1", "jo assigned A1", "ana wrote A1",
        ]  # fmt: skip
        await ana.press("j")
        await ana.until(lambda: "owner: ana → jo" in page(ana).page.text)
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)

        await ana.press("1")
        ana.app.action_errand("log")
        await ana.until(lambda: isinstance(ana.app.screen, History))
        await ana.press("G", "k")
        await ana.until(lambda: "call Kim" in page(ana).page.text)
        await ana.press("enter")
        await ana.until(lambda: ana.app.current_mode == "actions" and ana.app.pane.opened)
        assert ana.app.pane.list.cursor == "A2"


async def test_of_a_change_of_many_only_this_ones_is_shown(desk: Desk, console: Open) -> None:
    made = [
        desk.make(actions.NEW, actions.NewAction(title=title)) for title in ("one", "two", "three")
    ]
    desk.run_all(actions.ASSIGN, made, actions.AssignAction(owner="jo"))
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter")
        ana.app.pane.list.select("A3")
        await ana.press("H")
        await ana.until(lambda: isinstance(ana.app.screen, History) and len(lines(ana)) == 2)
        assert "ana assigned A3, A1, A2" in lines(ana)[0]
        await ana.until(lambda: "owner: ana → jo" in page(ana).page.text)
        assert "A1" not in page(ana).page.text


async def test_an_opened_record_reads_no_years_of_journal(
    desk: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    action = desk.make(actions.NEW, actions.NewAction(title="fix titles"))
    desk.book.store.fold()  # begins another segment
    desk.run(actions.ASSIGN, action, actions.AssignAction(owner="jo"))
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter", "enter")
        page = ana.app.pane.page
        await ana.until(lambda: "ana wrote A1" in page.text)
        assert "looks further back" not in page.text
        monkeypatch.setattr("console.history.LATELY", 1)
        await ana.press("escape", "enter")
        await ana.until(lambda: "H looks further back" in page.text)
        assert "ana assigned A1" in page.text
        assert "ana wrote A1" not in page.text


async def test_without_a_record_there_is_no_history(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("H")
        await ana.said("history: nothing is selected")
