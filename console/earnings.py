"""Earnings: what imports hold of an order that came through a creator, for whoever explains it."""

from collections.abc import Sequence
from datetime import date

from console import payouts
from console.ages import day_words
from console.args import EMPTY
from console.days import read_date
from console.desk import Desk
from console.payouts import Answer, Earning
from console.tracing import Trail, Untraced, follow
from data.errors import NotFound, UsageError
from data.exports.inquiry import Row
from data.figures import Part
from data.records.clients import Client
from data.text import plain

_DAY_DIGITS = 8
"""A day in digits has so many, an order's id more."""
_CAME = ("delivered", "completed")
"""An order of which that is said was delivered."""


def is_order(word: str) -> bool:
    """Whether a word can be an order's id; else it is a day, if anything."""
    return word.isascii() and word.isdigit() and len(word) > _DAY_DIGITS


def answer(desk: Desk, client: Client, word: str, refunded: int = 0) -> Answer:
    """When commission of an order comes: by its id, as the imports have it, or by the day it was
    delivered (`none`: it wasn't yet) and the per cent of it that was refunded.

    Raises `UsageError` for words that are neither, `NotFound` saying what no import holds.
    """
    if is_order(word):
        if refunded:
            raise UsageError("what of an order was refunded its imports know: leave that out.")
        earning, seen = of_order(desk, client, word)
    else:
        day, today = _day(desk, word), desk.day_at(client.id)
        if day is not None and day > today:
            raise UsageError(
                f"{day_words(day, today)} is still to come: say the day the order was delivered, or"
                " none, if it wasn't yet."
            )
        earning, seen = Earning(day, paid=100, refunded=refunded, currency=client.currency), ""
    told = payouts.explain(earning, desk.rules, client.market, desk.day_at(client.id))
    return Answer(told.text, f"{seen}; {told.source}" if seen else told.source)


def _day(desk: Desk, word: str) -> date | None:
    try:
        said = word.casefold()
        return None if said in EMPTY else read_date(said, desk.today)
    except ValueError:
        raise UsageError(
            f"“{plain(word, limit=30)}” is no order's id and no day: say the whole id of an order,"
            " or the day it was delivered, as 2026-11-02; none, if it wasn't."
        ) from None


def of_order(desk: Desk, client: Client, order: str) -> tuple[Earning, str]:
    """When an order was delivered, what of it was given back and what it earns; and which files say
    so. Raises `NotFound` saying what no import holds.
    """
    trail = _trail(desk, client, order)
    counting: dict[Part, list[Row]] = {
        part.part: [row for row in part.rows if row.by is None] for part in trail.found.parts
    }
    sales, affiliate = counting.get("sales", []), counting.get("affiliate", [])
    rows = [*sales, *affiliate]
    delivered = max((row.delivered for row in rows if row.delivered), default=None)
    if delivered is None and (not sales or any(row.status in _CAME for row in sales)):
        raise NotFound(f"no import of {client.slug} says when {order} was delivered; {_ASK}.")
    earning = Earning(
        delivered,
        paid=sum(row.amount for row in sales or affiliate),
        refunded=max((row.refund or 0 for row in sales), default=0),
        commission=_commission(affiliate),
        currency=client.currency,
        cancelled=bool(sales) and all(row.status == "cancelled" for row in sales),
    )
    files = dict.fromkeys(f"{trail.files[row.number]} (I{row.number})" for row in rows)
    return earning, f"order {order} in {', '.join(files)}"


def _trail(desk: Desk, client: Client, order: str) -> Trail:
    unknown = NotFound(
        f"{order} is no order of {client.slug}'s imports: say an order's id, or the day it was"
        " delivered, as 2026-11-02."
    )
    try:
        trail = follow(desk, client, order)
    except Untraced:
        raise unknown from None
    if trail.found.what != "order":
        raise unknown
    return trail


_ASK = "ask the creator or the shop, and say the day it was delivered instead"


def _commission(rows: Sequence[Row]) -> int | None:
    """What it earns without a refund, as far as affiliate orders say."""
    said = [row.est_commission for row in rows if row.est_commission is not None]
    return sum(said) if said else None
