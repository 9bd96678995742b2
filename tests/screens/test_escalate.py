"""`!`: the form, the ticket it opens, and what the conversation shows of it."""

from textual.widgets import Label

from console import inbox, tickets
from console.desk import Desk
from data.records.tickets import Ticket
from screens.frame.form import Form
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


async def test_asked_by_key_and_back_with_the_decision(
    desk: Desk, open_desk: OpenDesk, console: Open
) -> None:
    open_desk("sam").introduce("lead")
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", topic="payout", message="hi"))
    async with console(desk) as ana:
        await ana.press("2", "exclamation_mark")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("lead")
        await ana.press("enter")
        await ana.type("may we pay her")
        await ana.press("enter")
        await ana.type("some time")
        await ana.press("ctrl+s")
        errors = ana.app.screen.query_one("#form-error", Label)
        await ana.until(lambda: "isn't a day" in str(errors.render()))
        await ana.press(*["backspace"] * 9)
        await ana.type("fri")
        await ana.press("ctrl+s")
        await ana.said("T1 is sam's, until Fri 27 Nov · u takes it back")
        await ana.until(lambda: "waits for T1 to be decided" in ana.app.pane.page.text)
        assert "T1" in ana.app.pane.page.text
        assert ana.rows[0].startswith("▌w  2h ")
        assert "2:Inbox " in ana.app.pane.top.text
        assert "2:Inbox 1" not in ana.app.pane.top.text
        await ana.press("R")
        assert ana.rows == []
        await ana.press("slash", "ctrl+u", "enter")
        jo = open_desk("jo")
        opened = jo.book.get(Ticket, 1)
        assert opened is not None
        jo.run(tickets.CLOSE, opened, tickets.CloseTicket(outcome="yes, up to $50"))
        await ana.until(lambda: "back: it is decided" in ana.app.pane.page.text)
        assert "T1 is decided: yes, up to $50" in ana.app.pane.page.text
