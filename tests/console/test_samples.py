"""Samples: from the request to the post, by the platform's clocks and its dated rules."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from console import samples
from console.desk import Desk
from console.outstanding import due_of, pressing, standing_of
from console.query import select
from console.table import find
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.creators import Creator
from data.records.samples import Sample
from tests.conftest import NOON

Act = Callable[..., Record]
DAY = timedelta(days=1)


@pytest.fixture
def asked(desk: Desk, act: Act) -> Desk:
    """@lena asks Aurora for a serum, today."""
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new samples", creator="@lena", product="Glow Serum", client="aurora")
    return desk


def at(desk: Desk, ref: str = "S1") -> Sample:
    desk.book.catch_up()
    found = find(desk, ref)
    assert isinstance(found, Sample)
    return found


def stands(desk: Desk) -> str:
    return standing_of(desk, at(desk))


def stage(desk: Desk) -> str:
    found = find(desk, "K1")
    assert isinstance(found, Creator)
    return found.stage


def refused(act: Act, desk: Desk, verb: str, ref: str = "S1", **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, ref, **words)
    return str(caught.value)


def test_the_whole_way(asked: Desk, act: Act, clock: FrozenClock) -> None:
    act(asked, "approve", "S1")
    act(asked, "ship", "S1", tracking="9400", carrier="USPS")
    clock.move(3 * DAY)
    act(asked, "deliver", "S1")
    assert stage(asked) == "sampled"
    assert due_of(asked, at(asked)) == clock.now() + 14 * DAY
    clock.move(9 * DAY)
    act(asked, "remind", "S1")
    act(asked, "post", "S1", link="https://www.tiktok.com/@lena/video/1")
    here = at(asked)
    assert (here.status, here.decided_by, here.tracking, here.carrier) == (
        "posted", "ana", "9400", "USPS",
    )  # fmt: skip
    assert due_of(asked, here) is None
    assert stage(asked) == "posted"
    act(asked, "post", "S1", link="https://www.tiktok.com/@lena/video/2")
    assert len(at(asked).links) == 2
    assert "noted already" in refused(
        act, asked, "post", link="https://www.tiktok.com/@lena/video/2"
    )


def test_a_request_nobody_decides_lapses_to_the_instant(
    asked: Desk, act: Act, clock: FrozenClock
) -> None:
    clock.move(7 * DAY)
    assert stands(asked) == "requested", "to the instant its time is up it isn't late"
    assert [each.ref for each in pressing(asked)] == ["S1"]
    clock.move(timedelta(seconds=1))
    assert stands(asked) == "lapsed"
    assert pressing(asked) == []
    for verb, words in (("approve", {}), ("reject", {"rejection": "other"})):
        said = refused(act, asked, verb, **words)
        assert said.startswith("nobody decided within 7 days: it lapsed on 27 Nov")
        assert "looked up 2026-08-31" in said
    assert [s.ref for s in select(asked, samples.LIST, "is:lapsed")] == ["S1"]
    assert select(asked, samples.LIST, "is:requested") == []


def test_one_extension_and_no_more(asked: Desk, act: Act, clock: FrozenClock) -> None:
    act(asked, "approve", "S1")
    assert "is approved" in refused(act, asked, "extend")
    act(asked, "deliver", "S1")
    clock.move(14 * DAY + timedelta(seconds=1))
    assert stands(asked) == "overdue"
    act(asked, "extend", "S1")
    assert stands(asked) == "delivered"
    assert due_of(asked, at(asked)) == NOON + 21 * DAY
    assert refused(act, asked, "extend").endswith("that can be done only once")
    take_back(asked, next_undo(asked).entry)
    assert stands(asked) == "overdue"


def test_one_reminder_and_none_too_soon(asked: Desk, act: Act, clock: FrozenClock) -> None:
    act(asked, "approve", "S1")
    act(asked, "deliver", "S1")
    clock.move(5 * DAY - timedelta(seconds=1))
    said = refused(act, asked, "remind")
    assert said == (
        "not before 25 Nov, 5 days after delivery (agency desk practice, looked up 2026-08-31)"
    )
    assert select(asked, samples.LIST, "is:remindable") == []
    clock.move(timedelta(seconds=1))
    assert [s.ref for s in select(asked, samples.LIST, "is:remindable")] == ["S1"]
    act(asked, "remind", "S1")
    clock.move(DAY)
    assert refused(act, asked, "remind").startswith("ana reminded them 1 d ago: once is allowed")


def test_the_workspaces_own_rule_counts(asked: Desk, act: Act, clock: FrozenClock) -> None:
    act(asked, "approve", "S1")
    act(asked, "deliver", "S1")
    clock.move(3 * DAY)
    own: Path = asked.workspace.root / "rules.toml"
    own.write_text(
        '[[rules]]\nid = "sample.reminder"\nvalue = 3\nunit = "days"\nsays = "Three."\n'
        'source = "a letter of the platform"\nchecked_on = 2026-11-01\n'
    )
    act(asked, "remind", "S1")
    assert "a letter of the platform, looked up 2026-11-01" in refused(act, asked, "remind")


@pytest.mark.parametrize(
    ("verb", "words", "why"),
    [
        ("ship", {"tracking": "1"}, "it is requested: that is for one that is approved"),
        ("deliver", {}, "it is requested: that is for one that is approved or shipped"),
        ("post", {"link": "x"}, "it is requested"),
        ("remind", {}, "it is requested"),
        ("appeal", {"reason": "broken"}, "it is requested"),
    ],
)
def test_nothing_out_of_turn(
    asked: Desk, act: Act, verb: str, words: dict[str, str], why: str
) -> None:
    assert why in refused(act, asked, verb, **words)


def test_tomorrow_begins_at_the_agency_not_in_greenwich(
    asked: Desk, act: Act, clock: FrozenClock
) -> None:
    act(asked, "approve", "S1")
    clock.move(timedelta(hours=6))  # 18:00 on 20 November in Los Angeles, and the 21st in UTC
    assert "still to come" in refused(act, asked, "ship", tracking="1", on="2026-11-21")


def test_days_that_cant_be(asked: Desk, act: Act) -> None:
    act(asked, "approve", "S1")
    assert "still to come" in refused(act, asked, "ship", tracking="1", on="2026-11-25")
    act(asked, "ship", "S1", tracking="1", on="2026-11-18")
    assert "shipped on 2026-11-18 only" in refused(act, asked, "deliver", on="2026-11-17")
    act(asked, "deliver", "S1", on="2026-11-19")
    act(asked, "appeal", "S1", reason="the bottle came broken")
    assert "once is allowed" in refused(act, asked, "appeal", reason="again")
    assert stands(asked) == "appealed"


def test_a_blocked_creator_gets_no_sample(asked: Desk, act: Act) -> None:
    act(asked, "block", "K1", client="aurora", reason="resold two")
    assert refused(act, asked, "approve") == "ana blocked @lena for this client: resold two"
    with pytest.raises(RefusalError, match="ana blocked @lena"):
        act(asked, "new samples", creator="@lena", product="Cream", client="aurora")
    act(asked, "reject", "S1", rejection="not-match", reason="blocked")
    assert stands(asked) == "rejected"
    assert "was called off" not in refused(act, asked, "withdraw")


def test_of_a_merged_creator_both_handles_find_the_samples(asked: Desk, act: Act) -> None:
    act(asked, "new samples", creator="@lena.two", product="Cream")
    act(asked, "merge", "K2", into="K1")
    for handle in ("@lena", "@lena.two"):
        found = select(asked, samples.LIST, f"creator:{handle}")
        assert sorted(each.ref for each in found) == ["S1", "S2"]
