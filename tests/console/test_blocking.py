"""What nobody answers: spam, and creators that are blocked. Their clocks end, never met."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from console.blocking import UNBLOCK
from console.clocks.alarms import sound
from console.clocks.clocks import Clocks
from console.desk import Desk
from console.intake import Intake
from console.query import select
from console.routing import ROUTE, Route, dealt
from console.table import find
from console.thread import thread
from console.today import today
from console.turns import LIST, as_of, due
from console.undo import next_undo, take_back
from console.verb import Refusal
from console.work import open_work
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.alarms import Alarm
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.sla import Metric

Act = Callable[..., Record]
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SLA = """
dated = 2026-11-01
source = "a test"
[[policies]]
name = "usual"
first_reply = "2h"
next_reply = "4h"
resolution = "1d"
"""


@pytest.fixture
def c1(desk: Desk, act: Act) -> str:
    """Lena wrote about Aurora, and waits."""
    (desk.workspace.root / "sla.toml").write_text(SLA, "utf-8")
    act(desk, "new clients", title="Aurora Skin")
    return act(desk, "new inbox", creator="@lena", client="aurora", message="buy followers!").ref


def at(desk: Desk, ref: str = "C1") -> Conversation:
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    return as_of(desk.book, found, desk.clock.now())


def states(desk: Desk, metric: Metric, ref: str = "C1") -> list[str]:
    """How each run of a clock stands."""
    found = Clocks(desk).all(at(desk, ref))
    return [each.reading.state for each in found if each.metric == metric]


def came_back(desk: Desk) -> str | None:
    """What is told beside the unblocking of Lena."""
    assert UNBLOCK.also is not None
    return UNBLOCK.also(desk.view(), desk.creator("@lena"))


def refused(act: Act, desk: Desk, verb: str, ref: str = "C1", **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, ref, **words)
    return str(caught.value)


# -- spam -------------------------------------------------------------------------------------


def test_spam_is_out_of_every_queue_and_its_clocks_end_unmet(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    clock.move(HOUR)
    act(desk, "spam", c1)
    clock.move(30 * HOUR)
    assert at(desk).status == "spam"
    assert states(desk, "first_reply") == ["cancelled"]
    assert states(desk, "resolution") == ["cancelled"]
    assert due(desk, at(desk)) is None
    assert sound(desk, desk.clocks) == []
    assert desk.book.all(Alarm) == []
    assert select(desk, LIST, LIST.default) == []
    assert [each.ref for each in select(desk, LIST, "is:spam")] == [c1]
    assert today(desk) == []
    client = desk.book.all(Client)[0]
    assert open_work(desk, client) == []
    desk.introduce("lead", "rep")
    assert all(isinstance(each, Refusal) for each in dealt(desk, [at(desk)], Route("turn")))
    assert ROUTE.short == "route"


def test_what_else_they_write_there_is_kept_and_stays_spam(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    clock.move(HOUR)
    act(desk, "spam", c1)
    clock.move(HOUR)
    act(desk, "received", c1, text="cheap!")
    assert [each.text for each in thread(desk.book, at(desk))] == ["buy followers!", "cheap!"]
    assert at(desk).status == "spam"
    assert states(desk, "first_reply") == ["cancelled"]
    assert states(desk, "next_reply") == []


def test_nobody_answers_spam_until_it_is_opened_again(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "spam", c1)
    for verb, words in (("reply", {"text": "hi"}), ("claim", {}), ("spam", {})):
        assert "reopen opens it again" in refused(act, desk, verb, **words)
    clock.move(HOUR)
    act(desk, "received", c1, text="I am real!")
    act(desk, "reopen", c1)
    assert (at(desk).status, at(desk).waiting_on) == ("open", "us")
    clock.move(2 * HOUR)
    assert states(desk, "first_reply") == ["breached"], "they have waited all the time"


def test_spam_is_taken_back(desk: Desk, act: Act, clock: FrozenClock, c1: str) -> None:
    before = at(desk)
    act(desk, "spam", c1)
    take_back(desk, next_undo(desk).entry)
    assert (at(desk).status, at(desk).waiting_since) == (before.status, before.waiting_since)
    assert states(desk, "first_reply") == ["running"]


def test_what_a_person_holds_or_has_copied_is_no_spam_yet(
    desk: Desk, act: Act, open_desk: Callable[[str], Desk], c1: str
) -> None:
    act(open_desk("jo"), "claim", c1)
    assert "jo claimed this" in refused(act, desk, "spam")
    act(desk, "steal", c1)
    act(desk, "reply", c1, text="hi")
    assert "confirm if it was sent, unsent if it wasn't" in refused(act, desk, "spam")


# -- blocking ---------------------------------------------------------------------------------


def test_blocking_ends_the_clocks_of_that_client_alone(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "new clients", title="Peak")
    act(desk, "new inbox", creator="@lena", client="peak", message="hi")
    clock.move(HOUR)
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(30 * HOUR)
    assert (at(desk).status, at(desk, "C2").status) == ("blocked", "new")
    assert states(desk, "first_reply") == states(desk, "resolution") == ["cancelled"]
    assert states(desk, "first_reply", "C2") == ["breached"]
    assert [each.ref for each in select(desk, LIST, LIST.default)] == ["C2"]
    assert {alarm.conversation for alarm in sound(desk, desk.clocks)} == {2}
    assert "threatens us" in refused(act, desk, "reply", text="hi")
    assert "unblock takes that back" in refused(act, desk, "reopen")


def test_what_was_late_before_stays_late(desk: Desk, act: Act, clock: FrozenClock, c1: str) -> None:
    clock.move(3 * HOUR)
    sound(desk, desk.clocks)
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    kept = [(each.metric, each.share) for each in desk.book.all(Alarm)]
    assert ("first_reply", 100) in kept


def test_what_comes_from_whom_is_blocked_starts_no_clock(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, tmp_path: Path
) -> None:
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(HOUR)
    act(desk, "received", c1, text="hello?")
    act(desk, "new inbox", creator="@lena", client="aurora", message="hello??")
    file = tmp_path / "talk.csv"
    file.write_text(
        "conversation_id,creator,time,direction,text\nt9,lena,2026-11-20 13:00,in,me again\n"
    )
    Intake(desk).import_file(file, desk.client("aurora"))
    assert [at(desk, ref).status for ref in ("C1", "C2", "C3")] == ["blocked"] * 3
    clock.move(30 * HOUR)
    for ref in ("C1", "C2", "C3"):
        assert set(states(desk, "first_reply", ref)) <= {"cancelled"}
        assert set(states(desk, "resolution", ref)) <= {"cancelled"}
    assert select(desk, LIST, LIST.default) == []


def test_unblocked_whoever_was_unanswered_is_ours_again(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    came = clock.now()
    clock.move(HOUR)
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(HOUR)
    act(desk, "received", c1, text="sorry")
    clock.move(30 * MINUTE)
    act(desk, "unblock", "@lena", client="aurora")
    assert (at(desk).status, at(desk).waiting_on) == ("open", "us")
    assert at(desk).waiting_since == came
    assert select(desk, LIST, LIST.default) == [at(desk)]
    clock.move(MINUTE)
    assert states(desk, "first_reply") == ["breached"], "they have waited all the time"
    assert states(desk, "resolution") == ["running"]
    assert came_back(desk) == "C1 waits for us again"


def test_what_came_while_they_were_blocked_waits_since_they_were_unblocked(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "reply", c1, text="no")
    act(desk, "confirm", c1)
    clock.move(MINUTE)
    act(desk, "resolve", c1)
    clock.move(MINUTE)
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(HOUR)
    act(desk, "received", c1, text="sorry")
    act(desk, "new inbox", creator="@lena", client="aurora", message="really")
    assert (at(desk).status, at(desk, "C2").status) == ("blocked", "blocked")
    clock.move(30 * HOUR)
    act(desk, "unblock", "@lena", client="aurora")
    free = clock.now()
    clock.move(HOUR)
    for ref in ("C1", "C2"):
        assert (at(desk, ref).status, at(desk, ref).waiting_since) == ("open", free)
        assert at(desk, ref).resolved_at is None
    assert states(desk, "next_reply") == states(desk, "first_reply", "C2") == ["running"]
    assert states(desk, "resolution", "C2") == ["running"]
    run = Clocks(desk).all(at(desk, "C2"))[-1]
    assert (run.metric, run.reading.elapsed) == ("resolution", HOUR)
    assert came_back(desk) == "C1, C2 wait for us again"


def test_unblocked_whoever_was_answered_waits_for_nothing_until_they_write(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "reply", c1, text="no")
    act(desk, "confirm", c1)
    clock.move(MINUTE)
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(HOUR)
    act(desk, "unblock", "@lena", client="aurora")
    assert (at(desk).status, at(desk).waiting_on) == ("waiting", "creator")
    assert at(desk).waiting_since is None
    assert came_back(desk) is None
    clock.move(30 * HOUR)
    act(desk, "received", c1, text="I am here again")
    assert (at(desk).status, at(desk).waiting_since) == ("open", clock.now())
    clock.move(HOUR)
    assert states(desk, "next_reply") == ["running"]
    assert states(desk, "resolution") == ["running"]


def test_blocking_is_taken_back_whole(desk: Desk, act: Act, clock: FrozenClock, c1: str) -> None:
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    clock.move(HOUR)
    take_back(desk, next_undo(desk).entry)
    assert at(desk).status == "new"
    assert states(desk, "first_reply") == ["running"]


def test_a_block_holds_for_every_handle_of_theirs(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "new inbox", creator="@lena2", client="aurora", message="hi")
    act(desk, "merge", "@lena2", into="@lena")
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    assert at(desk, "C2").status == "blocked"
    act(desk, "unblock", "@lena", client="aurora")
    assert at(desk, "C2").status == "open"
