"""Handing over: what somebody holds, in words, and all of it to somebody else at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.desk import Desk
from console.handover import as_text, held
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from tests.conftest import OpenDesk

Act = Callable[..., Record]


@pytest.fixture
def jo(open_desk: OpenDesk, act: Act) -> Desk:
    """Jo holds three conversations, of which one is over, a ticket and an action."""
    jo = open_desk("jo")
    jo.introduce("rep")
    for handle, topic in (("@lena", "payout"), ("@kim", "sample"), ("@zoe", "brief")):
        act(jo, "new inbox", creator=handle, topic=topic, message="hi")
    for ref in ("C1", "C2", "C3"):
        act(jo, "claim", ref)
    act(jo, "snooze", "C1", until="2026-11-23 9:00")
    act(jo, "note", "C2", text="Promise: the second bottle leaves on Monday")
    act(jo, "note", "C2", text="she is nice")
    act(jo, "resolve", "C3")
    act(jo, "new tickets", title="appeal", assignee="jo", due="2026-11-24")
    act(jo, "new actions", title="send the calendar")
    return jo


def test_what_is_held_as_text(jo: Desk) -> None:
    assert [each.record.ref for each in held(jo, "jo")] == ["C2", "C1", "T1", "A1"]
    text = as_text(jo, "jo").splitlines()
    assert text[0].startswith("What jo holds, Fri 2026-11-20")
    assert text[1].startswith("C2  @kim sample · our turn · due Fri 2026-11-20")
    assert text[2] == "    promised: the second bottle leaves on Monday"
    assert text[3] == ("C1  @lena payout · snoozed until a reply · wakes Mon 2026-11-23 09:00 PST")
    assert text[4] == "T1  appeal · waits on us · due Tue 2026-11-24 18:00 PST"
    assert text[5:] == ["A1  send the calendar · to do"]
    assert as_text(jo, "ana").splitlines()[1:] == ["nothing"]


def test_all_of_it_goes_to_somebody_else_and_back_as_one(
    jo: Desk, open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    sam = open_desk("sam")
    sam.introduce()
    with pytest.raises(RefusalError, match="jo hands over, or a lead"):
        act(sam, "relieve", "jo", by="sam")
    act(sam, "away", "sam", until="3h")
    with pytest.raises(RefusalError, match="sam is away"):
        act(jo, "relieve", "jo", by="sam")
    clock.move(timedelta(hours=3))
    for nobody in ("jo", "nobody"):
        with pytest.raises(RefusalError, match="say who else takes it over"):
            act(jo, "relieve", "jo", by=nobody)
    act(jo, "relieve", "jo", by="sam")
    assert [each.record.ref for each in held(jo, "sam")] == ["C2", "C1", "T1", "A1"]
    assert not held(jo, "jo")
    with pytest.raises(RefusalError, match="jo holds nothing"):
        act(jo, "relieve", "jo", by="sam")
    take_back(jo, next_undo(jo).entry)
    assert len(held(jo, "jo")) == 4
    assert not held(jo, "sam")
