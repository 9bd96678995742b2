"""Typing a query: what it could become, and tab that makes it so."""

from datetime import date

from textual.widgets import Label

from console import actions, clients
from console.desk import Desk
from console.verb import NoArgs
from data.records.actions import Action
from data.records.views import SavedView
from screens.frame.records import RecordList
from tests.screens.conftest import Open, Sitting


def line(ana: Sitting) -> str:
    """The query line as drawn."""
    return ana.app.pane.query_line.render_line(0).text


async def test_tab_completes_fields_and_their_values(desk: Desk, console: Open) -> None:
    desk.introduce("lead")
    for title in ("Aurora Skin", "Nord Home"):
        desk.make(clients.NEW, clients.NewClient(title=title))
    desk.make(actions.NEW, actions.NewAction(title="one", client=1))
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u")
        assert "▏  owner:  client:  status:  due:  is:  not:  view:" in line(ana)
        await ana.type("cl")
        await ana.press("tab")
        assert "client:▏  client:aurora-skin  client:nord-home" in line(ana)
        await ana.press("tab", "tab")
        assert ana.app.pane.query_line.text == "client:nord-home"
        await ana.press("tab", "enter")
        await ana.until(lambda: len(ana.rows) == 1)
        assert line(ana).startswith(" client:aurora-skin ")
        assert ana.app.pane.list.has_focus


async def test_tab_where_nothing_fits_changes_nothing(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u")
        await ana.type("colour:")
        await ana.press("tab")
        assert ana.app.pane.query_line.text == "colour:"
        assert ana.app.pane.query_line.has_focus


async def test_the_choices_never_push_the_count_away(desk: Desk, console: Open) -> None:
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("4", "f", "ctrl+u")
        await ana.until(lambda: "0 of 0" in line(ana))
        assert len(line(ana)) == 80


def offered(ana: Sitting) -> str:
    """What there is to pick from."""
    lists = ana.app.screen.query(RecordList)
    return "\n".join(lists.first().render_line(y).text for y in range(len(lists.first().keys)))


async def test_a_query_is_kept_used_renamed_and_forgotten(desk: Desk, console: Open) -> None:
    for title in ("fix titles", "call Kim"):
        desk.make(actions.NEW, actions.NewAction(title=title))
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter", "V")
        await ana.said("a view is a query with a name; type one with f, then V keeps it")
        await ana.press("f")
        await ana.type("call")
        await ana.press("enter", "V")
        await ana.until(lambda: "save this query" in offered(ana))
        await ana.press("enter")
        await ana.until(lambda: bool(ana.app.screen.query("#name")))
        await ana.type("kim")
        await ana.press("ctrl+s")
        await ana.said("you saved V1")
        assert [(v.name, v.list, v.query, v.owner) for v in desk.book.all(SavedView)] == [
            ("kim", "actions", "call", "ana")
        ]

        await ana.press("f", "ctrl+u", "enter", "V")
        await ana.until(lambda: "@kim" in offered(ana))
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.query_line.text == "@kim")
        assert len(ana.rows) == 1

        await ana.press("V")
        await ana.until(lambda: "rename or forget" in offered(ana))
        await ana.press("down", "down", "enter")
        await ana.until(lambda: "rename or forget" not in offered(ana) and "@kim" in offered(ana))
        await ana.press("enter")
        await ana.until(lambda: "forget view" in offered(ana))
        await ana.press("down", "enter")
        await ana.said("you forgot V1")
        await ana.press("u")
        await ana.said("took back: ana forgot V1")


