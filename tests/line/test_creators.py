"""What creators ask for, answered by commands."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.records.creators import Creator, Sold
from data.workspace import Workspace

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
    assert "no creator @nobody" in say("where", "nobody").stderr
    say("inbox", "new", "@lena", "--topic", "sample")
    assert say("where", "C1").stdout == where, "whoever the conversation is with"
    assert say("where", "lena").stdout == where
    no = say("where", "L1")
    assert (no.returncode, "L1 is no creator" in no.stderr) == (2, True)
    payout = say("payout", "aurora", "2026-11-02", "--refunded", "30").stdout
    assert "TikTok Shop pays commission about 15 days after delivery" in payout
    assert "30 % of it was refunded" in payout
    assert "6077860360177451" in payout
    ahead = say("payout", "aurora", "2099-12-25")
    assert (ahead.returncode, ahead.stdout) == (2, "")
    assert ahead.stderr == (
        "25 Dec 2099 is still to come: say the day the order was delivered, or none, if it wasn't"
        " yet.\n"
    )
    for word in ("some day", "1234567", "X-12"):
        no = say("payout", "aurora", word)
        assert no.returncode == 2
        assert no.stderr.startswith(f"“{word}” is no order's id and no day: say the whole id")
    assert say("payout", "aurora", "none", "--refunded", "101").returncode == 2


def test_what_they_sold_is_in_major_units(ask: Callable[..., Any], say: Run, here: Path) -> None:
    desk = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    with desk.book.begin("creators.fed") as tx:
        sold = Sold(1, "USD", date(2026, 11, 18), gmv_30=9_204_10, gmv_90=21_880_00)
        tx.add(Creator(handle="lena", sold=(sold,)))
    desk.close()
    say("block", "@lena", "aurora", "resold two")
    assert ask("show", "@lena")["sold"] == [
        {"client": "L1", "currency": "USD", "until": "2026-11-18", "gmv_30": 9204.1,
         "gmv_90": 21880.0}
    ]  # fmt: skip
    listed = say("creators", "is:blocked", "--plain").stdout
    assert "blocked for: aurora-skin\n" in listed
    said = say("show", "@lena").stdout
    assert "aurora-skin: $9,204.10 in 30 days, $21,880.00 in 90, up to 2026-11-18" in said
    assert "aurora-skin by ana, " in said
    assert ": resold two" in said


def test_whom_a_creator_was_merged_into_is_a_creator(ask: Callable[..., Any], say: Run) -> None:
    for handle in ("lena", "lena2"):
        say("creators", "new", f"@{handle}")
    assert say("merge", "@lena2", "@lena").returncode == 0
    assert ask("show", "K2")["merged_into"] == "@lena"
