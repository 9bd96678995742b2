"""The send guard: what the platform and the desk don't let anybody write, by any way."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console import replies
from console.desk import Desk
from console.guard import unknown_quota
from console.table import find
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.conversations import Conversation
from tests.conftest import OpenDesk, Spotlight

Act = Callable[..., Record]
DAY = timedelta(days=1)


@pytest.fixture
def aurora(desk: Desk, act: Act) -> Desk:
    """Ana's desk, with a client."""
    act(desk, "new clients", title="Aurora Skin")
    return desk


def send(act: Act, desk: Desk, clock: FrozenClock, ref: str, times: int = 1) -> None:
    for _ in range(times):
        clock.move(timedelta(minutes=1))
        act(desk, "reply", ref, text="hello")
        act(desk, "confirm", ref)


def refused(act: Act, desk: Desk, ref: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, "reply", ref, text="hello")
    return str(caught.value)


def said_also(desk: Desk, ref: str) -> str | None:
    talk = find(desk, ref)
    assert isinstance(talk, Conversation)
    return unknown_quota(desk.view(), talk)


def test_nobody_writes_to_whom_a_client_blocked(
    aurora: Desk, act: Act, open_desk: OpenDesk
) -> None:
    act(aurora, "new clients", title="Peak")
    act(aurora, "new inbox", creator="@lena", client="aurora", message="hi")
    act(aurora, "new inbox", creator="@lena", client="peak", message="hi")
    act(open_desk("jo"), "block", "@lena", client="aurora", reason="resells her samples")
    assert refused(act, aurora, "C1") == (
        "jo blocked @lena 0 s ago: resells her samples · unblock takes that back"
    )
    aurora.book.catch_up()
    shown = aurora.refusal(replies.REPLY, find(aurora, "C1"))
    assert shown is not None, "the key says so before anybody types"
    act(aurora, "reply", "C2", text="another shop's")
    act(aurora, "unblock", "@lena", client="aurora")
    act(aurora, "reply", "C1", text="hello again")


def test_five_messages_and_no_more_until_they_reply(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    act(aurora, "new inbox", creator="@lena", client="aurora")
    send(act, aurora, clock, "C1", 4)
    act(aurora, "new inbox", creator="@lena", client="aurora", topic="sample")
    act(aurora, "reply", "C2", text="the fifth")
    assert refused(act, aurora, "C1") == (
        "5 messages (1 copied, not confirmed) went to @lena since they last wrote; TikTok Shop"
        " takes no more than 5 until they reply (seller-us.tiktok.com/university"
        " 6104700982429483, 2725932827150123, checked 2026-08-31)"
    )
    act(aurora, "unsent", "C2")
    act(aurora, "reply", "C1", text="the fifth after all")
    act(aurora, "confirm", "C1")
    assert "5 messages went" in refused(act, aurora, "C2")
    clock.move(DAY)
    act(aurora, "received", "C2", text="sorry, was away")
    send(act, aurora, clock, "C1", 5)
    assert "5 messages went" in refused(act, aurora, "C1")


def test_calls_and_mails_are_no_messages(aurora: Desk, act: Act, clock: FrozenClock) -> None:
    act(aurora, "edit", "aurora-skin", outreach_quota="1")
    act(aurora, "new inbox", creator="@lena", client="aurora")
    for verb in ("call", "mail", "call", "mail", "call"):
        clock.move(timedelta(minutes=1))
        act(aurora, verb, "C1", text="they like it", answers="yes")
    act(aurora, "new inbox", creator="@peak", client="aurora")
    send(act, aurora, clock, "C2")
    assert "outreach quota is 1" in refused(act, aurora, "C1")
    act(aurora, "edit", "aurora-skin", outreach_quota="2")
    send(act, aurora, clock, "C1", 4)
    act(aurora, "reply", "C1", text="the fifth")


def test_another_shop_and_another_person_count_for_themselves(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    act(aurora, "new clients", title="Peak")
    act(aurora, "new inbox", creator="@lena", client="aurora")
    act(aurora, "new inbox", creator="@lena", client="peak")
    act(aurora, "new inbox", creator="@lena2", client="aurora")
    send(act, aurora, clock, "C1", 5)
    act(aurora, "reply", "C2", text="hello from Peak")
    send(act, aurora, clock, "C3")
    act(aurora, "merge", "@lena2", into="@lena")
    assert "6 messages went" in refused(act, aurora, "C3"), "they are one person"


def test_the_weekly_quota_counts_new_creators_once_until_sunday(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    act(aurora, "edit", "aurora-skin", outreach_quota="2")
    for name in ("one", "two", "three"):
        act(aurora, "new inbox", creator=f"@{name}", client="aurora")
    act(aurora, "new inbox", creator="@four", client="aurora", message="hi, I'd love to work")
    send(act, aurora, clock, "C1", 2)
    send(act, aurora, clock, "C2")
    assert refused(act, aurora, "C3") == (
        "Aurora Skin has written to 2 new creators this week, and its outreach quota is 2; it is"
        " anew on Sun 22 Nov (seller-us.tiktok.com/university 6104700982429483,"
        " 2725932827150123, checked 2026-08-31)"
    )
    send(act, aurora, clock, "C1")
    send(act, aurora, clock, "C4")
    clock.move(2 * DAY)
    act(aurora, "reply", "C3", text="hello")


def test_who_answered_meanwhile_no_longer_counts(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    act(aurora, "edit", "aurora-skin", outreach_quota="1")
    for name in ("one", "two"):
        act(aurora, "new inbox", creator=f"@{name}", client="aurora")
    send(act, aurora, clock, "C1")
    refused(act, aurora, "C2")
    act(aurora, "received", "C1", text="hi!")
    act(aurora, "reply", "C2", text="hello")


def test_a_quota_nobody_knows_is_said_with_the_first_and_stops_nothing(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    for name in ("one", "two"):
        act(aurora, "new inbox", creator=f"@{name}", client="aurora")
    send(act, aurora, clock, "C1")
    words = said_also(aurora, "C1")
    assert words is not None
    assert words.startswith("Aurora Skin's weekly outreach quota isn't known")
    send(act, aurora, clock, "C2")
    assert said_also(aurora, "C2") is None, "once is enough"


def test_what_was_found_out_about_the_platform_since_applies(
    aurora: Desk, act: Act, clock: FrozenClock
) -> None:
    path = aurora.workspace.root / "rules.toml"
    path.write_text(
        '[[rules]]\nid = "outreach.unanswered"\nvalue = 2\nunit = "messages"\nsince = 2026-11-21\n'
        'says = "Two."\nsource = "a mail of Kim"\nchecked_on = 2026-11-19\n'
    )
    act(aurora, "new inbox", creator="@lena", client="aurora")
    send(act, aurora, clock, "C1", 2)
    act(aurora, "reply", "C1", text="still Friday")
    act(aurora, "unsent", "C1")
    clock.move(DAY)
    assert "no more than 2 until they reply (a mail of Kim, checked 2026-11-19)" in refused(
        act, aurora, "C1"
    )


def test_the_command_line_is_held_too(aurora: Desk, act: Act, spotlight: Spotlight) -> None:
    act(aurora, "new inbox", creator="@lena", client="aurora", message="hi")
    act(aurora, "block", "@lena", client="aurora", reason="spam")
    root = aurora.workspace.root
    done = spotlight("reply", "C1", "hello", workspace=root, as_="jo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ana blocked @lena" in done.stderr
