"""Creators: by any handle they ever had, blocked shop by shop, merged without moving anything."""

from collections.abc import Callable

import pytest

from console import creators
from console.desk import Desk
from console.handles import former, same
from console.query import select
from console.table import LISTINGS, find
from console.undo import next_undo, take_back
from data.errors import NotFound, RefusalError, UsageError
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]


def at(desk: Desk, words: str) -> Creator:
    """The creator those words mean, now."""
    desk.book.catch_up()
    found = find(desk, words)
    assert isinstance(found, Creator)
    return found


def picked(desk: Desk, query: str) -> list[str]:
    return [creator.ref for creator in select(desk, creators.LIST, query)]


def refused(act: Act, desk: Desk, verb: str, ref: str, **words: str) -> str:
    with pytest.raises(RefusalError) as caught:
        act(desk, verb, ref, **words)
    return str(caught.value)


def test_a_former_handle_goes_on_finding_them(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="@glowbylena")
    act(desk, "edit", "K1", handle="@lena.glows")
    act(desk, "edit", "K1", handle="@lena")
    assert [at(desk, words).ref for words in ("@lena", "@lena.glows", "@glowbylena")] == ["K1"] * 3
    assert [each.handle for each in former(desk.book, at(desk, "K1"))] == [
        "lena.glows", "glowbylena",
    ]  # fmt: skip
    act(desk, "new inbox", creator="@glowbylena", message="it is me")
    assert [talk.creator for talk in desk.book.all(Conversation)] == [1, 1]
    assert picked(desk, "glowby") == ["K1"]
    act(desk, "edit", "K1", handle="@glowbylena")
    assert [each.handle for each in former(desk.book, at(desk, "K1"))] == ["lena", "lena.glows"]


def test_a_former_handle_somebody_else_took_is_theirs(desk: Desk, act: Act) -> None:
    act(desk, "new creators", handle="@glow")
    act(desk, "edit", "K1", handle="@lena")
    act(desk, "new creators", handle="@glow")
    assert (at(desk, "@glow").ref, at(desk, "@lena").ref) == ("K2", "K1")
    said = refused(act, desk, "edit", "K1", handle="@glow")
    assert said == "@glow is K2 already; if both are the same person, merge them"


def test_a_changed_handle_is_taken_back_whole(desk: Desk, act: Act) -> None:
    act(desk, "new creators", handle="@glow")
    act(desk, "edit", "K1", handle="@lena", followers="412k")
    take_back(desk, next_undo(desk).entry)
    assert (at(desk, "K1").handle, at(desk, "K1").followers) == ("glow", None)
    assert former(desk.book, at(desk, "K1")) == []
    act(desk, "new creators", handle="@lena")
    assert at(desk, "@lena").ref == "K2"


@pytest.mark.parametrize(
    ("field", "words"),
    [("followers", "many"), ("followers", "-1"), ("followers", "1,2"), ("health", "٣")],
)
def test_what_is_no_number(desk: Desk, act: Act, field: str, words: str) -> None:
    act(desk, "new creators", handle="@glow")
    with pytest.raises(UsageError, match=f"{field}: .* is no whole number"):
        act(desk, "edit", "K1", **{field: words})


def test_numbers_people_write(desk: Desk, act: Act) -> None:
    act(desk, "new creators", handle="@glow")
    act(desk, "edit", "K1", followers="1,412,000", fulfilment="86", health="212")
    act(desk, "stage", "K1", stage="posted")
    here = at(desk, "K1")
    assert (here.followers, here.fulfilment, here.health) == (1_412_000, 86, 212)
    assert "hundred" in refused(act, desk, "edit", "K1", fulfilment="101")
    assert "up to 1000" in refused(act, desk, "edit", "K1", health="1001")
    assert refused(act, desk, "stage", "K1", stage="posted") == "the stage is posted already"
    assert picked(desk, "stage:posted") == ["K1"]


