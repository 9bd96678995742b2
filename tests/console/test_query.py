"""One line of query text."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.actions import LIST
from console.completing import completions
from console.desk import Desk
from console.people import LIST as PEOPLE
from console.query import compile_query, select, without_states, words
from console.table import LISTINGS
from data.clock import FrozenClock
from data.errors import UsageError
from data.records.actions import Action
from data.records.base import Record

Act = Callable[..., Record]


@pytest.fixture
def busy(desk: Desk, act: Act, clock: FrozenClock) -> Desk:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new actions", title="Fix 14 titles", due="today", client="aurora")
    act(desk, "new actions", title="send the calendar", due="2026-11-19", owner="jo")
    act(desk, "new actions", title="call Kim", owner="nobody")
    act(desk, "new actions", title="old: late titles", due="tmw")
    act(desk, "done", "A4")
    clock.move(timedelta(minutes=1))
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A2", "A1", "A3", "A4"]),
        ("is:open", ["A2", "A1", "A3"]),
        ("not:open", ["A4"]),
        ("owner:me", ["A1", "A4"]),
        ("owner:jo,nobody", ["A2", "A3"]),
        ("owner:none", ["A3"]),
        ("client:aurora", ["A1"]),
        ("client:none", ["A2", "A3", "A4"]),
        ("due:today", ["A2", "A1"]),
        ("due:none", ["A3"]),
        ("is:overdue", ["A2"]),
        ("TITLES", ["A1", "A4"]),
        ("titles is:open", ["A1"]),
        ('"late titles"', ["A4"]),
        ('"late titles', ["A4"]),
        ("a2", ["A2"]),
        (":x", []),
        ("status:done,dropped", ["A4"]),
        ("is:mine not:done", ["A1"]),
    ],
)
def test_what_a_query_picks(busy: Desk, query: str, found: list[str]) -> None:
    assert [action.ref for action in select(busy, LIST, query)] == found


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("ownr:me", "can't ask for “ownr”; did you mean owner?"),
        ("colour:red", "can't ask for “colour”; there is owner, client, status, due, is, not."),
        ("is:opne", "know no state “opne”; did you mean open?"),
        ("due:soon", "due: “soon” isn't a day"),
        ("client:peak", "client: there is no client “peak”"),
        ("status:gone", "status: there is open, done, dropped"),
        ("owner:", "owner: wants a value, as owner:…"),
        ("owner:,", "owner: wants a value, as owner:…"),
    ],
)
def test_what_a_query_cant_ask(busy: Desk, query: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        select(busy, LIST, query)
    assert str(caught.value).startswith(why)


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("a b", ["a", "b"]),
        ('"a b" c', ["a b", "c"]),
        ('title:"a b"', ["title:a b"]),
        ("it's", ["it's"]),
        ("a#b #c", ["a#b", "#c"]),
        ("back\\slash", ["back\\slash"]),
        ('"open end', ["open end"]),
        ("", []),
    ],
)
def test_words(text: str, split: list[str]) -> None:
    assert words(text) == split


TERMS = st.one_of(
    st.text(max_size=12),
    st.builds(
        "{}:{}".format,
        st.sampled_from(["owner", "client", "status", "due", "is", "not", "x"]),
        st.text(max_size=8) | st.sampled_from(["me", "open", "today", "none"]),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TERMS, max_size=4).map(" ".join))
def test_no_query_breaks_the_desk(desk: Desk, query: str) -> None:
    with suppress(UsageError):
        assert compile_query(desk, LIST, query)(Action(title="x")) in (True, False)
    assert all(isinstance(word, str) for word in completions(desk, LIST, query))


def test_completing(desk: Desk, act: Act) -> None:
    desk.introduce("lead")
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new clients", title="Aurora Home")
    assert completions(desk, LIST, "ow") == ["owner:"]
    assert completions(desk, LIST, "owner:me is:o") == ["is:open", "is:overdue"]
    assert completions(desk, LIST, "not:") == [f"not:{state}" for state in LIST.states]
    assert completions(desk, LIST, "owner:") == ["owner:me", "owner:nobody", "owner:ana"]
    assert completions(desk, LIST, "owner:nobody,a") == ["owner:nobody,ana"]
    assert completions(desk, LIST, "client:AURORA-S") == ["client:aurora-skin"]
    assert completions(desk, LIST, "status:d") == ["status:done", "status:dropped"]
    assert completions(desk, LIST, "titles due:t") == ["due:today", "due:tomorrow"]
    assert completions(desk, LIST, "colour:") == []
    for handle in ("tinykitchen", "kitchenlab", "lena"):
        act(desk, "new inbox", creator=handle)
    talks = LISTINGS["inbox"]
    assert completions(desk, talks, "creator:kit") == ["creator:kitchenlab", "creator:tinykitchen"]
    assert completions(desk, talks, "creator:lena,tchenl") == ["creator:lena,kitchenlab"]
    assert "not:" in completions(desk, LIST, "")


@pytest.mark.parametrize("name", LISTINGS)
def test_what_completing_offers_is_understood(desk: Desk, act: Act, name: str) -> None:
    desk.introduce("lead")
    act(desk, "new clients", title="Aurora Skin")
    for field in completions(desk, LISTINGS[name], ""):
        for word in completions(desk, LISTINGS[name], field):
            compile_query(desk, LISTINGS[name], word)


def test_people_are_listed_by_name(desk: Desk, act: Act) -> None:
    desk.introduce("lead")
    act(desk, "new actions", title="x", owner="Zoë")
    assert [p.ref for p in select(desk, PEOPLE, "")] == ["ana", "zoë"]
    assert [p.ref for p in select(desk, PEOPLE, "not:seen")] == ["zoë"]


def test_what_a_query_picks_without_its_states(busy: Desk) -> None:
    assert without_states(busy, LIST, 'is:open not:overdue "late titles"') == (
        1,
        ["is:open", "not:overdue"],
    )
    assert without_states(busy, LIST, "is:open xyz") == (0, ["is:open"])
    assert without_states(busy, LIST, "is:open") == without_states(busy, LIST, "late") == (0, [])
