"""QA on the command line: `spotlight pass Q12 3` and what comes of it."""

from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_a_run_from_beginning_to_signature(ask: Ask, say: Run) -> None:
    begun = ask("qa", "new", "Black Friday deal", "--client", "aurora", "--due", "2026-11-27")
    assert (begun["id"], begun["template"], begun["maker"], begun["client"], begun["due"]) == (
        "Q1",
        "promo@1",
        "ana",
        "aurora-skin",
        "2026-11-27",
    )
    assert [item["result"] for item in begun["items"]] == [None] * 14
    told = say("pass", "Q1", "1")
    assert (told.stdout, told.stderr) == (
        "passed Q1.1  price matches the catalog in the window\n",
        "",
    )
    failed = ask("fail", "Q1", "3", "price 11.90 < floor 12.50", as_="jo")
    assert failed["id"] == "Q1", "a verb on an item answers with its run"
    third = failed["items"][2]
    assert (third["id"], third["result"], third["reason"], third["by"]) == (
        "Q1.3",
        "fail",
        "price 11.90 < floor 12.50",
        "jo",
    )
    assert third["at"].endswith("Z")
    assert ask("skip", "Q1.11", "no coupon this week")["items"][10]["result"] == "n.a."
    shown = ask("evidence", "Q1", "3", "SKU 3", as_="jo")["items"][2]["evidence"]
    assert [(note["by"], note["text"]) for note in shown] == [("jo", "SKU 3")]
    refused = say("sign", "Q1", as_="sam")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("10 must items open or failed: 2, 3, 4,")
    for number in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14):
        assert say("pass", "Q1", str(number)).returncode == 0
    assert say("sign", "Q1").stderr == "you made it · somebody else signs\n"
    assert ask("sign", "Q1", as_="jo")["signed_by"] == "jo"
    changed = say("recheck", "Q1", "2", as_="sam")
    assert changed.stdout == "cleared Q1.2  price stays above floor after stacking\n"
    assert changed.stderr == "jo's signature on Q1 no longer stands\n"
    assert [(run["id"], run["status"]) for run in ask("qa", "is:open")] == [("Q1", "checking")]


def test_what_is_told_of_a_run_and_of_an_item(ask: Ask, say: Run) -> None:
    ask("qa", "new", "deal")
    ask("fail", "Q1", "2", "too cheap")
    head, row = say("qa").stdout.splitlines()
    assert head.split() == ["id", "status", "due", "maker", "progress", "client", "title"]
    assert row.split("  ")[0] == "Q1"
    assert "1 of 14, 1 fail" in row
    whole = say("show", "Q1", "--plain").stdout
    assert (
        "\n\nitem: Q1.2\ntext: price stays above floor after stacking\nmust: yes\n"
        "result: fail\nby: ana\nreason: too cheap\n\n"
    ) in whole
    line = "Q1.2   fail · ana · price stays above floor after stacking: too cheap\n"
    assert line in say("show", "Q1").stdout
    item = ask("show", "Q1.2")
    assert (item["id"], item["run"], item["result"]) == ("Q1.2", 1, "fail")
    assert "how" in say("show", "Q1.2", "--plain").stdout


def test_wrong_words(ask: Ask, say: Run) -> None:
    ask("qa", "new", "deal")
    for words, says in (
        (("pass", "Q1"), "the item's number is missing."),
        (("pass", "Q1", "15"), "there is no Q1.15: it has items 1 to 14."),
        (("pass", "Q1", "first"), "Q1.first"),
        (("fail", "Q1", "2"), "reason is missing"),
        (("sign", "Q1.2"), "can't be “sign”; it has pass"),
        (
            ("qa", "new", "x", "--template", "nope"),
            "no checklist “nope”; there is promo",
        ),
    ):
        told = say(*words)
        assert (told.stdout, says in told.stderr) == ("", True), (words, told.stderr)
        assert told.returncode in (1, 2), words
    assert say("help", "fail").stdout.startswith("spotlight fail ID ITEM REASON\n")
