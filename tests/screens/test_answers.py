"""Answering with real keys: ready answers in the composer, the linter, macros."""

from collections.abc import Callable

import pytest
from textual.widgets import Input, Label, TextArea

from console import clients, inbox
from console.answers import own_use
from console.desk import Desk
from console.thread import messages
from data.records.conversations import Conversation
from screens.frame.form import Form
from screens.inbox.composer import Reply
from screens.inbox.picker import Answers, Macros, MacrosForAll, Picker
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


@pytest.fixture
def talk(desk: Desk) -> Callable[[], Conversation]:
    """A conversation with Lena about a payout of Aurora's, as it is now."""
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    new = inbox.NewConversation(creator="lena", client=1, topic="payout", message="where is it")
    desk.make(inbox.NEW, new)

    def now() -> Conversation:
        desk.book.catch_up()
        found = desk.book.get(Conversation, 1)
        assert found is not None
        return found

    return now


Talk = Callable[[], Conversation]


def labels(person: Sitting) -> str:
    return "\n".join(str(label.render()) for label in person.app.screen.query(Label))


async def at(person: Sitting, kind: type[Form] | type[Answers] | type[Macros]) -> None:
    try:
        await person.until(lambda: type(person.app.screen) is kind)
    except AssertionError:
        raise AssertionError(labels(person)) from None


def shelf(person: Sitting) -> tuple[list[str], str]:
    """The names in the list, and what the one under the cursor says."""
    screen = person.app.screen
    assert isinstance(screen, Picker)
    return [*screen.list.keys], screen.preview.text


def text(person: Sitting) -> str:
    return person.app.screen.query_one(TextArea).text


async def test_a_canned_reply_is_found_filled_put_at_the_cursor_and_counted(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "r")
        await at(ana, Reply)
        await ana.type("Dear ")
        await ana.press("ctrl+t")
        await at(ana, Answers)
        names, said = shelf(ana)
        assert names[0].startswith("payout"), "those of its topic come first"
        assert "@lena" in said
        await ana.type("often")
        assert shelf(ana) == ([], " nothing has these words")
        await ana.press("ctrl+u")
        await ana.type("spark code")
        assert shelf(ana)[0] == ["ad-code"]
        await ana.press("enter")
        await at(ana, Reply)
        assert text(ana).startswith("Dear Hi @lena, we would love to run your video as an ad.")
        await ana.until(lambda: own_use(desk) == {("reply", "ad-code"): 1})
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
    assert talk().pending


async def test_a_question_is_asked_and_a_blank_that_is_left_stops_the_send(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "r")
        await at(ana, Reply)
        await ana.press("ctrl+t")
        await at(ana, Answers)
        await ana.type("warehouse")
        await ana.press("enter")
        await at(ana, Form)
        assert "1  by when, as tomorrow" in labels(ana)
        await ana.type("on Monday")
        await ana.press("enter")
        await at(ana, Reply)
        await ana.until(lambda: "write to you on Monday" in text(ana))
        await ana.press("ctrl+s")
        await ana.until(lambda: "{product} isn't filled in" in labels(ana))
        assert talk().pending is None
        await ana.press("ctrl+t", "escape", "escape")
        await ana.until(lambda: not isinstance(ana.app.screen, Reply))
        await ana.said("what you typed is kept")


async def test_the_playbook_is_the_other_shelf_with_source_and_age(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "r")
        await at(ana, Reply)
        await ana.press("ctrl+t")
        await at(ana, Answers)
        await ana.press("tab")
        await ana.type("when am i")
        names, said = shelf(ana)
        assert names[0] == "payout-when"
        assert "6077860360177451" in said
        assert "checked 81 days ago" in said
        assert "Ready answers: playbook" in labels(ana)


async def test_the_playbook_beside_the_thread_becomes_a_reply(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "r")
        await at(ana, Reply)
        await ana.type("Hi")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await ana.press("b")
        await at(ana, Answers)
        assert shelf(ana)[0][0].startswith("payout")
        await ana.press("enter")
        await at(ana, Reply)
        assert text(ana).startswith("Hi\n\nHi @lena, commission comes after"), (
            "what a creator reads"
        )
        assert len(own_use(desk)) == 1
        await ana.press("escape")


async def test_what_had_better_not_be_said_is_said_while_typing_and_sent_only_twice(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "r")
        await at(ana, Reply)
        await ana.type("it cures")
        await ana.until(lambda: "“cures” sounds like a medical promise" in labels(ana))
        await ana.press("ctrl+s")
        await ana.until(lambda: "ctrl+s again means it" in labels(ana))
        assert talk().pending is None
        await ana.type("!")
        await ana.press("ctrl+s")
        await ana.until(lambda: "ctrl+s again means it" in labels(ana))
        assert talk().pending is None, "another text is asked about again"
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert ana.app.clipboard == "it cures!"


