"""Creators in the rows that count: what they sold lately, and the samples they got.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Sequence
from datetime import timedelta

from data.exports.inquiry import Breakdown, CreatorSums
from data.exports.job import Known
from data.exports.roster import Earned, Roster, Sample, Untold
from data.exports.sums import breakdown
from data.figures import By, Part

LONG, SHORT = timedelta(days=89), timedelta(days=29)
"""From the first to the last of 90 and of 30 days."""


def roster(part: Part, known: Sequence[Known], zone: str) -> Roster | None:
    """What those imports, all of one part, say of creators; `None`: such exports say nothing."""
    until = max((each.last for each in known if each.last), default=None)
    if until is None or part == "returns":
        return None

    def of(by: timedelta) -> Breakdown:
        what: By = "creator" if part == "affiliate" else "sample"
        return Breakdown({part: tuple(known)}, what, until - by, until, zone)

    if part == "sales":
        return Roster(until, samples=breakdown(of(LONG)).samples)
    lately = {one.creator: one.affiliate_gmv for one in breakdown(of(SHORT)).creators}
    found = breakdown(of(LONG)).creators
    named = [one for one in found if one.creator]
    return Roster(until, tuple(_earned(one, lately.get(one.creator, 0)) for one in named))


def untold(part: Part, gone: Known, known: Sequence[Known], zone: str) -> Untold:
    """The samples that import told of, and what the others say of them."""
    first, last = gone.first, gone.last
    if part != "sales" or first is None or last is None:
        return Untold()

    def of(those: Sequence[Known]) -> Sequence[Sample]:
        task = Breakdown({part: tuple(those)}, "sample", first, last, zone)
        return breakdown(task).samples

    orders = {each.order for each in of([gone])}
    return Untold(tuple(sorted(orders)), tuple(s for s in of(known) if s.order in orders))


def _earned(one: CreatorSums, lately: int) -> Earned:
    return Earned(one.creator or "", gmv_30=lately, gmv_90=one.affiliate_gmv)
