"""Escalating: who decides, what they are given, and what comes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console import turns
from console.desk import Desk
from console.history import sentence
from console.query import Ordered, select
from console.table import LISTINGS, find
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.links import Link
from data.records.notes import Note
from data.records.tickets import Ticket
from screens.headlines import counts
from tests.conftest import OpenDesk

Act = Callable[..., Record]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def asked(desk: Desk, act: Act, open_desk: OpenDesk, clock: FrozenClock) -> Desk:
    """Lena waits for her money; jo owns the client, sam is lead, kim and lee are seniors."""
    open_desk("sam").introduce("lead")
    for name in ("kim", "lee"):
        open_desk(name).introduce("senior")
    act(desk, "new clients", title="Aurora Skin", owner="jo")
    act(desk, "new inbox", creator="@lena", client="aurora", topic="payout", message="my money?")
    clock.move(MINUTE)
    act(desk, "claim", "C1")
    act(desk, "reply", "C1", text="I'll ask")
    act(desk, "confirm", "C1")
    clock.move(22 * MINUTE)
    act(desk, "received", "C1", text="please\ndo")
    act(desk, "note", "C1", text="order 5 was refunded")
    return desk


def talk(desk: Desk) -> Conversation:
    desk.book.catch_up()
    found = find(desk, "C1")
    assert isinstance(found, Conversation)
    return turns.as_of(desk.book, found, desk.clock.now())


def ticket(desk: Desk, ref: str = "T1") -> Ticket:
    found = find(desk, ref)
    assert isinstance(found, Ticket)
    return found


def escalate(act: Act, desk: Desk, level: str = "lead", **words: str) -> None:
    given = {"ask": "may we pay her ourselves?", "decide_by": "2026-11-27"} | words
    act(desk, "escalate", "C1", level=level, **given)


def refused(act: Act, desk: Desk, level: str = "lead", **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        escalate(act, desk, level, **words)
    return str(caught.value)


def test_a_ticket_with_the_timeline_and_a_conversation_that_waits(
    asked: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(MINUTE)
    escalate(act, asked)
    here, opened = talk(asked), ticket(asked)
    assert (here.status, here.waiting_on, here.escalated) == ("waiting", "us", 1)
    assert (opened.type, opened.assignee, opened.due and str(opened.due)) == (
        "escalation", "sam", "2026-11-27",
    )  # fmt: skip
    assert opened.title == "may we pay her ourselves?"
    (note,) = asked.book.find(Note, "about", "T1")
    assert note.text == (
        "ana asks the lead: may we pay her ourselves? (until 2026-11-27)\n\n"
        "C1 @lena · Aurora Skin · payout\n\n"
        "SAID\n"
        "2026-11-20 12:00 PST  @lena: my money?\n"
        "2026-11-20 12:01 PST  ana: I'll ask\n"
        "2026-11-20 12:23 PST  @lena: please do\n"
        "2026-11-20 12:23 PST  ana noted: order 5 was refunded\n\n"
        "WAITED\n"
        "from 2026-11-20 12:00 PST for 1 min, then answered\n"
        "from 2026-11-20 12:23 PST, not answered yet\n\n"
        "WHOSE TURN\n"
        "2026-11-20 12:01 PST  ana: open, us\n"
        "2026-11-20 12:01 PST  ana: waiting, creator\n"
        "2026-11-20 12:23 PST  ana: open, us"
    )
    assert [(link.one, link.other) for link in asked.book.all(Link)] == [("T1", "C1")]
    act(asked, "received", "C1", text="hello?")
    assert len(asked.book.find(Note, "about", "T1")) == 1, "what was attached is frozen"


def test_the_wait_for_one_of_us_goes_on_counting(asked: Desk, act: Act, clock: FrozenClock) -> None:
    escalate(act, asked)
    clock.move(timedelta(days=2))
    (due,) = [c for c in asked.clocks.all(talk(asked)) if c.metric == "resolution"]
    assert due.reading.state != "paused"


def queue(desk: Desk) -> list[str]:
    """What the inbox shows unless asked for something else; the top line counts the same."""
    desk.book.catch_up()
    shown = [each.ref for each in select(desk, LISTINGS["inbox"], turns.LIST.default)]
    assert Ordered(desk, turns.LIST).refs(turns.LIST.default) == shown
    assert counts(desk)["inbox"] == len(shown)
    return shown


def test_it_is_out_of_the_queue_until_a_promise_presses(
    asked: Desk, act: Act, clock: FrozenClock
) -> None:
    assert queue(asked) == ["C1"]
    escalate(act, asked, decide_by="2026-12-11")
    assert queue(asked) == []
    assert [c.ref for c in select(asked, LISTINGS["inbox"], "is:undecided")] == ["C1"]
    due = turns.due(asked, talk(asked))
    assert due is not None, "the clock for the creator goes on"
    clock.move(due - clock.now() - 2 * MINUTE)
    assert queue(asked) == ["C1"], "most of what was promised is used up"


def test_it_comes_back_when_the_decision_is_late(asked: Desk, act: Act, clock: FrozenClock) -> None:
    (asked.workspace.root / "sla.toml").write_text('dated = 2026-11-01\nsource = "none"\n', "utf-8")
    escalate(act, asked, decide_by="2026-11-20")
    assert queue(asked) == []
    clock.move(timedelta(hours=12))
    assert queue(asked) == ["C1"]


def test_what_is_split_off_waits_for_no_decision(asked: Desk, act: Act) -> None:
    escalate(act, asked)
    act(asked, "split", "C1", message="G3")
    assert queue(asked) == ["C2"]


def test_what_is_decided_comes_back(
    asked: Desk, act: Act, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    escalate(act, asked)
    clock.move(MINUTE)
    act(open_desk("sam"), "close", "T1", outcome="yes, up to $50")
    here = talk(asked)
    assert (here.status, here.waiting_on, here.woke, here.escalated) == (
        "open", "us", "decided", None,
    )  # fmt: skip
    notes = [note.text for note in asked.book.find(Note, "about", "C1")]
    assert notes[-1] == "T1 is decided: yes, up to $50"
    assert [c.ref for c in select(asked, LISTINGS["inbox"], "is:woken")] == ["C1"]
    escalate(act, asked, ask="and $80?")
    assert ticket(asked, "T2").title == "and $80?"


def test_what_was_resolved_meanwhile_stays_so(asked: Desk, act: Act) -> None:
    escalate(act, asked)
    act(asked, "resolve", "C1")
    act(asked, "close", "T1", outcome="no")
    assert talk(asked).status == "resolved"


@pytest.mark.parametrize("level", ["client", "platform"])
def test_whoever_asks_outside_takes_it_there(asked: Desk, act: Act, level: str) -> None:
    escalate(act, asked, level)
    here, opened = talk(asked), ticket(asked)
    assert (here.status, here.waiting_on) == ("waiting", level)
    assert (opened.assignee, opened.status, opened.waiting_on) == ("ana", "waiting", level)


def test_who_decides(asked: Desk, act: Act) -> None:
    assert refused(act, asked, "senior") == (
        "kim or lee could decide: say to whom it goes, with --to"
    )
    escalate(act, asked, "senior", to="lee")
    assert ticket(asked).assignee == "lee"
    assert refused(act, asked) == "T1 asks for a decision already: lee has it"
    act(asked, "close", "T1", outcome="no")
    escalate(act, asked, "am")
    assert ticket(asked, "T2").assignee == "jo", "the client's own"
    act(asked, "close", "T2", outcome="no")
    act(asked, "edit", "C1", client="none")
    assert refused(act, asked, "am").startswith("nobody here is am: say to whom it goes")
    assert "a day from today on" in refused(act, asked, decide_by="2026-11-19")
    act(asked, "resolve", "C1")
    assert "reopen opens it again" in refused(act, asked)


def test_all_of_it_is_taken_back_as_one(asked: Desk, act: Act) -> None:
    before = talk(asked)
    escalate(act, asked)
    candidate = next_undo(asked)
    assert sentence(candidate.entry).startswith("ana escalated ")
    take_back(asked, candidate.entry)
    after = talk(asked)
    assert (after.status, after.waiting_on, after.escalated) == (
        before.status, before.waiting_on, None,
    )  # fmt: skip
    assert asked.book.all(Ticket) == []
    assert asked.book.all(Link) == []
    escalate(act, asked)


def test_the_conversation_is_taken_on_again_without_the_decision(asked: Desk, act: Act) -> None:
    escalate(act, asked)
    act(asked, "waiting", "C1", waiting_on="us")
    assert talk(asked).status == "open"
    act(asked, "close", "T1", outcome="no")
    assert talk(asked).woke == "decided"


def test_a_long_thread_is_told_by_its_end(asked: Desk, act: Act) -> None:
    for number in range(80):
        act(asked, "received", "C1", text=f"{number} " + "x" * 2000)
    escalate(act, asked)
    (note,) = asked.book.find(Note, "about", "T1")
    assert "… 24 earlier" in note.text
    assert "79 x" in note.text
    assert len(note.text) < 20_000


def test_today_is_the_agencys_day_when_it_is_tomorrow_in_greenwich(
    asked: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(timedelta(hours=5))
    assert asked.clock.now().date() > asked.today
    act(asked, "escalate", "C1", level="lead", ask="may we", decide_by="today")
    (ticket,) = asked.book.all(Ticket)
    assert ticket.due == asked.today
