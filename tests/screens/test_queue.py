"""The queue on the screen: what presses, in letters and words, by real keys."""

from datetime import timedelta

from console import inbox
from console.args import SetPriority
from console.desk import Desk
from data.clock import FrozenClock
from data.records.conversations import Conversation
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
        assert ana.app.pane.query_line.right == "3 of 3 · 2 breach within 1 h"
        assert "first reply BREACHED 12 min │ resolve 1 d 21 h" in ana.app.pane.page.text
        await ana.press("f")
        await ana.type(" due:breached")
        await ana.press("enter")
        assert list(ana.app.pane.list.keys) == ["C1"]


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