async def test_today_is_asked_like_any_list(desk: Desk, console: Open) -> None:
    for title, owner in (("late", "jo"), ("mine", "ana")):
        due = date(2026, 11, 18)
        desk.make(actions.NEW, actions.NewAction(title=title, owner=owner, due=due))
    async with console(desk) as ana:
        await ana.press("f", "ctrl+u")
        await ana.type("fo")
        await ana.press("tab")
        await ana.type("j")
        await ana.press("tab", "enter")
        await ana.until(lambda: ana.app.pane.query_line.text == "for:jo")
        assert ana.app.pane.list.keys == ["# NOW", "A1"]
        await ana.press("V", "enter")
        await ana.until(lambda: bool(ana.app.screen.query("#name")))
        await ana.type("jos")
        await ana.press("ctrl+s")
        await ana.said("you saved V1")
        await ana.press("f", "ctrl+u")
        await ana.type("@jos late")
        await ana.press("enter")
        assert ana.app.pane.list.keys == ["# NOW", "A1"]
        await ana.press("f")
        await ana.type(" for:zoe")
        assert ana.app.pane.query_line.right == "not understood"


async def test_a_bulk_says_how_many_change_and_why_not_the_others(
    desk: Desk, console: Open
) -> None:
    for number in range(12):
        made = desk.make(actions.NEW, actions.NewAction(title=f"item {number}"))
        if number % 4 == 0:
            desk.run(actions.DONE, made, NoArgs())
    async with console(desk) as ana:
        await ana.press("4", "f", "ctrl+u", "enter")
        await ana.until(lambda: len(ana.rows) == 12)
        await ana.press(*"x" * 12, "e")
        await ana.until(lambda: bool(ana.app.screen.query("#confirm-question")))
        shown = "\n".join(str(label.render()) for label in ana.app.screen.query(Label))
        assert "9 change, 3 don't:" in shown
        assert "3 × ana did this" in shown
        await ana.press("y")
        await ana.said("3 left")
        await ana.press("u")
        await ana.said("took back")
        assert sum(action.status == "open" for action in desk.book.all(Action)) == 9


async def test_esc_takes_back_what_was_narrowed_before_it_leaves(desk: Desk, console: Open) -> None:
    for title in ("fix titles", "send the calendar", "call Kim"):
        desk.make(actions.NEW, actions.NewAction(title=title, owner=None))
    async with console(desk) as ana:
        await ana.press("4")
        await ana.until(lambda: len(ana.rows) == 3)
        await ana.press("slash")
        await ana.type("fix")
        await ana.press("enter")
        await ana.until(lambda: len(ana.rows) == 1)
        await ana.press("f", "ctrl+u")
        await ana.type("send")
        await ana.press("enter")
        await ana.until(lambda: "send the calendar" in ana.rows[0] and len(ana.rows) == 1)
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.opened)
        await ana.press("escape", "escape")
        await ana.until(lambda: len(ana.rows) == 3)
        assert (ana.app.current_mode, line(ana).split()[0]) == ("actions", "is:open")
        await ana.press("escape")
        await ana.until(lambda: ana.app.current_mode == "today")
        await ana.press("4", "slash")
        await ana.type("fix")
        await ana.press("escape")
        await ana.until(lambda: len(ana.rows) == 3)
        await ana.press("escape")
        await ana.until(lambda: ana.app.current_mode == "today")


async def test_esc_takes_a_query_over_items_back_before_it_leaves_the_run(
    agency: Desk, console: Open
) -> None:
    async with console(agency) as ana:
        await ana.press("5", "f")
        await ana.type(" black")
        await ana.press("enter", "enter")
        await ana.until(lambda: len(ana.app.pane.list.keys) > 10)
        await ana.press("slash")
        await ana.type("price")
        await ana.press("enter")
        await ana.until(lambda: len(ana.app.pane.list.keys) < 10)
        await ana.press("escape")
        await ana.until(lambda: len(ana.app.pane.list.keys) > 10)
        await ana.press("escape")
        await ana.until(lambda: "black" in ana.app.pane.query_line.text)
        await ana.press("escape")
        await ana.until(lambda: "black" not in ana.app.pane.query_line.text)
        assert ana.app.current_mode == "qa"
        await ana.press("escape")
        await ana.until(lambda: ana.app.current_mode == "today")
