"""The inbox: who waits, who has it, which replies count, and what nobody sends past."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import turns
from console.desk import Desk
from console.query import select
from console.table import find
from console.thread import thread
from console.today import today
from console.undo import next_undo, take_back
from console.wake import Wake, read_moment, read_wake
from data.clock import FrozenClock
from data.errors import News, NotFound, RefusalError, UsageError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.messages import Message
from data.settings import zone_named
from data.text import plain
from tests.conftest import NOON

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]
MINUTE = timedelta(minutes=1)


def at(desk: Desk, ref: str = "C1") -> Conversation:
    """A conversation as it is now."""
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Conversation)
    return turns.as_of(desk.book, found, desk.clock.now())


def refused(act: Act, desk: Desk, verb: str, **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, "C1", **words)
    return str(caught.value)


def said(desk: Desk) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.text, each.state) for each in thread(desk.book, at(desk))]


# -- beginning --------------------------------------------------------------------------------


def test_a_conversation_makes_the_creator_once(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new inbox", creator="@GlowByLena", client="aurora", topic="payout", message="hi")
    act(desk, "new inbox", creator="https://www.tiktok.com/@glowbylena?lang=en", topic="sample")
    first, second = at(desk, "C1"), at(desk, "C2")
    assert first.creator == second.creator == 1
    assert [creator.handle for creator in desk.book.all(Creator)] == ["glowbylena"]
    assert (first.status, first.client, first.waiting_since) == ("new", 1, NOON)
    assert second.waiting_since is None
    assert find(desk, "@GLOWBYLENA").ref == "K1"
    with pytest.raises(NotFound, match="Did you mean @glowbylena"):
        find(desk, "@glowbylens")


def test_a_creator_taken_back_is_there_again_with_the_next_conversation(
    desk: Desk, act: Act
) -> None:
    act(desk, "new inbox", creator="@lena")
    take_back(desk, next_undo(desk).entry)
    assert desk.book.all(Creator) == []
    assert desk.book.all(Conversation) == []
    act(desk, "new inbox", creator="@lena")
    assert [creator.ref for creator in desk.book.all(Creator)] == ["K1"]
    assert at(desk, "C2").creator == 1


@pytest.mark.parametrize(
    "handle", ["", "@", "two words", "a@b", "x" * 25, "zoë", "lena!", "お茶", "\u202e\u200b"]
)
def test_what_is_no_handle(desk: Desk, act: Act, handle: str) -> None:
    with pytest.raises(UsageError, match="creator: "):
        act(desk, "new inbox", creator=handle)


# -- replies ----------------------------------------------------------------------------------


def test_only_a_confirmed_reply_stops_the_wait(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new inbox", creator="@lena", message="where is my money?")
    clock.move(MINUTE)
    act(desk, "note", "C1", text="pays about 17 Nov")
    act(desk, "claim", "C1")
    act(desk, "reply", "C1", text="About the 17th.")
    assert at(desk).waiting_since == NOON
    assert "ana copied a reply" in refused(act, desk, "reply", text="again")
    assert "confirm if it was sent" in refused(act, desk, "resolve")
    clock.move(MINUTE)
    act(desk, "confirm", "C1")
    here = at(desk)
    assert (here.waiting_since, here.status, here.waiting_on) == (None, "waiting", "creator")
    assert here.last_at == NOON + 2 * MINUTE
    assert said(desk) == [
        ("in", "where is my money?", "received"),
        ("note", "pays about 17 Nov", None),
        ("out", "About the 17th.", "confirmed"),
    ]
    assert refused(act, desk, "confirm") == "no copied reply waits to be confirmed"


def test_a_confirmed_reply_is_passed_over_by_undo(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "claim", "C1")
    act(desk, "reply", "C1", text="hello")
    copied = next_undo(desk).entry
    act(desk, "confirm", "C1")
    with pytest.raises(RefusalError, match="“ana confirmed the reply in C1” stays"):
        next_undo(desk)
    with pytest.raises(
        RefusalError, match=r"you changed the reply to C1 .*: ana copied a reply to"
    ):
        take_back(desk, copied)
    assert said(desk)[-1] == ("out", "hello", "confirmed")


def test_what_was_not_sent_is_the_draft_again(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "reply", "C1", text="draft one")
    act(desk, "unsent", "C1")
    assert said(desk)[-1] == ("out", "draft one", "failed")
    assert at(desk).waiting_since == NOON
    begins = _begins(desk)
    assert begins == {"text": "draft one"}
    act(desk, "reply", "C1", text="draft two")
    assert _begins(desk) == {}


def _begins(desk: Desk) -> dict[str, str]:
    from console.replies import REPLY

    assert REPLY.begins is not None
    return dict(REPLY.begins(desk.view(), at(desk)))


def test_what_came_after_the_copy_still_waits(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new inbox", creator="@lena", message="one")
    act(desk, "reply", "C1", text="answer to one")
    clock.move(MINUTE)
    act(desk, "received", "C1", text="two")
    act(desk, "confirm", "C1")
    here = at(desk)
    assert (here.waiting_since, here.waiting_on) == (NOON + MINUTE, "us")
    assert here.status == "open", "it was answered once, so it is new no more"


# -- the send guard ---------------------------------------------------------------------------


@pytest.mark.parametrize(("verb", "text"), [("received", "never mind"), ("note", "I called her")])
def test_nobody_replies_past_what_came_in(
    open_desk: OpenDesk, act: Act, clock: FrozenClock, verb: str, text: str
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new inbox", creator="@lena", message="hi")
    seen = at(ana)
    clock.move(MINUTE)
    act(jo, verb, "C1", text=text)
    with pytest.raises(News, match=rf"since you looked: “{text}”"):
        act(ana, "reply", "C1", seen=seen, text="hello")
    assert at(ana).pending is None
    act(ana, "reply", "C1", seen=at(ana), text="hello")
    assert at(ana).pending == len(ana.book.all(Message))


def test_nobody_confirms_past_what_came_in(
    open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new inbox", creator="@lena", message="hi")
    seen = act(ana, "reply", "C1", text="hello")
    clock.move(MINUTE)
    act(jo, "note", "C1", text="don't send this")
    clock.move(MINUTE)
    act(jo, "received", "C1", text="ok")
    with pytest.raises(News, match=r"@lena wrote since you looked: “ok”, and 1 more"):
        act(ana, "confirm", "C1", seen=seen)
    act(ana, "confirm", "C1", seen=at(ana))
    assert ("out", "hello", "confirmed") in said(ana)


def test_what_i_wrote_myself_is_no_news(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    seen = at(desk)
    clock.move(MINUTE)
    act(desk, "note", "C1", text="mine")
    act(desk, "reply", "C1", seen=seen, text="hello")


# -- who has it -------------------------------------------------------------------------------


def test_a_claim_has_one_winner(open_desk: OpenDesk, act: Act, clock: FrozenClock) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new inbox", creator="@lena", message="hi")
    act(jo, "claim", "C1")
    clock.move(timedelta(seconds=3))
    assert refused(act, ana, "claim") == "jo claimed this 3 s ago · steal takes it over"
    assert refused(act, jo, "claim") == "you already hold it"
    assert at(ana).status == "open"
    act(ana, "steal", "C1")
    assert refused(act, jo, "release") == "ana holds it, not you"
    act(ana, "release", "C1")
    assert at(jo).assignee is None
    act(ana, "assign", "C1", assignee="jo")
    act(jo, "claim", "C1")
    assert at(jo).claimed_at is not None


# -- waiting, sleeping, waking, ending --------------------------------------------------------


def test_the_creator_wakes_what_waits_and_what_sleeps(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "waiting", "C1", waiting_on="warehouse")
    assert at(desk).status == "waiting"
    assert refused(act, desk, "waiting", waiting_on="ware") == "it waits on the warehouse already"
    act(desk, "received", "C1", text="any news?")
    here = at(desk)
    assert (here.status, here.waiting_on, here.woke) == ("open", "us", "reply")
    assert here.waiting_since == NOON, "the oldest message counts"
    act(desk, "snooze", "C1", until="reply")
    act(desk, "received", "C1", text="hello?")
    here = at(desk)
    assert (here.status, here.woke, here.slept_by) == ("open", "reply", None)
    act(desk, "claim", "C1")
    assert at(desk).woke is None, "somebody took it up"


def test_a_snooze_wakes_by_the_clock_and_nothing_is_written(
    desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "waiting", "C1", waiting_on="client")
    act(desk, "snooze", "C1", until="2h")
    assert "that is past" in refused(act, desk, "snooze", until="2026-11-19")
    seq = desk.book.seq
    query = turns.LIST.default
    assert select(desk, turns.LIST, query) == []
    clock.move(timedelta(hours=2))
    assert [c.ref for c in select(desk, turns.LIST, query)] == ["C1"]
    here = at(desk)
    assert (here.status, here.waiting_on, here.woke) == ("open", "us", "time")
    assert [item.record.ref for item in today(desk)] == ["C1"]
    assert desk.book.seq == seq
    act(desk, "claim", "C1")
    kept = desk.book.get(Conversation, 1)
    assert kept is not None
    assert (kept.status, kept.snooze_until, kept.woke) == ("open", None, None)


def test_keep_sleeps_through_what_the_creator_writes(
    desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new inbox", creator="@lena")
    act(desk, "snooze", "C1", until="tomorrow keep")
    act(desk, "received", "C1", text="thanks!")
    here = at(desk)
    assert (here.status, here.waiting_since) == ("snoozed", NOON)
    clock.move(timedelta(days=1))
    assert at(desk).woke == "time"


def test_what_is_resolved_opens_with_a_message_or_by_hand(
    desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "resolve", "C1")
    clock.move(MINUTE)
    assert (
        refused(act, desk, "reply", text="x")
        == "ana resolved this 1 min ago · reopen opens it again"
    )
    act(desk, "received", "C1", text="it broke again")
    here = at(desk)
    assert (here.status, here.woke, here.resolved_by) == ("open", "reply", None)
    assert here.waiting_since == NOON + MINUTE, "a new wait"
    act(desk, "resolve", "C1")
    act(desk, "reopen", "C1")
    assert at(desk).status == "open"
    assert refused(act, desk, "reopen") == "it is open"


def test_resolve_can_be_taken_back(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    before = at(desk)
    act(desk, "snooze", "C1", until="mon")
    take_back(desk, next_undo(desk).entry)
    after = at(desk)
    assert (after.status, after.snooze_until) == (before.status, None)


# -- the list ---------------------------------------------------------------------------------


def test_the_longest_wait_is_first_and_queries_pick(
    open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    act(ana, "new clients", title="Aurora Skin")
    for number, topic in enumerate(["payout", "sample", "video", "other"], 1):
        client = "aurora" if number < 3 else "none"
        act(ana, "new inbox", creator=f"@c{number}", topic=topic, client=client, message="hi")
        clock.move(MINUTE)
    act(ana, "reply", "C1", text="x")
    act(ana, "confirm", "C1")
    act(jo, "claim", "C3")
    act(ana, "resolve", "C4")
    ana.book.catch_up()

    def ask(query: str) -> list[str]:
        return [each.ref for each in select(ana, turns.LIST, query)]

    assert ask("") == ["C2", "C3", "C1", "C4"]
    assert ask("waiting:us not:snoozed") == ["C2", "C3"]
    assert ask("waiting:creator") == ["C1"]
    assert ask("assignee:jo") == ask("is:claimed") == ["C3"]
    assert ask("creator:@c2") == ask("topic:samp") == ask("@c2") == ["C2"]
    assert ask("client:aurora status:new,resolved") == ["C2"]
    assert [item.record.ref for item in today(ana, "for:me")] == ["C2"]
    assert [item.record.ref for item in today(ana)] == ["C2", "C3"]
    with pytest.raises(UsageError, match="there is us, creator"):
        ask("waiting:godot")


# -- when people mean -------------------------------------------------------------------------

LOCAL = NOON.astimezone(zone_named("America/Los_Angeles"))


@pytest.mark.parametrize(
    ("words", "local", "reply"),
    [
        ("reply", None, True),
        ("3h", "2026-11-20 15:00", True),
        ("90 min", "2026-11-20 13:30", True),
        ("tomorrow", "2026-11-21 09:00", True),
        ("fri 9:00", "2026-11-27 09:00", True),
        ("mon 5pm or reply", "2026-11-23 17:00", True),
        ("9:30 am", "2026-11-21 09:30", True),
        ("17:30", "2026-11-20 17:30", True),
        ("today", "2026-11-20 18:00", True),
        ("2026-11-27t12:15", "2026-11-27 12:15", True),
        ("27 nov keep", "2026-11-27 09:00", False),
        ("tomorrow 9", "2026-11-21 09:00", True),
        ("mon 14", "2026-11-23 14:00", True),
        ("in 2h", "2026-11-20 14:00", True),
        ("2 hours", "2026-11-20 14:00", True),
        ("in 30 minutes", "2026-11-20 12:30", True),
        ("in 2 days", "2026-11-22 09:00", True),
        ("tonight", "2026-11-20 18:00", True),
        ("next week", "2026-11-23 09:00", True),
        ("24.11.", "2026-11-24 09:00", True),
        ("24.11. 14:30", "2026-11-24 14:30", True),
        ("nov 25", "2026-11-25 09:00", True),
        ("nov 9 keep", "2026-11-09 09:00", False),
        ("9.11", "2026-11-21 09:11", True),
    ],
)
def test_times_people_mean(words: str, local: str | None, reply: bool) -> None:
    wake = read_wake(words, LOCAL)
    expected = None
    if local is not None:
        expected = datetime.fromisoformat(local).replace(tzinfo=LOCAL.tzinfo).astimezone()
    assert wake == Wake(expected, reply)


@pytest.mark.parametrize("words", ["", "soon", "keep", "reply keep", "mon, tue", "25:00", "13pm"])
def test_times_nobody_can_guess(words: str) -> None:
    with pytest.raises(
        ValueError, match=r"write fri 9:00.*mon keep sleeps on even when they write"
    ):
        read_wake(words, LOCAL)


def test_an_hour_that_could_be_of_the_afternoon_is_asked() -> None:
    with pytest.raises(ValueError, match=r"“mon 5” could be .*: write mon 5:00 or 5pm"):
        read_wake("mon 5", LOCAL)
    with pytest.raises(ValueError, match="write fri 9:00"):
        read_wake("24.11", LOCAL)


@given(st.text(max_size=30))
def test_no_words_break_the_reading_of_times(words: str) -> None:
    with suppress(ValueError):
        assert read_moment(plain(words).casefold(), LOCAL).tzinfo is not None


# -- hostile ----------------------------------------------------------------------------------

HOSTILE = (
    "\x1b]52;c;aGk=\x07[@click=app.quit]x[/]",
    "[/nope \u202eevil\u2066",
    "漢字" * 150,
    "👩\u200d👩\u200d👧 a\u0300\u0301" * 20,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(desk: Desk, act: Act, text: str) -> None:
    handle = plain(text.replace(" ", "").replace("@", "")).casefold()
    with pytest.raises(UsageError, match="is no handle; TikTok's have letters, digits"):
        act(desk, "new inbox", creator=handle)
    with desk.book.begin("creators.new") as tx:  # as an export may have it
        tx.add(Creator(handle=handle))
    act(desk, "new inbox", creator=handle, topic=text[:40], message=text)
    act(desk, "received", "C1", text=f"one\n{text}\n")
    act(desk, "note", "C1", text=text)
    act(desk, "reply", "C1", text=text)
    for _, words, _ in said(desk):
        assert all(line.isprintable() or "\u200d" in line for line in words.split("\n"))
        assert "\x1b" not in words
        assert "\u202e" not in words


def test_what_a_colleague_just_copied_is_theirs_to_unsay(
    desk: Desk, open_desk: OpenDesk, act: Act, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "reply", "C1", text="hello")
    assert "ana copied it 0 s ago and may be sending it now" in refused(act, jo, "unsent")
    clock.move(timedelta(hours=1))
    act(jo, "unsent", "C1")
    assert at(desk).pending is None


def test_a_reply_that_was_sent_is_not_taken_back_not_even_in_part(
    desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "snooze", "C1", until="3h")
    clock.move(timedelta(hours=4))
    act(desk, "reply", "C1", text="hello")
    copied = next_undo(desk).entry
    act(desk, "confirm", "C1")
    with pytest.raises(RefusalError, match="ana copied a reply to C1 stays as it is"):
        take_back(desk, copied)


def test_what_a_colleague_claimed_is_theirs_to_resolve(
    desk: Desk, open_desk: OpenDesk, act: Act
) -> None:
    jo = open_desk("jo")
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "claim", "C1")
    assert refused(act, jo, "resolve") == "ana claimed this 0 s ago · steal takes it over"
    act(desk, "resolve", "C1")
    assert at(desk).status == "resolved"
