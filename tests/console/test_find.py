"""Find everywhere: one text that has all the words, whatever holds it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec import structs

from console.creators import handle_of
from console.desk import Desk
from console.find import MOST, find_everywhere
from console.verb import Reader
from data.clock import FrozenClock
from data.records.base import Record
from data.records.creators import Creator
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


def test_words_of_a_conversation_may_stand_in_different_places(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="glowbylena", topic="payout", message="Where is my commission?")
    act(desk, "received", "C1", text="The bank is Santander")
    act(desk, "note", "C1", text="asked Kim")
    act(desk, "edit", "K1", name="Lena Größe")
    act(desk, "new inbox", creator="tinykitchen", topic="payout", message="my commission is late")
    act(desk, "new inbox", creator="santanderfan", topic="sample", message="hi")
    for query in (
        "commission santander", "santander payout", "lena COMMISSION", "grosse bank", "kim bank",
        "glowby commission santander kim",
    ):  # fmt: skip
        assert refs(desk, query) == ["C1"], query
    assert refs(desk, "commission nowhere") == refs(desk, "santander late") == []
    found = find_everywhere(desk, "santander kim").shown[0]
    assert found.where == "The bank is Santander"
    assert find_everywhere(desk, "lena santander").shown[0].where == "The bank is Santander"


def test_words_are_found_in_what_was_merged_into_one(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="lena", topic="payout", message="Where is my commission?")
    act(desk, "new inbox", creator="lena", topic="bank", message="It is Santander")
    act(desk, "merge", "C2", into="C1")
    assert refs(desk, "commission santander") == ["C1"]


def test_accents_make_no_difference_in_names(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="cafelover", topic="Café crème", message="Hi, ¿qué tal?")
    act(desk, "edit", "K1", name="José Đặng")
    act(desk, "tag", "K1", tag="Crème")
    for query in ("jose", "JOSÉ", "dang", "đặng", "creme", "crème"):
        assert "K1" in refs(desk, query), query
    assert refs(desk, "jose hi") == refs(desk, "cafe qué") == ["C1"]
    assert find_everywhere(desk, "qué").shown[0].where == "Hi, ¿qué tal?"


def test_of_words_that_are_everywhere_not_all_is_read(
    desk: Desk, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        act(desk, "new inbox", creator=f"lena{number}", topic="payout", message="my parcel")
    found = find_everywhere(desk, "payout parcel")
    assert (found.total, found.cut) == (6, False)
    monkeypatch.setattr("console.find._STEP", 2)
    monkeypatch.setattr("console.find.STREWN", 4)
    found = find_everywhere(desk, "payout parcel")
    assert ([one.record.id for one in found.shown], found.cut) == ([6, 5, 4, 3], True)
    assert not find_everywhere(desk, "lena5 parcel").cut
    assert not find_everywhere(desk, "payout parcel", stopped=lambda: True).total


def test_a_word_is_in_its_excerpt_whatever_letters_stand_before_it(desk: Desk, act: Act) -> None:
    act(desk, "new tickets", title="x")
    act(desk, "note", "T1", text="Größe ææ " * 20 + "is what she asked for, straße 5")
    for query, seen in (("asked", "is what she asked for"), ("STRASSE", "asked for, straße 5")):
        assert seen in find_everywhere(desk, query).shown[0].where, query


def test_each_conversations_text_is_made_once(
    desk: Desk, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    for handle in ("lena", "kim"):
        act(desk, "new inbox", creator=handle, topic="payout", message="my parcel")
    made: list[int] = []

    def counting(read: Reader, creator: int) -> str:
        made.append(creator)
        return handle_of(read, creator)

    monkeypatch.setattr("console.turns.handle_of", counting)
    assert refs(desk, "lena parcel") == ["C1"]
    assert sorted(made) == [1, 2]


def test_tags_find_a_conversation_whose_creator_is_gone(desk: Desk, act: Act) -> None:
    act(desk, "new inbox", creator="lena", topic="payout", message="hi")
    act(desk, "tag", "C1", tag="vip")
    with desk.book.begin("creators.edit") as tx:
        tx.put(structs.replace(tx.need(Creator, 1), archived_at=tx.at))
    assert refs(desk, "vip") == refs(desk, "payout vip") == ["C1"]
    assert refs(desk, '"payout vip"') == ["C1"]
