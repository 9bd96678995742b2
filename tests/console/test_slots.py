"""Slots: each person's own, nine of them, taken back like anything else."""

from collections.abc import Callable

import pytest

from console.desk import Desk
from console.slots import slots_of
from console.undo import next_undo, take_back
from data.errors import RefusalError
from data.records.base import Record
from tests.conftest import OpenDesk

Act = Callable[..., Record]


def at_hand(desk: Desk) -> dict[int, int]:
    desk.book.catch_up()
    return {slot.place: slot.conversation for slot in slots_of(desk.book, desk.me.name)}


def test_each_has_nine_of_their_own(open_desk: OpenDesk, act: Act) -> None:
    ana, jo = open_desk("ana"), open_desk("jo")
    for number in range(10):
        act(ana, "new inbox", creator=f"@kim{number}", message="hi")
    for number in range(1, 10):
        act(ana, "slot", f"C{number}")
    with pytest.raises(RefusalError, match="your nine slots are taken"):
        act(ana, "slot", "C10")
    with pytest.raises(RefusalError, match="it is in your slot 3 already"):
        act(ana, "slot", "C3")
    act(jo, "slot", "C3")
    act(ana, "unslot", "C3")
    assert at_hand(jo) == {1: 3}
    act(ana, "slot", "C10")
    assert at_hand(ana)[3] == 10, "the place that was free"
    take_back(ana, next_undo(ana).entry)
    assert 3 not in at_hand(ana)
    with pytest.raises(RefusalError, match="it is in no slot of yours"):
        act(ana, "unslot", "C10")
    assert at_hand(open_desk("ana")) == at_hand(ana), "kept for the next session"
