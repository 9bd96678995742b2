"""The composer with real keys: what stood there, what others do meanwhile, what is left blank."""

from collections.abc import Mapping
from datetime import timedelta

from textual.widgets import TextArea

from console import claiming, replies
from console.desk import Desk
from console.thread import messages
from console.verb import NoArgs
from data.clock import FrozenClock
from data.drafts import Drafts
from screens.inbox.composer import Reply
from screens.inbox.picker import Macros
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting
from tests.screens.test_inbox import begin, kept, labels


def text(person: Sitting) -> str:
    return person.app.screen.query_one(TextArea).text


def drafts(desk: Desk) -> Drafts:
    return Drafts(desk.workspace.drafts / desk.me.name, desk.clock)


def drafted(desk: Desk) -> Mapping[str, str]:
    draft = drafts(desk).find(("inbox.reply", "C1"))
    return draft.words if draft else {}


def text_copied(desk: Desk) -> str:
    return messages(desk.book, kept(desk))[-1].body


async def composing(person: Sitting) -> None:
    await person.until(lambda: isinstance(person.app.screen, Reply))


async def test_what_is_typed_goes_behind_what_was_left(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await composing(ana)
        await ana.type("Dear")
        await ana.press("enter")
        await ana.type("first")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await ana.press("r")
        await composing(ana)
        await ana.type(" then")
        assert text(ana) == "Dear\nfirst then"


async def test_what_was_not_sent_is_no_change_of_somebody_elses(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await composing(ana)
        await ana.type("on its way")
        await ana.until(lambda: drafted(desk) == {"text": "on its way"})
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        await ana.press("n")
        await ana.said("you didn't send the reply in C1")
        await ana.press("r")
        await composing(ana)
        assert text(ana) == "on its way"
        assert "when you typed this" not in labels(ana)
        await ana.type(" now")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        await ana.press("r")
        await composing(ana)
        assert text(ana) == "on its way now"
        assert "when you typed this" not in labels(ana)
        await ana.press("ctrl+a", "ctrl+k", "escape")
        await ana.until(lambda: not isinstance(ana.app.screen, Reply))
        drafts(desk).keep(("inbox.reply", "C1"), {"text": "It left."}, {})  # over no text
        await ana.press("r")
        await composing(ana)
        assert text(ana) == "It left."
        assert "when you typed this" not in labels(ana)


async def test_a_hold_is_said_in_keys_that_work_from_here_and_goes_when_it_is_over(
    desk: Desk, open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    begin(desk, "lena")
    jo = open_desk("jo")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await composing(ana)
        await ana.type("on its way")
        talk = jo.run(replies.REPLY, kept(jo), replies.ReplyWith(text="It left today."))
        await ana.until(lambda: "meanwhile: jo copied a reply to C1" in labels(ana))
        await ana.press("ctrl+s")
        held = "jo copied a reply {} ago · esc then C if it was sent, esc then X if it wasn't"
        await ana.until(lambda: held.format("0 s") in labels(ana))
        clock.move(timedelta(minutes=3))
        ana.app.minute_passed()
        assert held.format("3 min") in labels(ana)
        jo.run(replies.CONFIRM, talk, NoArgs())
        await ana.until(lambda: "meanwhile: jo confirmed the reply in C1" in labels(ana))
        assert "copied a reply" not in labels(ana)
        assert text(ana) == "on its way"


async def test_what_is_new_is_read_in_the_form_and_then_sent_over(
    desk: Desk, open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    begin(desk, "lena")
    clock.move(timedelta(minutes=5))
    jo = open_desk("jo")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await composing(ana)
        await ana.type("on its way")
        jo.run(replies.RECEIVED, kept(jo), replies.Received(text="it is urgent"))
        await ana.until(lambda: "logged a message in C1 · ctrl+r shows it" in labels(ana))
        await ana.press("ctrl+r")
        assert "@lena wrote since you looked: “it is urgent”." in labels(ana)
        assert "@lena, now: it is urgent" in labels(ana)
        assert "meanwhile" not in labels(ana)
        await ana.press("ctrl+r")
        assert "nothing new, and nothing against it" in labels(ana)
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert text_copied(desk) == "on its way"


async def test_who_has_it_is_said_where_it_is_answered(
    desk: Desk, open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    begin(desk, "lena")
    sam = open_desk("sam")
    talk = sam.run(claiming.CLAIM, kept(sam), NoArgs())
    clock.move(timedelta(hours=2))
    desk.book.catch_up()
    async with console(desk) as ana:
        await ana.press("2", "t")
        await ana.until(lambda: isinstance(ana.app.screen, Macros))
        shown = ana.app.screen
        assert isinstance(shown, Macros)
        assert "· sam has this, claimed 2 h ago" in shown.preview.text
        await ana.press("escape", "r")
        await composing(ana)
        assert "sam has this, claimed 2 h ago" in labels(ana)
        sam.run(claiming.RELEASE, talk, NoArgs())
        await ana.until(lambda: "meanwhile: sam let go of C1" in labels(ana))
        assert "sam has this" not in labels(ana)
        await ana.press("escape", "c", "r")
        await composing(ana)
        assert "has this" not in labels(ana)


async def test_a_blank_that_stops_the_send_is_typed_over(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    begin_with = "Hi!\nYour order {?order number} left. Till {?day}"
    drafts(desk).keep(("inbox.reply", "C1"), {"text": begin_with}, {})
    async with console(desk) as ana:
        await ana.press("2", "r")
        await composing(ana)
        await ana.press("ctrl+s")
        await ana.until(lambda: "isn't filled in" in labels(ana))
        await ana.type("5761")
        assert text(ana) == "Hi!\nYour order 5761 left. Till {?day}"
        await ana.press("ctrl+s")
        await ana.until(lambda: "\n{?day} isn't filled in" in labels(ana))
        await ana.type("Monday")
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert text_copied(desk) == "Hi!\nYour order 5761 left. Till Monday"
