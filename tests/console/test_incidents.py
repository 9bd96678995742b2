"""Incidents: one problem, many conversations; a reply ready in each, sent by hand."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from console.desk import Desk
from console.incidents import FIXED, JOIN, JoinIncident, stage
from console.query import select
from console.replies import REPLY
from console.table import LISTINGS, find
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError, UsageError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.incidents import Incident
from tests.conftest import Spotlight

Act = Callable[..., Record]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def broken(desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    """The code fails, and Lena, Kim and Pan wrote about it; all three joined X1 at once."""
    act(desk, "new clients", title="Aurora Skin")
    for name in ("lena", "kim", "pan"):
        act(
            desk, "new inbox", creator=f"@{name}", client="aurora", topic="code", message="it fails"
        )
    act(desk, "new incidents", title="codes of Friday fail", client="aurora")
    done = desk.run_all(JOIN, [talk(desk, f"C{n}") for n in (1, 2, 3)], JoinIncident("X1"))
    assert not done.refused
    act(desk, "waiting", "C1", waiting_on="platform")
    clock.move(MINUTE)
    return desk


def talk(desk: Desk, ref: str) -> Conversation:
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    return found


def incident(desk: Desk) -> Incident:
    desk.book.catch_up()
    found = find(desk, "X1")
    assert isinstance(found, Incident)
    return found


def how_far(desk: Desk) -> str:
    return stage(desk.book, incident(desk))


def ready(desk: Desk, ref: str) -> str:
    assert REPLY.begins is not None
    return REPLY.begins(desk.view(), talk(desk, ref)).get("text", "")


def refused(act: Act, desk: Desk, verb: str, ref: str, **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, ref, **words)
    return str(caught.value)


def tell(act: Act, desk: Desk, clock: FrozenClock, ref: str) -> None:
    act(desk, "reply", ref, text=ready(desk, ref))
    clock.move(MINUTE)
    act(desk, "confirm", ref)


def test_fixed_each_gets_its_own_reply_and_each_is_sent_by_hand(
    broken: Desk, act: Act, clock: FrozenClock
) -> None:
    assert ready(broken, "C1") == ""
    act(broken, "fixed", "X1", notice="Hi {creator}, the code of {client} works again.")
    assert [talk(broken, f"C{n}").woke for n in (1, 2, 3)] == ["fixed"] * 3
    assert FIXED.also is not None
    assert FIXED.also(broken.view(), incident(broken)) == "a reply lies ready in C1, C2, C3"
    assert ready(broken, "C1") == "Hi @lena, the code of Aurora Skin works again."
    assert ready(broken, "C2") == "Hi @kim, the code of Aurora Skin works again."
    assert talk(broken, "C1").pending is None, "nothing is copied by itself"
    tell(act, broken, clock, "C1")
    act(broken, "reply", "C2", text="copied is not told")
    assert (ready(broken, "C1"), how_far(broken)) == ("", "fixed")
    assert refused(act, broken, "close", "X1") == (
        "C2, C3 weren't told yet: a reply lies ready in each"
    )
    act(broken, "confirm", "C2")
    assert refused(act, broken, "close", "X1") == "C3 wasn't told yet: a reply lies ready in it"
    act(broken, "resolve", "C3")
    assert how_far(broken) == "notified"
    assert [x.ref for x in select(broken, LISTINGS["incidents"], "is:notified")] == ["X1"]
    act(broken, "close", "X1")
    assert how_far(broken) == "closed"


def test_one_merged_into_another_is_told_once(broken: Desk, act: Act, clock: FrozenClock) -> None:
    act(broken, "new inbox", creator="@lena", client="aurora", message="and now?")
    act(broken, "merge", "C1", into="C4")
    assert [x.ref for x in select(broken, LISTINGS["inbox"], "incident:x1 not:merged")] == [
        "C2", "C3", "C4",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="incident: C1 is no incident; those look like X2"):
        select(broken, LISTINGS["inbox"], "incident:C1")
    act(broken, "fixed", "X1", notice="works again")
    assert talk(broken, "C4").woke == "fixed"
    for ref in ("C2", "C3"):
        tell(act, broken, clock, ref)
    assert how_far(broken) == "fixed"
    act(broken, "reply", "C4", text="works again")
    act(broken, "confirm", "C4")
    assert how_far(broken) == "notified"


def test_a_blank_that_nothing_fills_is_said_before_anything_comes_back(
    broken: Desk, act: Act
) -> None:
    words = refused(act, broken, "fixed", "X1", notice="Hi {frist_name}")
    assert words.startswith("nothing fills {frist_name}; there is {creator}")
    act(broken, "fixed", "X1", notice="Hi {creator}, your code is {?which code}")
    assert "{?which code}" in refused(act, broken, "reply", "C1", text=ready(broken, "C1"))


def test_fixed_is_taken_back_as_one(broken: Desk, act: Act) -> None:
    act(broken, "fixed", "X1", notice="works again")
    take_back(broken, next_undo(broken).entry)
    assert how_far(broken) == "open"
    assert (talk(broken, "C1").waiting_on, ready(broken, "C1")) == ("platform", "")


def test_who_may_join_and_when_it_goes_on(broken: Desk, act: Act) -> None:
    act(broken, "new clients", title="Peak")
    act(broken, "new inbox", creator="@sue", client="peak")
    assert "another client" in refused(act, broken, "join", "C4", incident="X1")
    assert "no incident" in refused(act, broken, "join", "C4", incident="C1")
    assert "belongs to X1 already" in refused(act, broken, "join", "C1", incident="X1")
    assert refused(act, broken, "close", "X1") == "it isn't fixed yet"
    act(broken, "leave", "C2")
    assert "belongs to no incident" in refused(act, broken, "leave", "C2")
    act(broken, "fixed", "X1", notice="works again")
    assert "ana said 0 s ago that it is fixed" in refused(act, broken, "fixed", "X1", notice="x")
    assert ready(broken, "C2") == ""
    act(broken, "reopen", "X1")
    assert (how_far(broken), ready(broken, "C1")) == ("open", "")


def test_on_the_command_line(broken: Desk, act: Act, spotlight: Spotlight) -> None:
    root = broken.workspace.root
    act(broken, "fixed", "X1", notice="works again")
    listed = spotlight("incidents", workspace=root, as_="jo").stdout
    assert "codes of Friday fail" in listed
    shown = spotlight("show", "X1", workspace=root, as_="jo")
    assert (shown.returncode, "works again" in shown.stdout) == (0, True)
    act(broken, "reply", "C1", text="works again")
    act(broken, "confirm", "C1")
    act(broken, "resolve", "C3")
    said = spotlight("show", "X1", "--plain", workspace=root, as_="jo").stdout
    assert said.endswith("C1: @lena, told\nC2: @kim, to be told\nC3: @pan, resolved\n")
    told = json.loads(spotlight("show", "X1", "--json", workspace=root, as_="jo").stdout)
    assert told["conversations"][1] == {"id": "C2", "creator": "@kim", "told": False}
    assert [each["told"] for each in told["conversations"]] == [True, False, False]
    wrong = spotlight("join", "X1", workspace=root, as_="jo")
    assert wrong.returncode == 2
    assert wrong.stderr.endswith("; join is said as: spotlight join C4 X2.\n")
