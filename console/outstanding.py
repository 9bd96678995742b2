"""Samples as they stand: the list, and those that press."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import get_args

from console.asked import by_client
from console.creators import handle_of
from console.desk import Desk
from console.handles import same
from console.query import Listing, Test
from console.terms import Standing, Terms, begun, due, standing
from data.records import samples
from data.records.creators import Creator
from data.records.samples import Sample

STANDINGS: tuple[Standing, ...] = (*get_args(samples.Status), "lapsed", "overdue")
_RUNNING: tuple[Standing, ...] = (
    "requested", "approved", "shipped", "delivered", "overdue", "appealed",
)  # fmt: skip
"""How samples stand of which something is still to come."""
SOON = timedelta(days=2)
"""So long before its time is up a sample presses."""
_LATELY = timedelta(days=7)
"""So long after its time was up, too: then nobody expects a post any more."""
_FAR = 1e12
"""Later than any instant, in seconds."""


def standing_of(desk: Desk, sample: Sample) -> Standing:
    """How it stands now."""
    return standing(sample, Terms.of(sample, desk.book, desk.rules), desk.clock.now())


def due_of(desk: Desk, sample: Sample) -> datetime | None:
    """When the time is up of whoever has to move now; `None`: nobody has to, or it isn't known."""
    return due(sample, Terms.of(sample, desk.book, desk.rules))


def of_creator(desk: Desk, creator: Creator) -> list[Sample]:
    """A creator's samples under any handle, the newest first."""
    found = [s for each in same(desk.book, creator) for s in _of(desk, each)]
    return sorted(found, key=lambda sample: (sample.requested_at, sample.id), reverse=True)


def running(desk: Desk, creator: Creator) -> list[Sample]:
    """Those of which something is still to come."""
    return [each for each in of_creator(desk, creator) if standing_of(desk, each) in _RUNNING]


def _of(desk: Desk, creator: Creator) -> list[Sample]:
    return desk.book.find(Sample, "creator", creator.id)


def pressing(desk: Desk) -> list[Sample]:
    """Requests about to lapse, and posts about to be late or just too late; the soonest first."""
    now = desk.clock.now()
    near: list[tuple[datetime, int, Sample]] = []
    known: dict[tuple[int | None, date], Terms] = {}  # thousands share the terms of a few days
    for sample in desk.book.all(Sample):
        if sample.status not in ("requested", "delivered"):
            continue
        alike = sample.client, begun(sample)
        if alike not in known:
            known[alike] = Terms.of(sample, desk.book, desk.rules)
        until = due(sample, known[alike])
        past = timedelta(0) if sample.status == "requested" else _LATELY
        if until is not None and now - past <= until <= now + SOON:
            near.append((until, sample.id, sample))
    return [sample for _, _, sample in sorted(near, key=lambda each: each[:2])]


# -- looking for them -------------------------------------------------------------------------


def _by_creator(desk: Desk, value: str) -> Test[Sample]:
    numbers = {each.id for each in same(desk.book, desk.creator(value))}
    return lambda sample: sample.creator in numbers


def _is(word: Standing) -> Callable[[Desk], Test[Sample]]:
    return lambda desk: lambda sample: standing_of(desk, sample) == word


def _remindable(desk: Desk) -> Test[Sample]:
    from console.samples import REMIND  # it knows this module

    return lambda sample: desk.refusal(REMIND, sample) is None


def _order(desk: Desk) -> Callable[[Sample], tuple[float | str, ...]]:
    """What has a time to keep, the soonest first; then the newest."""

    def key(sample: Sample) -> tuple[float | str, ...]:
        until = due_of(desk, sample)
        ends = until.timestamp() if until else _FAR
        return (ends, -sample.requested_at.timestamp(), sample.id)

    return key


def _text(desk: Desk, sample: Sample) -> str:
    ids = f"{sample.order or ''} {sample.tracking or ''}"
    return f"{sample.ref} {handle_of(desk.book, sample.creator)} {sample.product} {ids}"


LIST = Listing(
    name="samples",
    handles=True,
    kind=Sample,
    fields={"creator": _by_creator, "client": by_client},
    states={**{word: _is(word) for word in STANDINGS}, "remindable": _remindable},
    text=_text,
    order=_order,
)
