"""Action items: what people do with them, and what they are told when they can't."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from console.actions import LIST, overdue
from console.desk import Desk
from console.query import select
from data.clock import FrozenClock
from data.errors import NotFound, RefusalError, UsageError
from data.records.actions import Action
from data.records.base import Record
from data.records.notes import Note
from data.records.people import Person

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]


def one(desk: Desk, number: int = 1) -> Action:
    desk.book.catch_up()
    action = desk.book.get(Action, number)
    assert action is not None
    return action


def test_a_new_action_is_mine_unless_i_say(desk: Desk, act: Act) -> None:
    mine = act(desk, "new actions", title="  fix 14\ttitles ", due="27 nov")
    assert mine == one(desk)
    assert one(desk).title == "fix 14 titles"
    assert (one(desk).owner, one(desk).due, one(desk).rev) == ("ana", date(2026, 11, 27), 1)
    act(desk, "new actions", title="for jo", owner="Jo")
    act(desk, "new actions", title="for nobody yet", owner="nobody")
    assert [a.owner for a in select(desk, LIST, "")] == ["ana", "jo", None]


def test_an_unknown_owner_becomes_a_person_not_yet_seen(desk: Desk, act: Act) -> None:
    desk.introduce()
    act(desk, "new actions", title="for kim", owner="kim")
    act(desk, "new actions", title="for kim again", owner="kim")
    people = {person.name: person.seen for person in desk.book.all(Person)}
    assert people == {"ana": True, "kim": False}
    assert desk.unseen("kim")
    assert not desk.unseen("ana")
    assert not desk.unseen(None)


def test_a_person_seen_late_keeps_their_place(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="for kim", owner="kim")
    kim = open_desk("kim")
    kim.introduce()
    kim.introduce()
    assert [(p.name, p.seen) for p in kim.book.all(Person)] == [("kim", True)]


def test_claiming(open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock) -> None:
    jo = open_desk("jo")
    act(desk, "new actions", title="open to all", owner="nobody")
    with pytest.raises(RefusalError, match="nobody holds it · claim takes it"):
        act(jo, "steal", "A1")
    act(jo, "claim", "A1")
    assert (one(desk).owner, one(desk).claimed_at) == ("jo", clock.now())
    with pytest.raises(RefusalError, match="you already hold it"):
        act(jo, "claim", "A1")
    clock.move(timedelta(minutes=4))
    with pytest.raises(RefusalError, match="jo claimed this 4 min ago · steal takes it over"):
        act(desk, "claim", "A1")
    act(desk, "steal", "A1")
    assert one(jo).owner == "ana"
    with pytest.raises(RefusalError, match="you already hold it"):
        act(desk, "steal", "A1")


def test_what_was_handed_out_can_be_claimed(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="take it if you can")
    act(open_desk("jo"), "claim", "A1")
    assert one(desk).owner == "jo"


def test_assigning_to_nobody(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x")
    act(desk, "assign", "A1", owner="nobody")
    assert one(desk).owner is None
    with pytest.raises(UsageError, match="owner is missing"):
        act(desk, "assign", "A1")


def test_assigning_lets_go_of_a_claim(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x", owner="nobody")
    act(desk, "claim", "A1")
    act(desk, "edit", "A1", owner="jo")
    assert one(desk).claimed_at is None


def test_ticking_off_and_opening_again(
    open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    act(desk, "new actions", title="x")
    with pytest.raises(RefusalError, match="it is open"):
        act(desk, "reopen", "A1")
    act(jo, "done", "A1")
    assert (one(desk).status, one(desk).ended_by, one(desk).ended_at) == ("done", "jo", clock.now())
    clock.move(timedelta(hours=3))
    for verb, words in (
        ("done", {}),
        ("claim", {}),
        ("assign", {"owner": "jo"}),
        ("edit", {"title": "y"}),
        ("drop", {"reason": "late"}),
    ):
        with pytest.raises(RefusalError, match="jo did this 3 h ago · reopen opens it again"):
            act(desk, verb, "A1", **words)
    act(desk, "reopen", "A1")
    assert (one(desk).status, one(desk).ended_by, one(desk).ended_at) == ("open", None, None)


def test_dropping_says_why(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x")
    with pytest.raises(UsageError, match="reason is missing"):
        act(desk, "drop", "A1")
    act(desk, "drop", "A1", reason="the client left")
    assert (one(desk).status, one(desk).dropped_why) == ("dropped", "the client left")
    act(desk, "reopen", "A1")
    assert one(desk).dropped_why is None


def test_editing_nothing_is_refused(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x")
    with pytest.raises(RefusalError, match="nothing to change"):
        act(desk, "edit", "A1")
    with pytest.raises(UsageError, match="there is no --colour here; there is --title"):
        act(desk, "edit", "A1", colour="red")


def test_a_note_leaves_the_record_alone(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x")
    act(open_desk("jo"), "note", "A1", text="asked twice\x1b[2J,\nno answer")
    assert one(desk).rev == 1
    assert [(n.created_by, n.text) for n in desk.book.find(Note, "about", "A1")] == [
        ("jo", "asked twice,\nno answer")
    ]


def test_a_refusal_writes_nothing(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="x")
    before = desk.book.seq
    with pytest.raises(RefusalError):
        act(desk, "reopen", "A1")
    with pytest.raises(NotFound, match="there is no A7"):
        act(desk, "done", "A7")
    with pytest.raises(NotFound, match="no client “aurora”"):
        act(desk, "edit", "A1", client="aurora")
    desk.book.catch_up()
    assert desk.book.seq == before


def test_many_at_once_leave_the_refused(desk: Desk, act: Act) -> None:
    from console.actions import DONE
    from console.verb import NoArgs

    for title in "abc":
        act(desk, "new actions", title=title)
    act(desk, "done", "A2")
    before = desk.book.seq
    result = desk.run_all(DONE, [one(desk, n) for n in (1, 2, 3)], NoArgs())
    assert [record.ref for record in result.records] == ["A1", "A3"]
    assert result.refused == (("A2", "ana did this 0 s ago · reopen opens it again"),)
    assert desk.book.seq == before + 1


def test_overdue_begins_at_close_of_business_where_the_client_is(
    desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new actions", title="x", due="today")
    assert not overdue(desk, one(desk))
    clock.move(timedelta(hours=6))  # 18:00 in Los Angeles
    assert not overdue(desk, one(desk))
    clock.move(timedelta(seconds=1))
    assert overdue(desk, one(desk))
    act(desk, "done", "A1")
    assert not overdue(desk, one(desk))
