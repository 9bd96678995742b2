"""What was resolved is closed after a while: what the creator writes then begins another one."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from console import turns
from console.desk import Desk
from console.incoming import PASTE
from console.intake import Intake
from console.links import linked_refs
from console.query import select
from console.replies import RECEIVED
from console.table import find
from console.thread import thread
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.conversations import Conversation
from tests.conftest import OpenDesk

Act = Callable[..., Record]
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)
CHAT = """\
Thursday
GlowByLena 09:12
Hi! where is my sample?
Aurora Skin 09:40
It left yesterday.
"""
LATER = "\n5 December 2026\nGlowByLena 11:30\nit is broken\nAurora Skin 11:40\nsorry!\n"


@pytest.fixture
def c1(desk: Desk, act: Act) -> str:
    """A conversation with Lena about Aurora's sample."""
    act(desk, "new clients", title="Aurora Skin")
    return act(desk, "new inbox", creator="@glowbylena", client="aurora", topic="sample").ref


def at(desk: Desk, ref: str) -> Conversation:
    """A conversation as it is now."""
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    return turns.at_present(desk, found)


def said(desk: Desk, ref: str) -> list[str]:
    return [each.text for each in thread(desk.book, at(desk, ref))]


def resolve(desk: Desk, act: Act, clock: FrozenClock, after: timedelta) -> None:
    """Resolve C1, and let so much time go by."""
    act(desk, "resolve", "C1")
    clock.move(after)


