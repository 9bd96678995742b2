"""Plain people: one labelled fact a line, whole; and each example of the help does something."""

import fcntl
import json
import os
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

from console.args import read
from console.desk import Desk
from console.table import LISTINGS, VERBS, creator_of
from data.clock import SystemClock
from data.identity import author
from data.records.creators import Creator
from data.records.imports import Import
from data.workspace import Workspace
from screens.line.commands import OWN, everything
from screens.line.examples import OF_COMMANDS
from screens.line.main import main

LONG = " ".join(["long"] * 40) + " to its very end"
BODY = "first line\n\n" + " ".join(["said"] * 400) + " and the last word"
HANDLE = "handle" * 40
"""As an export may hold it."""
WHOLE: Mapping[str, list[str]] = {
    "inbox": [f"@{HANDLE}", LONG, "and the last word"],
    "tickets": [LONG],
    "actions": [LONG],
    "qa": [LONG],
    "clients": [LONG],
    "creators": [f"@{HANDLE}", LONG],
    "samples": [f"@{HANDLE}", LONG],
    "incidents": [LONG],
    "imports": ["file" * 40],
    "people": ["wilhelmina-of-the-long-name-32ch"],
    "views": [f'"{LONG}"'],
}
"""What must be whole in each list."""
FACT = re.compile(r"\S.*?: \S.*")
DRAWN = re.compile(r"[\x1b\u2190-\u21ff\u2500-\u27bf–×]")
FILES = ("keys",)
"""What is a file to keep, whatever reads it."""
CARRIED = {"reply": "It left our warehouse today.", "macro": "Hi "}
"""How the text begins that these print to be sent, as it is."""
ELSEWHERE = ("init", "demo", "watch", "backup", "export")
"""They make or await something beyond the workspace."""

Tell = Callable[..., str]


@pytest.fixture
def full(here: Path) -> Path:
    """A workspace with four of each kind, the longest that can be of each."""
    workspace = Workspace.open(here)
    desk = Desk(workspace, author("ana", shared_account=True), SystemClock())

    def make(list: str, /, **words: str) -> None:
        verb = creator_of(LISTINGS[list])
        assert verb is not None
        desk.make(verb, read(verb.args, words, desk.reading()))

    with desk.book.begin("creators.new") as tx:
        tx.add(Creator(handle=HANDLE, name=LONG))
        for number in range(4):
            tx.add(
                Import(
                    client=1,
                    file="file" * 40 + f" {number}",
                    sha256="",
                    size=0,
                    source="",
                    status="waiting",
                )
            )
    make("clients", title=LONG)
    make("clients", title="Nord Home")
    make("clients", title="Peak Fitness")
    desk.book.catch_up()
    for number in range(4):
        make("inbox", creator=f"@{HANDLE}", client="aurora-skin", topic=LONG, message=BODY)
        make("tickets", title=LONG, due="2020-01-01")
        owner = "wilhelmina-of-the-long-name-32ch"
        make("actions", title=LONG, due="2020-01-01", owner=owner)
        make("qa", title=LONG, client="aurora-skin")
        make("creators", handle=f"@lena{number}")
        make("samples", creator=f"@{HANDLE}", product=LONG)
        make("incidents", title=LONG)
        make("views", name=f"view{number}", list="actions", query=f'"{LONG}"', whose="all")
    noted = VERBS["actions.note"]
    desk.run(noted, desk.record("A4"), read(noted.args, {"text": BODY}, desk.reading()))
    heard = VERBS["inbox.received"]
    for number in range(5, 13):  # so that C4 has the G12 of the help
        said = read(heard.args, {"text": f"said {number}"}, desk.reading())
        desk.run(heard, desk.record("C4"), said)
    desk.close()
    return here


@pytest.fixture
def tell(full: Path, capfd: pytest.CaptureFixture[str]) -> Tell:
    """Runs a command there in this process; gives what it printed, and wants no wrong usage."""

    def run(*argv: str) -> str:
        code = main(["--workspace", str(full), "--as", "ana", *argv])
        out, err = capfd.readouterr()
        assert code in (0, 1), (argv, err)
        assert code == 0 or err.strip(), argv
        assert "there is no" not in err or argv[0] in OWN, (argv, err)
        return out

    return run


def test_every_list_is_whole_piped_and_plain(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for name in LISTINGS:
        piped, plain = tell(name), tell(name, "--plain")
        for text in WHOLE[name]:
            assert text in piped, name
            assert text in plain, name
        monkeypatch.setenv("TERM", "dumb")
        assert tell(name) == plain
        assert json.loads(tell(name, "--json")), "a terminal that can't draw still gets JSON"
        monkeypatch.setenv("TERM", "xterm-256color")
        labels = [line.partition(": ")[0] for line in plain.split("\n\n")[0].splitlines()]
        assert len(set(labels)) == len(labels) > 1, f"{name}: each fact has a label of its own"


def test_today_and_find_are_whole(tell: Tell) -> None:
    assert LONG in tell()
    assert "and the last word" in tell("find", "said", "--plain")
    assert f"what: {LONG}" in tell("--plain")


@pytest.mark.parametrize("argv", [[], ["help"], *(["show", f"{k}1"] for k in "CTAQLKIV")])
def test_what_shows_is_one_fact_a_line(tell: Tell, argv: list[str]) -> None:
    check_plain(tell(*argv, "--plain"), argv)


def test_each_example_of_the_help_does_something(tell: Tell) -> None:
    for command in (command for _, commands in everything() for command in commands):
        check_plain(tell("help", *command.name.split(), "--plain"), command.name)
        if command.name in ELSEWHERE:
            continue
        examples = [OF_COMMANDS[command.name]] if command.name in OWN else command.examples
        assert examples, command.name
        for example in examples:
            argv = [w for w in shlex.split(example.partition(" > ")[0]) if w != "--json"]
            printed = tell(*argv, "--plain")
            printed = printed.partition(CARRIED.get(command.name, "\0"))[0]
            if command.name not in FILES:
                check_plain(printed, example)


def check_plain(printed: str, what: object) -> None:
    """One labelled fact a line, nothing drawn."""
    for line in filter(None, printed.splitlines()):
        assert FACT.fullmatch(line), (what, line)
        assert not DRAWN.search(line), (what, line)


def test_on_a_terminal_a_row_is_one_line(full: Path) -> None:
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    command = (sys.executable, "-m", "screens", "--workspace", str(full), "--as", "ana", "tickets")
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")
    head, *rows = os.read(ours, 100_000).decode().splitlines()
    os.close(ours)
    assert len(rows) == 4
    assert all(cell_len(row) <= 80 and row.endswith("…") for row in rows), rows
    assert head.split()[-1] == "title"
