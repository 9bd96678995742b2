"""Taking on clients."""

from collections.abc import Callable

import pytest

from console.desk import Desk
from console.undo import next_undo, take_back
from data.errors import NotFound, RefusalError
from data.records.base import Record
from data.records.clients import Client

Act = Callable[..., Record]


def test_a_client_gets_a_short_name_a_market_and_a_folder(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin", market="us")
    client = desk.client("aurora-skin")
    assert (client.market, client.currency, client.zone) == ("US", "USD", "America/Los_Angeles")
    assert client.owner == "ana"
    assert (desk.workspace.drop / "aurora-skin").is_dir()


@pytest.mark.parametrize("words", ["aurora-skin", "AURORA", "Aurora Skin", "L1", "l1"])
def test_the_names_a_client_goes_by(desk: Desk, act: Act, words: str) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new clients", title="Peak Fitness")
    assert desk.client(words).slug == "aurora-skin"


def test_a_name_that_could_be_two_or_none(desk: Desk, act: Act) -> None:
    with pytest.raises(NotFound, match=r"no client “x”\. There are none yet"):
        desk.client("x")
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new clients", title="Aurora Home")
    with pytest.raises(NotFound, match="“aurora” could be aurora-skin, aurora-home"):
        desk.client("aurora")
    with pytest.raises(NotFound, match="Did you mean aurora-home"):
        desk.client("aurora-hme")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("aurora  SKIN", "Aurora Skin .L1. already has the short name aurora-skin"),
        ("!!!", "leaves no short name"),
        ("None", "that word means something here"),
        ("New", "that word means something here"),
        ("A31", "a31 looks like a record's id"),
        ("../../etc", None),
    ],
)
def test_short_names_are_safe(desk: Desk, act: Act, title: str, why: str | None) -> None:
    act(desk, "new clients", title="Aurora Skin")
    if why is None:
        act(desk, "new clients", title=title)
        assert sorted(p.name for p in desk.workspace.drop.iterdir()) == ["aurora-skin", "etc"]
        return
    with pytest.raises(RefusalError, match=why):
        act(desk, "new clients", title=title)
    assert len(desk.book.all(Client)) == 1


def test_a_client_taken_back_can_be_taken_on_again(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    take_back(desk, next_undo(desk).entry)
    act(desk, "new clients", title="Aurora Skin", owner="sam")
    assert desk.client("aurora-skin").ref == "L2"


def test_an_unknown_market_names_those_known(desk: Desk, act: Act) -> None:
    with pytest.raises(NotFound, match=r"“ZZ” is no market we know; .* UK \(United Kingdom\),"):
        act(desk, "new clients", title="Aurora Skin", market="zz")
    assert desk.book.all(Client) == []


def test_changing_a_client(desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "edit", "aurora", title="Aurora Skin Care", owner="sam")
    client = desk.client("L1")
    assert (client.title, client.slug, client.owner) == ("Aurora Skin Care", "aurora-skin", "sam")
    with pytest.raises(RefusalError, match="nothing to change"):
        act(desk, "edit", "aurora")
