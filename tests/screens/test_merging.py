"""Merged on the screen: one thread, and what was being typed goes along."""

from textual.widgets import Label, TextArea

from console import inbox, merging
from console.desk import Desk
from data.records.conversations import Conversation
from screens.frame.form import Form
from screens.frame.pick import Pick
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


def talk(desk: Desk, number: int) -> Conversation:
    desk.book.catch_up()
    found = desk.book.get(Conversation, number)
    assert found is not None
    return found


async def test_a_draft_survives_the_merge_and_goes_along(
    open_desk: OpenDesk, console: Open
) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    for topic in ("payout", "money"):
        desk.make(inbox.NEW, inbox.NewConversation(creator="lena", topic=topic, message=topic))
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: len(ana.rows) == 2)
        ana.app.pane.list.select("C2")
        await ana.press("r")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("it comes on")
        jo.run(merging.MERGE, talk(jo, 2), merging.MergeInto("C1"))
        await ana.press("ctrl+s")
        await ana.until(lambda: "merged into C1" in _error(ana.app.screen))
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await ana.until(lambda: "merged into C1" in ana.app.pane.page.text)
        ana.app.action_errand("drafts")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        assert ana.app.screen.query_one(TextArea).text == "it comes on"
        await ana.press("ctrl+s")
        await ana.until(lambda: talk(desk, 1).pending is not None)


async def test_what_it_can_be_merged_into_is_offered(desk: Desk, console: Open) -> None:
    for creator, topic in (("lena", "payout"), ("lena", "money"), ("marco", "rates")):
        new = inbox.NewConversation(creator=creator, topic=topic, message=topic)
        desk.make(inbox.NEW, new)
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: len(ana.rows) == 3)
        ana.app.pane.list.select("C2")
        ana.app.action_verb("inbox.merge")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        said = "\n".join(str(label.render()) for label in ana.app.screen.query(Label))
        assert "C1  – · payout · now" in said
        assert "C3" not in said.replace("as C3", "")
        await ana.type("C1")
        await ana.press("enter")
        await ana.said("you merged C2")


def _error(screen: object) -> str:
    assert isinstance(screen, Form)
    return str(screen.query_one("#form-error").render())
