"""What creators ask for, answered by commands."""

from collections.abc import Callable
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_where_and_payout(say: Run) -> None:
    said = say("samples", "new", "@lena", "--product", "Glow Serum", "--client", "aurora")
    assert said.returncode == 0, said.stderr
    say("approve", "S1")
    say("ship", "S1", "9400", "--carrier", "USPS")
    where = say("where", "@lena").stdout
    assert "(USPS, tracking 9400)." in where
    assert "noted it on" in where
    assert say("where", "@nobody").returncode == 1
    payout = say("payout", "aurora", "2026-11-02", "--refunded", "30").stdout
    assert "TikTok Shop pays commission about 15 days after delivery" in payout
    assert "30 % of it was refunded" in payout
    assert "6077860360177451" in payout
    assert say("payout", "aurora", "some day").returncode == 2
    assert say("payout", "aurora", "none", "--refunded", "101").returncode == 2
