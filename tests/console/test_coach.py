"""Where a sample is, and what to do next with a creator: each in a sentence."""

from collections.abc import Callable
from datetime import timedelta

from console.coach import next_step
from console.desk import Desk
from console.parcels import explain
from console.table import find
from console.terms import Terms
from data.clock import FrozenClock
from data.records.base import Record
from data.records.creators import Creator
from data.records.samples import Sample

Act = Callable[..., Record]
DAY = timedelta(days=1)


def where(desk: Desk) -> tuple[str, str]:
    desk.book.catch_up()
    sample = desk.book.get(Sample, 1)
    assert sample is not None
    terms = Terms.of(sample, desk.book, desk.rules)
    said = explain(sample, terms, desk.clock.now(), desk.zone_of(sample.client))
    return said.text, said.source


def step(desk: Desk, client: int | None = None) -> str:
    desk.book.catch_up()
    creator = find(desk, "K1")
    assert isinstance(creator, Creator)
    return next_step(desk, creator, client)


def test_each_state_has_its_sentence(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new creators", handle="@lena")
    assert step(desk) == "nobody wrote to them yet: n begins it"
    act(desk, "new samples", creator="@lena", product="Glow Serum", client="aurora")
    assert step(desk) == "decide on S1 Glow Serum by 27 Nov"
    assert where(desk)[0] == (
        "Your request for the Glow Serum came on 20 Nov and is decided by 27 Nov."
    )
    act(desk, "approve", "S1")
    assert step(desk) == "ship S1 Glow Serum: approved 20 Nov"
    assert "was approved on 20 Nov; the parcel hasn't left yet" in where(desk)[0]
    clock.move(DAY)
    act(desk, "ship", "S1", tracking="9400", carrier="USPS")
    assert step(desk) == "S1 Glow Serum is on its way since 21 Nov"
    text, source = where(desk)
    assert text == "The Glow Serum left on 21 Nov (USPS, tracking 9400)."
    assert source.startswith("S1, as ana noted it on 21 Nov; ")
    clock.move(2 * DAY)
    act(desk, "deliver", "S1")
    assert where(desk)[0] == (
        "The Glow Serum was delivered on 23 Nov (USPS, tracking 9400). Please post by 7 Dec."
    )
    clock.move(DAY)
    assert step(desk) == "sampled 1 day ago, no post yet: remind after 28 Nov"
    clock.move(8 * DAY)
    assert step(desk) == "sampled 9 days ago, no post yet: remind S1, once"
    act(desk, "remind", "S1")
    clock.move(8 * DAY)
    assert step(desk) == "sampled 17 days ago, no post, due 7 Dec: ana reminded them 2 Dec"
    act(desk, "post", "S1", link="https://www.tiktok.com/@lena/video/1")
    assert "we saw your post" in where(desk)[0]
    assert step(desk) == "they post: offer the next product, or a better rate"


def test_lapsed_declined_called_off(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new samples", creator="@lena", product="Glow Serum")
    clock.move(8 * DAY)
    assert where(desk)[0] == "Your request for the Glow Serum lapsed on 27 Nov. Please ask again."
    clock.move(-8 * DAY)
    act(desk, "reject", "S1", rejection="out-of-stock")
    assert where(desk)[0] == ("Your request for the Glow Serum was declined: it is out of stock.")


def test_a_block_comes_before_all_of_that_shop(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new samples", creator="@lena", product="Glow Serum", client="aurora")
    act(desk, "block", "K1", client="aurora", reason="resold two")
    assert step(desk, 1) == "blocked by ana: resold two"
    act(desk, "stage", "K1", stage="contacted")
    act(desk, "edit", "K1", followers="900")
    assert step(desk, 2) == "fewer than 5,000 followers: no free sample in the US"


def test_who_is_blocked_for_a_client_is_offered_nothing_on_their_card(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new clients", title="Peak")
    act(desk, "new inbox", creator="@lena", client="aurora", message="hi")
    act(desk, "block", "@lena", client="aurora", reason="threatens us")
    assert step(desk) == "blocked for some clients by ana: threatens us"
    assert step(desk, client=2) == "offer a sample"
