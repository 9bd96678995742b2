"""Today: what presses, and the way there and back."""

from datetime import date, timedelta

from rich.cells import cell_len

from console import actions, clients, inbox, tickets
from console.args import read
from console.desk import Desk
from console.table import VERBS, find
from data.clock import FrozenClock
from data.presence import Presence, Where
from screens.creators.card import Card
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
        await ana.until(
            lambda: "n writes down an action" in " ".join(ana.app.pane.page.text.split())
        )


async def test_a_key_does_what_it_does_in_the_records_own_pane(desk: Desk, console: Open) -> None:
    due = date(2026, 11, 18)
    desk.make(tickets.NEW, tickets.NewTicket(title="appeal", due=due, assignee=None))
    desk.make(tickets.NEW, tickets.NewTicket(title="refund", due=due))
    desk.make(actions.NEW, actions.NewAction(title="call", due=due))
    async with console(desk) as ana:
        await ana.press("f", "ctrl+u")
        await ana.type("for:all")
        await ana.press("enter")
        await ana.until(lambda: [key for key in ana.app.pane.list.keys if key[1] != " "] != [])
        assert ana.app.pane.list.keys == ["# NOW", "A1", "T1", "T2"]
        await ana.press("j", "c")
        await ana.said("you claimed T1")
        await ana.press("e")
        await ana.type("won")
        await ana.press("enter")
        await ana.said("you closed T1")
        await ana.press("k", "e")
        await ana.said("you did A1")
        await ana.press("G", "enter")
        await ana.until(lambda: ana.app.current_mode == "tickets" and ana.app.pane.opened)
        await ana.press("escape", "escape")
        await ana.until(lambda: ana.app.current_mode == "today")


async def test_every_kind_is_a_line_that_fits_and_leads_to_its_pane(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    words = {"creator": "glowbylena", "topic": "payout " * 30, "message": "hello?"}
    inbox = VERBS["inbox.new"]
    jo.make(inbox, read(inbox.args, words, jo.reading()))
    run = VERBS["qa.new"]
    jo.make(run, read(run.args, {"title": "Black Friday"}, jo.reading()))
    ana_desk.book.catch_up()
    async with console(ana_desk) as ana:
        assert ana.app.pane.list.keys == ["# NOW", "C1", "# TODAY", "Q1"]
        assert "@glowbylena payout" in ana.rows[1]
        assert "0 of " in ana.rows[3]
        assert all(cell_len(row) <= 80 for row in ana.rows)
        for key, pane in (("C1", "inbox"), ("Q1", "qa")):
            ana.app.pane.list.select(key)
            await ana.press("enter")
            await ana.until(lambda pane=pane: ana.app.current_mode == pane)  # type: ignore[misc]
            await ana.press("1")
            await ana.until(lambda: ana.app.current_mode == "today")


async def test_a_sample_that_presses_is_a_line_that_leads_to_its_card(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    words = {"title": "Aurora Skin"}, {"creator": "lena", "product": "Serum", "client": "aurora"}
    for id, said in zip(("clients.new", "samples.new"), words, strict=True):
        desk.make(VERBS[id], read(VERBS[id].args, said, desk.reading()))
        desk.book.catch_up()
    for id in ("samples.approve", "samples.deliver"):
        desk.run(VERBS[id], find(desk, "S1"), VERBS[id].args())
    clock.move(timedelta(days=16))
    async with console(desk) as ana:
        assert ana.app.pane.list.keys == ["# NOW", "S1"]
        assert ana.rows[1].startswith("▌!  -2 d    S1    aurora-skin")
        assert "no post yet: Serum for @lena" in ana.rows[1]
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Card))
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)
        desk.run(VERBS["samples.post"], find(desk, "S1"), VERBS["samples.post"].args(link="x.co"))
        await ana.until(lambda: "1 changed" in ana.app.pane.query_line.right)


async def test_who_writes_in_a_conversation_shows_in_its_line(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    for name in ("lena", "kim"):
        desk.make(inbox.NEW, inbox.NewConversation(creator=name, topic="payout", message="hi"))
    clock.move(timedelta(hours=9))
    presence = Presence(desk.workspace.presence, jo.me, clock)
    presence.announce(Where("today", ""))
    try:
        async with console(desk, size=(120, 30)) as ana:
            await ana.until(lambda: {"C1", "C2"} <= {*ana.app.pane.list.keys})
            presence.announce(Where("inbox", "C1", "composing"))
            await ana.until(lambda: any("jo writes" in row for row in ana.rows))
            assert ["C1" in row for row in ana.rows if "jo" in row] == [True]
            while ana.app.pane.list.cursor != "C1":
                await ana.press("j")
            await ana.until(lambda: "jo writes, now" in ana.app.pane.page.text)
            presence.announce(Where("inbox", ""))
            await ana.until(lambda: not any("jo writes" in row for row in ana.rows))
            assert "jo writes" not in ana.app.pane.page.text
    finally:
        presence.close()
