"""A form keeps its keys and what is wrong in sight, however much there is to say."""

from datetime import timedelta

from textual.widgets import Label

from console import actions, inbox
from console.desk import Desk
from data.clock import FrozenClock
from data.records.conversations import Conversation
from screens.frame.form import Form
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


def talk(desk: Desk) -> Conversation:
    desk.book.catch_up()
    found = desk.book.get(Conversation, 1)
    assert found is not None
    return found


def said(person: Sitting) -> str:
    return str(person.app.screen.query_one("#form-error", Label).render())


def in_sight(person: Sitting) -> bool:
    """Whether what is wrong and the keys are wholly within the form, one above the other."""
    form, wrong, keys = (
        person.app.screen.query_one(part).region for part in ("#form", "#form-error", "#form-keys")
    )
    whole = form.contains_region(wrong) and form.contains_region(keys)
    return whole and wrong.bottom <= keys.y and keys.bottom <= 24


async def test_the_keys_stay_beneath_what_came_in(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    wrote = "where is my money? " * 12
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", topic="payout", message=wrote))
    async with console(desk) as ana:
        await ana.press("2", "r")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("hello, I guarantee it")
        clock.move(timedelta(minutes=1))
        jo.run(inbox.NOTE, talk(jo), inbox.NoteOn(text="I called her and she said " * 8))
        await ana.press("ctrl+s", "ctrl+s")
        await ana.until(lambda: "jo noted since you looked" in said(ana))
        await ana.until(lambda: in_sight(ana))


async def test_a_conflict_is_said_in_words(open_desk: OpenDesk, console: Open) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", topic="payout", message="hi"))
    async with console(desk) as ana:
        await ana.press("2", "w")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("client")
        jo.run(inbox.WAITING, talk(jo), inbox.WaitOn(waiting_on="warehouse"))
        await ana.press("ctrl+s")
        await ana.until(lambda: "waiting on is now “warehouse”" in said(ana))
        assert "waiting_on" not in said(ana)


async def test_what_moved_on_is_told_in_few_words(open_desk: OpenDesk, console: Open) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    made = desk.make(actions.NEW, actions.NewAction(title="fix titles " * 25))
    async with console(desk) as ana:
        await ana.press("4", "E")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("x")
        await ana.press("escape")
        await ana.said("what you typed is kept")
        jo.book.catch_up()
        jo.run(actions.EDIT, made, actions.EditAction(title="fix prices " * 25))
        await ana.until(lambda: "fix prices" in ana.rows[0])
        await ana.press("E")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        about = [str(label.render()) for label in ana.app.screen.query(Label)]
        [moved] = [line for line in about if "when you typed this" in line]
        assert "it is “fix prices" in moved
        assert len(moved) < 160, "two lines and a bit of 24"
