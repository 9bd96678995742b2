"""Alarms: what clocks reached, written down once, so that a later change can't unsay it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile
from typing import get_args

from console.clocks.clock import WARNINGS
from console.clocks.clocks import Clock, Clocks
from console.desk import Desk
from data.records.alarms import Alarm
from data.records.book import Tx
from data.records.conversations import Conversation, Status, over
from data.store import FileLock, mark
from data.store.history import saying

VERB = "clocks.alarm"
_ALL = 100
_AT_ONCE = 200
"""So many are written in one change, which the store keeps small."""
_LATELY = timedelta(days=7)
"""A box that stood still for longer has lost alarms of what was resolved meanwhile."""


def reached(clocks: Clocks, conversation: Conversation) -> Iterator[Alarm]:
    """What its clocks have reached so far, written down or not."""
    for clock in clocks.all(conversation):
        for share in _shares(clock):
            yield Alarm(
                conversation=conversation.id,
                metric=clock.metric,
                cycle=clock.number,
                share=share,
                due=clock.reading.due,
                policy=clock.policy,
                owner=conversation.assignee,
            )


def _shares(clock: Clock) -> Iterator[int]:
    if clock.reading.state == "cancelled" and clock.reading.elapsed <= clock.target:
        return
    yield from (share for share in WARNINGS if share <= clock.reading.warned)
    if clock.reading.elapsed > clock.target:
        yield _ALL


def sound(desk: Desk, clocks: Clocks) -> list[Alarm]:
    """Write down what was reached and isn't yet, of all that isn't resolved or was since anybody
    looked last. Nothing while another console is at it.

    Raises `StoreError`.
    """
    lock = FileLock(desk.workspace.root / "clocks.lock")
    with lock.try_hold() as fd:
        if fd is None:
            return []
        seq = desk.book.seq
        written = _sound(desk, clocks, mark.read(lock.path))
        mark.write(fd, seq)
    return written


def _sound(desk: Desk, clocks: Clocks, seq: int) -> list[Alarm]:
    """The same, since the change of that number."""
    found = {each.id: each for each in [*desk.book.live(Conversation), *_ended_since(desk, seq)]}
    new = [
        alarm
        for conversation in found.values()
        if not clocks.rest(conversation)
        for alarm in _unknown(desk, conversation, clocks)
    ]
    written: list[Alarm] = []
    for first in range(0, len(new), _AT_ONCE):
        with desk.book.begin(VERB) as tx:
            some = new[first : first + _AT_ONCE]
            written += [tx.add(alarm) for alarm in some if _still_new(tx, alarm)]
    return written


def _ended_since(desk: Desk, seq: int) -> Iterator[Conversation]:
    """What was resolved since, and may have reached something before."""
    if seq >= desk.book.seq:
        return
    then = desk.clock.now() - _LATELY
    sieve = [saying("status", status) for status in get_args(Status) if over(status)]
    news = desk.book.store.entries(newest_first=True, after=seq, sieves=[sieve])
    lately = takewhile(lambda entry: entry.at >= then, news)
    ids = {c.id for entry in lately for c in entry.changes if c.table == Conversation.TABLE}
    found = (desk.book.get(Conversation, id) for id in ids)
    yield from (each for each in found if each is not None)


def _still_new(tx: Tx, alarm: Alarm) -> bool:
    """Whether no other console was quicker."""
    known = tx.find(Alarm, "conversation", alarm.conversation)
    return all(each.key != alarm.key for each in known)


def _unknown(desk: Desk, conversation: Conversation, clocks: Clocks) -> list[Alarm]:
    known = {each.key for each in desk.book.find(Alarm, "conversation", conversation.id)}
    new = [alarm for alarm in reached(clocks, conversation) if alarm.key not in known]
    if not new:
        clocks.lay_to_rest(conversation)
    return new
