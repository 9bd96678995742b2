"""A list on a screen, kept in order change by change, is what a fresh look would give."""

import random
from datetime import timedelta

import pytest

from console import actions, creators, inbox
from console.desk import Desk
from console.query import Ordered, select
from console.verb import NoArgs
from data.clock import FrozenClock
from tests.conftest import OpenDesk

QUERIES = (
    "", "is:open", "is:open late", "not:open", "owner:jo", "due:none", "is:overdue",
    "is:overdue c", "is:overdue call",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_it_follows_what_anyone_does_and_the_clock(
    open_desk: OpenDesk, clock: FrozenClock, seed: int
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    ordered, chance = Ordered(ana, actions.LIST), random.Random(seed)
    for _ in range(40):
        for desk in chance.choices((ana, jo), k=chance.randrange(3)):
            _do_something(desk, chance)
        entries = ana.book.catch_up()
        if chance.random() < 0.9:  # a list that missed some reads them all again
            ordered.follow(entries)
        for query in QUERIES:
            if chance.random() < 0.2:
                clock.move(timedelta(hours=chance.randrange(1, 30)))
            assert ordered.refs(query) == [each.ref for each in select(ana, actions.LIST, query)]
        everything = select(ana, actions.LIST, "")
        assert list(ordered) == everything
        refs = [each.ref for each in everything]
        assert ordered.refs("") == refs
        assert ordered.tally(refs) == (len(refs), len(refs))
        late = [action for action in everything if actions.overdue(ana, action)]
        assert actions.late(ana, ordered) == late
        half = [each.ref for each in everything[::2]]
        among = ordered.among(half, actions.late)
        assert among == len({each.ref for each in late} & set(half))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("asked_for_ended", [False, True])
def test_what_has_ended_is_not_counted_whatever_was_asked_before(
    open_desk: OpenDesk, seed: int, *, asked_for_ended: bool
) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    ordered, chance = Ordered(ana, actions.LIST), random.Random(seed)
    if asked_for_ended:
        ordered.refs("is:done")
    rows = ordered.refs("is:open")
    for _ in range(40):
        _do_something(chance.choice((ana, jo)), chance)
        ordered.follow(ana.book.catch_up())
        still = {each.ref for each in select(ana, actions.LIST, "is:open")}
        assert ordered.tally(rows) == (len(still.intersection(rows)), len(still))
        if chance.random() < 0.2:
            rows = ordered.refs("is:open")
            assert set(rows) == still


@pytest.mark.parametrize("seed", range(5))
def test_letters_typed_and_taken_back_pick_what_the_whole_text_picks(
    open_desk: OpenDesk, seed: int
) -> None:
    ana, chance = open_desk("ana"), random.Random(seed)
    for title in ("late titles", "titles of Kim", "call Kim", "a call at ten"):
        ana.make(actions.NEW, actions.NewAction(title=title))
    ordered, text = Ordered(ana, actions.LIST), ""
    for _ in range(200):
        at = chance.randrange(len(text) + 1)
        if chance.random() < 0.55:
            text = text[:at] + chance.choice("late titles call kim") + text[at:]
        else:
            text = text[:at] + text[at + chance.choice((1, 1, 5)) :]
        query = f"{chance.choice(('', '', 'is:open '))}{text}"
        assert ordered.refs(query) == [each.ref for each in select(ana, actions.LIST, query)]


def _do_something(desk: Desk, chance: random.Random) -> None:
    desk.book.refresh()
    there = select(desk, actions.LIST, "is:open")
    due = desk.today + timedelta(days=chance.randint(-3, 3)) if chance.random() < 0.8 else None
    if not there or chance.random() < 0.4:
        title = chance.choice(("late titles", "call Kim"))
        desk.make(actions.NEW, actions.NewAction(title=title, due=due))
    elif chance.random() < 0.5:
        desk.run(actions.EDIT, chance.choice(there), actions.EditAction(due=due, title="moved"))
    else:
        desk.run(actions.DONE, chance.choice(there), NoArgs())


def test_words_find_who_was_given_another_name_meanwhile(desk: Desk) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", message="hi"))
    ordered = Ordered(desk, inbox.LIST)
    assert ordered.refs("josé") == []
    before = desk.book.catch_up()
    desk.run(creators.EDIT, desk.creator("lena"), creators.EditCreator(name="José", handle="kim"))
    ordered.follow(desk.book.catch_up())
    assert before
    assert ordered.refs("jose kim") == ["C1"]
