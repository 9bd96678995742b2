"""The history: what was done, found again; and everything as it was at some moment."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from console import history
from console.changes import settings
from console.desk import Desk
from console.table import find
from data.clock import FrozenClock
from data.errors import StoreDamaged, StoreError, StoreReadOnly
from data.records.actions import Action
from data.records.alarms import Alarm
from data.records.base import Record
from data.records.links import Link
from data.records.notes import Note
from tests.conftest import NOON, OpenDesk

Act = Callable[..., Record]
HOUR = timedelta(hours=1)


def said(desk: Desk, ref: str | None = None, **asked: object) -> list[str]:
    """What is found, oldest first, in words."""
    record = find(desk, ref) if ref else None
    found = history.find(desk, record, **asked)  # type: ignore[arg-type]
    return [history.sentence(entry) for entry in found][::-1]


@pytest.fixture
def busy(open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    """A morning of ana's and jo's, an hour a step, folded in the middle."""
    jo = open_desk("jo")
    jo.introduce()
    desk.introduce()
    steps: list[tuple[Desk, str, str, dict[str, str]]] = [
        (desk, "new actions", "", {"title": "one"}),
        (jo, "claim", "A1", {}),
        (jo, "note", "A1", {"text": "on it"}),
        (desk, "new actions", "", {"title": "another"}),
        (desk, "link", "A2", {"to": "A1"}),
        (jo, "edit", "A1", {"title": "one and a half"}),
        (desk, "drop", "A2", {"reason": "no need"}),
    ]
    for who, verb, ref, words in steps:
        clock.move(HOUR)
        act(who, verb, ref, **words)
        if verb == "note":
            desk.book.store.fold()
    desk.book.catch_up()
    return desk


def test_what_was_done_to_a_record_through_a_fold(busy: Desk) -> None:
    assert said(busy, "A1") == [
        "ana wrote A1",
        "jo claimed A1",
        "jo noted on A1",
        "ana linked A2, A1",
        "jo changed A1",
    ]
    assert said(busy, "A2") == ["ana wrote A2", "ana linked A2, A1", "ana dropped A2"]


def test_of_a_change_of_many_only_what_is_this_ones_is_told_in_words(desk: Desk, act: Act) -> None:
    for who in range(1, 6):
        act(desk, "new inbox", creator=f"@who{who}", topic="payout", message="hello?")
    with desk.book.begin("clocks.alarm") as tx:
        for number in range(1, 6):
            tx.add(
                Alarm(
                    conversation=number, metric="first_reply", cycle=1, share=80, policy="usual",
                    due=NOON,
                )
            )  # fmt: skip
    desk.book.catch_up()
    entry = next(history.find(desk, find(desk, "C5")))
    assert history.sentence(entry, "C5") == "ana saw a clock run down in C5, C1, C2 and 2 more"
    assert [str(each) for each in settings(desk, entry, "C5")] == [
        "clock: first reply, 80 % of its time, due 2026-11-20 12:00 PST; nobody had it"
    ]
    act(desk, "snooze", "C5", until="3h")
    entry = next(history.find(desk, find(desk, "C5")))
    assert [str(each) for each in settings(desk, entry, "C5")] == [
        "status: new → snoozed",
        "sleeps until: none → 2026-11-20 15:00 PST",
        "wakes by an answer: no → yes",
        "put to sleep by: none → ana",
    ]


def test_a_link_is_told_by_its_other_end(busy: Desk, act: Act) -> None:
    linked = next(history.find(busy, verbs=["actions.link"]))
    for ref, far in (("A1", "A2"), ("A2", "A1")):
        assert [str(each) for each in settings(busy, linked, ref)] == [f"linked with: {far}"]
    act(busy, "unlink", "A1", to="A2")
    apart = next(history.find(busy, find(busy, "A1")))
    assert [str(each) for each in settings(busy, apart, "A1")] == ["linked with: A2 → none"]


def test_by_whom_with_which_verb_and_since_when(busy: Desk, clock: FrozenClock) -> None:
    assert said(busy, "A1", by="jo") == ["jo claimed A1", "jo noted on A1", "jo changed A1"]
    assert said(busy, verbs=["actions.new"]) == ["ana wrote A1", "ana wrote A2"]
    assert said(busy, since=clock.now() - HOUR) == ["jo changed A1", "ana dropped A2"]
    assert said(busy, by="jo", since=clock.now()) == []
    assert said(busy, by="nobody-here") == []


def test_at_any_moment_it_is_as_it_was(busy: Desk) -> None:
    """Each moment's desk says what a desk of that moment would have."""
    seen = []
    for hour in range(8):
        with closing(history.as_at(busy, NOON + hour * HOUR)) as past:
            first = past.book.get(Action, 1)
            seen.append(
                (
                    [action.ref for action in past.book.all(Action)],
                    (first.title, first.owner) if first else None,
                    len(past.book.find(Note, "about", "A1")),
                    len(past.book.find(Link, "other", "A1")),
                )
            )
    assert seen == [
        ([], None, 0, 0),
        (["A1"], ("one", "ana"), 0, 0),
        (["A1"], ("one", "jo"), 0, 0),
        (["A1"], ("one", "jo"), 1, 0),
        (["A1", "A2"], ("one", "jo"), 1, 0),
        (["A1", "A2"], ("one", "jo"), 1, 1),
        (["A1", "A2"], ("one and a half", "jo"), 1, 1),
        (["A1", "A2"], ("one and a half", "jo"), 1, 1),
    ]


def test_the_past_moves_on_for_nobody_and_cannot_be_changed(busy: Desk, act: Act) -> None:
    with closing(history.as_at(busy, NOON + HOUR)) as past:
        act(busy, "edit", "A1", title="later")
        past.book.refresh()
        assert past.book.find(Action, "owner", "ana") == past.book.all(Action)
        with pytest.raises(StoreReadOnly, match="the past can't be changed"):
            act(past, "edit", "A1", title="never was")
    busy.book.refresh()
    assert find(busy, "A1").rev == 4


def test_where_the_history_ends(busy: Desk) -> None:
    segments = sorted(busy.book.store.files.journal.glob("0*.jsonl"))
    text = segments[0].read_text("utf-8")
    segments[0].write_text(text.replace("on it", "in it"), "utf-8")
    with pytest.raises(StoreDamaged, match=f"{segments[0].name} line 5 is damaged"):
        history.as_at(busy, NOON)
    segments[0].unlink()
    with pytest.raises(StoreError, match="The history here begins with entry 6"):
        history.as_at(busy, NOON)
