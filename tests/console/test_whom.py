"""Names as people type them: known, new, or mistyped."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk import Desk
from console.whom import one_slip, whom
from data.errors import UsageError
from data.records.base import Record
from data.records.people import Person
from tests.conftest import OpenDesk

Act = Callable[..., Record]
LETTERS = st.text("abcdef", min_size=1, max_size=8)


@pytest.mark.parametrize("word", ["jp", "j", "joe", "oj", "j o", "bo"])
def test_a_new_name_one_slip_from_a_known_one_is_asked_about(
    desk: Desk, open_desk: OpenDesk, act: Act, word: str
) -> None:
    open_desk("jo").introduce()
    act(desk, "new actions", title="call Kim")
    before = desk.book.seq
    with pytest.raises(UsageError, match=f"owner: nobody here is called “{word}”; did you mean jo"):
        act(desk, "assign", "A1", owner=word)
    assert desk.book.seq == before, "nobody was written down"


def test_somebody_new_is_said_to_be(desk: Desk, open_desk: OpenDesk, act: Act) -> None:
    open_desk("jo").introduce()
    act(desk, "new actions", title="x", owner="new:joe")
    act(desk, "assign", "A1", owner="Joe ")
    act(desk, "assign", "A1", owner="kim")
    desk.book.catch_up()
    assert {person.name: person.seen for person in desk.book.all(Person)} == {
        "jo": True, "joe": False, "kim": False,
    }  # fmt: skip
    with pytest.raises(UsageError, match=r"did you mean jo or joe\? Somebody new is new:jom"):
        act(desk, "assign", "A1", owner="jom")
    with pytest.raises(UsageError, match="can't be a person's name"):
        act(desk, "assign", "A1", owner="new:two words")


@given(LETTERS, st.integers(0, 8), st.sampled_from("abcdefx"))
def test_one_slip(name: str, at: int, letter: str) -> None:
    at = min(at, len(name))
    more, less = name[:at] + letter + name[at:], name[:at] + name[at + 1 :]
    other = name[:at] + letter + name[at + 1 :]
    swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    for typed in (more, less, other, swapped, name):
        assert one_slip(typed, name), typed
        assert one_slip(name, typed), typed
    assert not one_slip(name + "xy", name)


@given(LETTERS, st.lists(LETTERS))
def test_a_known_name_is_never_asked_about(name: str, others: list[str]) -> None:
    assert whom(name, [*others, name]) == name
    assert whom(f"new:{name}", others) == name
