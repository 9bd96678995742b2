"""A list on a screen, kept in order change by change, is what a fresh look would give."""

import random
from datetime import timedelta

import pytest

from console import actions
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
        assert len(ordered) == len(everything)
        late = [action for action in everything if actions.overdue(ana, action)]
        assert actions.late(ana, ordered) == late


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
