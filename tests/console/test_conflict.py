"""Two people at one record: different fields merge, the same field is said."""

from collections.abc import Callable
from datetime import date

import pytest

from console.desk import Desk
from console.history import at_revision
from console.table import find
from data.errors import Conflict, NotFound
from data.records.base import Record

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]


def field(desk: Desk, name: str) -> object:
    return getattr(find(desk, "A1"), name)


def test_different_fields_merge(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    seen = act(desk, "new actions", title="fix titles")
    act(open_desk("jo"), "edit", "A1", due="2026-11-27")
    act(desk, "edit", "A1", seen=seen, title="fix 14 titles")
    assert field(desk, "title") == "fix 14 titles"
    assert field(desk, "due") == date(2026, 11, 27)


def test_the_same_field_is_a_conflict(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    seen = act(desk, "new actions", title="fix titles")
    act(open_desk("jo"), "edit", "A1", title="fix all titles")
    with pytest.raises(Conflict) as caught:
        act(desk, "edit", "A1", seen=seen, title="fix 14 titles", due="fri")
    assert str(caught.value) == (
        "jo changed A1 while you were at it: title is now “fix all titles”."
    )
    assert caught.value.mine == {"title": "fix 14 titles"}
    assert caught.value.theirs == {"title": "fix all titles"}
    assert field(desk, "due") is None


def test_the_same_value_is_no_conflict(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    seen = act(desk, "new actions", title="fix titles")
    act(open_desk("jo"), "edit", "A1", title="fix 14 titles")
    act(desk, "edit", "A1", seen=seen, title="fix 14 titles", due="fri")


def test_i_do_not_take_from_sam_what_i_saw_with_jo(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="x", owner="nobody")
    seen = act(open_desk("jo"), "claim", "A1")
    act(open_desk("sam"), "steal", "A1")
    with pytest.raises(Conflict, match=r"sam changed A1 .*: owner is now “sam”") as caught:
        act(desk, "steal", "A1", seen=seen)
    assert caught.value.mine == {"owner": "ana"}


def test_conflicts_are_said_in_words(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new clients", title="Peak")
    seen = act(desk, "new actions", title="x", owner="jo", client="aurora")
    act(open_desk("jo"), "edit", "A1", owner="nobody", client="peak")
    with pytest.raises(Conflict) as caught:
        act(desk, "edit", "A1", seen=seen, owner="sam", client="none")
    assert caught.value.theirs == {"owner": "nobody", "client": "peak"}
    assert caught.value.mine == {"owner": "sam", "client": "none"}


def test_a_conversation_is_said_in_words_too(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    seen = act(desk, "new inbox", creator="@lena", topic="payout")
    act(open_desk("jo"), "waiting", "C1", waiting_on="warehouse")
    with pytest.raises(Conflict, match=r"while you were at it: .*waiting on is now “warehouse”"):
        act(desk, "waiting", "C1", seen=seen, waiting_on="client")


def test_a_record_as_it_was(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    first = act(desk, "new actions", title="fix titles")
    act(open_desk("jo"), "edit", "A1", title="fix all titles")
    act(open_desk("sam"), "note", "A1", text="hello")
    last = act(desk, "edit", "A1", due="fri")
    assert at_revision(desk, last, 1) == first
    assert at_revision(desk, last, 3) is last
    with pytest.raises(NotFound, match="A1 is at revision 3; nothing is known of 4"):
        at_revision(desk, last, 4)
