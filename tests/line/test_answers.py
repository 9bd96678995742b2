"""Ready answers in the line mode: found, filled, piped into a reply, run as a macro."""

from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_a_canned_reply_goes_through_a_pipe(say: Run, ask: Ask) -> None:
    ask("inbox", "new", "@lena", "--client", "aurora-skin", "--message", "hi")
    text = say("replies", "ad-code", "--for", "C1")
    assert text.stdout.startswith("Hi @lena, we would love to run your video")
    assert say("reply", "C1", "-", stdin=text.stdout).returncode == 0
    assert ask("show", "C1")["messages"][-1]["body"] == text.stdout.rstrip("\n")
    ask("unsent", "C1")
    hole = say("replies", "sample-asking", "--for", "C1").stdout
    refused = say("reply", "C1", "-", stdin=hole)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "{product}, {?by when, as tomorrow} isn't filled in" in refused.stderr
    refused = say("reply", "C1", "it cures")
    assert refused.returncode == 1
    assert "“cures” sounds like a medical promise" in refused.stderr
    assert "--anyway yes" in refused.stderr
    assert say("reply", "C1", "it cures", "--anyway", "yes").returncode == 0


def test_lists_of_them_and_what_is_wrong_with_a_file(say: Run, ask: Ask) -> None:
    found = ask("playbook", "when am i paid")
    assert "payout-when" in [each["name"] for each in found]
    payout = next(each for each in found if each["name"] == "payout-when")
    assert "6077860360177451" in payout["source"]
    whole = say("playbook", "payout-when").stdout
    assert whole.startswith("When am I paid?\n")
    assert "source: seller-us.tiktok.com/university 6077860360177451" in whole
    rows = say("replies", "sample").stdout.splitlines()
    assert rows[0].split() == ["name", "topic", "used", "what"]
    assert say("replies", "zebra").stderr == "nothing has these words\n"
    assert say("replies", "ad-code", "--for", "L1").returncode == 2
    assert "copies" not in say("macros", "thanks", "--plain").stdout


def test_a_macro_by_name(say: Run, ask: Ask) -> None:
    ask("inbox", "new", "@lena", "--client", "aurora-skin", "--message", "hi")
    shown = say("macros", "ad-code", "--for", "C1").stdout
    assert "does: tag ad-code" in shown
    done = say("macro", "C1", "ad-code")
    assert done.returncode == 0
    assert "Send that text, then say: spotlight confirm C1" in done.stderr
    here = ask("show", "C1")
    assert (here["status"], here["tags"]) == ("snoozed", ["ad-code"])
    assert [row["id"] for row in ask("inbox", "tag:ad-code")] == ["C1"]
    again = say("macro", "C1", "nothing")
    assert again.returncode == 1
    assert "there is no macro “nothing”" in again.stderr
    assert say("undo").stdout == "took back: ana ran a macro on C1\n"
    assert ask("show", "C1")["tags"] == []


def test_a_macro_over_all_that_a_query_picks(say: Run, ask: Ask) -> None:
    for name in ("@lena", "@kim", "@pan"):
        ask("inbox", "new", name, "--client", "aurora-skin", "--message", "hi")
    say("resolve", "C2")
    shown = say("macro", "inbox", "client:aurora", "--macro", "platform")
    assert shown.stderr.startswith("macro 2 of 3 inbox? Nothing is done yet"), shown
    assert "left C2  priority: ana resolved this" in shown.stdout
    with_reply = say("macro", "inbox", "client:aurora", "--macro", "ad-code", "--yes")
    assert (with_reply.returncode, with_reply.stdout) == (1, "")
    assert "C1: reply goes one at a time" in with_reply.stderr
    done = say("macro", "inbox", "client:aurora", "--macro", "platform", "--yes")
    assert done.stdout.splitlines() == ["ran a macro on C1  @lena", "ran a macro on C3  @pan"]
    assert {one["waiting_on"] for one in ask("inbox", "client:aurora", "not:resolved")} == {
        "platform"
    }
    assert say("undo").stdout == "took back: ana ran a macro on C1, C3\n"
