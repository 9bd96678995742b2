"""Tickets: what people do with them, and what they are told when they can't."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from console.desk import Desk
from console.history import sentence
from console.links import linked_refs, named_in
from console.query import select
from console.table import LISTINGS
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import NotFound, RefusalError, UsageError
from data.records.base import Record
from data.records.links import Link
from data.records.tickets import Ticket
from tests.conftest import OpenDesk

Act = Callable[..., Record]


def ticket(desk: Desk, number: int = 1) -> Ticket:
    desk.book.catch_up()
    found = desk.book.get(Ticket, number)
    assert found is not None
    return found


def picked(desk: Desk, query: str) -> list[str]:
    desk.book.catch_up()
    return [record.ref for record in select(desk, LISTINGS["tickets"], query)]


def test_opened_worked_on_and_closed(open_desk: OpenDesk, act: Act) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new clients", title="Peak Fitness")
    words = {"type": "pol", "client": "peak", "priority": "high", "due": "mon"}
    act(ana, "new tickets", title="appeal the strike", assignee="nobody", **words)
    act(jo, "claim", "T1")
    act(jo, "waiting", "T1", waiting_on="platform")
    made = ticket(ana)
    assert (made.type, made.client, made.priority, made.due) == (
        "policy", 1, "high", date(2026, 11, 23),
    )  # fmt: skip
    assert (made.assignee, made.status, made.waiting_on) == ("jo", "waiting", "platform")
    act(ana, "close", "T1", outcome="won: the strike is gone")
    made = ticket(jo)
    assert (made.status, made.closed_by, made.outcome) == (
        "closed", "ana", "won: the strike is gone",
    )  # fmt: skip
    for verb, words in (("claim", {}), ("edit", {"title": "x"}), ("waiting", {"waiting_on": "us"})):
        with pytest.raises(RefusalError, match="ana closed this 0 s ago · reopen opens it again"):
            act(jo, verb, "T1", **words)
    act(jo, "reopen", "T1")
    made = ticket(ana)
    assert (made.status, made.waiting_on, made.outcome) == ("open", "us", None)


def test_one_claim_wins_and_steal_takes_over(open_desk: OpenDesk, act: Act) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new tickets", title="x", assignee="nobody")
    with pytest.raises(RefusalError, match="nobody holds it"):
        act(ana, "steal", "T1")
    act(ana, "claim", "T1")
    with pytest.raises(RefusalError, match="ana claimed this 0 s ago · steal takes it over"):
        act(jo, "claim", "T1")
    act(jo, "steal", "T1")
    assert ticket(ana).assignee == "jo"


def test_what_is_handed_out_can_be_claimed(open_desk: OpenDesk, act: Act) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new tickets", title="x", assignee="jo")
    act(jo, "claim", "T1")
    assert ticket(ana).claimed_at is not None
    with pytest.raises(RefusalError, match="you already hold it"):
        act(jo, "claim", "T1")


@pytest.mark.parametrize(
    ("field", "word", "said"),
    [
        ("type", "nonsense", "type: “nonsense” is none of payout, sample, policy"),
        ("type", "p", "is none of"),
        ("priority", "", "is none of low, normal, high, urgent"),
        ("due", "smarch", "isn't a day"),
    ],
)
def test_a_wrong_word_names_what_there_is(
    desk: Desk, act: Act, field: str, word: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        act(desk, "new tickets", title="x", **{field: word})


def test_a_link_is_seen_from_both_ends_and_taken_back(desk: Desk, act: Act) -> None:
    act(desk, "new tickets", title="one")
    act(desk, "new actions", title="two")
    act(desk, "link", "T1", to="a1")
    assert (linked_refs(desk.book, "T1"), linked_refs(desk.book, "A1")) == (["A1"], ["T1"])
    with pytest.raises(RefusalError, match="linked already"):
        act(desk, "link", "T1", to="A1")
    with pytest.raises(RefusalError, match="with itself"):
        act(desk, "link", "T1", to="T1")
    with pytest.raises(NotFound, match="there is no A9"):
        act(desk, "link", "T1", to="A9")
    with pytest.raises(NotFound, match="is no record's id; those look like A31"):
        act(desk, "link", "T1", to="the calendar")
    act(desk, "unlink", "T1", to="A1")
    assert linked_refs(desk.book, "A1") == []
    last = next(desk.book.store.entries(newest_first=True))
    assert sentence(last) == "ana unlinked T1, A1"
    take_back(desk, next_undo(desk).entry)
    assert linked_refs(desk.book, "A1") == ["T1"]
    take_back(desk, next_undo(desk).entry)
    assert linked_refs(desk.book, "T1") == []
    with pytest.raises(RefusalError, match="T1 has no links"):
        act(desk, "unlink", "T1", to="A1")
    assert desk.book.all(Link) == []


def test_overdue_first_then_priority_then_due(desk: Desk, act: Act, clock: FrozenClock) -> None:
    for title, priority, due in (
        ("some day", "normal", "never"),
        ("next week", "normal", "fri"),
        ("presses", "urgent", "never"),
        ("late", "low", "2026-11-18"),
        ("later still", "low", "2026-11-17"),
        ("today", "normal", "today"),
    ):
        act(desk, "new tickets", title=title, priority=priority, due=due)
    act(desk, "close", "T1", outcome="nothing")
    assert picked(desk, "not:closed") == ["T5", "T4", "T3", "T6", "T2"]
    assert picked(desk, "") == ["T5", "T4", "T3", "T6", "T2", "T1"]
    assert picked(desk, "is:overdue") == ["T5", "T4"]
    clock.move(timedelta(hours=7))
    assert picked(desk, "is:overdue") == ["T5", "T4", "T6"]


def test_what_can_be_asked(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Peak")
    act(desk, "new tickets", title="refund of order 5", type="order", client="peak", due="mon")
    act(desk, "new tickets", title="broken link", assignee="jo", priority="high")
    act(desk, "waiting", "T2", waiting_on="creator")
    for query in (
        "type:order,sample",
        "client:peak",
        "assignee:me",
        "is:mine",
        "due:fri",
        "REFUND",
    ):
        assert picked(desk, query) == ["T1"], query
    for query in ("waiting:creator", "is:waiting", "priority:high", "due:none", "client:none"):
        assert picked(desk, query) == ["T2"], query
    with pytest.raises(UsageError, match="type: there is payout"):
        picked(desk, "type:x")


def test_ids_in_a_sentence() -> None:
    text = "C118 waits on T45, (A31) and C118; not A4B, xT1, T0, mail@T1, SKU-A31 or A31-b, t45."
    assert named_in(text) == ["C118", "T45", "A31"]