def test_blocked_shop_by_shop_whatever_the_handle(desk: Desk, act: Act) -> None:
    for title in ("Aurora Skin", "Peak Fitness"):
        act(desk, "new clients", title=title)
    act(desk, "new creators", handle="@glow")
    act(desk, "new creators", handle="@glow.two")
    act(desk, "block", "K1", client="aurora", reason="resold two samples")
    act(desk, "merge", "K2", into="@glow")
    block = creators.blocked(desk.book, 2, 1)
    assert block is not None
    assert (block.by, block.reason) == ("ana", "resold two samples")
    assert creators.blocked(desk.book, 2, 2) is None
    assert creators.blocked(desk.book, 2, None) is None
    said = refused(act, desk, "block", "K1", client="aurora", reason="again")
    assert said == "ana blocked them for it already: resold two samples"
    assert "say for which client" in refused(act, desk, "block", "K1", client="none", reason="x")
    assert "aren't blocked" in refused(act, desk, "unblock", "K1", client="peak")
    assert picked(desk, "blocked:aurora") == ["K1"]
    act(desk, "unblock", "K1", client="aurora")
    assert refused(act, desk, "unblock", "K1", client="aurora") == "nobody blocked them"


def test_whoever_sells_for_a_shop_or_wrote_about_it_is_connected(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new inbox", creator="@glow", client="aurora")
    assert not creators.connected(desk.book, 1, 1)
    act(desk, "received", "C1", text="hi")
    desk.book.catch_up()
    assert creators.connected(desk.book, 1, 1)
    assert not creators.connected(desk.book, 1, 2)


def test_merging_moves_nothing_and_can_be_unsaid(desk: Desk, act: Act) -> None:
    for handle in ("@one", "@two", "@three"):
        act(desk, "new creators", handle=handle)
    act(desk, "merge", "K1", into="K2")
    act(desk, "merge", "K2", into="K3")
    act(desk, "new inbox", creator="@one", message="hi")
    assert [talk.creator for talk in desk.book.all(Conversation)] == [1]
    for ref in ("K1", "K2", "K3"):
        assert [each.ref for each in same(desk.book, at(desk, ref))] == ["K3", "K2", "K1"]
    assert "same person as K3 already" in refused(act, desk, "merge", "K3", into="K1")
    assert "already: unmerge them first" in refused(act, desk, "merge", "K1", into="K3")
    assert "is no creator" in refused(act, desk, "merge", "K3", into="C1")
    act(desk, "unmerge", "K2")
    assert [each.ref for each in same(desk.book, at(desk, "K1"))] == ["K2", "K1"]
    assert [each.ref for each in same(desk.book, at(desk, "K3"))] == ["K3"]
    assert picked(desk, "is:merged") == ["K1"]


def test_tags_find_them(desk: Desk, act: Act) -> None:
    act(desk, "new creators", handle="@glow")
    act(desk, "tag", "K1", tag="Vegan")
    assert picked(desk, "tag:vegan") == picked(desk, "vegan") == ["K1"]
    assert refused(act, desk, "tag", "K1", tag="vegan") == "it is tagged vegan already"
    assert "one word" in refused(act, desk, "tag", "K1", tag="two words")
    assert refused(act, desk, "untag", "K1", tag="fit") == "it isn't tagged fit; its tags are vegan"
    act(desk, "untag", "K1", tag="vegan")
    assert picked(desk, "tag:vegan") == []
    act(desk, "tag", "K1", tag="Café")
    assert picked(desk, "tag:cafe") == picked(desk, "tag:CAFÉ") == picked(desk, "cafe") == ["K1"]


def test_a_slip_is_found_among_many(desk: Desk) -> None:
    with desk.book.begin("creators.new") as tx:
        for number in range(500):
            tx.add(Creator(handle=f"glow{number}bylena"))
    with pytest.raises(NotFound, match="Did you mean @glow287bylena"):
        find(desk, "@glow287bylenna")


@pytest.mark.parametrize("handle", ["@lena", "@lena2", "@glowbylena", "K1", "K2"])
def test_a_query_finds_all_of_one_person_by_any_handle(desk: Desk, act: Act, handle: str) -> None:
    act(desk, "new inbox", creator="@glowbylena", message="hi")
    act(desk, "edit", "@glowbylena", handle="@lena")
    act(desk, "new inbox", creator="@lena2", message="me too")
    act(desk, "new inbox", creator="@jo", message="somebody else")
    act(desk, "new samples", creator="@lena2", product="Glow Serum")
    act(desk, "merge", "@lena2", into="@lena")
    found = select(desk, LISTINGS["inbox"], f"creator:{handle}")
    assert [each.ref for each in found] == ["C1", "C2"]
    assert len(select(desk, LISTINGS["samples"], f"creator:{handle}")) == 1
