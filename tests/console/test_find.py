"""Find everywhere: one text that has all the words, whatever holds it."""

from collections.abc import Callable
from datetime import timedelta

from console.desk import Desk
from console.find import MOST, find_everywhere
from data.clock import FrozenClock
from data.records.base import Record
from data.records.tickets import Ticket

Act = Callable[..., Record]


def refs(desk: Desk, query: str) -> list[str]:
    desk.book.catch_up()
    return [one.record.ref for one in find_everywhere(desk, query).shown]


def test_titles_handles_notes_and_messages(desk: Desk, act: Act, clock: FrozenClock) -> None:
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new inbox", creator="glowbylena", topic="payout", message="Where is my commission?")
    act(desk, "new tickets", title="Commission of order 5 missing")
    act(desk, "new actions", title="call the warehouse")
    clock.move(timedelta(minutes=1))
    act(desk, "note", "A1", text="they owe a COMMISSION, too")
    assert set(refs(desk, "commission")) == {"C1", "T1", "A1"}
    assert set(refs(desk, "glowby")) == {"C1", "K1"}
    assert refs(desk, "owe commission") == ["A1"]
    assert refs(desk, "aurora") == ["L1"]
    assert refs(desk, "commission warehouse") == [], "the words are in one text"
    assert refs(desk, "") == []
    found = find_everywhere(desk, "owe")
    assert found.shown[0].where == "note ana: they owe a COMMISSION, too"
    assert find_everywhere(desk, '"my commission"').shown[0].where == ("Where is my commission?")


def test_a_typed_id_comes_first(desk: Desk, act: Act) -> None:
    act(desk, "new tickets", title="one")
    act(desk, "new tickets", title="see T1")
    assert refs(desk, "t1") == ["T1", "T2"]
    assert find_everywhere(desk, "T1").total == 2


def test_letters_of_any_language_and_signs(desk: Desk, act: Act) -> None:
    act(desk, "new tickets", title="x")
    act(desk, "note", "T1", text='ÉTÉ "straße" \\ back\nsecond line')
    for query in ("été", "STRASSE", "\\", '"second line"', "back"):
        assert refs(desk, query) == ["T1"], query


def test_what_was_taken_away_is_not_found(desk: Desk, act: Act) -> None:
    from console.undo import next_undo, take_back

    act(desk, "new tickets", title="gone soon")
    take_back(desk, next_undo(desk).entry)
    assert refs(desk, "gone") == []


def test_much_is_bounded_and_the_newest_shown(desk: Desk) -> None:
    with desk.book.begin("tickets.new") as tx:
        for number in range(MOST + 50):
            tx.add(Ticket(title=f"same {number}"))
    found = find_everywhere(desk, "same")
    assert (len(found.shown), found.total) == (MOST, MOST + 50)


def test_it_ends_when_nobody_wants_it_any_more(desk: Desk) -> None:
    with desk.book.begin("tickets.new") as tx:
        for number in range(50):
            tx.add(Ticket(title=f"same {number}"))
    assert find_everywhere(desk, "same", stopped=lambda: True).total == 1


def test_what_was_found_in_a_run_names_the_run(desk: Desk, act: Act) -> None:
    act(desk, "new qa", title="Black Friday deal")
    act(desk, "fail", "Q1.2", reason="price 11.90 under its floor")
    act(desk, "evidence", "Q1.3", evidence="seen in Seller Center,\nscreenshot in the folder")
    found = find_everywhere(desk, "floor")
    assert [(one.record.ref, one.where) for one in found.shown] == [
        ("Q1", "Q1.2 fail ana: …11.90 under its floor")
    ]
    found = find_everywhere(desk, "screenshot")
    assert [one.record.ref for one in found.shown] == ["Q1"]
    assert found.shown[0].where == "Q1.3 note ana: …Seller Center, screenshot in the folder"
    assert found.shown[0].whole == (
        "Q1.3 note ana: seen in Seller Center, screenshot in the folder"
    )
    act(desk, "recheck", "Q1.2")
    assert refs(desk, "floor") == refs(desk, "none") == []
