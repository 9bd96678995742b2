"""A verb on all that a query picks: shown first, done as one, taken back as one."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


@pytest.fixture
def late(ask: Ask) -> None:
    """Three late action items, the second done, the third jo's; and one that isn't late."""
    for title in ("one", "two", "three"):
        ask("actions", "new", title, "--due", "2020-01-01")
    ask("actions", "new", "later", "--due", "2099-01-01")
    ask("done", "A2")
    ask("assign", "A3", "jo")


def states(ask: Ask) -> dict[str, str]:
    return {one["id"]: one["status"] for one in ask("actions")}


@pytest.mark.usefixtures("late")
def test_it_is_shown_first_and_done_when_told(ask: Ask, say: Run) -> None:
    shown = say("done", "actions", "due:today")
    assert shown.returncode == 1
    assert shown.stdout.splitlines()[:2] == ["would do A1  one", "would do A3  three"]
    assert "left A2  ana did this" in shown.stdout
    assert shown.stderr == "done 2 of 3 actions? Nothing is done yet: --yes does it.\n"
    assert states(ask) == {"A1": "open", "A2": "done", "A3": "open", "A4": "open"}

    done = say("done", "actions", "due:today", "is:open", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["did A1  one", "did A3  three"]
    assert states(ask) == {"A1": "done", "A2": "done", "A3": "done", "A4": "open"}

    assert say("undo").stdout == "took back: ana did A1, A3\n", "as one"
    assert states(ask) == {"A1": "open", "A2": "done", "A3": "open", "A4": "open"}


@pytest.mark.usefixtures("late")
def test_what_is_refused_is_said_and_the_others_are_done(ask: Ask, say: Run) -> None:
    done = say("done", "actions", "due:today", "--yes")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["did A1  one", "did A3  three"]
    assert done.stderr.startswith("A2: ana did this")
    again = say("done", "actions", "due:today")
    assert (again.returncode, again.stdout) == (1, ""), "there is nothing to ask about"
    assert [line[:3] for line in again.stderr.splitlines()] == ["A1:", "A3:", "A2:"]
    nothing = say("done", "actions", "due:today", "is:open", "--yes")
    assert (nothing.returncode, nothing.stderr) == (0, "no actions like that\n")


@pytest.mark.usefixtures("late")
def test_what_the_verb_asks_for_comes_as_options(ask: Ask, say: Run) -> None:
    done = ask("assign", "actions", "is:overdue", "owner:me", "--owner", "kim", "--yes")
    assert (done["verb"], done["done"], done["refused"]) == ("actions.assign", True, [])
    assert [(one["id"], one["owner"]) for one in done["records"]] == [("A1", "kim")]
    seen = say("drop", "actions", "three", "--reason", "sold out", "--json")
    assert seen.returncode == 1
    assert '"done":false' in seen.stdout
    assert '"id":"A3"' in seen.stdout
    plain = say("drop", "actions", "three", "--reason", "sold out", "--yes", "--plain")
    assert plain.stdout == "dropped: A3\nwhat: three\n"
    assert ask("show", "A3")["dropped_why"] == "sold out"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("done", "actions"), "which actions? Say a query: spotlight done actions QUERY."),
        (("assign", "actions", "jo"), "owner is missing"),
        (("done", "tickets", "x"), "tickets can't be “done”; they have close, claim"),
        (("done", "people", "x"), "people can't be “done”; they have away, back"),
        (("note", "actions", "x", "--text", "y"), "note goes one at a time: spotlight note ID."),
        (("done", "actions", "ownr:me"), "can't ask for “ownr”; did you mean owner?"),
        (("done", "actions", "x", "--if-rev", "3"), "--if-rev is for one record."),
        (("edit", "L1", "--yes"), "--yes is for many: spotlight edit LIST QUERY --yes."),
    ],
)
def test_wrong_words(say: Run, words: tuple[str, ...], why: str) -> None:
    told = say(*words)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(why)


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize(("answer", "code", "done"), [("y", 0, 2), ("n", 1, 0)])
def test_at_a_terminal_it_asks(here: Path, ask: Ask, answer: str, code: int, done: int) -> None:
    ours, theirs = os.openpty()
    command = (sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana")
    child = subprocess.Popen(
        [*command, "done", "actions", "is:overdue"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        start_new_session=True,
    )
    asked = b""
    while not asked.endswith(b"[y/N] "):
        asked += os.read(ours, 1000)
    assert asked.endswith(b"done 2 of 2 actions? [y/N] ")
    os.write(ours, f"{answer}\n".encode())
    printed = child.communicate(timeout=60)[0]
    os.close(ours)
    os.close(theirs)
    assert (child.returncode, printed.count("did A")) == (code, done)
    assert [*states(ask).values()].count("done") == 1 + done
