"""The queue: by the next broken promise, with its reason, however the conversations came."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.clocks.clocks import Clocks
from console.desk import Desk
from console.inbox import LIST
from console.query import Ordered, select
from data.clock import FrozenClock
from data.errors import UsageError
from data.records.base import Record
from data.records.conversations import Conversation

Act = Callable[..., Record]
HOUR = timedelta(hours=1)

PROMISED = """
dated = 2026-11-01
source = "a test"
[[policies]]
name = "urgent"
priority = ["urgent"]
first_reply = "1h"
next_reply = "1h"
resolution = "9h"
[[policies]]
name = "usual"
client = []
topic = ["payout", "sample"]
first_reply = "4h"
next_reply = "8h"
resolution = "2d"
"""


@pytest.fixture(autouse=True)
def promised(desk: Desk) -> None:
    (desk.workspace.root / "sla.toml").write_text(PROMISED, "utf-8")


def refs(desk: Desk, query: str = "waiting:us not:snoozed") -> list[str]:
    """What the list shows, on the screen and in the line mode alike."""
    desk.book.catch_up()
    found = [each.ref for each in select(desk, LIST, query)]
    assert Ordered(desk, LIST).refs(query) == found
    return found


@pytest.fixture
def four(desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    """C1 waits longest; C2 is urgent; C3 has nothing promised; C4 was answered once."""
    act(desk, "new inbox", creator="@kim", topic="sample", message="which size?")
    act(desk, "new inbox", creator="@lena", topic="payout", message="where is it?")
    act(desk, "priority", "C2", priority="urgent")
    act(desk, "new inbox", creator="@marco", topic="hello", message="hi")
    act(desk, "new inbox", creator="@zoe", topic="payout", message="hello?")
    act(desk, "reply", "C4", text="hi Zoe")
    act(desk, "confirm", "C4")
    act(desk, "received", "C4", text="and when?")
    return desk


def test_the_next_broken_promise_comes_first(four: Desk, act: Act, clock: FrozenClock) -> None:
    assert refs(four) == ["C2", "C1", "C4", "C3"], "what promises nothing comes last"
    act(four, "priority", "C4", priority="urgent")
    act(four, "priority", "C2", priority="normal")
    assert refs(four) == ["C4", "C1", "C2", "C3"]
    clock.move(2 * HOUR)
    assert refs(four)[0] == "C4", "what is broken already stays first"


def test_due_asks_how_soon(four: Desk, act: Act, clock: FrozenClock) -> None:
    assert refs(four, "due:breached") == []
    assert refs(four, "due:2h") == ["C2"]
    assert refs(four, "due:5h") == ["C2", "C1"]
    clock.move(90 * timedelta(minutes=1))
    assert refs(four, "due:breached") == ["C2"]
    assert refs(four, "due:3h") == ["C2", "C1"], "broken ones are due, too"
    act(four, "waiting", "C1", waiting_on="warehouse")
    assert refs(four, "due:3h") == ["C2", "C1"], "the creator still waits for a reply"
    act(four, "resolve", "C2")
    assert refs(four, "due:breached") == []
    with pytest.raises(UsageError, match="due: say breached, or how soon: 30m, 1h, 2d"):
        select(four, LIST, "due:soon")


def test_what_others_have_to_do_does_not_press(four: Desk, act: Act, clock: FrozenClock) -> None:
    act(four, "reply", "C2", text="asked the warehouse")
    act(four, "confirm", "C2")
    act(four, "waiting", "C2", waiting_on="warehouse")
    clock.move(30 * HOUR)
    assert "C2" not in refs(four, "due:breached")
    assert refs(four, "")[-1] == "C2"


def test_the_kept_due_is_the_next_clock_s(four: Desk, act: Act, clock: FrozenClock) -> None:
    """What is kept for sorting is what `clocks` prints, through all that moves clocks."""
    act(four, "snooze", "C1", until="3h")
    act(four, "waiting", "C4", waiting_on="client")
    for _ in range(3):
        clock.move(2 * HOUR)
        four.book.catch_up()
        for each in four.book.all(Conversation):
            next_one = Clocks(four).next(each)
            assert four.clocks.due(each) == (next_one.reading.due if next_one else None)
        act(four, "received", "C4", text="?")
        act(four, "note", "C1", text="asked")
