"""The Actions pane, worked with real keys; the store says what came of it."""

import threading
from datetime import date

import pytest
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Label

from console import actions, clients
from console.desk import AnyVerb, Desk
from console.verb import NoArgs
from data.records.actions import Action
from data.records.base import Record
from data.records.notes import Note
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


def write(desk: Desk, title: str, **fields: object) -> Action:
    return desk.make(actions.NEW, actions.NewAction(title=title, **fields))  # type: ignore[arg-type]


async def test_write_one_down_and_see_it_under_the_cursor(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("fix 14 titles")
        await ana.press("enter")
        await ana.type("fri")
        await ana.press("enter", "enter")
        await ana.type("aurora-skin")
        await ana.press("enter")
        await ana.said("you wrote A1")
        assert ana.app.pane.list.cursor == "A1"
        assert "fix 14 titles" in ana.rows[0]
    made = desk.book.get(Action, 1)
    assert made is not None
    assert (made.title, made.owner, made.due, made.client) == (
        "fix 14 titles",
        "ana",
        date(2026, 11, 27),
        1,
    )


async def test_a_wrong_word_stays_in_the_form(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("call Kim")
        await ana.press("enter")
        await ana.type("smarch")
        await ana.press("ctrl+s")
        error = ana.app.screen.query_one("#form-error")
        await ana.until(lambda: "isn't a day" in str(error.render()))
        assert desk.book.all(Action) == []
        await ana.press(*["backspace"] * len("smarch"))
        await ana.type("tomorrow")
        await ana.press("ctrl+s")
        await ana.said("you wrote A1")
    assert desk.book.all(Action)[0].due == date(2026, 11, 21)


async def test_what_was_typed_is_there_again_and_asked_for_when_leaving(
    desk: Desk, console: Open
) -> None:
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("half a thought")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await ana.press("q")
        await ana.until(lambda: "typed and not sent" in str(_question(ana.app.screen)))
        await ana.press("n", "n", "ctrl+s")
        await ana.said("you wrote A1")
    assert desk.book.all(Action)[0].title == "half a thought"


async def test_done_undo_redo(desk: Desk, console: Open) -> None:
    write(desk, "send the calendar")
    async with console(desk) as ana:
        await ana.press("4", "e")
        await ana.said("you did A1")
        await ana.press("u")
        await ana.said("took back")
        kept = desk.book.get(Action, 1)
        assert kept is not None
        assert kept.status == "open"
        await ana.press("U")
        await ana.said("put back")
    kept = desk.book.get(Action, 1)
    assert kept is not None
    assert kept.status == "done"


async def test_the_loser_of_a_claim_is_told_who_and_when(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    write(ana_desk, "answer the brand", owner=None)
    async with console(ana_desk) as ana:
        await ana.press("4")
        jo.book.catch_up()
        held = jo.book.get(Action, 1)
        assert held is not None
        jo.run(actions.CLAIM, held, NoArgs())
        await ana.press("c")
        await ana.said("jo claimed this 0 s ago · : steal takes it over")


async def test_drop_asks_why_and_reopen_takes_it_back(desk: Desk, console: Open) -> None:
    write(desk, "old promise")
    async with console(desk) as ana:
        await ana.press("4", "D")
        await ana.type("client left")
        await ana.press("enter")
        await ana.said("you dropped A1")
        dropped = desk.book.get(Action, 1)
        assert dropped is not None
        assert (dropped.status, dropped.dropped_why) == ("dropped", "client left")
        await ana.press("o")
        await ana.said("you reopened A1")
    kept = desk.book.get(Action, 1)
    assert kept is not None
    assert (kept.status, kept.dropped_why) == ("open", None)


async def test_edit_changes_only_what_was_typed(desk: Desk, console: Open) -> None:
    write(desk, "fix titles", due=date(2026, 11, 27))
    async with console(desk) as ana:
        await ana.press("4", "E")
        await ana.press("end")
        await ana.type(" now")
        await ana.press("ctrl+s")
        await ana.said("you changed A1")
    kept = desk.book.get(Action, 1)
    assert kept is not None
    assert (kept.title, kept.owner, kept.due) == ("fix titles now", "ana", date(2026, 11, 27))


async def test_a_note_shows_in_the_open_record(desk: Desk, console: Open) -> None:
    write(desk, "fix titles")
    async with console(desk) as ana:
        await ana.press("4", "enter", "N")
        await ana.type("six of fourteen done")
        await ana.press("ctrl+s")
        await ana.until(lambda: "six of fourteen done" in ana.app.pane.page.text)
        await ana.press("escape")
        assert not ana.app.pane.opened
    assert desk.book.find(Note, "about", "A1")[0].text == "six of fourteen done"


async def test_a_query_narrows_and_a_bad_one_says_why(desk: Desk, console: Open) -> None:
    write(desk, "call Kim", owner="jo")
    write(desk, "call Lee")
    async with console(desk) as ana:
        await ana.press("4", "f")
        await ana.type(" owner:jo")
        await ana.until(lambda: ana.app.pane.list.keys == ["A1"])
        await ana.type(" ownr:x")
        await ana.said("can't ask for “ownr”; did you mean owner?")
        await ana.press("enter")
        assert ana.app.focused is ana.app.pane.query_line, "a wrong query can't be left standing"
        await ana.press("escape")
        await ana.until(lambda: list(ana.app.pane.list.keys) == ["A1", "A2"])
        await ana.press("slash")
        await ana.type("lee")
        await ana.press("enter")
        await ana.until(lambda: list(ana.app.pane.list.keys) == ["A2"])
        assert ana.app.pane.query_line.text == "is:open lee"
        await ana.press("f", "home", "right", "delete", "end", "ctrl+w", "left", "enter")
        assert ana.app.focused is ana.app.pane.query_line
        await ana.press("home", "right", "s", "enter")
        await ana.until(lambda: ana.app.pane.query_line.text == "is:open")


async def test_marked_ones_are_done_together_after_a_preview(desk: Desk, console: Open) -> None:
    for title in ("one", "two", "three"):
        write(desk, title)
    async with console(desk) as ana:
        await ana.press("4", "x", "x", "e")
        await ana.until(lambda: "done A1, A2?" in str(_question(ana.app.screen)))
        await ana.press("enter")
        assert desk.book.get(Action, 1) == desk.book.all(Action)[0], "enter never says yes"
        await ana.press("y")
        await ana.said("you did A1, A2")
        await ana.press("u")
        await ana.said("took back")
    assert [a.status for a in desk.book.all(Action)] == ["open", "open", "open"]


def _question(screen: object) -> str:
    from screens.frame.confirm import Confirm

    if not isinstance(screen, Confirm):
        return ""
    return str(screen.query_one("#confirm-question").render())


async def test_hostile_titles_are_only_text(desk: Desk, console: Open) -> None:
    """Also one that came into the store past every gate."""
    hostile = ("[@click=app.quit]x[/]", "[/nope", "\x1b]52;c;aGk=\x07hi", "\u202eevil", "漢字" * 40)
    for title in hostile:
        write(desk, title)
    async with console(desk) as ana:
        await ana.press("4", *["j", "enter", "escape"] * 5)
        assert "[@click=app.quit]x[/]" in "\n".join(ana.rows)
        assert "\x1b" not in ana.screen
        assert "\u202e" not in ana.screen
        assert len(ana.rows) == 5


async def test_bulk_says_how_many_it_did_and_what_it_left(desk: Desk, console: Open) -> None:
    for title in ("one", "two"):
        write(desk, title)
    desk.run(actions.DONE, desk.book.all(Action)[0], NoArgs())
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter")
        await ana.until(lambda: len(ana.rows) == 2)
        await ana.press("x", "x", "a")
        await ana.until(lambda: "A1  no: ana did this" in _labels(ana.app.screen))
        await ana.type("jo")
        await ana.press("enter")
        await ana.said("you assigned A2 · 1 left: A1 ana did this")
        assert not any(row.startswith(("x", "X")) for row in ana.rows), "no mark stays drawn"


def _labels(screen: Screen[object]) -> str:
    return "\n".join(str(label.render()) for label in screen.query(Label))


async def test_saving_twice_writes_once(
    desk: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    make = desk.make

    def slow(verb: AnyVerb, args: actions.NewAction) -> Record:
        begun.wait(5)
        made: Record = make(verb, args)
        return made

    monkeypatch.setattr(desk, "make", slow)
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("once")
        await ana.press("ctrl+s", "ctrl+s", "escape")
        begun.set()
        await ana.until(lambda: ana.app.current_mode == "today")
        assert not ana.app.hands.unsent, "the escape waited, and was for the pane"
    assert [action.title for action in desk.book.all(Action)] == ["once"]


async def test_a_conflict_is_shown_and_a_second_save_means_it(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    write(ana_desk, "fix titles")
    async with console(ana_desk) as ana:
        await ana.press("4", "E", "end")
        await ana.type(" soon")
        jo.book.catch_up()
        first = jo.book.all(Action)[0]
        jo.run(actions.EDIT, first, actions.EditAction(title="fix all titles"))
        for _ in range(2):  # the second was typed before anything could be seen
            ana.app.post_message(Key("ctrl+s", None))
        await ana.until(lambda: "Save again to have it your way" in _labels(ana.app.screen))
        assert "title is now “fix all titles”" in _labels(ana.app.screen)
        await ana.until(lambda: ana.app.ahead.idle)
        assert ana_desk.book.all(Action)[0].title == "fix all titles"
        await ana.press("ctrl+s")
        await ana.said("you changed A1")
    assert ana_desk.book.all(Action)[0].title == "fix titles soon"


async def test_what_cannot_be_taken_back_is_passed_over_once_asked(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    async with console(ana_desk) as ana:
        for title in ("one", "two"):
            await ana.press("4", "n")
            await ana.type(title)
            await ana.press("ctrl+s")
            await ana.said("you wrote A")
        jo.book.catch_up()
        jo.run(actions.DONE, jo.book.all(Action)[1], NoArgs())
        await ana.press("u")
        await ana.said("u again takes the one before")
        await ana.press("u")
        await ana.until(lambda: "before it “ana wrote A1”" in _labels(ana.app.screen))
        await ana.press("y")
        await ana.said("took back: ana wrote A1")


async def test_the_detail_follows_when_the_hand_rests_and_a_verb_never_waits_for_it(
    desk: Desk, console: Open
) -> None:
    for number in range(1, 9):
        desk.make(actions.NEW, actions.NewAction(title=f"action number {number}", owner="ana"))
    async with console(desk, size=(140, 36)) as ana:
        await ana.press("4")
        await ana.until(lambda: "action number 1" in ana.app.pane.page.text)
        ana.app.pane.action_move(1)
        ana.app.pane.action_move(1)
        assert ana.app.pane.list.cursor == "A3"
        assert "action number 1" in ana.app.pane.page.text, "one key more may come at once"
        await ana.until(lambda: "action number 3" in ana.app.pane.page.text)
        ana.app.pane.action_move(1)
        await ana.pilot.press("e")
        await ana.said("you did A4")
        ana.app.pane.action_move(1)
        ana.app.pane.action_open()
        await ana.until(lambda: "action number 5" in ana.app.pane.page.text)
