"""Today: what is overdue, due and new, and whose."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.desk import Desk
from console.today import FIRST, today
from data.clock import FrozenClock
from data.errors import UsageError
from data.records.base import Record
from data.records.imports import Import
from tests.conftest import OpenDesk

Act = Callable[..., Record]


@pytest.fixture
def busy(desk: Desk, act: Act) -> Desk:
    act(desk, "new clients", title="Aurora Skin")
    for title, due, owner in (
        ("late", "2026-11-19", "ana"),
        ("later still", "2026-11-18", "jo"),
        ("due", "today", "ana"),
        ("tomorrow", "tmw", "ana"),
        ("some day", "never", "ana"),
        ("ticked off", "2026-11-19", "ana"),
    ):
        act(desk, "new actions", title=title, due=due, owner=owner, client="aurora")
    act(desk, "done", "A6")
    return desk


def lines(desk: Desk, query: str = "") -> list[tuple[str, str]]:
    desk.book.catch_up()
    return [(item.section, item.record.ref) for item in today(desk, query)]


def came_in(desk: Desk, status: str, file: str) -> None:
    made = Import(
        client=1, file=file, sha256="", size=1, source="", status="done", rows=3, accepted=3
    )
    if status == "rejected":
        made = Import(client=1, file=file, sha256="", size=1, source="", status="rejected")
    with desk.book.begin("imports.import") as tx:
        tx.add(made)


def test_the_most_pressing_first(busy: Desk) -> None:
    assert lines(busy) == [("NOW", "A2"), ("NOW", "A1"), ("TODAY", "A3")]
    assert lines(busy, "for:me") == [("NOW", "A1"), ("TODAY", "A3")]


def test_files_are_new_for_a_day(busy: Desk, clock: FrozenClock) -> None:
    came_in(busy, "done", "a.csv")
    came_in(busy, "rejected", "b.csv")
    assert lines(busy, "for:me") == [
        ("NOW", "A1"),
        ("NOW", "I2"),
        ("TODAY", "A3"),
        ("NEW", "I1"),
    ]
    clock.move(timedelta(hours=24))
    assert [ref for _, ref in lines(busy) if ref.startswith("I")] == []


def test_what_is_due_today_is_late_after_hours(busy: Desk, clock: FrozenClock) -> None:
    clock.move(timedelta(hours=6, seconds=1))  # past 18:00 in Los Angeles
    assert lines(busy) == [("NOW", "A2"), ("NOW", "A1"), ("NOW", "A3")]


def test_an_empty_day(desk: Desk) -> None:
    assert lines(desk) == []


def test_tickets_stand_among_actions_by_when_they_end(busy: Desk, act: Act) -> None:
    act(busy, "new tickets", title="late", due="2026-11-18", client="aurora")
    act(busy, "new tickets", title="due", due="today", assignee="jo")
    act(busy, "new tickets", title="closed", due="2026-11-18")
    act(busy, "close", "T3", outcome="done")
    assert lines(busy) == [
        ("NOW", "A2"), ("NOW", "T1"), ("NOW", "A1"), ("TODAY", "A3"), ("TODAY", "T2"),
    ]  # fmt: skip
    assert ("TODAY", "T2") not in lines(busy, "for:me")


def test_who_waits_longest_and_who_comes_back(
    open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    for number in range(FIRST + 3):
        act(ana, "new inbox", creator=f"kim{number}", topic="payout", message="hello?")
        clock.move(timedelta(minutes=10))
    longest = [("NOW", f"C{number}") for number in range(1, FIRST + 1)]
    assert lines(ana) == longest
    act(jo, "claim", "C1")
    act(ana, "snooze", "C2", until="3h")
    act(ana, "snooze", "C3", until="mon")
    assert lines(ana, "for:me")[:2] == [("NOW", "C4"), ("NOW", "C5")]
    assert ("TODAY", "C2") in lines(ana), "it wakes today"
    assert "C3" not in [ref for _, ref in lines(ana)]
    clock.move(timedelta(hours=3))
    assert ("NOW", "C2") in lines(ana), "its time came"
    act(ana, "claim", "C2")
    assert ("TODAY", "C2") not in lines(ana), "somebody took it up"


def test_a_query_picks_before_only_the_longest_are_kept(
    open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    ana = open_desk("ana")
    act(ana, "new clients", title="Aurora Skin")
    for number in range(FIRST + 1):
        act(ana, "new inbox", creator=f"kim{number}", topic="payout", message="hello?")
        clock.move(timedelta(minutes=10))
    act(ana, "new inbox", creator="lena", topic="sample", client="aurora", message="hi")
    act(ana, "new tickets", title="lost sample", due="2026-11-18", client="aurora", assignee="jo")
    act(ana, "new actions", title="call Kim", due="2026-11-18", owner="jo")
    mine = FIRST + 2
    assert f"C{mine}" not in [ref for _, ref in lines(ana)], "others wait longer"
    assert lines(ana, "client:aurora") == [("NOW", "T1"), ("NOW", f"C{mine}")]
    assert lines(ana, "client:aurora for:me") == [("NOW", f"C{mine}")]
    assert lines(ana, "for:jo is:overdue") == [("NOW", "A1"), ("NOW", "T1")]
    assert lines(ana, "is:ticket not:overdue") == []
    assert lines(ana, "SAMPLE not:conversation") == [("NOW", "T1")]
    assert lines(ana, "call jo") == [("NOW", "A1")]
    with pytest.raises(UsageError, match="for: there is me, all, jo"):
        today(ana, "for:zoe")


def test_runs_that_want_a_signature(open_desk: OpenDesk, act: Act) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new qa", title="Black Friday")
    assert lines(ana, "for:me") == [], "nobody signs their own"
    assert lines(jo, "for:me") == [("TODAY", "Q1")]
    act(ana, "fail", "Q1.1", reason="price under the floor")
    assert lines(ana, "for:me") == [("TODAY", "Q1")]
    act(ana, "void", "Q1", reason="called off")
    assert lines(jo) == []


def test_samples_that_press(open_desk: OpenDesk, act: Act, clock: FrozenClock) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new clients", title="Aurora Skin")
    for handle in ("lena", "kim", "pan"):
        act(ana, "new samples", creator=handle, product="Glow Serum", client="aurora")
    act(ana, "approve", "S1")
    act(ana, "deliver", "S1")
    assert lines(ana) == [], "nothing ends within two days"
    clock.move(timedelta(days=5))
    assert lines(ana, "for:me") == [("TODAY", "S2"), ("TODAY", "S3")], "to be decided by then"
    assert lines(jo, "for:me") == [], "it is the owner's client"
    act(ana, "new inbox", creator="kim", client="aurora", message="and my sample?")
    act(jo, "claim", "C1")
    assert lines(jo, "for:me is:sample") == [("TODAY", "S2")], "jo speaks with kim"
    clock.move(timedelta(days=2) - timedelta(minutes=1))
    assert lines(ana, "is:sample") == [("NOW", "S2"), ("NOW", "S3")], "today it lapses"
    clock.move(timedelta(days=6))
    assert lines(ana, "is:sample") == [("TODAY", "S1")], "the post is due tomorrow"
    clock.move(timedelta(days=3))
    assert lines(ana, "is:sample is:overdue") == [("NOW", "S1")]
