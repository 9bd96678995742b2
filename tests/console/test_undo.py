"""Taking back and putting back, also with others in between."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from console import clients, imports
from console.changes import settings
from console.desk import Desk
from console.history import refs, sentence
from console.intake import Intake
from console.table import find
from console.undo import TakenBack, next_redo, next_undo, put_back, take_back
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.actions import Action
from data.records.base import Record
from data.records.imports import Import
from data.records.notes import Note
from data.records.people import Person
from tests.exports.sheet import sheet

Act = Callable[..., Record]
OpenDesk = Callable[[str], Desk]


def undo(desk: Desk) -> TakenBack:
    """What `u` does, once nobody need be asked."""
    candidate = next_undo(desk)
    assert candidate.ask is None
    return take_back(desk, candidate.entry)


def redo(desk: Desk) -> TakenBack:
    """What `U` does."""
    return put_back(desk, next_redo(desk))


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


def test_what_somebody_changed_since_stays(
    open_desk: OpenDesk, desk: Desk, act: Act, clock: FrozenClock
) -> None:
    act(desk, "new actions", title="a")
    act(desk, "edit", "A1", title="b")
    act(open_desk("jo"), "edit", "A1", title="c", due="fri")
    clock.move(timedelta(minutes=3))
    with pytest.raises(RefusalError) as refused:
        undo(desk)
    assert str(refused.value) == (
        "jo changed A1 3 min ago (title is “c” now): ana changed A1 stays as it is"
    )
    assert field(desk, "title") == "c"


def test_who_changed_it_in_another_console_of_mine(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="a")
    act(desk, "edit", "A1", title="b", owner="sam")
    act(open_desk("jo"), "edit", "A1", title="c")
    act(open_desk("ana"), "edit", "A1", owner="kim")
    act(open_desk("jo"), "edit", "A1", due="fri")
    with pytest.raises(RefusalError, match=r"jo and you changed A1 .* .owner is “kim” now, title"):
        undo(desk)


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
    assert taken.left[0].startswith("jo changed A2 0 s ago (")
    assert "status is “dropped” now" in taken.left[0]


def test_only_mine_and_only_of_this_session(open_desk: OpenDesk, desk: Desk, act: Act) -> None:
    act(desk, "new actions", title="a")
    act(open_desk("jo"), "edit", "A1", title="b")
    again = open_desk("ana")
    asked = next_undo(again)
    assert asked.ask == "“ana wrote A1”, 0 s ago, in another session"
    with pytest.raises(RefusalError, match=r"jo changed A1 0 s ago .title is “b” now"):
        take_back(again, asked.entry)
    with pytest.raises(RefusalError, match="nothing of yours to take back"):
        next_undo(again, past={asked.entry.seq})


def test_what_is_older_than_an_hour_is_asked_for(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new actions", title="a")
    clock.move(timedelta(hours=1))
    assert next_undo(desk).ask is None
    clock.move(timedelta(seconds=1))
    assert next_undo(desk).ask == "“ana wrote A1”, 1 h ago"


def test_mine_of_this_session_comes_before_newer_of_another(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="a")
    act(open_desk("ana"), "new actions", title="elsewhere")
    undo(desk)
    assert next_undo(desk).ask == "“ana wrote A2”, 0 s ago, in another session"


def test_what_was_taken_back_elsewhere_is_not_offered_again(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="a")
    again = open_desk("ana")
    take_back(again, next_undo(again).entry)
    with pytest.raises(RefusalError, match="nothing of yours to take back"):
        next_undo(desk)


def test_a_client_put_back_does_not_take_anothers_name(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new clients", title="Aurora Skin")
    undo(desk)
    act(open_desk("jo"), "new clients", title="Aurora Skin")
    with pytest.raises(RefusalError, match="already has the short name aurora-skin"):
        redo(desk)


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
    told = [[str(each) for each in settings(desk, e, "A1")] for e in entries[1:4]]
    assert told == [["title: a", "owner: ana"], ["owner: ana → jo"], ["text: on it"]]
    assert settings(desk, entries[2], "A2") == []


def test_what_cannot_be_taken_back_is_not_passed_over_without_a_word(
    desk: Desk, act: Act, tmp_path: Path
) -> None:
    client = desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    export = tmp_path / "All order-2026-09-09-07_16.csv"
    export.write_bytes(sheet({}))
    Intake(desk).import_file(export, client)
    desk.run(imports.VOID, desk.book.all(Import)[0], imports.Void(reason="wrong shop"))
    candidate = next_undo(desk)
    assert candidate.entry.verb == "clients.new"
    assert candidate.ask is not None
    assert "“ana took out I1” can't be taken back; before it “ana took on L1”" in candidate.ask


def test_what_a_sent_reply_stands_on_is_not_offered_and_going_past_it_is_asked_once(
    desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="a")
    act(desk, "new actions", title="b")
    act(desk, "new inbox", creator="@lena", message="hi")
    act(desk, "claim", "C1")
    act(desk, "reply", "C1", text="hello")
    act(desk, "confirm", "C1")
    act(desk, "edit", "A1", title="c")
    undo(desk)
    step = next_undo(desk)
    assert sentence(step.entry) == "ana wrote A2"
    assert step.ask is not None
    assert step.ask.startswith("“ana confirmed the reply in C1” can't be taken back; before it “")
    take_back(desk, step.entry)
    assert sentence(undo(desk).entry) == "ana wrote A1", "past it, nobody is asked again"
    with pytest.raises(RefusalError, match="“ana confirmed the reply in C1” stays: nothing of"):
        next_undo(desk)


def test_going_past_what_a_colleague_changed_is_asked(
    open_desk: OpenDesk, desk: Desk, act: Act
) -> None:
    act(desk, "new actions", title="a")
    act(desk, "new actions", title="b")
    stuck = next_undo(desk).entry
    act(open_desk("jo"), "edit", "A2", title="c")
    step = next_undo(desk, past={stuck.seq})
    assert step.ask == "“ana wrote A2” can't be taken back; before it “ana wrote A1”, 0 s ago"


def test_a_client_with_figures_is_not_unmade(desk: Desk, tmp_path: Path) -> None:
    client = desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    export = tmp_path / "All order-2026-09-09-07_16.csv"
    export.write_bytes(sheet({}))
    Intake(desk).import_file(export, client)
    with pytest.raises(RefusalError, match=r"Aurora Skin has figures by now \(I1\)"):
        take_back(desk, next_undo(desk).entry)
    assert desk.client("aurora").archived_at is None