async def test_a_note_has_no_ready_answers_and_is_not_looked_through(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "N")
        await ana.until(lambda: "NOTE (internal)" in labels(ana))
        await ana.type("it cures")
        await ana.press("ctrl+t")
        await ana.pilot.pause()
        assert "NOTE (internal)" in labels(ana)
        await ana.press("ctrl+n")
        await ana.said("you noted on C1")


async def test_a_macro_shows_what_it_does_then_does_it_as_one(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "t")
        await at(ana, Macros)
        names, said = shelf(ana)
        assert names[0] == "payout-pending"
        assert "· reply, copied for you to send\n · tag payout\n" in said
        assert "Hi @lena, commission comes after" in said
        await ana.press("enter")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert "commission comes after" in ana.app.clipboard
        await ana.press("escape")
        await ana.until(lambda: "#payout" in ana.app.pane.page.text)
        assert (talk().tags, talk().waiting_on) == (("payout",), "us")
        await ana.press("u")
        await ana.said("took back: ana ran a macro on C1")
    assert (talk().tags, talk().waiting_on, talk().pending) == ((), "us", None)
    assert messages(desk.book, talk())[-1].body == "where is it"


async def test_others_hear_of_the_macro_not_of_the_shelf(
    desk: Desk, open_desk: OpenDesk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "t", "enter")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
    assert len(own_use(desk)) == 1
    async with console(open_desk("jo")) as jo:
        await jo.said("ana ran a macro on C1")


async def test_a_macro_asks_what_it_cant_know_and_a_refusal_stays_there(
    desk: Desk, console: Open, talk: Talk
) -> None:
    async with console(desk) as ana:
        await ana.press("2", "t")
        await at(ana, Macros)
        await ana.type("warehouse")
        await ana.press("enter")
        await at(ana, Form)
        await ana.press("escape")
        await ana.until(lambda: "it asks for by when" in labels(ana))
        await ana.press("enter")
        await at(ana, Form)
        await ana.type("tomorrow")
        await ana.press("enter")
        await ana.until(lambda: "reply: {product} isn't filled in" in labels(ana))
        assert talk().tags == ()
        await ana.press("escape")
        await ana.until(lambda: not isinstance(ana.app.screen, Macros))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_the_picker_fits(
    desk: Desk, console: Open, talk: Talk, size: tuple[int, int]
) -> None:
    async with console(desk, size) as ana:
        await ana.press("2", "t")
        await at(ana, Macros)
        screen = ana.app.screen
        assert isinstance(screen, Macros)
        await ana.until(lambda: screen.list.size.height > 2 and screen.preview.size.height > 3)
        keys = screen.query_one(Input).region
        assert keys.right <= size[0]


async def test_a_macro_over_many_is_foretold_done_as_one_and_taken_back_as_one(
    desk: Desk, console: Open, talk: Talk
) -> None:
    for name in ("kim", "pan"):
        new = inbox.NewConversation(creator=name, client=1, topic="payout", message="hi")
        desk.make(inbox.NEW, new)
    async with console(desk) as ana:
        await ana.press("2", "f", "ctrl+u", "enter", "e")
        await ana.said("you resolved C")
        await ana.press("g", "x", "x", "x", "t")
        await at(ana, MacrosForAll)
        assert "macro C1, C2, C3" in labels(ana)
        names, said = shelf(ana)
        assert (names[0], "reply goes one at a time" in said) == ("payout-pending", True)
        await ana.press("enter")
        await ana.until(lambda: "reply goes one at a time" in labels(ana))
        await ana.type("platform")
        names, said = shelf(ana)
        assert names == ["platform"]
        for words in ("· priority high", "2 change, 1 don't:", "1 × priority: ana resolved this"):
            assert words in said, said
        await ana.press("enter")
        await ana.said("you ran a macro on C2, C3 · 1 left: C1 priority: ana resolved")
        waits = [t.ref for t in desk.book.all(Conversation) if t.waiting_on == "platform"]
        assert waits == ["C2", "C3"]
        await ana.press("u")
        await ana.said("took back: ana ran a macro on C2, C3")
    desk.book.refresh()
    now = desk.book.all(Conversation)
    assert {(t.waiting_on, t.priority, t.status) for t in now} == {
        ("us", "normal", "new"), ("us", "normal", "resolved"),
    }  # fmt: skip
