"""Payouts: days and amounts by the platform's dated rules, in sentences that can be sent."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.payouts import Earning, expected, explain, explain_rate, kept
from data.errors import NotFound
from data.rules import Rules, read_rules, shipped

RULES = Rules(shipped())
TODAY = date(2026, 11, 10)
AMOUNT = st.integers(0, 10**9)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_the_sentence_to_send() -> None:
    said = explain(Earning(date(2026, 11, 2)), RULES, "US", TODAY)
    assert said.text == (
        "Your order was delivered on 2 Nov; TikTok Shop pays commission about 15 days after"
        " delivery, so expect it around 17 Nov."
    )
    assert "6077860360177451, looked up 2026-08-31, for US" in said.source


def test_what_is_late_isnt_promised_again() -> None:
    said = explain(Earning(date(2026, 10, 2)), RULES, "US", TODAY)
    assert "should have come around 17 Oct" in said.text
    assert "expect" not in said.text


def test_what_wasnt_delivered_has_no_day() -> None:
    said = explain(Earning(None), RULES, "US", TODAY)
    assert said.text.startswith("Your order hasn't been delivered yet;")
    assert "Nov" not in said.text


def test_refunds() -> None:
    part = Earning(date(2026, 11, 2), paid=10_00, refunded=3_00, commission=1_50)
    assert explain(part, RULES, "US", TODAY).text.endswith(
        "30 % of it was refunded, so the commission is less in proportion: $1.05 instead of $1.50."
    )
    full = Earning(date(2026, 11, 2), paid=10_00, refunded=10_00, commission=1_50)
    assert "no commission" in explain(full, RULES, "US", TODAY).text
    assert "expect" not in explain(full, RULES, "US", TODAY).text


def test_by_market_and_an_unknown_one_is_said() -> None:
    assert (
        "around 9 Nov" in explain(Earning(date(2026, 11, 2)), RULES, "VN", date(2026, 11, 3)).text
    )
    with pytest.raises(NotFound, match=r"payout\.delivered isn't known in UK; write it"):
        explain(Earning(date(2026, 11, 2)), RULES, "UK", TODAY)


def test_the_newest_rule_that_has_come_counts(tmp_path: Path) -> None:
    own = tmp_path / "rules.toml"
    own.write_text(
        '[[rules]]\nid = "payout.delivered"\nvalue = 8\nunit = "days"\nmarket = "US"\n'
        'says = "Faster."\nsource = "a letter"\nchecked_on = 2026-11-01\nsince = 2026-11-05\n'
    )
    rules = read_rules(own)
    assert "17 Nov" in explain(Earning(date(2026, 11, 2)), rules, "US", TODAY).text
    assert "13 Nov" in explain(Earning(date(2026, 11, 5)), rules, "US", TODAY).text


def test_a_lower_rate_comes_late() -> None:
    said = explain_rate(date(2026, 11, 1), RULES, "US", TODAY).text
    assert "the lower one of 1 Nov reaches you on 1 Dec" in said
    assert "tells you on 29 Nov" in said


@given(AMOUNT, AMOUNT, AMOUNT)
def test_a_refund_never_adds_and_never_takes_more_than_all(
    commission: int, paid: int, refunded: int
) -> None:
    left = kept(commission, paid, refunded)
    assert 0 <= left <= commission
    if paid:
        assert kept(commission, paid, 0) == commission
        assert kept(commission, paid, paid) == 0
        assert kept(commission, paid, refunded + 1) <= left
        exact = commission * max(0, paid - refunded) / paid
        assert abs(left - exact) <= 0.5 + exact * 1e-9


@given(DAYS, DAYS, st.sampled_from(["US", "VN", "ID"]), AMOUNT, AMOUNT)
def test_it_always_says_something_that_can_be_sent(
    delivered: date, today: date, market: str, paid: int, refunded: int
) -> None:
    said = explain(Earning(delivered, paid, refunded), RULES, market, today)
    assert said.text.endswith((".", "there."))
    assert "\n" not in said.text
    assert said.source
    full = bool(paid) and refunded >= paid
    assert ("expect it" in said.text) <= (not full)
    rule = RULES.need("payout.delivered", market, delivered)
    assert expected(delivered, rule.value) - delivered == timedelta(days=rule.value)
