"""Today: what presses, and the way there and back."""

from datetime import date

from console import actions, clients
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


async def test_overdue_first_then_due_today_then_there_and_back(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    make = ana_desk.make
    make(actions.NEW, actions.NewAction(title="due today", due=date(2026, 11, 20)))
    make(actions.NEW, actions.NewAction(title="is late", due=date(2026, 11, 18)))
    make(actions.NEW, actions.NewAction(title="next week", due=date(2026, 11, 27)))
    jo.make(actions.NEW, actions.NewAction(title="jo's late", due=date(2026, 11, 17)))
    async with console(ana_desk) as ana:
        assert [row.split()[-2] for row in ana.rows if "ana" in row] == ["late", "today"]
        assert ana.rows[0].strip() == "NOW"
        assert ana.rows[2].strip() == "TODAY"
        assert "-2 d" in ana.rows[1]
        await ana.press("enter")
        await ana.until(lambda: ana.app.current_mode == "actions" and ana.app.pane.opened)
        assert "is late" in ana.app.pane.page.text
        await ana.press("escape", "escape")
        await ana.until(lambda: ana.app.current_mode == "today")
        await ana.press("f", "ctrl+u")
        await ana.type("for:all")
        await ana.press("enter")
        await ana.until(lambda: any("jo's late" in row for row in ana.rows))


async def test_an_empty_day_says_what_to_do(open_desk: OpenDesk, console: Open) -> None:
    desk = open_desk("ana")
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(desk, size=(160, 40)) as ana:
        await ana.until(lambda: "n writes down an action" in ana.app.pane.page.text)
