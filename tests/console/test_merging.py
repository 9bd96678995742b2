"""Merging and splitting: one thread or two, and back; what was said stays where it was written."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import turns
from console.args import read
from console.clocks.clocks import Clocks
from console.desk import Desk
from console.history import sentence
from console.inbox import NEW, NewConversation
from console.query import select
from console.table import LISTINGS, VERBS, find
from console.thread import marked, messages, thread
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import News, NotFound, RefusalError
from data.identity import author
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.messages import Message
from data.settings import Settings
from data.workspace import Workspace
from tests.conftest import NOON, OpenDesk

Act = Callable[..., Record]
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def at(desk: Desk, ref: str) -> Conversation:
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    return turns.as_of(desk.book, found, desk.clock.now())


def told(desk: Desk, ref: str) -> list[str]:
    talk = at(desk, ref)
    marks = (marked(each, talk) for each in thread(desk.book, talk))
    return [f"{each.author}: {each.text}" for each in marks]


def refused(act: Act, desk: Desk, verb: str, ref: str, **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, ref, **words)
    return str(caught.value)


def inbox(desk: Desk, query: str) -> list[str]:
    return [each.ref for each in select(desk, LISTINGS["inbox"], query)]


def states(desk: Desk, ref: str) -> list[tuple[str, str]]:
    return [(each.metric, each.reading.state) for each in Clocks(desk).all(at(desk, ref))]


@pytest.fixture
def two(desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    """Lena wrote twice about one thing: C1 at noon, C2 a minute later; sam has C1."""
    act(desk, "new inbox", creator="@lena", topic="payout", message="where is my money?")
    clock.move(MINUTE)
    act(desk, "new inbox", creator="@lena", topic="money", message="hello??")
    act(desk, "assign", "C1", assignee="sam")
    return desk


def test_one_thread_with_the_mark_of_origin_and_back(
    two: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(MINUTE)
    act(two, "note", "C2", text="she is upset")
    act(two, "merge", "C2", into="C1")
    assert told(two, "C1") == [
        "@lena: where is my money?",
        "C2 @lena: hello??",
        "C2 ana: she is upset",
    ]
    assert (at(two, "C2").status, inbox(two, "waiting:us")) == ("merged", ["C1"])
    assert refused(act, two, "reply", "C2", text="x") == (
        "it was merged into C1 · go on there, or unmerge parts them again"
    )
    for verb, words in {
        "note": {"text": "x"}, "claim": {}, "resolve": {}, "snooze": {"until": "3h"},
        "edit": {"topic": "x"}, "reopen": {}, "release": {}, "split": {"message": "G2"},
    }.items():  # fmt: skip
        assert "merged into C1" in refused(act, two, verb, "C2", **words)
    act(two, "unmerge", "C2")
    assert told(two, "C1") == ["@lena: where is my money?"]
    assert (at(two, "C2").status, at(two, "C2").waiting_since) == ("new", NOON + MINUTE)
    assert at(two, "C1").waiting_since == NOON


def test_merging_loses_no_wait(two: Desk, act: Act, clock: FrozenClock) -> None:
    act(two, "reply", "C1", text="on the 17th")
    act(two, "confirm", "C1")
    clock.move(MINUTE)
    act(two, "received", "C2", text="and the sample?")
    assert at(two, "C1").waiting_on == "creator"
    clock.move(MINUTE)
    act(two, "merge", "C2", into="C1")
    here = at(two, "C1")
    assert (here.status, here.waiting_on) == ("open", "us")
    assert here.waiting_since == NOON + 2 * MINUTE, "what was answered already stays answered"
    act(two, "unmerge", "C2")
    assert at(two, "C1").waiting_since is None
    assert at(two, "C2").waiting_since is not None


def test_the_clocks_of_what_was_merged_end_and_run_on_when_it_is_unmerged(
    two: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(MINUTE)
    act(two, "merge", "C2", into="C1")
    clock.move(30 * HOUR)
    assert states(two, "C2") == [("first_reply", "cancelled"), ("resolution", "cancelled")]
    assert states(two, "C1")[0] == ("first_reply", "breached")
    act(two, "unmerge", "C2")
    assert states(two, "C2")[0] == ("first_reply", "breached"), "nobody answered it"


def test_what_comes_in_to_the_merged_is_heard_where_it_goes_on(
    two: Desk, act: Act, clock: FrozenClock
) -> None:
    act(two, "merge", "C2", into="C1")
    act(two, "resolve", "C1")
    clock.move(MINUTE)
    heard = act(two, "received", "C2", text="still nothing")
    here = at(two, "C1")
    assert (heard.ref, here.status, here.woke) == ("C1", "open", "reply")
    assert told(two, "C1")[-1] == "@lena: still nothing"
    act(two, "unmerge", "C2")
    assert told(two, "C1")[-1] == "@lena: still nothing", "it was said there"


def test_whoever_replies_unaware_of_the_merge_is_held(
    two: Desk, act: Act, open_desk: OpenDesk, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    before = at(jo, "C1")
    clock.move(MINUTE)
    act(two, "received", "C2", text="I cancelled it")
    clock.move(MINUTE)
    act(two, "merge", "C2", into="C1")
    with pytest.raises(News, match="I cancelled it"):
        act(jo, "reply", "C1", text="x", seen=before)


def test_what_cant_be_merged(two: Desk, act: Act) -> None:
    act(two, "new inbox", creator="@kim")
    act(two, "new clients", title="Aurora")
    act(two, "new clients", title="Peak")
    assert "can't be merged into itself" in refused(act, two, "merge", "C1", into="C1")
    assert "no conversation" in refused(act, two, "merge", "C1", into="@kim")
    assert "another creator" in refused(act, two, "merge", "C1", into="C3")
    act(two, "edit", "C1", client="aurora")
    act(two, "edit", "C2", client="peak")
    assert "another client" in refused(act, two, "merge", "C1", into="C2")
    act(two, "edit", "C2", client="none")
    act(two, "reply", "C1", text="x")
    assert "copied a reply" in refused(act, two, "merge", "C1", into="C2")
    act(two, "unsent", "C1")
    act(two, "resolve", "C2")
    assert "C2: ana resolved this" in refused(act, two, "merge", "C1", into="C2")
    act(two, "reopen", "C2")
    act(two, "merge", "@kim", into="@lena")
    act(two, "merge", "C3", into="C1")
    act(two, "merge", "C1", into="C2")
    assert "merged into C2" in refused(act, two, "merge", "C1", into="C2")
    act(two, "new inbox", creator="@lena")
    assert "C3: it was merged into C2" in refused(act, two, "merge", "C4", into="C3")


def test_a_merge_can_be_taken_back_and_the_history_says_it(two: Desk, act: Act) -> None:
    act(two, "merge", "C2", into="C1")
    candidate = next_undo(two)
    assert sentence(candidate.entry) == "ana merged C2, C1"
    take_back(two, candidate.entry)
    two.book.catch_up()
    assert at(two, "C2").status == "new"
    assert told(two, "C1") == ["@lena: where is my money?"]


def test_what_sleeps_is_asleep_again(two: Desk, act: Act, clock: FrozenClock) -> None:
    act(two, "snooze", "C2", until="3h")
    act(two, "merge", "C2", into="C1")
    act(two, "unmerge", "C2")
    assert at(two, "C2").status == "snoozed"
    clock.move(4 * HOUR)
    assert (at(two, "C2").status, at(two, "C2").woke) == ("open", "time")


# -- splitting --------------------------------------------------------------------------------


@pytest.fixture
def long(desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    """In C1 Lena asked one thing, was answered, and asks another."""
    act(desk, "new inbox", creator="@lena", topic="payout", message="where is my money?")
    act(desk, "claim", "C1")
    for verb, words in (
        ("reply", {"text": "on the 17th"}),
        ("confirm", {}),
        ("received", {"text": "thanks! and where is my sample?"}),
        ("received", {"text": "size M please"}),
    ):
        clock.move(MINUTE)
        act(desk, verb, "C1", **words)
    return desk


def test_from_one_message_on_it_is_another_conversation(
    long: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(MINUTE)
    act(long, "split", "C1", message="G3", topic="sample")
    assert told(long, "C1") == ["@lena: where is my money?", "ana: on the 17th"]
    assert told(long, "C2") == [
        "C1 @lena: thanks! and where is my sample?",
        "C1 @lena: size M please",
    ]
    assert at(long, "C1").waiting_since is None
    part = at(long, "C2")
    assert (part.topic, part.assignee, part.waiting_since) == ("sample", "ana", NOON + 3 * MINUTE)
    act(long, "received", "C1", text="got the money")
    act(long, "received", "C2", text="or L")
    assert told(long, "C1")[-1] == "@lena: got the money"
    assert told(long, "C2")[-1] == "@lena: or L"
    act(long, "merge", "C2", into="C1")
    assert len(told(long, "C1")) == 6
    assert [m.ref for m in messages(long.book, at(long, "C1"))] == [f"G{n}" for n in range(1, 7)]


def test_a_split_can_be_taken_back(long: Desk, act: Act) -> None:
    whole = told(long, "C1")
    act(long, "split", "C1", message="G4")
    act(long, "split", "C1", message="G3")
    take_back(long, next_undo(long).entry)
    take_back(long, next_undo(long).entry)
    assert told(long, "C1") == whole


def test_where_it_cant_be_split(long: Desk, act: Act) -> None:
    assert "nothing would be left" in refused(act, long, "split", "C1", message="G1")
    assert "isn't one of its messages; those are G2, G3, G4" in refused(
        act, long, "split", "C1", message="C1"
    )
    act(long, "new inbox", creator="@kim", message="hi")
    assert "nothing to split" in refused(act, long, "split", "C2", message="G5")


STEP = st.tuples(
    st.sampled_from(["received", "merge", "unmerge", "split"]),
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 8),
)


@settings(max_examples=40)
@given(st.lists(STEP, max_size=12))
def test_every_message_shows_exactly_once_whatever_is_merged_and_split(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "w", Settings(shared_account=True))
        desk = Desk(workspace, author("ana", shared_account=True), FrozenClock(NOON))
        for topic in ("one", "two"):
            desk.make(NEW, NewConversation(creator="lena", topic=topic, message="hi"))
        for verb, one, other, message in steps:
            words = {
                "received": {"text": "more"},
                "merge": {"into": f"C{other}"},
                "unmerge": {},
                "split": {"message": f"G{message}"},
            }[verb]
            with suppress(RefusalError, NotFound):
                found = VERBS[f"inbox.{verb}"]
                desk.run(found, at(desk, f"C{one}"), read(found.args, words, desk.reading()))
        standing = [each for each in desk.book.all(Conversation) if each.status != "merged"]
        seen = [message.id for each in standing for message in messages(desk.book, each)]
        assert sorted(seen) == [message.id for message in desk.book.all(Message)]
        desk.close()
