"""The figures of a day: which there are, what they are called, and how people read them."""

from typing import NamedTuple

from console.metrics import Parts
from data.figures import Part
from data.money import money_text
from screens.say import NOTHING


class Figure(NamedTuple):
    """A figure of the JSON: which it is of what part of a day."""

    name: str
    part: Part
    field: str
    money: bool


FIGURES = (
    Figure("gmv", "sales", "gmv", money=True),
    Figure("net_gmv", "sales", "net_gmv", money=True),
    Figure("orders", "sales", "orders", money=False),
    Figure("units", "sales", "units", money=False),
    Figure("aov", "sales", "aov", money=True),
    Figure("cancelled_orders", "sales", "cancelled_orders", money=False),
    Figure("refunded_amount", "sales", "refunded_amount", money=True),
    Figure("sample_orders", "sales", "sample_orders", money=False),
    Figure("return_requests", "returns", "requests", money=False),
    Figure("returned_units", "returns", "units", money=False),
    Figure("return_amount", "returns", "amount", money=True),
    Figure("return_refunded", "returns", "refunded", money=True),
    Figure("affiliate_gmv", "affiliate", "gmv", money=True),
    Figure("affiliate_orders", "affiliate", "orders", money=False),
    Figure("affiliate_units", "affiliate", "units", money=False),
    Figure("est_commission", "affiliate", "est_commission", money=True),
    Figure("actual_commission", "affiliate", "actual_commission", money=True),
)
TITLES: dict[Part, str] = {
    "sales": "orders, by the day paid",
    "returns": "returns, by the day asked for",
    "affiliate": "affiliate orders, by the day paid",
}
"""What each part of a day is."""


def figure_text(known: Parts, figure: Figure, currency: str) -> str:
    """A figure for a person."""
    amount: int | None = getattr(getattr(known, figure.part), figure.field, None)
    if amount is None:
        return NOTHING
    return money_text(amount, currency) if figure.money else f"{amount:,}"
