"""Handing out what nobody has: in turn, by load, never to whoever is away or full."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.args import read
from console.desk import Desk, Done
from console.handover import held
from console.query import select
from console.routing import ROUTE, dealt, foretold
from console.turns import LIST, at_present
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.conversations import Conversation
from tests.conftest import OpenDesk

Act = Callable[..., Record]


@pytest.fixture
def lead(open_desk: OpenDesk, act: Act) -> Desk:
    """Ana leads; jo, kim and sam are reps."""
    ana = open_desk("ana")
    ana.introduce("lead")
    for name in ("jo", "kim", "sam"):
        open_desk(name).introduce()
        act(ana, "role", name, role="rep")
    return ana


def begin(desk: Desk, act: Act, number: int) -> None:
    for each in range(number):
        act(desk, "new inbox", creator=f"@c{desk.book.seq}.{each}", message="hi")


def route(desk: Desk, query: str = "assignee:nobody", **words: str) -> Done:
    desk.book.catch_up()
    found = select(desk, LIST, query)
    return desk.run_all(ROUTE, found, read(ROUTE.args, words, desk.reading()))


def whose(desk: Desk) -> list[str | None]:
    desk.book.catch_up()
    return [each.assignee for each in desk.book.all(Conversation)]


def test_in_turn_and_on_from_there(lead: Desk, act: Act, clock: FrozenClock) -> None:
    begin(lead, act, 4)
    assert route(lead).refused == ()
    assert whose(lead) == ["jo", "kim", "sam", "jo"]
    clock.move(timedelta(minutes=1))
    begin(lead, act, 2)
    route(lead)
    assert whose(lead)[4:] == ["kim", "sam"], "jo had two of the last round"
    for _ in whose(lead):
        clock.move(timedelta(minutes=1))
        begin(lead, act, 1)
        route(lead)
    assert whose(lead)[6:] == ["jo", "kim", "sam"] * 2


def test_by_load_what_sleeps_for_an_hour_counts(lead: Desk, act: Act) -> None:
    begin(lead, act, 5)
    for number, name in ((1, "jo"), (2, "kim"), (3, "kim")):
        act(lead, "assign", f"C{number}", assignee=name)
    act(lead, "snooze", "C2", until="1h")
    act(lead, "snooze", "C3", until="2026-12-10")
    route(lead, by="load")
    assert whose(lead)[3:] == ["sam", "jo"], "jo and kim have one each, C3 sleeps for long"


def test_never_to_whoever_is_away_or_full(lead: Desk, act: Act, clock: FrozenClock) -> None:
    begin(lead, act, 6)
    act(lead, "away", "jo", until="mon")
    act(lead, "capacity", "kim", most="2")
    act(lead, "capacity", "sam", most="1")
    plan = dealt(lead, select(lead, LIST, ""), read(ROUTE.args, {}, lead.reading()))
    assert foretold(plan) == "2 to kim, 1 to sam"
    done = route(lead)
    why = "nobody is free: jo is away, kim is full (2 of 2), sam is full (1 of 1)"
    assert done.refused == (("C4", why), ("C5", why), ("C6", why))
    assert whose(lead) == ["kim", "sam", "kim", None, None, None]
    take_back(lead, next_undo(lead).entry)
    assert whose(lead) == [None] * 6, "one undo"
    act(lead, "back", "jo")
    assert foretold(dealt(lead, select(lead, LIST, ""), read(ROUTE.args, {}, lead.reading()))) == (
        "3 to jo, 2 to kim, 1 to sam"
    )


def test_one_and_to_whom(lead: Desk, act: Act, clock: FrozenClock) -> None:
    begin(lead, act, 2)
    act(lead, "route", "C1", to="sam")
    assert whose(lead) == ["sam", None]
    with pytest.raises(RefusalError, match="sam has it"):
        act(lead, "route", "C1")
    act(lead, "away", "sam", until="3h")
    with pytest.raises(RefusalError, match="nobody is free: sam is away"):
        act(lead, "route", "C2", to="sam")
    clock.move(timedelta(hours=3))
    act(lead, "route", "C2", to="sam")
    act(lead, "release", "C2") if lead.me.name == "sam" else act(lead, "assign", "C2", assignee="-")
    act(lead, "resolve", "C2")
    with pytest.raises(RefusalError, match="resolved this"):
        act(lead, "route", "C2")


def test_nobody_is_a_rep_yet(desk: Desk, act: Act) -> None:
    begin(desk, act, 1)
    with pytest.raises(RefusalError, match="nobody is a rep yet · role says who is"):
        act(desk, "route", "C1")


def test_people_speak_for_themselves_and_a_lead_for_all(
    lead: Desk, open_desk: OpenDesk, act: Act
) -> None:
    jo = open_desk("jo")
    act(jo, "away", "jo", until="mon")
    take_back(jo, next_undo(jo).entry)
    with pytest.raises(RefusalError, match="jo isn't away"):
        act(jo, "back", "jo")
    for verb, words in (("away", {"until": "mon"}), ("capacity", {"most": "3"})):
        with pytest.raises(RefusalError, match="sam says that, or a lead"):
            act(jo, verb, "sam", **words)
    with pytest.raises(RefusalError, match="a lead says who may do what"):
        act(jo, "role", "jo", role="lead")
    with pytest.raises(RefusalError, match="say when they are back"):
        act(jo, "away", "jo", until="reply")


def test_what_comes_back_to_whoever_is_away_goes_to_the_queue(
    lead: Desk, open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    begin(lead, act, 3)
    for number in (1, 2, 3):
        act(jo, "claim", f"C{number}")
    act(jo, "snooze", "C1", until="reply")
    act(jo, "snooze", "C2", until="mon keep")
    act(jo, "away", "jo", until="2026-12-10")
    for number in (1, 2, 3):
        act(lead, "received", f"C{number}", text="and now?")
    assert whose(lead) == [None, "jo", "jo"], "what didn't come back stays"
    here = lead.book.get(Conversation, 1)
    assert here is not None
    assert (here.woke, here.missed_by, here.claimed_at) == ("reply", "jo", None)
    assert [each.ref for each in select(lead, LIST, "is:woken assignee:nobody")] == ["C1"]
    act(jo, "back", "jo")
    act(jo, "claim", "C1")
    act(jo, "snooze", "C1", until="reply")
    act(lead, "received", "C1", text="hello?")
    assert whose(lead)[0] == "jo"


def test_what_its_time_wakes_while_its_owner_is_away_is_nobodys(
    lead: Desk, open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    begin(lead, act, 2)
    for number, until in ((1, "1h"), (2, "2026-12-11 9:00")):
        act(jo, "claim", f"C{number}")
        act(jo, "snooze", f"C{number}", until=until)
    clock.move(timedelta(hours=2))
    act(jo, "away", "jo", until="2026-12-10")
    clock.move(timedelta(days=1))
    lead.book.catch_up()
    assert [each.ref for each in select(lead, LIST, "assignee:jo")] == ["C1", "C2"], (
        "jo was there when the first one woke"
    )
    act(jo, "snooze", "C1", until="1h")
    clock.move(timedelta(hours=2))
    lead.book.catch_up()
    assert [each.ref for each in select(lead, LIST, "assignee:nobody is:woken")] == ["C1"]
    assert [each.ref for each in select(lead, LIST, "is:claimed")] == ["C2"]
    here = lead.book.get(Conversation, 1)
    assert here is not None
    here = at_present(lead, here)
    assert (here.assignee, here.missed_by, here.woke) == (None, "jo", "time")
    assert [each.record.ref for each in held(lead, "jo")] == ["C2"]
    assert route(lead).refused == ()
    assert whose(lead) == ["kim", "jo"]


@pytest.mark.parametrize(
    ("verb", "words"),
    [("claim", {}), ("waiting", {"waiting_on": "client"}), ("resolve", {}), ("snooze", {})],
)
def test_anybody_takes_up_what_woke_while_its_owner_is_away(
    lead: Desk,
    open_desk: OpenDesk,
    act: Act,
    clock: FrozenClock,
    verb: str,
    words: dict[str, str],
) -> None:
    jo = open_desk("jo")
    begin(lead, act, 1)
    act(jo, "claim", "C1")
    act(jo, "snooze", "C1", until="1h")
    act(jo, "away", "jo", until="2026-12-10")
    clock.move(timedelta(hours=2))
    act(lead, verb, "C1", **({"until": "1h"} if verb == "snooze" else words))
    assert whose(lead) == ["ana" if verb == "claim" else None]
    act(jo, "back", "jo")
    assert whose(lead) == ["ana" if verb == "claim" else None]
