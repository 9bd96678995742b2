"""Taking back and putting back, also with others in between."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console.desk import Desk
from console.history import changed, newest_standing, redo, refs, sentence, undo
from console.table import find
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.actions import Action
from data.records.base import Record
from data.records.notes import Note
from data.records.people import Person

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]


def field(desk: Desk, name: str, ref: str = "A1") -> object:
    desk.book.catch_up()
    return getattr(find(desk, ref), name)


def test_back_again_and_again_and_forth(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    for title in ("b", "c", "d"):
        act(desk, "edit", "A1", title=title)
    steps = []
    for turn in (undo, undo, redo, undo, undo, redo, redo, redo):
        turn(desk)
        steps.append(field(desk, "title"))
    assert steps == ["c", "b", "c", "b", "a", "b", "c", "d"]
    with pytest.raises(RefusalError, match="nothing to put back"):
        redo(desk)


def test_after_something_new_there_is_nothing_to_put_back(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    act(desk, "edit", "A1", title="b")
    undo(desk)
    act(desk, "note", "A1", text="hello")
    with pytest.raises(RefusalError, match="nothing to put back"):
        redo(desk)
    undo(desk)
    assert desk.book.find(Note, "about", "A1") == []


def test_taking_back_a_new_record_archives_it(desk: Desk, act: Act) -> None:
    desk.introduce()
    act(desk, "new actions", title="a", owner="kim")
    undone = undo(desk)
    assert sentence(undone.entry) == "ana wrote A1"
    assert desk.book.all(Action) == []
    assert [p.name for p in desk.book.all(Person)] == ["ana", "kim"], "who was named stays known"
    with pytest.raises(RefusalError, match="A1 was taken away by ana"):
        act(desk, "done", "A1")
    redo(desk)
    assert [a.title for a in desk.book.all(Action)] == ["a"]
    act(desk, "new actions", title="b")
    assert field(desk, "title", "A2") == "b", "numbers are never used again"


def test_the_same_in_words(desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    undo(desk)
    assert sentence(redo(desk).entry) == "ana wrote A1"
    assert sentence(undo(desk).entry) == "ana wrote A1"


def test_what_somebody_changed_since_stays(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    act(desk, "edit", "A1", title="b")
    act(open_desk("jo"), "edit", "A1", title="c", due="fri")
    with pytest.raises(RefusalError, match="somebody changed title of A1 since: ana changed A1 st"):
        undo(desk)
    assert field(desk, "title") == "c"


def test_other_fields_of_others_are_no_obstacle(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    act(desk, "edit", "A1", title="b")
    act(open_desk("jo"), "edit", "A1", due="2026-11-27")
    undo(desk)
    assert (field(desk, "title"), str(field(desk, "due"))) == ("a", "2026-11-27")


def test_of_a_bulk_the_rest_goes_on(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    from console.actions import DONE
    from console.verb import NoArgs

    for title in "abc":
        act(desk, "new actions", title=title)
    desk.run_all(DONE, desk.book.all(Action), NoArgs())
    act(open_desk("jo"), "reopen", "A2")
    act(open_desk("jo"), "drop", "A2", reason="no")
    taken = undo(desk)
    assert [field(desk, "status", ref) for ref in ("A1", "A2", "A3")] == ["open", "dropped", "open"]
    assert len(taken.left) == 1
    assert taken.left[0].startswith("somebody changed ")
    assert " of A2 since" in taken.left[0]


def test_only_mine_and_only_of_this_session(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    act(open_desk("jo"), "edit", "A1", title="b")
    again = open_desk("ana")
    with pytest.raises(RefusalError, match="nothing of yours to take back in this session"):
        undo(again)
    asked = newest_standing(again, any_session=True)
    assert asked is not None
    assert sentence(asked) == "ana wrote A1"
    with pytest.raises(RefusalError, match="somebody changed title of A1 since"):
        undo(again, any_session=True)


def test_the_history_in_words(
    open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock
) -> None:
    jo = open_desk("jo")
    jo.introduce()
    act(desk, "new actions", title="a")
    clock.move(timedelta(minutes=1))
    act(jo, "claim", "A1")
    act(jo, "note", "A1", text="on it")
    undo(jo)
    entries = list(desk.book.store.entries())
    assert [sentence(e) for e in entries[:4]] == [
        "jo came in",
        "ana wrote A1",
        "jo claimed A1",
        "jo noted on A1",
    ]
    assert [refs(e) for e in entries[:4]] == [[], ["A1"], ["A1"], ["A1"]]
    assert changed(entries[2], "A1") == [
        "owner: ana → jo",
        "claimed_at: none → 2026-11-20T20:01:00Z",
    ]
    assert changed(entries[3], "A1") == ["text: on it"]
    assert changed(entries[2], "A2") == []
