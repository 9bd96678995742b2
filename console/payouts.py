"""Payouts: when commission comes, how much of it, and from when a lower rate counts.

What creators ask most, worked out from the platform's dated rules, in a sentence to send them.
"""

from datetime import date, timedelta

import msgspec

from console.ages import day_words
from console.terms import source
from data.money import money_text
from data.rules import Rules


class Answer(msgspec.Struct, frozen=True):
    """What to write to a creator, and where we have it from."""

    text: str
    source: str


class Earning(msgspec.Struct, frozen=True):
    """One order that came through a creator."""

    delivered: date | None
    """The day it was delivered; `None`: it hasn't been yet."""
    paid: int = 0
    """What was paid for it, in minor units; or 100, where shares are all that is known."""
    refunded: int = 0
    """What of that was given back."""
    commission: int | None = None
    """What it earns without a refund; `None`: it isn't known."""
    currency: str = "USD"
    cancelled: bool = False


def expected(delivered: date, days: int) -> date:
    """About when the commission of an order comes."""
    return delivered + timedelta(days=days)


def kept(commission: int, paid: int, refunded: int) -> int:
    """What a refund leaves of a commission: in proportion, half up; of a full one nothing."""
    left = max(0, paid - max(0, refunded))
    return (2 * commission * left + paid) // (2 * paid) if paid > 0 else 0


def explain(earning: Earning, rules: Rules, market: str, today: date) -> Answer:
    """When the commission of an order comes and how much. Raises `NotFound` for a market whose
    rule nobody wrote down."""
    rule = rules.need("payout.delivered", market, earning.delivered or today)
    told = f"{rule.says} ({source(rule)}, for {rule.market or 'all markets'})"
    if earning.cancelled:
        return Answer(
            "The order was cancelled, and for a cancelled order TikTok Shop pays no commission.",
            told,
        )
    if earning.paid and earning.refunded >= earning.paid:
        return Answer(
            "The order was refunded in full, and for a refunded order TikTok Shop pays no"
            " commission.",
            told,
        )
    after = f"TikTok Shop pays commission about {rule.value} days after delivery"
    if earning.delivered is None:
        return Answer(_and(f"Your order hasn't been delivered yet; {after}", earning), told)
    due = expected(earning.delivered, rule.value)
    was, comes = day_words(earning.delivered, today), day_words(due, today)
    when = (
        f"so expect it around {comes}"
        if due >= today
        else f"so it should have come around {comes}; please look under Earnings, Affiliate"
        " orders, and tell me if it isn't there"
    )
    return Answer(_and(f"Your order was delivered on {was}; {after}, {when}", earning), told)


def _and(sentence: str, earning: Earning) -> str:
    """The sentence, and what a refund of a part does."""
    if not earning.refunded or not earning.paid:
        return f"{sentence}."
    share = _per_cent(earning.refunded, earning.paid)
    less = f"{sentence}. {share} of it was refunded, so the commission is less in proportion"
    if earning.commission is None:
        return f"{less}."
    left = kept(earning.commission, earning.paid, earning.refunded)
    whole = money_text(earning.commission, earning.currency)
    return f"{less}: {money_text(left, earning.currency)} instead of {whole}."


def _per_cent(part: int, whole: int) -> str:
    share = (200 * part + whole) // (2 * whole)
    return f"{share} %" if 0 < share < 100 else "A little" if share == 0 else "Nearly all"


def explain_rate(cut: date, rules: Rules, market: str, today: date) -> Answer:
    """From when a rate that was lowered on that day counts. Raises `NotFound`."""
    lock, notice = (rules.need(id, market, cut) for id in ("rate.lock", "rate.notice"))
    begins = cut + timedelta(days=lock.value)
    warned = begins - timedelta(days=notice.value)
    return Answer(
        f"Your rate is locked for {lock.value} days: the lower one of {day_words(cut, today)}"
        f" reaches you on {day_words(begins, today)}, and TikTok Shop tells you on"
        f" {day_words(warned, today)}. Keep the product in your showcase, else the lock is lost."
        " A higher rate counts at once.",
        f"{lock.says} ({source(lock)})",
    )
