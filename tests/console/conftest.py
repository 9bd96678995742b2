"""People at their desks, saying what they want in words."""

from collections.abc import Callable

import pytest

from console.args import read
from console.desk import Desk
from console.table import LISTINGS, creator_of, find, verb_for
from data.records.base import Record

Act = Callable[..., Record]


@pytest.fixture
def act() -> Act:
    """Does a verb: `act(ana, "assign", "A1", owner="jo")`, as the screen and the command do.

    `new actions` makes a record; `seen=` is the record as the person saw it.
    """

    def do(
        desk: Desk, verb: str, ref: str = "", seen: Record | None = None, **words: str
    ) -> Record:
        desk.book.catch_up()
        made = verb.removeprefix("new ")
        if made != verb:
            creator = creator_of(LISTINGS[made])
            assert creator is not None
            new: Record = desk.make(creator, read(creator.args, words, desk.reading()))
            return new
        record = find(desk, ref)
        found = verb_for(verb, record)
        done: Record = desk.run(found, record, read(found.args, words, desk.reading()), seen=seen)
        return done

    return do
