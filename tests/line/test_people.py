"""People on the command line: who is away, how much they can take, and what is handed to them."""

from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_what_nobody_has_is_handed_out_once_it_was_seen(ask: Ask, say: Run) -> None:
    assert ask("role", "ana", "rep")["roles"] == ["lead", "rep"]
    for handle in ("@lena", "@marco", "@zoe"):
        ask("inbox", "new", handle, "--message", "hi")
    say("capacity", "ana", "2")
    first = say("route", "inbox", "assignee:nobody")
    assert first.returncode == 1
    assert first.stderr.startswith("2 to ana\n")
    assert "would do C2  @marco" in first.stdout
    assert "left C3  nobody is free: ana is full (2 of 2)" in first.stdout
    done = say("route", "inbox", "assignee:nobody", "--yes")
    assert done.returncode == 1
    assert done.stdout == "routed C1  @lena\nrouted C2  @marco\n"
    assert done.stderr.splitlines()[-1] == "C3: nobody is free: ana is full (2 of 2)"
    assert say("undo").returncode == 0
    assert [each["assignee"] for each in ask("inbox")] == [None, None, None]


def test_who_is_away_is_in_the_list(ask: Ask, say: Run) -> None:
    assert say("away", "ana", "2030-01-07").stdout == "noted as away ana  ana\n"
    assert "until 7 Jan" in say("people").stdout
    assert [each["id"] for each in ask("people", "is:away")] == ["ana"]
    assert ask("show", "ana")["away_until"].startswith("2030-01-07T")
    refused = say("route", "inbox", "x", "--by", "dice")
    assert (refused.returncode, refused.stderr) == (2, "by: say turn or load or usual\n")
    say("back", "ana")
    assert ask("people", "is:away") == []


def test_a_handover_as_text_and_as_json(ask: Ask, say: Run) -> None:
    ask("inbox", "new", "@lena", "--topic", "payout", "--message", "hi")
    ask("claim", "C1")
    say("note", "C1", "promise: an answer by Friday")
    told = say("handover").stdout.splitlines()
    assert told[0].startswith("What ana holds, ")
    assert told[1].startswith("C1  @lena payout · our turn")
    assert told[2] == "    promised: an answer by Friday"
    [held] = ask("handover", "ana")
    assert (held["id"], held["why"], held["promised"]) == (
        "C1", "our turn", ["an answer by Friday"],
    )  # fmt: skip
    nobody = say("handover", "zoe")
    assert (nobody.returncode, nobody.stderr) == (1, "nobody is called “zoe”; there is ana.\n")
    assert say("relieve", "ana", "kim").stdout == "passed on the work of ana  ana\n"
    assert ask("show", "C1")["assignee"] == "kim"
