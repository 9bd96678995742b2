"""Pasting a copied chat, with real keys and a real paste: shown, asked, and only then saved."""

from textual import events
from textual.widgets import TextArea

from console import inbox
from console.desk import Desk
from console.thread import messages
from console.verb import NoArgs
from data.records.conversations import Conversation
from data.records.creators import Creator
from screens.frame.confirm import Confirm
from screens.frame.form import Form
from tests.screens.conftest import Open, Sitting
from tests.screens.test_inbox import kept, labels

CHAT = "lena 09:12\nhi\x1b[2J!\nana 09:15\nhello\nlena 09:20\nand my sample?"


def texts(desk: Desk) -> list[str]:
    return [message.body for message in messages(desk.book, kept(desk))]


async def paste(person: Sitting, text: str) -> None:
    await person.press("2", "P")
    await person.until(lambda: isinstance(person.app.screen, Form))
    person.app.post_message(events.Paste(text))
    area = person.app.screen.query_one(TextArea)
    await person.until(lambda: bool(area.text))


async def test_a_chat_is_shown_asked_after_and_saved(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena"))
    async with console(desk) as ana:
        await paste(ana, CHAT)
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "3 new, 0 here already" in labels(ana)
        assert "they · lena · Fri 20 Nov 09:12 · hi!" in labels(ana)
        await ana.press("n")
        await ana.until(lambda: "Nothing is done yet" in labels(ana))
        assert texts(desk) == [], "no is no"
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        await ana.press("y")
        await ana.said("you pasted a chat into C1 · u takes it back")
        await ana.until(lambda: "and my sample?" in ana.app.pane.page.text)
        assert texts(desk) == ["hi!", "hello", "and my sample?"]
        await ana.press("u")
        await ana.said("took back")
        assert texts(desk) == []


async def test_what_is_unclear_is_asked_in_the_form(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena"))
    async with console(desk) as ana:
        await paste(ana, "lena 3/4/2026, 9:12\nhi")
        await ana.press("ctrl+s")
        await ana.until(lambda: "could be two days: say “dates” day-first" in labels(ana))
        await ana.press("tab")
        await ana.type("day-first")
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "Fri 03 Apr 09:12" in labels(ana)
        await ana.press("y")
        await ana.said("you pasted a chat")
    found = desk.book.get(Conversation, 1)
    assert found is not None
    assert str(found.waiting_since) == "2026-04-03 16:12:00+00:00"


async def test_a_wall_can_be_pasted(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena"))
    async with console(desk) as ana:
        await paste(ana, "lena 09:12\n" + "lorem ipsum\n" * 50_000)
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "1 of over 20,000 characters: kept whole as a file beside it" in labels(ana)
        await ana.press("y")
        await ana.said("you pasted a chat")
        await ana.until(lambda: "FILE ana" in ana.app.pane.page.text)


async def test_who_speaks_in_it_is_named_as_a_handle(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena"))
    async with console(desk) as ana:
        await paste(ana, "lena.second 09:12\nhi from my other account")
        await ana.press("ctrl+s")
        await ana.until(lambda: "no line of it begins with a name we know" in labels(ana))
        await ana.press("tab", "tab")
        await ana.type("@Lena.Second")
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "1 new" in labels(ana)


async def whose(person: Sitting, handle: str) -> None:
    """Paste with no conversation under the cursor: say with whom the chat is."""
    await person.press("2", "P")
    await person.until(lambda: isinstance(person.app.screen, Form))
    await person.type(handle)
    await person.press("tab", "tab")
    person.app.post_message(events.Paste(CHAT))
    area = person.app.screen.query_one(TextArea)
    await person.until(lambda: bool(area.text))
    await person.press("ctrl+s")
    await person.until(lambda: isinstance(person.app.screen, Confirm))
    assert "3 new, 0 here already" in labels(person)


async def test_without_a_conversation_it_is_asked_whose_chat_it_is(
    desk: Desk, console: Open
) -> None:
    async with console(desk) as ana:
        await whose(ana, "new:lena")
        assert desk.book.all(Conversation) == [], "only looked at"
        await ana.press("y")
        await ana.said("you pasted a chat into C1 · u takes it back")
        await ana.until(lambda: ana.app.pane.list.cursor == "C1")
        assert texts(desk) == ["hi!", "hello", "and my sample?"]
        assert desk.creator("lena").id == kept(desk).creator
        await ana.press("u")
        await ana.said("took back")
    assert kept(desk).archived_at is not None, "all of it is one change"
    assert [each for each in desk.book.all(Creator) if each.archived_at is None] == []


async def test_it_goes_into_the_conversation_there_is(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena"))
    desk.run(inbox.RESOLVE, kept(desk), NoArgs())
    async with console(desk) as ana:
        await whose(ana, "lena")
        await ana.press("y")
        await ana.said("you pasted a chat into C1")
    assert len(desk.book.all(Conversation)) == 1


async def test_nothing_is_begun_until_it_is_pasted(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("2", "P")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.press("ctrl+s")
        await ana.until(lambda: "as @glowbylena" in labels(ana))
        await ana.press("escape")
        await ana.until(lambda: not isinstance(ana.app.screen, Form))
        await whose(ana, "new:lena")
        await ana.press("n")
        await ana.until(lambda: "Nothing is done yet" in labels(ana))
        await ana.press("escape")
        await ana.said("what you typed is kept")
        assert desk.book.all(Conversation) == []
        assert desk.book.all(Creator) == []
        await ana.press("P")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        await ana.press("y")
        await ana.said("you pasted a chat into C1")
    assert texts(desk) == ["hi!", "hello", "and my sample?"]
