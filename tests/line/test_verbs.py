"""Verbs as commands: their words, races, undo and the log."""

import fcntl
import json
import os
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import IO, Any

import pytest

from console import actions
from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.records.actions import Action
from data.workspace import Workspace

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


def test_verbs_take_words_in_order_or_by_name(ask: Ask, say: Run) -> None:
    ask("actions", "new", "first", "--due", "2026-11-27", "--owner", "jo", "--client", "aurora")
    assert say("actions", "new", "fix", "14", "titles", "--due", "fri").stderr == (
        "new takes one TITLE. Put quotes around it: “fix 14 titles”.\n"
    )
    assert ask("assign", "A1", "nobody")["owner"] is None
    edited = ask("edit", "--due=never", "A1", "--", "--dashes first")
    assert (edited["title"], edited["due"], edited["client"]) == (
        "--dashes first",
        None,
        "aurora-skin",
    )
    assert say("drop", "A1", "not", "quoted").stderr == (
        "drop takes REASON. Put quotes around a sentence.\n"
    )
    assert ask("drop", "A1", "--reason", "no longer needed")["dropped_why"] == "no longer needed"
    told = say("reopen", "A1")
    assert (told.returncode, told.stdout, told.stderr) == (0, "reopened A1  --dashes first\n", "")


