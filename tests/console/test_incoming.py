"""Messages that come in by hand: pasted chats, calls and mails, and what clocks make of them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.args import read
from console.attachments import attached
from console.clocks.clocks import Clocks
from console.desk import Desk
from console.handles import known
from console.incoming import PASTE, PASTE_ANEW, PasteAnew, PasteChat
from console.pasting import Turn
from console.table import find
from console.thread import messages, thread
from console.transcripts import aligned, said_in_chat
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError, UsageError
from data.files import place_of
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.messages import Message
from tests.conftest import NOON, OpenDesk

Act = Callable[..., Record]
MINUTE = timedelta(minutes=1)
CHAT = """\
Thursday
GlowByLena 09:12
Hi! where is my sample?
Aurora Skin 09:40
It left yesterday.
Today
GlowByLena 11:30
still nothing 😔
"""
"""Copied at noon on a Friday in Los Angeles."""


@pytest.fixture
def c1(desk: Desk, act: Act) -> str:
    act(desk, "new clients", title="Aurora Skin")
    return act(desk, "new inbox", creator="@glowbylena", client="aurora", topic="sample").ref


def at(desk: Desk) -> Conversation:
    desk.book.catch_up()
    found = find(desk, "C1")
    assert isinstance(found, Conversation)
    return found


def said(desk: Desk) -> list[tuple[str, str, str, str]]:
    return [
        (each.kind, each.author, f"{each.at.astimezone(desk.zone):%a %H:%M}", each.text)
        for each in thread(desk.book, at(desk))
    ]


def shown(desk: Desk, text: str, **more: str) -> list[str]:
    assert PASTE.shows is not None
    args = read(PASTE.args, {"text": text, **more}, desk.reading())
    return PASTE.shows(desk, at(desk), args)


# -- pasting ----------------------------------------------------------------------------------


def test_a_pasted_chat_is_written_down_at_its_own_times(desk: Desk, act: Act, c1: str) -> None:
    act(desk, "paste", c1, text=CHAT)
    assert said(desk) == [
        ("in", "@glowbylena", "Thu 09:12", "Hi! where is my sample?"),
        ("out", "aurora skin", "Thu 09:40", "It left yesterday."),
        ("in", "@glowbylena", "Fri 11:30", "still nothing 😔"),
    ]
    here = at(desk)
    assert here.waiting_since == here.last_at == NOON - 30 * MINUTE
    assert [message.state for message in messages(desk.book, here)] == [
        "received",
        "confirmed",
        "received",
    ]
    clocks = {(c.metric, c.number): c for c in Clocks(desk).all(here)}
    assert clocks["first_reply", 1].cycle.stop == clocks["first_reply", 1].cycle.start + 28 * MINUTE
    assert clocks["next_reply", 1].cycle.start == NOON - 30 * MINUTE


def test_the_same_again_adds_nothing_and_a_longer_one_the_rest(
    desk: Desk, act: Act, c1: str, clock: FrozenClock
) -> None:
    act(desk, "paste", c1, text=CHAT)
    with pytest.raises(RefusalError, match="all of it is in C1 already"):
        act(desk, "paste", c1, text=CHAT)
    longer = CHAT + "Ana 11:45\nIt is at the depot.\n"
    assert shown(desk, longer) == [
        "1 new, 3 here already",
        "we · ana · Fri 20 Nov 11:45 · It is at the depot.",
    ]
    clock.move(MINUTE)
    act(desk, "paste", c1, text=longer)
    assert len(said(desk)) == 4
    here = at(desk)
    assert (here.waiting_since, here.status, here.waiting_on) == (None, "waiting", "creator")


def test_what_was_written_down_by_hand_is_known(
    desk: Desk, act: Act, c1: str, clock: FrozenClock
) -> None:
    act(desk, "reply", c1, text="It left yesterday.")
    act(desk, "received", c1, text="still  nothing 😔")
    clock.move(MINUTE)
    act(desk, "confirm", c1)
    assert shown(desk, CHAT)[0] == "1 new, 2 here already"


def test_taking_it_back_takes_all_of_it(desk: Desk, act: Act, c1: str) -> None:
    before = at(desk)
    act(desk, "paste", c1, text=CHAT)
    take_back(desk, next_undo(desk).entry)
    assert said(desk) == []
    assert at(desk).waiting_since == before.waiting_since is None
    act(desk, "paste", c1, text=CHAT)
    assert len(said(desk)) == 3


def test_old_history_wakes_nobody_and_an_unanswered_word_does(
    desk: Desk, act: Act, c1: str, clock: FrozenClock
) -> None:
    act(desk, "resolve", c1)
    answered = "GlowByLena Tue 09:00\nhi\nAna Tue 09:05\nhello"
    act(desk, "paste", c1, text=answered)
    assert (at(desk).status, at(desk).waiting_since) == ("resolved", None)
    act(desk, "paste", c1, text=f"{answered}\nGlowByLena Tue 09:06\nthanks")
    assert at(desk).status == "resolved", "she wrote that before it was resolved"
    clock.move(10 * MINUTE)
    act(desk, "paste", c1, text="GlowByLena 12:05\none more thing")
    here = at(desk)
    assert (here.status, here.woke, here.waiting_since) == ("open", "reply", NOON + 5 * MINUTE)


def test_names_are_never_guessed(desk: Desk, act: Act, c1: str) -> None:
    text = "Lena G. 09:12\nhi\nAurora Official 09:15\nhello"
    with pytest.raises(RefusalError, match="begins with a name we know: glowbylena for the"):
        act(desk, "paste", c1, text=text)
    assert shown(desk, text, them="Lena G.")[:3] == [
        "1 new, 0 here already",
        "line 3 belongs to nobody we know: Aurora Official 09:15",
        "line 4 belongs to nobody we know: hello",
    ]
    act(desk, "paste", c1, text=text, them="Lena G.", us="Aurora Official")
    assert [each[0] for each in said(desk)] == ["in", "out"]


@pytest.mark.parametrize("head", ["KitchenKoa\nThu 09:12", "@kitchenkoa 09:12", "kitchenkoa:"])
def test_another_creators_chat_isnt_pasted_here(desk: Desk, act: Act, c1: str, head: str) -> None:
    act(desk, "new inbox", creator="@kitchenkoa", client="aurora")
    chat = f"{head}\nwhere is my lamp?\nAurora Skin 09:40\nOn its way"
    with pytest.raises(RefusalError, match="@kitchenkoa speaks in it, and C1 is with @glowbylena"):
        shown(desk, chat)
    with pytest.raises(RefusalError, match="paste it where @kitchenkoa is"):
        act(desk, "paste", c1, text=chat)
    assert said(desk) == []
    act(desk, "paste", c1, text=chat, them="kitchenkoa")
    assert [text for *_, text in said(desk)] == ["where is my lamp?", "On its way"]


def test_day_or_month_first_is_asked(desk: Desk, act: Act, c1: str) -> None:
    text = "GlowByLena 3/4/2026, 9:12\nhi"
    with pytest.raises(RefusalError, match="3/4/2026 could be two days"):
        act(desk, "paste", c1, text=text)
    act(desk, "paste", c1, text=text, dates="day-first")
    assert at(desk).waiting_since == datetime.fromisoformat("2026-04-03T09:12:00-07:00")


def test_a_message_of_tomorrow_is_kept_flagged_and_counted_from_now(
    desk: Desk, act: Act, c1: str
) -> None:
    text = "GlowByLena 2027-01-03 09:12\nhi"
    assert "1 dated in the future: kept, and counted from now" in shown(desk, text)
    act(desk, "paste", c1, text=text)
    assert at(desk).waiting_since == NOON
    [message] = messages(desk.book, at(desk))
    assert message.dated == datetime.fromisoformat("2027-01-03T09:12:00-08:00")
    with pytest.raises(RefusalError, match="already"):
        act(desk, "paste", c1, text=text)


def test_escapes_and_bidi_are_gone_and_emoji_and_cjk_stay(desk: Desk, act: Act, c1: str) -> None:
    act(desk, "paste", c1, text="GlowByLena: \x1b[2J\u202e你好 👩‍👩‍👧‍👦\x07")
    assert said(desk)[0][3] == "你好 👩‍👩‍👧‍👦"


def test_a_wall_of_text_is_kept_whole_beside_its_beginning(desk: Desk, act: Act, c1: str) -> None:
    wall = "lorem ipsum " * 430_000
    text = f"GlowByLena 09:12\n{wall}\nAna 09:15\nok"
    assert shown(desk, text)[1] == "1 of over 20,000 characters: kept whole as a file beside it"
    act(desk, "paste", c1, text=text)
    assert len(said(desk)[0][3]) < 2_100
    [file] = attached(desk.book, c1)
    assert place_of(desk.workspace.files, file.sha256).read_text() == wall.rstrip()
    with pytest.raises(RefusalError, match="already"):
        act(desk, "paste", c1, text=text)


def test_a_chat_of_many_megabytes_is_refused_with_a_word(desk: Desk, act: Act, c1: str) -> None:
    with pytest.raises(UsageError, match="9,000,015 characters are too many; 8,000,000 fit"):
        act(desk, "paste", c1, text="GlowByLena: hi\n" + "x" * 9_000_000)
    with pytest.raises(RefusalError, match="it has 2,001 messages, and 2,000 can be pasted"):
        act(desk, "paste", c1, text="GlowByLena: hi\n" * 2_001)


def test_what_one_change_cant_hold_goes_in_several(desk: Desk, act: Act, c1: str) -> None:
    long = "".join(f"GlowByLena: {number} {'ä' * 15_000}\n" for number in range(20))
    act(desk, "paste", c1, text=long)
    assert len(said(desk)) == 20
    with pytest.raises(RefusalError, match="already"):
        act(desk, "paste", c1, text=long)


def test_two_people_paste_the_same_chat(desk: Desk, open_desk: OpenDesk, act: Act, c1: str) -> None:
    jo = open_desk("jo")
    stale = at(jo)
    act(desk, "paste", c1, text=CHAT)
    with pytest.raises(RefusalError, match="already"):
        jo.run(PASTE, stale, PasteChat(CHAT))
    assert len(said(jo)) == 3


TALK = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["ok", "hi", "when?", "ok then"]), st.integers(0, 3)),
    min_size=1,
    max_size=12,
)


def _turns(talk: list[tuple[bool, str, int]], *, timed: bool) -> list[Turn]:
    when, found = NOON, []
    for outbound, text, minutes in talk:
        when += minutes * MINUTE
        found.append(Turn("x", outbound, text, when if timed else None))
    return found


def _kept(turns: list[Turn]) -> list[Message]:
    return said_in_chat(
        [
            Message(
                id=number, conversation=1, author="x", outbound=turn.outbound, body=turn.text,
                at=turn.at or NOON, state="received", timed=turn.at is not None,
            )
            for number, turn in enumerate(turns, 1)
        ]
    )  # fmt: skip


@given(TALK, st.booleans(), st.data())
def test_any_part_of_a_chat_that_is_here_is_known_again(
    talk: list[tuple[bool, str, int]], timed: bool, data: st.DataObject
) -> None:
    turns = _turns(talk, timed=timed)
    first = data.draw(st.integers(0, len(turns)))
    last = data.draw(st.integers(first, len(turns)))
    here = _kept(turns[first:last])
    matched = aligned(here, turns)
    assert sorted(matched.values()) == list(range(len(here))), "nothing is added twice"
    for turn, message in matched.items():
        assert (turns[turn].outbound, turns[turn].text) == (
            here[message].outbound,
            here[message].body,
        )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talk=TALK, cut=st.integers(1, 12))
def test_pasting_a_beginning_and_then_all_is_pasting_all(
    desk: Desk, act: Act, talk: list[tuple[bool, str, int]], cut: int
) -> None:
    lines = [f"{'Ana' if out else 'lena'}: {text}" for out, text, _ in talk]
    ref = act(desk, "new inbox", creator="@lena").ref
    act(desk, "paste", ref, text="\n".join(lines[:cut]))
    if len(lines) > cut:
        act(desk, "paste", ref, text="\n".join(lines))
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    assert [each.body for each in messages(desk.book, found)] == [text for _, text, _ in talk]


# -- calls and mails --------------------------------------------------------------------------


def test_a_call_is_told_apart_and_answers_only_if_it_is_said_to(
    desk: Desk, act: Act, c1: str, clock: FrozenClock
) -> None:
    act(desk, "received", c1, text="call me")
    clock.move(MINUTE)
    act(desk, "call", c1, text="nobody picked up")
    assert at(desk).waiting_since == NOON
    act(desk, "mail", c1, text="sent her the label", answers="yes")
    here = at(desk)
    assert (here.waiting_since, here.status, here.waiting_on) == (None, "waiting", "creator")
    assert [(kind, author) for kind, author, _, _ in said(desk)] == [
        ("in", "@glowbylena"),
        ("call", "ana"),
        ("mail", "ana"),
    ]
    first = next(c for c in Clocks(desk).all(here) if c.metric == "first_reply")
    assert first.cycle.stop == NOON + MINUTE


def test_a_chat_nobody_began_yet_is_with_whom_it_is_said_to_be(desk: Desk, c1: str) -> None:
    anew = PasteAnew(creator="lena", text="glowbylena 09:12\nhi\nlena 09:15\nhello")
    with pytest.raises(RefusalError, match="@glowbylena speaks in it, and you said @lena: paste"):
        desk.make(PASTE_ANEW, anew)
    assert known(desk.book, "lena") is None
    made = desk.make(PASTE_ANEW, PasteAnew(creator="lena", text="lena 09:15\nhello"))
    assert [message.body for message in messages(desk.book, made)] == ["hello"]
    with pytest.raises(RefusalError, match=f"all of it is in {made.ref} already"):
        desk.make(PASTE_ANEW, PasteAnew(creator="lena", text="lena 09:15\nhello"))
