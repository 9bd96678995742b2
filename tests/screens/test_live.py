"""What others do shows by itself, and moves nobody's cursor."""

from datetime import date, timedelta

from console import actions, clients
from console.desk import Desk
from console.verb import NoArgs
from data.clock import FrozenClock, SystemClock
from data.demo import seller_center
from data.demo.shop import Shop
from data.identity import author
from data.records.actions import Action
from data.records.alarms import Alarm
from data.records.days import Day
from data.workspace import Workspace
from tests.conftest import OpenDesk
from tests.screens.conftest import Open

TODAY = date(2026, 11, 20)


async def test_cells_change_in_place_and_new_ones_wait_for_R(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    for number in range(3):
        ana_desk.make(actions.NEW, actions.NewAction(title=f"task {number}", owner=None))
    async with console(ana_desk) as ana:
        await ana.press("4", "j")
        jo.book.catch_up()
        first = jo.book.all(Action)[0]
        jo.run(actions.CLAIM, first, NoArgs())
        await ana.until(lambda: "jo" in ana.rows[0])
        jo.make(actions.NEW, actions.NewAction(title="sooner", due=TODAY))
        await ana.until(lambda: "1 new · R" in ana.app.pane.query_line.right)
        assert ana.app.pane.list.cursor == "A2"
        assert len(ana.rows) == 3
        await ana.press("R")
        assert "sooner" in ana.rows[0]
        assert ana.app.pane.list.cursor == "A2"
        assert "jo wrote A4" in ana.app.pane.status.text


async def test_a_dropped_export_shows_in_every_open_console(
    workspace: Workspace, console: Open
) -> None:
    desks = [
        Desk(workspace, author(name, shared_account=True), SystemClock()) for name in ("ana", "jo")
    ]
    ana_desk, jo_desk = desks
    for title in ("Aurora Skin", "Peak Fitness"):
        ana_desk.make(clients.NEW, clients.NewClient(title=title))
    async with console(ana_desk) as ana, console(jo_desk) as jo:
        await ana.press("6", "j")
        await jo.press("6")
        _export(ana_desk, "aurora-skin")
        for person in (ana, jo):
            await person.until(lambda person=person: "$" in person.rows[0])  # type: ignore[misc]
        assert ana.app.pane.list.cursor == "L2", "nobody's cursor moved"
        await ana.press("k")
        await ana.until(lambda: "GMV A DAY" in ana.app.pane.page.text)
        page = ana.app.pane.page.text
        assert "rows, " in page
        assert "0 rejected" in page
        assert ana.rows[0] == jo.rows[0]
    sums = [sum(day.sales.gmv for day in desk.book.all(Day) if day.sales) for desk in desks]
    assert sums[0] == sums[1] > 0
    for desk in desks:
        desk.close()


def _export(desk: Desk, slug: str) -> None:
    as_of = desk.clock.now().replace(tzinfo=None)
    first = as_of.date() - timedelta(days=21)
    shop = Shop(slug, seed=3, first=first, days=21, orders_per_day=12)
    seller_center.save(desk.workspace.drop / slug, shop, as_of, first=first, last=as_of.date())


async def test_who_else_is_here(open_desk: OpenDesk, console: Open) -> None:
    async with console(open_desk("ana")) as ana:
        assert "jo" not in ana.app.pane.top.text
        async with console(open_desk("jo")) as jo:
            await ana.until(lambda: "ana · jo" in ana.app.pane.top.text)
            assert "jo · ana" in jo.app.pane.top.text
        await ana.until(lambda: "jo" not in ana.app.pane.top.text)


async def test_what_must_stay_in_the_drop_folder_is_named(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk = open_desk("ana")
    ana_desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(ana_desk) as ana:
        (ana_desk.workspace.drop / "aurora-skin" / "orders.csv").symlink_to("/dev/zero")
        await ana.said("aurora-skin/orders.csv: ")


async def test_an_answer_goes_when_it_may_no_longer_be_true(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    for title in ("one", "two"):
        jo.make(actions.NEW, actions.NewAction(title=title, owner="ana"))
    ana_desk = open_desk("ana")
    async with console(ana_desk) as ana:
        await ana.press("4", "c")
        await ana.said("you already hold it")
        jo.book.catch_up()
        one, two = jo.book.all(Action)
        jo.run(actions.DONE, two, NoArgs())
        await ana.until(lambda: ana.rows[1].startswith(" d"))
        assert "you already hold it" in ana.app.pane.status.text, "that was about another one"
        jo.run(actions.DONE, one, NoArgs())
        await ana.said("jo did A1")
        await ana.press("j", "c")
        await ana.said("o opens it again")
        await ana.press("G")
        await ana.said("jo did A1")
        await ana.press("c")
        await ana.said("o opens it again")
        ana.app.minute_passed()
        assert "o opens it again" in ana.app.pane.status.text, "it was said just now"
        clock.move(timedelta(minutes=1))
        ana.app.minute_passed()
        await ana.said("jo did A1")


async def test_what_consoles_do_by_themselves_is_no_news(
    desk: Desk, open_desk: OpenDesk, console: Open
) -> None:
    jo = open_desk("jo")
    jo.make(actions.NEW, actions.NewAction(title="call Kim"))
    with jo.book.begin("clocks.alarm") as tx:
        tx.add(Alarm(conversation=1, metric="first_reply", cycle=1, share=50, due=None, policy="x"))
    async with console(desk) as ana:
        assert "jo" in ana.app.pane.status.text
        assert "A1" in ana.app.pane.status.text
        jo.make(actions.NEW, actions.NewAction(title="call Kim again"))
        with jo.book.begin("clocks.alarm") as tx:
            tx.add(
                Alarm(conversation=1, metric="first_reply", cycle=1, share=80, due=None, policy="x")
            )
        await ana.until(lambda: "A2" in ana.app.pane.status.text)
        assert "clock" not in ana.app.pane.status.text


async def test_a_night_of_clocks_hides_what_was_done_but_says_so(desk: Desk, console: Open) -> None:
    desk.make(actions.NEW, actions.NewAction(title="call Kim"))
    for cycle in range(1, 121):
        with desk.book.begin("clocks.alarm") as tx:
            tx.add(
                Alarm(
                    conversation=1, metric="next_reply", cycle=cycle, share=50, due=None, policy="x"
                )
            )
    async with console(desk) as ana:
        await ana.said("nobody did anything lately")