def test_what_is_assigned_to_nobody_is_said_to_be_nobodys(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x")
    ask("tickets", "new", "y")
    ask("clients", "new", "Aurora", "--market", "US")
    ask("inbox", "new", "@lena", "--client", "aurora")
    for ref in ("A1", "T1", "C1"):
        assert say("assign", ref, "ana").stderr == ""
        told = say("assign", ref, "nobody")
        assert (told.returncode, told.stderr) == (0, "nobody has it now\n")
        assert told.stdout.startswith(f"assigned {ref} ")


def test_a_name_nobody_knows_is_said(ask: Ask, say: Run) -> None:
    first = say("actions", "new", "x", "--owner", "Kim", "--json")
    assert json.loads(first.stdout)["owner"] == "kim"
    assert first.stderr == "kim has never worked here; kept as a new name.\n"
    assert {p["id"]: p["seen"] for p in ask("people")} == {"ana": True, "kim": False}
    assert ask("claim", "A1", as_="jo")["owner"] == "jo"
    assert say("assign", "A1", "jo").stderr == ""


def test_if_rev(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x")
    ask("edit", "A1", "--title", "y", as_="jo")
    lost = say("edit", "A1", "--title", "z", "--if-rev", "1")
    assert (lost.returncode, lost.stdout) == (1, "")
    assert lost.stderr == "jo changed A1 while you were at it: title is now “y”.\n"
    assert ask("edit", "A1", "--due", "2026-11-27", "--if-rev", "1")["rev"] == 3
    assert ask("edit", "A1", "--title", "z", "--if-rev=3")["title"] == "z"
    unknown = say("done", "A1", "--if-rev", "9")
    assert unknown.stderr == "A1 is at revision 4; nothing is known of 9.\n"


def test_two_claims_one_winner_ten_times_of_ten(here: Path) -> None:
    ana = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    for number in range(1, 11):
        ana.make(actions.NEW, actions.NewAction("who is quicker", owner=None))
        claim = ("-m", "screens", "--workspace", str(here), "claim", f"A{number}", "--as")
        racers = {
            name: subprocess.Popen(
                [sys.executable, *claim, name],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for name in ("jo", "sam")
        }
        said = {name: racer.communicate(timeout=60) for name, racer in racers.items()}
        codes = {name: racer.returncode for name, racer in racers.items()}
        assert sorted(codes.values()) == [0, 1], said
        winner, loser = sorted(codes, key=lambda name: codes[name])
        assert said[winner] == (f"claimed A{number}  who is quicker\n", "")
        assert said[loser][0] == ""
        told = rf"{winner} claimed this \d+ s ago · steal takes it over\n"
        assert re.fullmatch(told, said[loser][1])
        ana.book.catch_up()
        record = ana.book.get(Action, number)
        assert record is not None
        assert record.owner == winner
    ana.close()


def test_undo_and_redo_go_on_from_process_to_process(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x")
    for title in ("y", "z"):
        ask("edit", "A1", "--title", title)
    ask("edit", "A1", "--due", "2026-11-27", as_="jo")
    taken = ask("undo")
    assert (taken["entry"]["verb"], taken["entry"]["records"]) == ("actions.edit", ["A1"])
    assert taken["left"] == []
    assert say("undo").stdout == "took back: ana changed A1\n"
    assert ask("show", "A1")["title"] == "x"
    assert say("redo").stdout == "put back: ana changed A1\n"
    assert (ask("show", "A1")["title"], ask("show", "A1")["due"]) == ("y", "2026-11-27")


def test_another_shells_change_is_asked_for(ask: Ask, say: Run, here: Path) -> None:
    elsewhere = subprocess.run(
        [
            *(sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana"),
            *("actions", "new", "from another shell"),
        ],
        start_new_session=True,
        timeout=60,
    )
    assert elsewhere.returncode == 0
    refused = say("undo")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert re.match(r"“ana wrote A1”, \d+ s ago, in another session: --yes", refused.stderr)
    assert say("undo", "--yes").stdout == "took back: ana wrote A1\n"
    assert ask("actions") == []


@pytest.mark.parametrize(
    ("answer", "code", "said"), [("n", 1, ""), ("", 1, ""), ("y", 0, "took back: ana wrote A1\n")]
)
def test_at_a_terminal_it_asks(ask: Ask, here: Path, answer: str, code: int, said: str) -> None:
    ask("actions", "new", "x")
    ours, theirs = os.openpty()
    undo = subprocess.Popen(
        [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", "undo"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        start_new_session=True,
    )
    asked = b""
    while not asked.endswith(b"[y/N] "):
        asked += os.read(ours, 1000)
    assert re.match(
        r"“ana wrote A1”, \d+ s ago, in another session: take it back\?", asked.decode()
    )
    os.write(ours, f"{answer}\n".encode())
    assert undo.communicate(timeout=60)[0] == said
    assert undo.returncode == code
    os.close(ours)
    os.close(theirs)


def test_the_log(ask: Ask, say: Run) -> None:
    ask("actions", "new", "x", "--owner", "nobody")
    ask("claim", "A1", as_="jo")
    ask("note", "A1", "on it", as_="jo")
    ask("actions", "new", "y")
    log = ask("log", "A1")
    assert [(e["by"], e["verb"], e["records"]) for e in log] == [
        ("jo", "actions.note", ["A1"]),
        ("jo", "actions.claim", ["A1"]),
        ("ana", "actions.new", ["A1"]),
    ]
    assert log[1]["said"] == "jo claimed A1"
    assert log[1]["at"].endswith("Z")
    change = log[1]["changes"][0]
    assert (change["before"]["owner"], change["after"]["owner"]) == (None, "jo")
    told = say("log", "A1").stdout.splitlines()
    assert told[0].endswith("  jo noted on A1")
    assert told[1] == "    text: on it"
    assert "    owner: nobody → jo" in told
    assert len(ask("log", "--by", "jo", "--since", "1h")) == 3  # came in, claimed, noted
    assert ask("log", "--since", "2099-01-01") == []
    assert say("log", "--by", "me").stdout.count("\n") == len(ask("log", "--by", "ana"))


def test_stdin_is_read_once_and_only_when_asked(ask: Ask, say: Run) -> None:
    assert ask("actions", "new", "-", stdin=" from a pipe \n")["title"] == "from a pipe"
    assert ask("assign", "A1", "-")["owner"] is None, "a dash names nobody"
    empty = say("note", "A1", "-", stdin=" \n")
    assert (empty.returncode, empty.stderr) == (2, "text: it can't be empty\n")


def test_ctrl_c_is_quiet(here: Path) -> None:
    """A command stopped while it waits for stdin."""
    child = subprocess.Popen(
        [
            *(sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana"),
            *("actions", "new", "-"),
        ],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin
    child.stdin.write(b"begun")
    child.stdin.flush()
    wait_until_read(child.stdin)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (130, b"")


def wait_until_read(pipe: IO[bytes]) -> None:
    """Until the other side has taken all that was written."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        left = fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4)
        if int.from_bytes(left, sys.byteorder) == 0:
            return
        time.sleep(0.01)
    raise AssertionError("it never read")


@pytest.mark.parametrize("name", ["", "me", "nobody", "two words"])
def test_not_every_word_is_a_name(say: Run, name: str) -> None:
    assert say("actions", as_="").returncode == 0, "the fixture leaves an empty name out"
    refused = say("--as", name, "actions", as_="")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_what_is_too_long_is_refused_not_cut(say: Run) -> None:
    refused = say("actions", "new", "x" * 301)
    assert refused.returncode == 2
    assert "301 characters are too many; 300 fit" in refused.stderr
    assert json.loads(say("actions", "--json").stdout) == []


def test_what_is_too_long_for_a_message_can_be_attached(say: Run) -> None:
    say("inbox", "new", "@lena", "--message", "hi")
    refused = say("received", "C1", "-", stdin="x" * 20_001)
    assert refused.returncode == 2
    assert refused.stderr.endswith(
        "20,001 characters are too many; 20,000 fit; attach a longer text as a file, to a"
        " conversation or a ticket\n"
    ), refused.stderr
    assert len(json.loads(say("show", "C1", "--json").stdout)["messages"]) == 1
