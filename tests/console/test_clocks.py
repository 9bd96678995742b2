"""The clocks of conversations, as people's verbs move them, and the bugs of other desks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from console.clocks.alarms import sound
from console.clocks.clocks import Clock, Clocks
from console.desk import Desk
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.records.alarms import Alarm
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.messages import Message
from data.sla import Metric
from data.store import FileLock

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]
HOUR = timedelta(hours=1)

ALWAYS = """
dated = 2026-11-01
source = "a test"
[[policies]]
name = "urgent"
priority = ["urgent"]
first_reply = "1h"
next_reply = "1h"
resolution = "4h"
[[policies]]
name = "usual"
first_reply = "2h"
next_reply = "4h"
resolution = "1d"
"""


@pytest.fixture(autouse=True)
def promised(desk: Desk) -> None:
    (desk.workspace.root / "sla.toml").write_text(ALWAYS, "utf-8")


def run_of(desk: Desk, metric: Metric, number: int = 1, ref: int = 1) -> Clock:
    """One clock as it stands now; the last is number -1."""
    desk.book.catch_up()
    conversation = desk.book.get(Conversation, ref)
    assert conversation is not None
    runs = [each for each in Clocks(desk).all(conversation) if each.metric == metric]
    return runs[number if number < 0 else number - 1]


def state(desk: Desk, metric: Metric, number: int = -1) -> str:
    return run_of(desk, metric, number).reading.state


def due(desk: Desk, metric: Metric, number: int = -1) -> datetime | None:
    return run_of(desk, metric, number).reading.due


def reply(act: Act, desk: Desk, text: str = "Hi!") -> None:
    act(desk, "reply", "C1", text=text)
    act(desk, "confirm", "C1")


@pytest.fixture
def began(desk: Desk, act: Act, clock: FrozenClock) -> datetime:
    """Lena writes at noon."""
    act(desk, "new inbox", creator="@lena", topic="sample", message="where is it?")
    return clock.now()


def test_the_first_reply_stops_its_clock_once_it_is_confirmed(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    assert due(desk, "first_reply") == began + 2 * HOUR
    clock.move(HOUR)
    act(desk, "note", "C1", text="asked the warehouse")
    act(desk, "claim", "C1")
    act(desk, "reply", "C1", text="on its way")
    assert state(desk, "first_reply") == "running", "copied is not sent"
    act(desk, "confirm", "C1")
    assert state(desk, "first_reply") == "met"
    clock.move(10 * HOUR)
    assert state(desk, "first_reply") == "met", "it escalates although it was answered (no)"


def test_each_wait_has_a_clock_that_later_messages_do_not_begin_anew(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    reply(act, desk)
    clock.move(HOUR)
    act(desk, "received", "C1", text="thanks, and the second one?")
    asked = clock.now()
    clock.move(HOUR)
    act(desk, "received", "C1", text="hello?")
    assert due(desk, "next_reply") == asked + 4 * HOUR
    reply(act, desk)
    act(desk, "received", "C1", text="and the third?")
    assert state(desk, "next_reply", 1) == "met"
    assert due(desk, "next_reply", 2) == clock.now() + 4 * HOUR
    assert state(desk, "first_reply") == "met", "a later wait overrules the first reply (no)"


def test_what_came_after_it_was_copied_is_not_answered_by_it(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    act(desk, "reply", "C1", text="on its way")
    clock.move(HOUR)
    act(desk, "received", "C1", text="cancel it!")
    cancelled = clock.now()
    clock.move(HOUR)
    desk.book.catch_up()
    act(desk, "confirm", "C1")
    assert state(desk, "first_reply") == "met"
    assert clock_start(desk, "next_reply") == cancelled


def clock_start(desk: Desk, metric: Metric) -> datetime:
    return run_of(desk, metric, -1).cycle.start


def test_what_is_pasted_later_and_was_written_before_our_reply_is_answered_by_it(
    desk: Desk, act: Act, began: datetime, clock: FrozenClock
) -> None:
    clock.move(HOUR)
    reply(act, desk)
    act(desk, "paste", "C1", text="2026-11-18 09:12 lena: hello\n2026-11-18 09:13 ana: hi")
    act(desk, "paste", "C1", text="2026-11-17 10:00 lena: an older one")
    runs = [run_of(desk, "first_reply"), run_of(desk, "next_reply", 1)]
    assert [each.stopped for each in runs] == [True, True]
    desk.book.catch_up()
    conversation = desk.book.get(Conversation, 1)
    assert conversation is not None
    assert (conversation.waiting_on, conversation.waiting_since) == ("creator", None)


def test_resolution_stands_still_while_others_have_to_move(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    clock.move(HOUR)
    act(desk, "waiting", "C1", waiting_on="warehouse")
    assert (state(desk, "resolution"), due(desk, "resolution")) == ("paused", None)
    assert state(desk, "first_reply") == "running", "a reply is never put off by waiting"
    clock.move(5 * HOUR)
    act(desk, "received", "C1", text="any news?")
    assert due(desk, "resolution") == began + 29 * HOUR
    act(desk, "resolve", "C1")
    assert state(desk, "resolution") == "met"


def test_a_snooze_of_our_own_pauses_nothing_one_for_the_creator_does_until_it_wakes(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    reply(act, desk)
    act(desk, "waiting", "C1", waiting_on="us")
    act(desk, "snooze", "C1", until="3h")
    assert state(desk, "resolution") == "running"
    act(desk, "waiting", "C1", waiting_on="creator")
    act(desk, "snooze", "C1", until="2h")
    assert state(desk, "resolution") == "paused"
    clock.move(3 * HOUR)
    assert state(desk, "resolution") == "running", "nothing has to be written when it wakes"
    assert due(desk, "resolution") == began + 26 * HOUR


def test_opened_again_soon_it_goes_on_and_later_it_begins_anew(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    clock.move(HOUR)
    act(desk, "resolve", "C1")
    clock.move(48 * HOUR)
    act(desk, "received", "C1", text="it is broken")
    assert due(desk, "resolution") == began + 72 * HOUR
    act(desk, "resolve", "C1")
    clock.move(8 * 24 * HOUR)
    act(desk, "reopen", "C1")
    assert run_of(desk, "resolution", 1).reading.state == "met"
    assert due(desk, "resolution", 2) == clock.now() + 24 * HOUR


def test_resolving_ends_a_wait_and_opening_it_again_by_hand_unsays_that(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    clock.move(HOUR)
    act(desk, "resolve", "C1")
    assert state(desk, "first_reply") == "cancelled"
    clock.move(5 * HOUR)
    assert state(desk, "first_reply") == "cancelled"
    act(desk, "reopen", "C1")
    assert state(desk, "first_reply") == "breached"


def test_undoing_undoes_what_the_clocks_saw(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    act(desk, "waiting", "C1", waiting_on="client")
    assert state(desk, "resolution") == "paused"
    step = next_undo(desk)
    assert step is not None
    take_back(desk, step.entry)
    clock.move(HOUR)
    assert state(desk, "resolution") == "running"
    assert clock_elapsed(desk) == HOUR


def clock_elapsed(desk: Desk) -> timedelta:
    return run_of(desk, "resolution", -1).reading.elapsed


def test_another_priority_keeps_the_start_and_the_pauses(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime
) -> None:
    act(desk, "waiting", "C1", waiting_on="client")
    clock.move(HOUR)
    act(desk, "waiting", "C1", waiting_on="us")
    act(desk, "priority", "C1", priority="urgent")
    assert due(desk, "resolution") == began + 5 * HOUR
    assert due(desk, "first_reply") == began + HOUR


def alarms(desk: Desk) -> list[tuple[str, int, int]]:
    desk.book.catch_up()
    return sorted(each.key for each in desk.book.all(Alarm))


def test_a_breach_is_written_down_once_whoever_looks_and_never_erased(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime, open_desk: OpenDesk
) -> None:
    jo = open_desk("jo")
    assert sound(desk, Clocks(desk)) == []
    clock.move(HOUR)
    assert [alarm.share for alarm in sound(desk, Clocks(desk))] == [50]
    clock.move(2 * HOUR)
    theirs = Clocks(jo)
    jo.book.catch_up()
    assert [alarm.share for alarm in sound(desk, Clocks(desk))] == [80, 100]
    assert sound(jo, theirs) == []
    shares = [("first_reply", 1, 50), ("first_reply", 1, 80), ("first_reply", 1, 100)]
    assert alarms(desk) == shares
    act(desk, "priority", "C1", priority="low")
    reply(act, desk)
    act(desk, "resolve", "C1")
    sound(jo, theirs)
    assert alarms(desk) == shares
    [kept] = [each for each in desk.book.all(Alarm) if each.share == 100]
    assert (kept.due, kept.policy, kept.owner) == (began + 2 * HOUR, "usual", None)


def test_what_was_looked_at_before_the_end_is_not_looked_at_by_the_next_console(
    desk: Desk,
    act: Act,
    clock: FrozenClock,
    began: datetime,
    open_desk: OpenDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.move(HOUR)
    act(desk, "resolve", "C1")
    sound(desk, Clocks(desk))
    jo = open_desk("jo")
    theirs = Clocks(jo)
    monkeypatch.setattr(theirs, "all", lambda _: pytest.fail("read"))
    assert sound(jo, theirs) == []


def test_what_was_resolved_while_no_console_ran_is_looked_at(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime, open_desk: OpenDesk
) -> None:
    sound(desk, Clocks(desk))
    clock.move(3 * HOUR)
    act(desk, "resolve", "C1")
    jo = open_desk("jo")
    assert [alarm.share for alarm in sound(jo, Clocks(jo))] == [50, 80, 100]


def test_while_another_console_looks_nothing_is_looked_at(
    desk: Desk, clock: FrozenClock, began: datetime
) -> None:
    clock.move(HOUR)
    with FileLock(desk.workspace.root / "clocks.lock").hold():
        assert sound(desk, Clocks(desk)) == []
    assert len(sound(desk, Clocks(desk))) == 1


def test_however_much_lay_unanswered_all_of_it_is_written_down(
    desk: Desk, clock: FrozenClock, began: datetime
) -> None:
    [first], [said] = desk.book.all(Conversation), desk.book.all(Message)
    for _ in range(3):
        with desk.book.begin("a test's") as tx:
            for _ in range(100):
                talk = tx.add(msgspec.structs.replace(first))
                tx.add(msgspec.structs.replace(said, conversation=talk.id))
    clock.move(timedelta(days=30))
    clocks = Clocks(desk)
    assert len(sound(desk, clocks)) == 301 * 6, "half, most and all of both that were promised"
    assert sound(desk, clocks) == []


def test_between_two_marks_a_clock_is_not_read_again(
    desk: Desk, act: Act, clock: FrozenClock, began: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks, read = Clocks(desk), list[int]()
    all_of = clocks.all

    def noted(conversation: Conversation) -> list[Clock]:
        read.append(conversation.id)
        return all_of(conversation)

    monkeypatch.setattr(clocks, "all", noted)

    def look(later: timedelta) -> tuple[list[int], int]:
        clock.move(later)
        read.clear()
        return [alarm.share for alarm in sound(desk, clocks)], len(read)

    assert look(timedelta()) == ([], 1)
    assert look(HOUR - timedelta(minutes=1)) == ([], 0)
    assert look(timedelta(minutes=2)) == ([50], 1)
    assert look(timedelta()) == ([], 1), "written down is seen once more"
    assert look(timedelta(minutes=34)) == ([], 0)
    act(desk, "priority", "C1", priority="urgent")
    assert look(timedelta()) == ([80, 100], 1), "a change is looked at, whatever the time"


def test_the_workspaces_own_word_that_cannot_be_used_is_said_and_ours_applies(
    desk: Desk, act: Act, began: datetime
) -> None:
    path: Path = desk.workspace.root / "sla.toml"
    path.write_text(ALWAYS.replace('"2h"', '"two hours"'), "utf-8")
    clocks = Clocks(desk)
    assert clocks.wrong is not None
    assert "sla.toml" in clocks.wrong
    assert "usual.first_reply: write 30m, 4h or 2d" in clocks.wrong
    assert [policy.name for policy in clocks.sla.policies] == ["urgent", "money", "usual"]
