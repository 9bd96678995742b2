"""Saved views: a query under a name, mine or everybody's."""

import re
from collections.abc import Callable

import pytest

from console import turns
from console.actions import LIST
from console.completing import completions
from console.desk import Desk
from console.query import select
from console.undo import next_undo, take_back
from data.errors import RefusalError, UsageError
from data.records.base import Record
from tests.conftest import OpenDesk

Act = Callable[..., Record]


@pytest.fixture
def busy(desk: Desk, act: Act) -> Desk:
    """Ana's desk: one late item of hers, one of jo's, one that isn't late."""
    act(desk, "new actions", title="fix titles", due="2026-11-18")
    act(desk, "new actions", title="call Kim", due="2026-11-18", owner="jo")
    act(desk, "new actions", title="later", due="2026-12-01")
    return desk


def picked(desk: Desk, query: str) -> list[str]:
    """The titles the query picks."""
    desk.book.refresh()
    return [action.title for action in select(desk, LIST, query)]


def test_a_view_stands_for_its_query(busy: Desk, act: Act) -> None:
    act(busy, "new views", name="Late", list="actions", query="is:overdue")
    assert picked(busy, "@late") == picked(busy, "view:late") == ["fix titles", "call Kim"]
    assert picked(busy, "@late owner:me") == ["fix titles"]
    assert completions(busy, LIST, "@l") == ["@late"]
    assert completions(busy, LIST, "view:") == ["view:late"]


def test_views_build_on_views_but_never_in_a_circle(busy: Desk, act: Act) -> None:
    act(busy, "new views", name="late", list="actions", query="is:overdue")
    act(busy, "new views", name="mine", list="actions", query="@late owner:me")
    assert picked(busy, "@mine") == ["fix titles"]
    act(busy, "new views", name="round", list="actions", query="is:open")
    act(busy, "new views", name="about", list="actions", query="view:round")
    act(busy, "new views", name="next", list="actions", query="@about")
    act(busy, "forget", "V3")
    act(busy, "rename", "V5", name="round")
    with pytest.raises(UsageError, match="leads back to itself"):
        picked(busy, "@about")
    with pytest.raises(RefusalError, match=r"“more” can't be kept: .* leads back to itself"):
        act(busy, "new views", name="more", list="actions", query="@about")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("ownr:me", "“x” can't be kept: can't ask for “ownr”; did you mean owner?"),
        ("is:lost", "“x” can't be kept: know no state “lost”; there is open"),
        ("due:someday", "“x” can't be kept: due: “someday” isn't a day"),
        ("client:auroar", "“x” can't be kept: client: there is no client “auroar”"),
        ("@nosuch", "“x” can't be kept: there is no view “nosuch”"),
    ],
)
def test_a_query_that_cant_be_asked_is_not_kept(busy: Desk, act: Act, query: str, why: str) -> None:
    before = busy.book.seq
    with pytest.raises(RefusalError, match=re.escape(why)):
        act(busy, "new views", name="x", list="actions", query=query)
    assert busy.book.seq == before


def test_a_view_for_all_is_made_of_what_all_can_use(busy: Desk, act: Act) -> None:
    act(busy, "new views", name="late", list="actions", query="is:overdue")
    with pytest.raises(RefusalError, match="@late is your own view"):
        act(busy, "new views", name="jos", list="actions", query="@late owner:jo", whose="all")
    act(busy, "new views", name="jos", list="actions", query="@late owner:jo")


def test_mine_come_before_everybodys_and_others_dont_count(
    open_desk: OpenDesk, busy: Desk, act: Act
) -> None:
    jo = open_desk("jo")
    act(jo, "new views", name="late", list="actions", query="call", whose="all")
    act(jo, "new views", name="own", list="actions", query="call")
    assert picked(busy, "@late") == ["call Kim"]
    act(busy, "new views", name="late", list="actions", query="fix")
    assert picked(busy, "@late") == ["fix titles"]
    with pytest.raises(UsageError, match="there is no view “own”; there is late"):
        picked(busy, "view:own")
    with pytest.raises(RefusalError, match="V2 is jo's own"):
        act(busy, "forget", "V2")


def test_a_name_is_one_word_and_taken_once(busy: Desk, act: Act) -> None:
    act(busy, "new views", name="late", list="actions", query="is:overdue")
    for name, why in (("LATE", "V1 is already"), ("too late", "one word"), ("a:b", "one")):
        with pytest.raises(RefusalError, match=why):
            act(busy, "new views", name=name, list="actions", query="x")
    with pytest.raises(RefusalError, match="there is no list “akshuns”"):
        act(busy, "new views", name="x", list="akshuns", query="x")
    act(busy, "new views", name="late", list="actions", query="x", whose="all")


def test_renamed_forgotten_and_taken_back(busy: Desk, act: Act) -> None:
    act(busy, "new views", name="late", list="actions", query="is:overdue")
    act(busy, "rename", "V1", name="Old")
    assert picked(busy, "@old") != []
    act(busy, "forget", "V1")
    with pytest.raises(UsageError, match="there is no view “old”; there is none yet"):
        picked(busy, "view:old")
    take_back(busy, next_undo(busy).entry)
    assert picked(busy, "view:old") != []


def test_a_view_that_is_not_there_is_said_but_a_handle_may_be_meant(busy: Desk, act: Act) -> None:
    with pytest.raises(UsageError, match="there is no view “nosuch”"):
        select(busy, LIST, "@nosuch")
    assert select(busy, turns.LIST, "@nosuch") == []
