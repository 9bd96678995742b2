"""A reply that wasn't sent after all: what was done along with it, and what was done since."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.desk import Desk
from console.table import find
from console.thread import unsent
from console.turns import as_of, our_turn
from console.undo import next_redo, next_undo, put_back, take_back
from data.clock import FrozenClock
from data.errors import News, RefusalError
from data.records.base import Record
from data.records.conversations import Conversation

Act = Callable[..., Record]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def c1(desk: Desk, act: Act, clock: FrozenClock) -> str:
    """Lena asks for her sample of Aurora's."""
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new samples", creator="lena", client="aurora-skin", product="Glow Serum")
    talk = act(desk, "new inbox", creator="lena", client="aurora", topic="sample", message="where?")
    clock.move(MINUTE)
    return talk.ref


def at(desk: Desk) -> Conversation:
    desk.book.catch_up()
    found = find(desk, "C1")
    assert isinstance(found, Conversation)
    return as_of(desk.book, found, desk.clock.now())


def ask(desk: Desk, act: Act, clock: FrozenClock) -> None:
    """The macro that tells Lena that the warehouse is asked, and sleeps for two days."""
    act(desk, "macro", "C1", macro="sample-asked", answers="tomorrow")
    assert (at(desk).status, at(desk).waiting_on) == ("snoozed", "warehouse")
    clock.move(MINUTE)


def turn(desk: Desk) -> tuple[str, str, object]:
    here = at(desk)
    return here.status, here.waiting_on, here.snooze_until


def test_what_a_macro_did_to_the_turn_goes_with_its_reply(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    ask(desk, act, clock)
    act(desk, "unsent", c1)
    assert turn(desk) == ("new", "us", None)
    assert our_turn(desk, at(desk))
    assert at(desk).tags == ()
    assert unsent(desk.book, at(desk)).endswith("write to you tomorrow.")


def test_then_the_macro_can_be_used_again(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    ask(desk, act, clock)
    act(desk, "unsent", c1)
    ask(desk, act, clock)
    assert at(desk).tags == ("sample",)
    act(desk, "confirm", c1)
    assert at(desk).tags == ("sample",)


def test_tags_that_somebody_else_set_stay(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, open_desk: Callable[[str], Desk]
) -> None:
    act(desk, "tag", c1, tag="vip")
    clock.move(MINUTE)
    ask(desk, act, clock)
    jo = open_desk("jo")
    act(jo, "untag", c1, tag="sample")
    clock.move(MINUTE)
    act(jo, "tag", c1, tag="sample")
    act(jo, "tag", c1, tag="loud")
    act(desk, "unsent", c1)
    assert at(desk).tags == ("loud", "sample", "vip")


def test_so_do_tags_beside_an_ordinary_reply(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "reply", c1, text="we ask them")
    clock.move(MINUTE)
    act(desk, "tag", c1, tag="sample")
    act(desk, "unsent", c1)
    assert at(desk).tags == ("sample",)


def test_what_was_taken_back_with_the_reply_can_be_put_back(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    ask(desk, act, clock)
    act(desk, "unsent", c1)
    take_back(desk, next_undo(desk).entry)
    assert (at(desk).tags, at(desk).status) == (("sample",), "snoozed")
    act(desk, "unsent", c1)
    assert (at(desk).tags, at(desk).status) == ((), "new")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((("claim", {}),), ("open", "us", None)),
        ((("waiting", {"waiting_on": "platform"}),), ("waiting", "platform", None)),
        ((("snooze", {"until": "3d"}),), ("open", "us", None)),
    ],
)
def test_it_is_as_it_was_before_but_awake(
    desk: Desk,
    act: Act,
    clock: FrozenClock,
    c1: str,
    before: tuple[tuple[str, dict[str, str]], ...],
    after: tuple[str, str, None],
) -> None:
    for verb, words in before:
        act(desk, verb, c1, **words)
        clock.move(MINUTE)
    ask(desk, act, clock)
    act(desk, "unsent", c1)
    assert turn(desk) == after


def test_what_somebody_said_since_stays(desk: Desk, act: Act, clock: FrozenClock, c1: str) -> None:
    ask(desk, act, clock)
    act(desk, "waiting", c1, waiting_on="client")
    clock.move(MINUTE)
    act(desk, "unsent", c1)
    assert turn(desk) == ("waiting", "client", None)


def test_what_was_said_before_an_ordinary_reply_stays(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "waiting", c1, waiting_on="client")
    clock.move(MINUTE)
    act(desk, "reply", c1, text="we ask them")
    act(desk, "unsent", c1)
    assert turn(desk) == ("waiting", "client", None)


def test_what_was_never_sent_was_never_spoken(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    spoken, waits = at(desk).spoken_at, at(desk).waiting_since
    act(desk, "reply", c1, text="it left today")
    clock.move(MINUTE)
    act(desk, "unsent", c1)
    assert (at(desk).spoken_at, at(desk).waiting_since) == (spoken, waits)
    [first, *_] = desk.clocks.all(at(desk))
    assert (first.metric, first.reading.state) == ("first_reply", "running")


def test_nor_in_one_where_nothing_was(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new inbox", creator="kim")
    clock.move(MINUTE)
    act(desk, "reply", "C1", text="hello")
    clock.move(MINUTE)
    act(desk, "unsent", "C1")
    assert at(desk).spoken_at is None


def test_a_note_beside_it_was_written_all_the_same(
    desk: Desk, act: Act, clock: FrozenClock, c1: str
) -> None:
    act(desk, "reply", c1, text="it left today")
    clock.move(MINUTE)
    act(desk, "note", c1, text="she called")
    noted = clock.now()
    clock.move(MINUTE)
    act(desk, "unsent", c1)
    assert at(desk).spoken_at == noted


def test_nobody_is_told_that_it_was_written(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, open_desk: Callable[[str], Desk]
) -> None:
    seen, jo = at(desk), open_desk("jo")
    act(jo, "note", c1, text="she called")
    clock.move(MINUTE)
    act(jo, "reply", c1, text="it left today")
    clock.move(MINUTE)
    act(jo, "unsent", c1)
    with pytest.raises(News, match=r"^jo noted since you looked: “she called”\.$"):
        act(desk, "reply", c1, seen=seen, text="it is on its way")


def test_a_reply_never_waits_in_what_was_resolved_since(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, open_desk: Callable[[str], Desk]
) -> None:
    act(desk, "reply", c1, text="it left today")
    act(desk, "unsent", c1)
    unsaid = next_undo(desk).entry
    act(open_desk("jo"), "resolve", c1)
    with pytest.raises(RefusalError, match="C1 can't be resolved while a copied reply"):
        take_back(desk, unsaid)
    assert at(desk).pending is None
    act(desk, "reopen", c1)
    take_back(desk, unsaid)
    assert at(desk).pending is not None


def test_nor_is_it_put_back_into_what_is_resolved_again(
    desk: Desk, act: Act, clock: FrozenClock, c1: str, open_desk: Callable[[str], Desk]
) -> None:
    act(desk, "resolve", c1)
    take_back(desk, next_undo(desk).entry)
    act(open_desk("jo"), "reply", c1, text="it left today")
    with pytest.raises(RefusalError, match="can't be resolved while a copied reply"):
        put_back(desk, next_redo(desk))
