"""The queue on the screen: what presses, in letters and words, by real keys."""

from datetime import timedelta

from textual.widgets import Label

from console import claiming, inbox, replies, views
from console.args import SetPriority
from console.desk import Desk
from console.verb import NoArgs
from console.wake import Wake
from data.clock import FrozenClock
from data.presence import Presence, Where
from data.records.conversations import Conversation
from data.records.people import Person
from screens.frame.form import Form
from screens.frame.pick import Pick
from screens.inbox.slots import Slots
from screens.palette import Palette
from screens.tracing.page import SheetPage
from tests.conftest import OpenDesk
from tests.screens.conftest import Open

PROMISED = """
dated = 2026-11-01
source = "a test"
[[policies]]
name = "urgent"
priority = ["urgent"]
first_reply = "1h"
[[policies]]
name = "usual"
first_reply = "2h"
next_reply = "2h"
resolution = "2d"
"""
OFFICE = """
dated = 2026-11-01
source = "a test"
[calendars.office]
zone = "agency"
week = { fri = ["09:00-17:00"] }
[[policies]]
name = "usual"
calendar = "office"
first_reply = "2h"
"""


def promise(desk: Desk) -> None:
    (desk.workspace.root / "sla.toml").write_text(PROMISED, "utf-8")


def begin(desk: Desk, *handles: str) -> None:
    for handle in handles:
        new = inbox.NewConversation(creator=handle, topic="payout", message="hi")
        desk.make(inbox.NEW, new)


def kept(desk: Desk, number: int) -> Conversation:
    desk.book.catch_up()
    found = desk.book.get(Conversation, number)
    assert found is not None
    return found


async def test_what_presses_is_said_in_letter_words_and_count(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    promise(desk)
    begin(desk, "lena")
    clock.move(timedelta(minutes=30))
    begin(desk, "marco")
    clock.move(timedelta(hours=1))
    begin(desk, "zoe")
    clock.move(timedelta(minutes=42))
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: bool(ana.rows))
        assert [row[1:12].split() for row in ana.rows] == [
            ["B", "-12m"], ["W", "18m"], ["n", "1h"],
        ]  # fmt: skip
        assert ana.app.pane.query_line.right == "3 open · 1 broken, 1 more within 1 h"
        assert "first reply BREACHED 12 min │ resolve 1 d 21 h" in ana.app.pane.page.text
        await ana.press("f")
        await ana.type(" @marco")
        assert ana.app.pane.query_line.right == "1 of 3 open · 1 due within 1 h"
        await ana.press("escape")
        await ana.press("f")
        await ana.type(" due:breached")
        await ana.press("enter")
        assert list(ana.app.pane.list.keys) == ["C1"]


async def test_how_late_is_told_as_time_passes_whether_answered_or_not(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    (desk.workspace.root / "sla.toml").write_text(OFFICE, "utf-8")
    begin(desk, "lena")
    clock.move(timedelta(days=1, hours=4))
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: "first reply BREACHED 1 d 2 h" in ana.app.pane.page.text)
        desk.run(replies.REPLY, kept(desk, 1), replies.ReplyWith(text="on its way"))
        desk.run(replies.CONFIRM, kept(desk, 1), NoArgs())
        await ana.press("f", "ctrl+u", "enter")
        await ana.until(lambda: "first reply late" in ana.app.pane.page.text)
        assert "first reply late 1 d 2 h" in ana.app.pane.page.text
        begin(desk, "marco")
        desk.run(replies.REPLY, kept(desk, 2), replies.ReplyWith(text="on its way"))
        desk.run(replies.CONFIRM, kept(desk, 2), NoArgs())
        await ana.press("R")
        ana.app.pane.list.select("C2")
        await ana.until(lambda: "first reply met 0 min (working)" in ana.app.pane.page.text)


