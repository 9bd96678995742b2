"""What a file must be to become figures, beyond its header: sure dates, the right shop, some rows.

Only the child process imports this: polars costs 0.3 s.
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from data.errors import ImportRefused, Unsure
from data.exports.figures import Source
from data.exports.job import DayFigures, Elsewhere
from data.exports.layout import normal
from data.exports.parts import RULES, Rule
from data.exports.rejects import Rejects
from data.exports.times import Times
from data.markets import DATE_ORDERS, DATE_WORDS, Order
from data.text import plain

MOST_DAYS = 400
"""Days one import may change: it is one line of the journal, and a line is at most 256 KB."""
_KEPT_DIGITS = 15
"""Digits of a number that a spreadsheet keeps."""
_SURELY = 3
"""So many rows can't all have such an id by chance."""
_LISTED = 8
"""So many names are listed at most."""
_OFFERED = 50
"""So many shops are offered as answers at most; a file may name thousands."""


def listed(names: Sequence[str]) -> str:
    """Names in a row, the first few of many."""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more


def other_order(said: Order | None, times: Times) -> Order | None:
    """The order of day and month to read the file in instead, if its cells prove it.

    Raises `Unsure` where they don't, and where they contradict what was said of them.
    """
    other = next(order for order in DATE_ORDERS if order != times.order)
    if said is None and times.fits and times.misfits:
        raise ImportRefused(
            "some of its dates can only be day first and others only month first. Export it again."
        )
    if times.misfits and not times.fits:
        if said is None:
            return other
        raise Unsure(
            f"its dates are {other}, and {said} is expected of this kind of export. If they really"
            f" are {other}, say --dates {other.replace(' ', '-')}.",
            "dates",
            DATE_WORDS,
        )
    if said is None and times.slashed and not times.fits:
        raise Unsure(
            "whether the day or the month comes first in its dates can't be told: no date in it"
            " has a day above 12. Say --dates day-first or --dates month-first.",
            "dates",
            DATE_WORDS,
        )
    return None


def check_shop(shops: Mapping[str, str], shop: str | None) -> None:
    """Raises `Unsure` where each row names a shop and it isn't known which is the client's.

    `shops` are those in the file by normal spelling; none: it has no such column.
    """
    if not shops:
        return
    names = sorted(shops.values())
    named, offered = listed([f"“{plain(name, limit=60)}”" for name in names]), names[:_OFFERED]
    if shop is None:
        raise Unsure(
            f"it holds rows of {named}: which of these shops is this client's? Say --shop"
            " and its name.",
            "shop",
            tuple(offered),
        )
    if all(name != normal(shop) for name in shops):
        raise Unsure(
            f"it has no row of “{shop}”, only of {named}. Say --shop and the name it has"
            " there, if one of them is this client's.",
            "shop",
            tuple(offered),
        )


def check_any(accepted: int, rejects: Rejects) -> None:
    """Raises `ImportRefused` where no row could be taken."""
    if accepted:
        return
    if not rejects.count:
        raise ImportRefused("it has a header but no rows.")
    first = rejects.first[0]
    where = f"line {first.line}" + (f", {first.column}" if first.column else "")
    raise ImportRefused(
        f"none of its rows ({rejects.count:,}) can be taken. The first: {where}: {first.reason}."
    )


def check_rounded(rule: Rule, new: Source) -> None:
    """Raises `ImportRefused` where a spreadsheet rounded the ids and wrote them out again.

    It keeps 15 digits and puts zeros behind them. Of true ids one in a thousand ends so.
    """
    long = pl.col(rule.key).str.len_bytes() > _KEPT_DIGITS
    zeros = pl.col(rule.key).str.slice(_KEPT_DIGITS).str.contains("^0+$")
    counts = new.rows.select(long.sum().alias("long"), (long & zeros).sum().alias("rounded"))
    row = counts.collect().row(0, named=True)
    if row["rounded"] >= _SURELY and 2 * row["rounded"] > row["long"]:
        raise ImportRefused(
            f"the ids on {row['rounded']:,} of its rows end in zeros after {_KEPT_DIGITS} digits: a"
            " spreadsheet rounded them. Export it again and put that file in unopened."
        )


def check_elsewhere(rule: Rule, new: Source, elsewhere: Iterable[Elsewhere]) -> None:
    """Raises `ImportRefused` where another client's import has some of these orders."""
    near = [
        other
        for other in elsewhere
        if RULES[other.part] is rule and new.meets(other.first, other.last)
    ]
    if not near:
        return
    mine = new.rows.select(rule.key).unique().collect().lazy()
    what = "returns" if rule is RULES["returns"] else "orders"
    for other in near:
        rows = pl.scan_parquet(other.facts).select(rule.key).unique()
        shared = int(rows.join(mine, on=rule.key, how="semi").select(pl.len()).collect().item())
        if shared:
            total = int(mine.select(pl.len()).collect().item())
            raise ImportRefused(
                f"{shared:,} of its {total:,} {what} are {other.client}'s, by {other.ref}. Export"
                f" each shop by itself; if {other.ref} was the wrong one, void {other.ref}"
                " takes it out."
            )


def check_days(days: Sequence[DayFigures]) -> None:
    """Raises `ImportRefused` where it is too much for one import."""
    if len(days) > MOST_DAYS:
        raise ImportRefused(
            f"it changes the figures of {len(days):,} days, {days[0].day} to {days[-1].day}, and"
            f" one import may change {MOST_DAYS}. Export it in parts of a year at most."
        )
