"""The Inbox pane, worked with real keys; the store says what came of it."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import Input, Label, TextArea

from console import blocking, claiming, clients, creators, inbox, replies
from console.desk import Desk
from console.thread import messages
from console.verb import NoArgs
from console.wake import Wake
from data.clock import FrozenClock
from data.records.conversations import Conversation
from data.records.notes import Note
from screens.finding.finder import Finder
from screens.frame.confirm import Confirm
from screens.frame.form import Form
from screens.keymap import shipped
from screens.palette import Palette
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


def begin(desk: Desk, creator: str, topic: str = "payout", message: str | None = "hi") -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator=creator, topic=topic, message=message))


def kept(desk: Desk, number: int = 1) -> Conversation:
    desk.book.catch_up()
    found = desk.book.get(Conversation, number)
    assert found is not None
    return found


def labels(person: Sitting) -> str:
    return "\n".join(str(label.render()) for label in person.app.screen.query(Label))


async def asked(person: Sitting) -> None:
    await person.until(lambda: isinstance(person.app.screen, Form))


async def test_begin_one_with_what_the_creator_wrote(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: "nobody waits for us" in ana.app.pane.page.text)
        await ana.press("n")
        await asked(ana)
        await ana.type("@glowbylena")
        await ana.press("enter")
        await ana.type("aurora-skin")
        await ana.press("enter")
        await ana.type("payout")
        await ana.press("enter")
        await ana.type("where is it")
        await ana.press("ctrl+s")
        await ana.said("you began C1")
        await ana.until(lambda: bool(ana.rows) and "where is it" in ana.rows[0])
        assert "@glowbylena" in ana.rows[0]
        assert "where is it" in ana.app.pane.page.text
    assert kept(desk).waiting_since is not None


async def test_a_reply_is_copied_asked_after_and_confirmed(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await asked(ana)
        assert "REPLY to @lena" in labels(ana)
        await ana.type("on its way")
        await ana.press("ctrl+n")
        await ana.until(lambda: "ctrl+s copies a reply; a note is another form" in labels(ana))
        assert kept(desk).pending is None, "that key saves notes, it never sends"
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert ana.app.clipboard == "on its way"
        await ana.press("enter")
        assert kept(desk).pending == 2, "enter says nothing"
        await ana.press("y")
        await ana.said("you confirmed the reply in C1")
        await ana.until(lambda: ana.app.pane.query_line.right.startswith("1 "))
    here = kept(desk)
    assert (here.pending, here.waiting_since, here.waiting_on) == (None, None, "creator")


@pytest.mark.parametrize("pane", ["1", "2"])
async def test_a_verb_of_another_pane_is_named_with_the_way_there(
    desk: Desk, console: Open, pane: str
) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", client=1))
    async with console(desk) as ana:
        await ana.press(pane)
        await ana.until(lambda: ana.app.pane.list.cursor == "C1")
        await ana.press("r")
        await asked(ana)
        await ana.type("shall we work together?")
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        said = ana.app.pane.status.text
        assert "6 then E says it for aurora-skin, as “outreach quota” 500" in said
        await ana.press("y")
        await ana.said("you confirmed the reply in C1")
        await ana.press("6", "E")
        await ana.until(lambda: "outreach quota" in labels(ana))


async def test_whoever_says_it_later_finds_it_marked(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "r")
        await asked(ana)
        await ana.type("draft")
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        await ana.press("escape")
        await ana.said("copied, not confirmed · C when it is sent, X when it isn't")
        await ana.until(lambda: ana.rows[0].startswith("▌?"))
        assert "copied, not confirmed" in ana.app.pane.page.text
        assert "C confirm" in ana.app.pane.keys_line.text
        await ana.press("r")
        await ana.said("ana copied a reply 0 s ago · C if it was sent, X if it wasn't")
        await ana.press("X")
        await ana.said("didn't send the reply")
        await ana.press("r")
        await asked(ana)
        assert ana.app.screen.query_one(TextArea).text == "draft", "its text is the draft again"
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        await ana.press("n")
        await ana.said("didn't send the reply")
    assert [message.state for message in messages(desk.book, kept(desk))] == [
        "received", "failed", "failed",
    ]  # fmt: skip


async def test_above_the_text_stands_what_was_really_said_last(desk: Desk, console: Open) -> None:
    begin(desk, "lena", message="where is it")
    desk.run(replies.REPLY, kept(desk), replies.ReplyWith(text="on its way"))
    async with console(desk) as ana:
        await ana.press("2", "N")
        await asked(ana)
        assert "ana, now (copied, not confirmed): on its way" in labels(ana)
        await ana.press("escape", "X")
        await ana.said("didn't send the reply")
        await ana.press("r")
        await asked(ana)
        assert "@lena, now: where is it" in labels(ana)


async def test_what_came_in_while_writing_is_shown_before_anything_is_copied(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    begin(ana_desk, "lena")
    async with console(ana_desk) as ana:
        await ana.press("2", "r")
        await asked(ana)
        await ana.type("hello")
        clock.move(timedelta(minutes=1))
        jo.run(inbox.NOTE, kept(jo), inbox.NoteOn(text="I called her"))
        await ana.press("ctrl+s")
        await ana.until(lambda: "jo noted since you looked: “I called her”" in labels(ana))
        assert ana.app.clipboard == ""
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        clock.move(timedelta(minutes=1))
        jo.run(replies.RECEIVED, kept(jo), replies.Received(text="never mind"))
        await ana.press("y")
        await ana.until(lambda: "@lena wrote since you looked: “never mind”" in labels(ana))
        assert kept(ana_desk).pending is not None
        await ana.press("y")
        await ana.said("you confirmed the reply")
    assert kept(ana_desk).waiting_since == clock.now(), "never mind is still unanswered"


async def test_a_note_has_its_own_key_and_is_never_copied(desk: Desk, console: Open) -> None:
    begin(desk, "lena", message="hello there")
    async with console(desk) as ana:
        await ana.press("2", "N")
        await asked(ana)
        assert "NOTE (internal) about @lena" in labels(ana)
        await ana.type("she is angry")
        await ana.press("ctrl+s")
        await ana.until(lambda: "ctrl+n saves a note; ctrl+s sends replies" in labels(ana))
        assert desk.book.find(Note, "about", "C1") == [], "the key that sends saves no note"
        await ana.press("ctrl+n")
        await ana.said("you noted on C1")
        await ana.until(lambda: "NOTE ana" in ana.app.pane.page.text)
        await ana.press("y")
        await ana.said("copied C1 without its notes")
        assert "hello there" in ana.app.clipboard
        assert "angry" not in ana.app.clipboard
    assert len(messages(desk.book, kept(desk))) == 1


async def test_claim_wait_snooze_resolve_and_back(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "c")
        await ana.said("you claimed C1")
        await ana.press("w")
        await asked(ana)
        await ana.type("ware")
        await ana.press("enter")
        await ana.said("you said whose turn it is in C1")
        await ana.press("m")
        await asked(ana)
        assert "RECEIVED from @lena" in labels(ana)
        await ana.type("any news")
        await ana.press("ctrl+s")
        await ana.said("you logged a message in C1")
        await ana.until(lambda: "back: the creator wrote" in ana.app.pane.page.text)
        await ana.press("z")
        await asked(ana)
        await ana.type("mon or reply")
        await ana.press("enter")
        await ana.said("you snoozed C1")
        await ana.until(lambda: "Mon 09:00 or a reply" in ana.app.pane.page.text)
        await ana.press("e")
        await ana.said("you resolved C1")
        await ana.press("o")
        await ana.said("you reopened C1")
    assert kept(desk).status == "open"


async def test_what_a_field_wants_is_shown_whole(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("2")
        for key, says in (("z", "mon keep: even when they write"), ("w", "warehouse")):
            await ana.press(key)
            await asked(ana)
            field = ana.app.screen.query_one(Input)
            assert says in field.placeholder
            assert cell_len(field.placeholder) < field.size.width
            await ana.press("escape")
        await ana.press("3", "n")
        await asked(ana)
        assert "promotion, access, escalation, other" in labels(ana)


async def test_whoever_resolves_what_was_never_answered_is_told(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    for handle in ("one", "two", "three", "four"):
        begin(desk, handle)
    desk.run(replies.REPLY, kept(desk, 4), replies.ReplyWith(text="yes"))
    desk.run(replies.CONFIRM, kept(desk, 4), NoArgs())
    begin(desk, "five", message=None)
    begin(desk, "six")
    clock.move(timedelta(minutes=1))
    desk.run(inbox.RESOLVE, kept(desk, 6), NoArgs())
    clock.move(timedelta(minutes=1))
    async with console(desk) as ana:
        await ana.press("2")
        await everything(ana)
        await ana.press(*"xxxxx", "e")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "all 5 change" in labels(ana)
        assert "never answered: 3" in labels(ana)
        await ana.press("n", "escape")
        ana.app.pane.list.select("C1")
        await ana.press("e")
        await ana.said("you resolved C1 · C1 was never answered · u takes it back")
        ana.app.pane.list.select("C4")
        await ana.press("e")
        await ana.said("you resolved C4 · u takes it back")
        ana.app.pane.list.select("C6")
        await ana.until(lambda: "first reply ended unanswered" in ana.app.pane.page.text)
        assert "resolve met" not in ana.app.pane.page.text


async def test_a_snooze_that_only_the_time_ends(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "z")
        await asked(ana)
        await ana.type("some day")
        await ana.press("enter")
        await ana.until(lambda: "mon keep sleeps on even when they write" in labels(ana))
        await ana.press("ctrl+u")
        await ana.type("tomorrow 9 keep")
        await ana.press("enter")
        await ana.said("you snoozed C1")
    assert not kept(desk).snooze_reply


async def test_the_count_is_of_what_the_query_picks(desk: Desk, console: Open) -> None:
    for handle in ("one", "two", "three"):
        begin(desk, handle)
    desk.run(inbox.WAITING, kept(desk, 2), inbox.WaitOn(waiting_on="client"))
    desk.run(claiming.CLAIM, kept(desk, 3), NoArgs())
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: ana.app.pane.query_line.right == "2 of 3 open")
        assert [row.split()[-1] for row in ana.rows] == ["nobody", "ana"]
        await ana.press("f", "ctrl+u", "enter")
        await ana.until(lambda: ana.app.pane.query_line.right == "3 of 3 · our turn in 2")
        await ana.press("f")
        await ana.type("two")
        assert ana.app.pane.query_line.right == "1 of 3"


async def test_what_others_do_never_moves_the_cursor(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    for handle in ("one", "two", "three"):
        begin(ana_desk, handle)
        clock.move(timedelta(minutes=1))
    async with console(ana_desk) as ana:
        await ana.press("2", "j")
        assert ana.app.pane.list.cursor == "C2"
        jo.run(inbox.RESOLVE, kept(jo, 1), NoArgs())
        begin(jo, "four")
        await ana.until(lambda: "1 new, 1 changed · R" in ana.app.pane.query_line.right)
        assert list(ana.app.pane.list.keys) == ["C1", "C2", "C3"]
        assert ana.app.pane.list.cursor == "C2"
        await ana.press("R")
        assert list(ana.app.pane.list.keys) == ["C2", "C3", "C4"]
        assert ana.app.pane.list.cursor == "C2"


async def test_what_wakes_by_the_clock_takes_its_place_with_R(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    begin(desk, "one")
    clock.move(timedelta(minutes=1))
    begin(desk, "two")
    wake = Wake(clock.now() + timedelta(hours=1))
    desk.run(inbox.SNOOZE, kept(desk), inbox.SnoozeUntil(until=wake))
    async with console(desk) as ana:
        await ana.press("2")
        assert list(ana.app.pane.list.keys) == ["C2"]
        clock.move(timedelta(hours=1))
        ana.app.minute_passed()
        await ana.until(lambda: "1 new · R" in ana.app.pane.query_line.right)
        await ana.press("R")
        assert list(ana.app.pane.list.keys) == ["C1", "C2"]
        assert ana.app.pane.list.cursor == "C2"
        assert ana.rows[0].startswith(" ^")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_columns_line_up_and_the_end_of_a_long_thread_shows(
    desk: Desk, console: Open, size: tuple[int, int]
) -> None:
    begin(desk, "lena")
    begin(desk, "漢字" * 20, topic="a very long topic, longer than its column")
    for number in range(60):
        desk.run(replies.RECEIVED, kept(desk), replies.Received(text=f"message {number}"))
    async with console(desk, size) as ana:
        await ana.press("2")
        await ana.until(lambda: "message 59" in ana.app.pane.page.text)
        from rich.cells import cell_len

        width = ana.app.pane.list.size.width
        drawn = [ana.app.pane.list.render_line(y).text for y in range(2)]
        assert [cell_len(row) for row in drawn] == [width, width]
        heads = ana.app.pane.heads.text
        column = cell_len(heads[: heads.index("topic")])
        for row, topic in zip(drawn, ("payout", "a very lo"), strict=True):
            assert cell_len(row[: row.index(topic)]) == column
        assert "lines before · enter shows all" in ana.app.pane.page.text
        assert cell_len(ana.app.pane.keys_line.text) <= size[0]
        await ana.press("enter")
        await ana.until(lambda: "message 0\n" in ana.app.pane.page.text)
        page = ana.app.pane.page
        await ana.until(lambda: page.top == page.lowest > 0)


HOSTILE = (
    "[@click=app.quit]x[/]",
    "[/nope",
    "\x1b]52;c;aGk=\x07hi\x1b[2J",
    "\u202eevil\u2066",
    "x" * 300,
    "漢字" * 60,
    "👩\u200d👩\u200d👧\u200d",
)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_pasted_is_only_text(desk: Desk, console: Open, text: str) -> None:
    async with console(desk) as ana:
        await ana.press("2", "n")
        await asked(ana)
        paste(ana, text.replace("@", ""))
        await ana.pilot.pause()
        assert harmless(ana)
        await ana.press("ctrl+u")  # TikTok has no such handle
        await ana.type("lena")
        await ana.press("down", "down")
        paste(ana, text)
        await ana.press("down")
        paste(ana, text)
        await ana.pilot.pause()
        assert harmless(ana)
        await ana.press("ctrl+s")
        await ana.said("you began C1")
        for key, save in (("m", "ctrl+s"), ("N", "ctrl+n"), ("r", "ctrl+s")):
            await ana.press(key)
            await asked(ana)
            paste(ana, f"a\n{text}\nb")
            await ana.pilot.pause()
            assert harmless(ana)
            await ana.press(save)
            await ana.until(lambda: not isinstance(ana.app.screen, Form))
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        assert harmless(ana)
        assert "\x1b" not in ana.app.clipboard
        await ana.press("y")
        await ana.said("you confirmed")
        await ana.press("f", "ctrl+u", "enter", "enter")
        await ana.pilot.pause()
        assert harmless(ana)
        assert "\x1b" not in ana.screen
        assert "\u202e" not in ana.screen
    assert len(messages(desk.book, kept(desk))) == 3


def paste(person: Sitting, text: str) -> None:
    focused = person.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))


def harmless(person: Sitting) -> bool:
    """Whether nothing on the screen, as it would be sent, steers a terminal."""
    lines = person.app.screen._compositor.render_strips()
    sent = "".join(segment.text for line in lines for segment in line)
    return not any(char in sent for char in "\x1b\x07\x9b\u202e\u2066\r")


async def test_taking_back_says_that_a_sent_reply_stays_and_asks_before_it_goes_past_it(
    desk: Desk, console: Open
) -> None:
    for handle in ("lena", "marco"):
        desk.make(inbox.NEW, inbox.NewConversation(creator=handle, message="hi"))
    async with console(desk) as ana:
        await ana.press("2", "e")
        await ana.said("you resolved C1")
        await ana.press("r")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("hello")
        await ana.press("ctrl+s")
        await ana.until(lambda: "Sent it in TikTok?" in labels(ana))
        await ana.press("y")
        await ana.said("you confirmed the reply in C2")
        await ana.press("u")
        await ana.until(lambda: isinstance(ana.app.screen, Confirm))
        assert "“ana confirmed the reply in C2” can't be taken back" in labels(ana)
        assert "before it “ana resolved C1”" in labels(ana)
        await ana.press("n")
        await ana.until(lambda: not isinstance(ana.app.screen, Confirm))
        assert kept(desk).status == "resolved"


async def test_an_empty_list_says_why_it_is_empty(desk: Desk, console: Open) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", message="hi"))
    desk.run(inbox.RESOLVE, kept(desk), NoArgs())
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("2")
        await ana.until(lambda: "fits this query: nobody waits for us" in drawn(ana))
        assert "wasn't looked through" not in drawn(ana)
        await ana.press("slash")
        await ana.type("lena")
        await ana.until(
            lambda: "What was said and what has ended wasn't looked through: F" in drawn(ana)
        )
        assert "No conversation fits this query." in drawn(ana)
        await ana.press("ctrl+u")
        await ana.type("xyz")
        await ana.until(lambda: "What was said wasn't looked through: F" in drawn(ana))


async def test_words_narrow_it_by_names_without_their_accents(desk: Desk, console: Open) -> None:
    for handle, name in (("glowby", "José Núñez"), ("tinykitchen", "Kim")):
        desk.make(creators.NEW, creators.NewCreator(handle=handle, name=name))
        desk.make(inbox.NEW, inbox.NewConversation(creator=handle, topic="café", message="hi"))
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("2", "slash")
        await ana.type("jose cafe")
        await ana.until(lambda: ana.app.pane.list.keys == ["C1"])
        await ana.press("ctrl+u")
        await ana.type("CAFÉ")
        await ana.until(lambda: ana.app.pane.list.keys == ["C1", "C2"])
        desk.run(creators.EDIT, desk.creator("tinykitchen"), creators.EditCreator(name="Zoë"))
        await ana.press("ctrl+u")
        await ana.type("zoe")
        await ana.until(lambda: ana.app.pane.list.keys == ["C2"])


async def test_words_of_several_messages_find_their_conversation(desk: Desk, console: Open) -> None:
    for handle in ("lena", "kim"):
        said = f"where is my parcel, asks {handle}"
        desk.make(inbox.NEW, inbox.NewConversation(creator=handle, message=said))
    desk.run(replies.RECEIVED, kept(desk), replies.Received(text="it is at the customs"))
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("2", "F")
        await ana.type("parcel customs")
        finder = ana.app.screen
        assert isinstance(finder, Finder)
        await ana.until(lambda: finder.list.keys == ["C1"])
        assert "parcel" in finder.list.render_line(0).text
        await ana.press("enter", "enter")
        await ana.until(lambda: ana.app.pane.opened and "customs" in drawn(ana))


async def test_find_says_when_not_all_was_read(
    desk: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        said = "it is blue" if number > 2 else "my parcel"
        desk.make(inbox.NEW, inbox.NewConversation(creator=f"lena{number}", message=said))
    desk.run(replies.RECEIVED, kept(desk), replies.Received(text="it is blue"))
    monkeypatch.setattr("console.find._STEP", 2)
    monkeypatch.setattr("console.find.STREWN", 2)
    less = "; not all conversations were read: add a rarer word"
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("F")
        await ana.type("parcel blue")
        finder = ana.app.screen
        assert isinstance(finder, Finder)
        await ana.until(lambda: finder.status.text.strip() == f"nothing like that so far{less}")
        await ana.press("ctrl+u")
        await ana.type("it blue")
        await ana.until(lambda: finder.status.text.strip() == f"4 records{less}")


def drawn(person: Sitting) -> str:
    """List and page, as drawn."""
    shown = person.app.pane
    parts = (part for part in (shown.list, shown.page) if part.display)
    lines = (p.render_line(y).text for p in parts for y in range(p.size.height))
    return " ".join(" ".join(lines).split())


async def test_a_refusal_names_the_persons_own_keys(
    desk: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"inbox.confirm": "Y", "inbox.unsent": "", "inbox.reopen": "ctrl+o"}
    keymap = {**shipped(), "inbox": {**shipped()["inbox"], **own}}
    monkeypatch.setattr("screens.keymap._in_force", keymap)
    for name in ("lena", "kim"):
        begin(desk, name)
    desk.run(replies.REPLY, kept(desk), replies.ReplyWith(text="hello"))
    desk.run(inbox.RESOLVE, kept(desk, 2), NoArgs())
    async with console(desk) as ana:
        await everything(ana)
        await ana.press("e")
        await ana.said("copied a reply 0 s ago · Y if it was sent, : not sent if it wasn't")
        await ana.press("j", "z")
        await ana.said("ana resolved this 0 s ago · ctrl+o opens it again")


# -- what has ended -----------------------------------------------------------------------------


async def everything(ana: Sitting) -> None:
    await ana.press("2", "f", "ctrl+u", "enter")
    await ana.until(lambda: ana.app.pane.list.cursor == "C1")


async def test_of_what_is_resolved_the_footer_offers_what_can_be_done(
    desk: Desk, console: Open
) -> None:
    begin(desk, "lena")
    desk.run(inbox.RESOLVE, kept(desk), NoArgs())
    async with console(desk) as ana:
        await everything(ana)
        keys = ana.app.pane.keys_line
        assert keys.text.split()[:4] == ["enter", "open", "o", "reopen"]
        assert "reply" not in keys.text
        await ana.press("o")
        await ana.said("you reopened C1")
        assert "r reply" in keys.text
    assert kept(desk).status == "open"


async def test_of_spam_it_offers_to_reopen_it(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    desk.run(blocking.SPAM, kept(desk), NoArgs())
    async with console(desk) as ana:
        await everything(ana)
        assert "o reopen" in ana.app.pane.keys_line.text
        assert "claim" not in ana.app.pane.keys_line.text
        assert len(ana.app.pane.footer(kept(desk))) <= 7


async def test_of_whom_is_blocked_it_offers_to_unblock_them(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", client=1, message="hi"))
    lena = desk.creator("lena")
    desk.run(blocking.BLOCK, lena, blocking.BlockFor(client=1, reason="resells"))
    async with console(desk) as ana:
        await everything(ana)
        keys = ana.app.pane.keys_line
        assert ": unblock" in keys.text
        await ana.press("r")
        await ana.said("ana blocked @lena 0 s ago: resells · : unblock takes that back")
        assert "reopen" not in keys.text, "unblocking opens it again"
        await ana.press("colon")
        await ana.until(lambda: isinstance(ana.app.screen, Palette))
        await ana.type("unblock")
        await ana.press("enter")
        await asked(ana)
        assert ana.app.screen.query_one(Input).value == "aurora-skin"
        await ana.press("ctrl+s")
        await ana.said("you unblocked K1 · C1 waits for us again")
    assert kept(desk).status == "open"
