"""The client's card: what is open for it, and the way to each."""

from datetime import date

from console import actions, clients, tickets
from console.args import read
from console.desk import Desk
from console.table import VERBS
from screens.frame.pick import Pick
from tests.screens.conftest import Open


async def test_the_card_counts_what_is_open_and_leads_there(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    for number in range(5):
        title = f"ticket {number}"
        desk.make(tickets.NEW, tickets.NewTicket(title=title, client=1, due=date(2026, 11, 25)))
    desk.make(actions.NEW, actions.NewAction(title="call Kim", client=1))
    desk.make(actions.NEW, actions.NewAction(title="nobody's"))
    verb = VERBS["inbox.new"]
    words = {"creator": "glowbylena", "topic": "payout", "client": "aurora", "message": "hi"}
    desk.make(verb, read(verb.args, words, desk.reading()))
    async with console(desk, size=(100, 40)) as ana:
        await ana.press("6")
        await ana.until(lambda: "OPEN" in ana.app.pane.page.text)
        page = ana.app.pane.page.text
        assert "conversations 1 · tickets 5 · actions 1" in page
        assert "@glowbylena payout" in page
        assert "ticket 0" in page
        assert "ticket 1" not in page, "beside the list, what presses most"
        assert "nobody's" not in page
        await ana.press("enter")
        page = ana.app.pane.page.text
        assert "ticket 2" in page
        assert "ticket 3" not in page, "the first few"
        assert "and 2 more: tickets client:aurora-skin not:closed" in page
        await ana.press("escape")
        await ana.press("l")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("call kim")
        await ana.press("enter")
        await ana.until(lambda: ana.app.current_mode == "actions" and ana.app.pane.opened)
        await ana.press("escape", "escape")
        await ana.until(lambda: ana.app.current_mode == "clients")


async def test_a_quiet_client_says_so(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(desk) as ana:
        await ana.press("6")
        await ana.until(lambda: "nothing is open for this client" in ana.app.pane.page.text)
