"""An incident worked from the keyboard: noted, joined by many, fixed, told one after the other."""

import pytest
from textual.widgets import Label, TextArea

from console import clients, inbox, incidents
from console.desk import Desk
from console.incidents import stage
from console.replies import REPLY, ReplyWith
from data.records.conversations import Conversation
from data.records.incidents import Incident
from screens.creators.card import Card
from screens.frame.form import Form
from screens.frame.pick import Pick
from screens.inbox.composer import Reply
from tests.screens.conftest import Open, Sitting


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three creators wrote about a code that fails."""
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    for name in ("lena", "kim", "pan"):
        new = inbox.NewConversation(creator=name, client=1, topic="code", message="it fails")
        desk.make(inbox.NEW, new)
    return desk


def labels(person: Sitting) -> str:
    return "\n".join(str(label.render()) for label in person.app.screen.query(Label))


def card(person: Sitting) -> str:
    screen = person.app.screen
    return f"{screen.page.text}\n{screen.status.text}" if isinstance(screen, Card) else ""


def known(desk: Desk) -> Incident:
    desk.book.refresh()
    found = desk.book.get(Incident, 1)
    assert found is not None
    return found


async def marked_join(person: Sitting) -> None:
    """All three are marked in the Inbox and join X1."""
    await person.press("2", "x", "x", "x", "J")
    await person.until(lambda: isinstance(person.app.screen, Form))
    await person.until(lambda: "X1  codes of Friday fail" in labels(person))
    assert "all 3 change" in labels(person)
    await person.type("x1")
    await person.press("enter")
    await person.said("you joined C")


async def test_noted_joined_fixed_and_everybody_told(three: Desk, console: Open) -> None:
    async with console(three) as ana:
        await ana.press("2", "I")
        await ana.until(lambda: "new incident" in ana.offered)
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("codes of Friday fail")
        await ana.press("ctrl+s")
        await ana.said("you noted X1")
        await marked_join(ana)
        await ana.until(lambda: "X1" in ana.app.pane.page.text)
        await ana.press("I")
        await ana.until(lambda: ana.offered.startswith("X1"))
        await ana.press("enter")
        await ana.until(lambda: "open" in card(ana) and "@pan" in card(ana))
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("fixed")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        notice = ana.app.screen.query_one(TextArea)
        assert str(notice.placeholder).startswith("what to tell everybody; {creator}")
        assert "what to tell everybody" in notice.render_line(0).text
        await ana.press(*("H", "i", "space", "left_curly_bracket"), *"creator",
                        *("right_curly_bracket", "space"), *"again", "ctrl+s")  # fmt: skip
        await ana.until(lambda: "3 still to be told" in card(ana))
        assert "Hi @kim again" in card(ana)
        await ana.press("r")
        for at, name in enumerate(("lena", "kim", "pan"), 1):
            await ana.until(
                lambda name=name: (
                    isinstance(ana.app.screen, Reply)  # type: ignore[misc]
                    and ana.app.screen.query_one(TextArea).text == f"Hi @{name} again"
                )
            )
            await ana.press("ctrl+s")
            await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
            await ana.press("y")
            confirmed = [talk for talk in three.book.all(Conversation) if talk.status == "waiting"]
            assert len(confirmed) <= at
        await ana.until(lambda: "everybody was told" in card(ana))
    assert stage(three.book, known(three)) == "notified"


async def test_who_leaves_a_reply_stops_there_and_one_refused_is_named(
    three: Desk, console: Open
) -> None:
    three.make(incidents.NEW, incidents.NewIncident(title="codes of Friday fail"))
    async with console(three) as ana:
        await marked_join(ana)
        three.run(incidents.FIXED, known(three), incidents.FixIncident(notice="works again"))
        lena = three.book.get(Conversation, 1)
        assert lena is not None
        three.run(REPLY, lena, ReplyWith(text="one moment"))
        await ana.press("colon")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("X1")
        await ana.press("enter")
        await ana.until(lambda: "3 still to be told" in card(ana))
        await ana.press("r")
        await ana.until(lambda: isinstance(ana.app.screen, Reply))
        assert "REPLY to @kim" in labels(ana)
        await ana.press("escape")
        await ana.until(lambda: "C1: ana copied a reply" in card(ana))
        assert "3 still to be told" in card(ana)
        await ana.press("l")
        await ana.until(lambda: "C2" in ana.offered)
        await ana.type("C2")
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.opened and ana.app.pane.list.cursor == "C2")
        await ana.press("l")
        await ana.until(lambda: "X1" in ana.offered)


async def test_only_what_can_be_joined_is_offered(three: Desk, console: Open) -> None:
    three.make(clients.NEW, clients.NewClient(title="Peak"))
    for title, client in (("codes of Friday fail", 1), ("parcels are late", 2)):
        three.make(incidents.NEW, incidents.NewIncident(title=title, client=client))
    async with console(three) as ana:
        await ana.press("2", "J")
        await ana.until(lambda: "X1  codes of Friday fail" in labels(ana))
        assert "parcels" not in labels(ana)