def test_the_status_asked_for_is_the_status_shown(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    def found(query: str) -> list[str]:
        return [each.ref for each in select(desk, turns.LIST, query)]

    resolve(desk, act, clock, WEEK)
    assert (found("status:resolved"), found("status:closed")) == ([c1], [])
    clock.move(SECOND)
    assert (found("status:resolved"), found("status:closed")) == ([], [c1])
    assert found("status:resolved,closed") == [c1]
    assert (found("is:resolved"), found("is:closed")) == ([c1], [c1]), "the help says so"


def test_to_the_instant_it_is_opened_again(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    resolve(desk, act, clock, WEEK)
    assert at(desk, c1).status == "resolved"
    assert act(desk, "received", c1, text="it is broken").ref == c1
    assert at(desk, c1).status == "open"


def test_later_what_they_write_begins_another_one_linked_with_it(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "claim", c1)
    resolve(desk, act, clock, WEEK + SECOND)
    assert at(desk, c1).status == "closed", "nobody had to write that down"
    assert [each.ref for each in select(desk, turns.LIST, "is:closed")] == [c1]
    assert [each.ref for each in select(desk, turns.LIST, "is:resolved")] == [c1]
    made = act(desk, "received", c1, text="it is broken")
    assert isinstance(made, Conversation)
    assert RECEIVED.also is not None
    assert RECEIVED.also(desk.view(), made) == "C1 was closed: this is in C2, linked with it"
    new = at(desk, "C2")
    assert (new.status, new.topic, new.client, new.assignee) == ("new", "sample", 1, None)
    assert new.waiting_since == clock.now()
    assert (said(desk, c1), said(desk, "C2")) == ([], ["it is broken"])
    assert linked_refs(desk.book, c1) == ["C2"]
    assert at(desk, c1).status == "closed"
    assert turns.due(desk, new) is not None
    assert turns.due(desk, at(desk, c1)) is None


def test_more_of_it_goes_where_it_goes_on(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    resolve(desk, act, clock, 2 * WEEK)
    act(desk, "received", c1, text="it is broken")
    clock.move(SECOND)
    again = act(desk, "received", c1, text="hello?")
    assert isinstance(again, Conversation)
    assert RECEIVED.also is not None
    assert RECEIVED.also(desk.view(), again) is None
    assert said(desk, "C2") == ["it is broken", "hello?"]
    act(desk, "resolve", "C2")
    clock.move(2 * WEEK)
    assert act(desk, "received", c1, text="once more").ref == "C3"
    assert linked_refs(desk.book, "C2") == ["C1", "C3"]


def test_a_person_may_open_it_again_until_another_goes_on_with_it(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    resolve(desk, act, clock, 2 * WEEK)
    act(desk, "reopen", c1)
    assert at(desk, c1).status == "open"
    resolve(desk, act, clock, 2 * WEEK)
    act(desk, "received", c1, text="it is broken")
    for verb, words in (("reopen", {}), ("reply", {"text": "sorry"})):
        with pytest.raises(RefusalError, match="it was closed, and C2 goes on with it"):
            act(desk, verb, c1, **words)
    take_back(desk, next_undo(desk).entry)
    assert at(desk, "C2").archived_at is not None
    act(desk, "reopen", c1)


def test_the_same_chat_pasted_again_begins_nothing(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "paste", c1, text=CHAT)
    resolve(desk, act, clock, 3 * WEEK)
    with pytest.raises(RefusalError, match="all of it is in C1 already"):
        act(desk, "paste", c1, text=CHAT.replace("Thursday", "19 November 2026"))
    assert desk.book.all(Conversation)[1:] == []


def test_what_is_new_in_a_pasted_chat_begins_another_one(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "paste", c1, text=CHAT)
    resolve(desk, act, clock, 3 * WEEK)
    whole = CHAT.replace("Thursday", "19 November 2026") + LATER
    made = act(desk, "paste", c1, text=whole)
    assert isinstance(made, Conversation)
    assert PASTE.also is not None
    assert PASTE.also(desk.view(), made) == "C1 was closed: this is in C2, linked with it"
    assert said(desk, c1) == ["Hi! where is my sample?", "It left yesterday."]
    assert said(desk, "C2") == ["it is broken", "sorry!"]
    for ref in (c1, "C2"):
        with pytest.raises(RefusalError, match="already"):
            act(desk, "paste", ref, text=whole)


def test_what_was_written_in_time_opens_it_again_whenever_it_is_pasted(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "paste", c1, text=CHAT)
    resolve(desk, act, clock, 3 * WEEK)
    soon = "23 November 2026\nGlowByLena 11:30\nthank you, but it is broken\n"
    act(desk, "paste", c1, text=soon + LATER)
    assert at(desk, c1).status == "waiting", "it is answered in the same chat"
    assert said(desk, c1)[2:] == ["thank you, but it is broken", "it is broken", "sorry!"]


def test_what_a_file_brings_begins_another_one_once(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, tmp_path: Path
) -> None:
    act(desk, "received", c1, text="where is my sample?")
    resolve(desk, act, clock, 3 * WEEK)
    rows = "conversation_id,creator,time,direction,text\n"
    rows += "t1,glowbylena,2026-11-20 12:00,in,where is my sample?\n"
    rows += "t1,glowbylena,2026-12-05 09:12,in,it is broken\n"
    for more in ("", "t1,glowbylena,2026-12-05 09:15,in,hello?\n"):
        rows += more
        file = tmp_path / f"talk{len(rows)}.csv"
        file.write_text(rows, "utf-8")
        Intake(desk).import_file(file, desk.client("aurora"))
    assert said(desk, c1) == ["where is my sample?"]
    assert said(desk, "C2") == ["it is broken", "hello?"]
    assert [each.ref for each in desk.book.all(Conversation)] == ["C1", "C2"]


def test_how_long_is_what_the_workspace_says(
    open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    own = 'dated = 2026-11-01\nsource = "ours"\nreopen = "1d"\n'
    (desk.workspace.root / "sla.toml").write_text(own, "utf-8")
    jo = open_desk("jo")
    resolve(jo, act, clock, timedelta(days=1, seconds=1))
    assert at(jo, c1).status == "closed"
    assert act(jo, "received", c1, text="hi").ref == "C2"