async def test_a_new_order_waits_for_R(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    promise(ana_desk)
    for handle in ("lena", "marco"):
        begin(ana_desk, handle)
        clock.move(timedelta(minutes=10))
    async with console(ana_desk) as ana:
        await ana.press("2")
        jo.run(inbox.PRIORITY, kept(jo, 2), SetPriority(priority="urgent"))
        await ana.until(lambda: "new order · R" in ana.app.pane.query_line.right)
        assert list(ana.app.pane.list.keys) == ["C1", "C2"]
        await ana.press("R")
        assert list(ana.app.pane.list.keys) == ["C2", "C1"]
        assert ana.app.pane.list.cursor == "C1", "the cursor stays on its record"


async def test_e_goes_on_to_the_next_that_nobody_else_is_in(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    desk, jo = open_desk("ana"), open_desk("jo")
    for handle in ("one", "two", "three", "four"):
        begin(desk, handle)
        clock.move(timedelta(minutes=10))
    presence = Presence(desk.workspace.presence, jo.me, clock)
    presence.announce(Where("inbox", "C3"))
    try:
        async with console(desk) as ana:
            await ana.press("2", "j")
            await ana.until(lambda: any("reads" in row for row in ana.rows))
            await ana.press("enter", "e")
            await ana.said("you resolved C2")
            pane = ana.app.pane
            assert pane.list.cursor == "C4", "jo is in C3"
            assert pane.opened, "it is opened like the one before"
            await ana.until(lambda: "@four" in pane.page.text)
            await ana.press("e")
            await ana.said("you resolved C4")
            assert pane.list.cursor == "C1", "round to what was left above"
            await ana.press("e")
            await ana.said("you resolved C1")
            assert pane.list.cursor == "C1", "there is no other"
            await ana.press("u")
            await ana.until(lambda: kept(desk, 1).status == "new")
    finally:
        presence.close()


async def test_many_are_routed_by_name_after_a_preview_and_taken_back_as_one(
    open_desk: OpenDesk, console: Open, clock: FrozenClock
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    ana_desk.introduce("lead", "rep")
    begin(ana_desk, "one", "two", "three")
    jo.run(claiming.CLAIM, kept(jo, 2), NoArgs())
    async with console(ana_desk) as ana:
        await ana.press("2", "x", "x", "x", "colon")
        await ana.until(lambda: isinstance(ana.app.screen, Palette))
        await ana.type("route")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        shown = [str(label.render()) for label in ana.app.screen.query(Label)]
        assert "2 change, 1 don't:" in shown
        assert "  1 × jo has it" in shown
        assert "2 to ana" in shown
        await ana.press("ctrl+s")
        await ana.said("you routed C1, C3 · 1 left: C2 jo has it")
        assert [kept(ana_desk, each).assignee for each in (1, 2, 3)] == ["ana", "jo", "ana"]
        await ana.press("u")
        await ana.said("took back: ana routed C1, C3")
        assert [kept(ana_desk, each).assignee for each in (1, 2, 3)] == [None, "jo", None]


async def test_away_without_anybody_under_the_cursor_is_about_me(desk: Desk, console: Open) -> None:
    desk.introduce()
    async with console(desk) as ana:
        await ana.press("2", "colon")
        await ana.until(lambda: isinstance(ana.app.screen, Palette))
        await ana.type("away people")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("3h")
        await ana.press("enter")
        await ana.said("you noted as away ana")
    assert desk.book.find(Person, "name", "ana")[0].away(desk.clock.now())


async def test_waking_says_why_and_when(desk: Desk, console: Open, clock: FrozenClock) -> None:
    begin(desk, "lena")
    wake = Wake(clock.now() + timedelta(hours=3))
    desk.run(inbox.SNOOZE, kept(desk, 1), inbox.SnoozeUntil(until=wake))
    clock.move(timedelta(hours=4))
    async with console(desk) as ana:
        await ana.press("2")
        woke = wake.at.astimezone(desk.zone) if wake.at else None
        assert woke is not None
        await ana.until(lambda: f"back: its time came ({woke:%H:%M})" in ana.app.pane.page.text)


async def test_views_say_how_many_they_pick_and_how_many_promises_broke(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    promise(desk)
    begin(desk, "lena", "marco")
    clock.move(timedelta(hours=3))
    begin(desk, "zoe")
    for name, query in (("ours", "waiting:us"), ("late", "due:breached"), ("mine", "is:mine")):
        desk.make(views.NEW, views.NewView(name=name, list="inbox", query=query))
    desk.make(views.NEW, views.NewView(name="all", list="today", query="for:all"))
    async with console(desk) as ana:
        await ana.press("2", "V")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        shown = ana.app.screen
        assert isinstance(shown, Pick)
        assert [choice.about for choice in shown.choices[:3]] == [
            "2, 2 breached · due:breached", "0 · is:mine", "3, 2 breached · waiting:us",
        ]  # fmt: skip
        await ana.press("enter")
        await ana.until(lambda: list(ana.app.pane.list.keys) == ["C1", "C2"])
        await ana.press("1", "V")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        shown = ana.app.screen
        assert isinstance(shown, Pick)
        assert shown.choices[0].about == "3 · for:all"


async def test_a_handover_is_shown_and_copied(desk: Desk, console: Open) -> None:
    begin(desk, "lena")
    desk.run(claiming.CLAIM, kept(desk, 1), NoArgs())
    desk.run(inbox.NOTE, kept(desk, 1), inbox.NoteOn(text="promise: an answer by Friday"))
    async with console(desk) as ana:
        await ana.press("colon")
        await ana.until(lambda: isinstance(ana.app.screen, Palette))
        await ana.type("handover")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, SheetPage))
        shown = ana.app.screen
        assert isinstance(shown, SheetPage)
        await ana.until(lambda: "@lena payout" in shown.page.text)
        assert "an answer by Friday" in shown.page.text
        assert "promised: an answer by Friday" in ana.app.clipboard
        await ana.press("escape")
        await ana.said(": relieve hands all of it to somebody")


async def test_slots_open_by_a_figure_and_the_card_says_which(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    promise(desk)
    begin(desk, "lena")
    clock.move(timedelta(minutes=10))
    begin(desk, "marco")
    async with console(desk) as ana:

        async def asked() -> None:
            await ana.press("apostrophe")
            await ana.until(lambda: isinstance(ana.app.screen, Slots))

        await ana.press("2", "j")
        await asked()
        await ana.press("plus")
        await ana.said("you kept at hand C2")
        await ana.until(lambda: "your slot 1" in ana.app.pane.page.text)
        await ana.press("k")
        await asked()
        assert "1  C2 @marco payout" in ana.offered
        assert "+  keep C1 at hand" in ana.offered
        await ana.press("9")
        assert isinstance(ana.app.screen, Slots), "nothing is in that one"
        await ana.press("backspace", "1")
        await ana.until(lambda: ana.app.pane.opened and ana.app.pane.list.cursor == "C2")
        await asked()
        await ana.press("minus")
        await ana.said("you put away C2")
        await ana.until(lambda: "your slot" not in ana.app.pane.page.text)


async def test_i_shows_the_clocks_of_a_conversation(desk: Desk, console: Open) -> None:
    promise(desk)
    begin(desk, "lena")
    async with console(desk) as ana:
        await ana.press("2", "i")
        await ana.until(lambda: isinstance(ana.app.screen, SheetPage))
        shown = ana.app.screen
        assert isinstance(shown, SheetPage)
        await ana.until(lambda: "promised: “usual”, around the clock" in shown.page.text)
        assert "first reply" in shown.page.text
        await ana.press("escape", "f", "ctrl+u", "z", "z", "enter", "i")
        await ana.said("clocks: no conversation is selected")


async def test_working_time_and_wall_time_are_told_apart(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    (desk.workspace.root / "sla.toml").write_text(OFFICE, "utf-8")
    begin(desk, "lena")
    clock.move(timedelta(hours=33))
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("2", "f", "ctrl+u", "enter", "i")
        await ana.until(lambda: isinstance(ana.app.screen, SheetPage))
        shown = ana.app.screen
        assert isinstance(shown, SheetPage)
        await ana.until(lambda: "working time" in shown.page.text)
        told = [line.split() for line in shown.page.text.splitlines()]
        heads = next(line for line in told if line[:3] == ["clock", "run", "from"])
        assert heads[-4:] == ["working", "time", "wall", "time"]
        row = told[told.index(heads) + 1]
        assert row[-6:] == ["5", "h", "1", "d", "9", "h"]
        assert "of, used and left are working time" in shown.page.text
