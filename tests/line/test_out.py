"""What is printed: harmless, aligned, and quiet when nobody reads it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from rich.cells import cell_len

from screens.line.main import main

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]


HOSTILE = "pay\x1b[2J\x1b]0;owned\x07 \u202e=cmd()\x9b31m [@click=app.quit]x[/] [/"


def test_hostile_text_never_reaches_the_terminal_raw(
    ask: Ask, say: Run, here: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ask("actions", "new", HOSTILE)
    ask("note", "A1", "-", stdin=HOSTILE + "\r\nsecond\x00 line")
    assert "[@click=app.quit]x[/] [/" in say("actions").stdout, "markup is only text"
    for words in (
        ["actions"],
        ["actions", "--plain"],
        ["actions", "--json"],
        ["show", "A1"],
        ["show", "A1", "--json"],
        ["log", "A1"],
        ["log", "A1", "--json"],
        ["undo", HOSTILE],
        ["actions", HOSTILE.replace(" ", ":")],
        ["show", HOSTILE],
        [HOSTILE],
        ["--" + HOSTILE],
        ["help", HOSTILE],
        ["import", HOSTILE],
        ["metrics", HOSTILE],
        ["actions", "new", "x", "--owner", HOSTILE],
        ["actions", "new", "x", "--due", HOSTILE],
        ["log", "--by", HOSTILE],
        ["log", "--since", HOSTILE],
    ):
        main(["--workspace", str(here), "--as", "ana", *words])
        printed = "".join(capfd.readouterr())
        assert printed
        assert not set(printed) & set("\x1b\x07\x9b\u202e\x00\r"), words
    assert ask("show", "A1")["notes"][0]["text"].endswith("\nsecond line")


def test_plain_is_one_labelled_fact_a_line(ask: Ask, say: Run, spotlight: Run, here: Path) -> None:
    ask("actions", "new", "first", "--due", "2099-01-01")
    ask("actions", "new", "second", "--client", "aurora")
    plain = say("actions", "--plain").stdout
    assert plain == (
        "id: A1\nstatus: open\ndue: 1 Jan 2099\nowner: ana\nclient: none\ntitle: first\n\n"
        "id: A2\nstatus: open\ndue: none\nowner: ana\nclient: aurora-skin\ntitle: second\n"
    )
    assert say("actions", env={"TERM": "dumb"}).stdout == plain
    assert "due: Thu 2099-01-01\n" in say("show", "A1", "--plain").stdout
    assert "title: third\n" in say("actions", "new", "third", "--plain").stdout


def test_columns_line_up_by_cells(ask: Ask, say: Run) -> None:
    ask("clients", "new", "Nord", "--owner", "zoë")
    ask("actions", "new", "お茶 12", "--owner", "お茶")
    ask("actions", "new", "plain", "--owner", "jo")
    lines = say("actions").stdout.splitlines()
    assert lines[0].split() == ["id", "status", "due", "owner", "client", "title"]
    assert [cell_len(line[: line.index("–  ")]) for line in lines[1:]] == [
        cell_len(lines[0][: lines[0].index("due")])
    ] * 2
    assert cell_len(lines[1].partition("お茶 12")[0]) == cell_len(lines[2].partition("plain")[0])


def test_a_long_cell_widens_no_other_row(
    here: Path, ask: Ask, say: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = "ü" + "x" * 290
    file = tmp_path / "talk.csv"
    file.write_text(
        "conversation_id,creator,time,direction,text\n"
        f"1,{handle},2026-11-01T12:00:00Z,in,hi\n2,lena,2026-11-01T12:00:00Z,in,hello\n",
        "utf-8",
    )
    say("import", str(file), "--client", "aurora")
    rows = say("inbox").stdout.splitlines()
    assert any(handle in row for row in rows), "whole where it goes to a pipe"
    assert cell_len(next(row for row in rows if row.endswith("hello"))) < 200
    monkeypatch.setattr("screens.line.out._columns", lambda: 300)
    with redirect_stdout(io.StringIO()) as shown:
        assert main(["--workspace", str(here), "--as", "ana", "creators"]) == 0
    assert max(map(cell_len, shown.getvalue().splitlines())) < 200


def test_whoever_stops_reading_is_left_in_peace(ask: Ask, here: Path) -> None:
    for _ in range(3):
        ask("actions", "new", "x" * 250)
    shell = "; ".join(
        f"{sys.executable} -m screens --workspace {here} --as ana {words} | true"
        for words in ("actions", "actions --json", "log", "help")
    )
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""


def test_a_full_disk_is_said(ask: Ask, here: Path) -> None:
    ask("actions", "new", "x")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", "actions"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 3
    assert done.stderr == "No space left on device. Nothing more was done.\n"


@pytest.mark.parametrize("mode", ["--json", "--plain"])
def test_what_was_done_and_could_not_be_printed_is_done(ask: Ask, here: Path, mode: str) -> None:
    ask("actions", "new", "x")
    command = [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", mode]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*command, "note", "A1", "called"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert done.stderr == (
        "It is done, only the answer couldn't be printed: No space left on device. Don't do it"
        " again; spotlight log says what was done.\n"
    )
    assert done.returncode == 4
    assert [note["text"] for note in ask("show", "A1")["notes"]] == ["called"]


def test_a_locale_without_the_letters(ask: Ask, say: Run) -> None:
    ask("actions", "new", "Zoë → お茶")
    poor = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = say("actions", env=poor)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Zo? ? ??" in done.stdout
    assert json.loads(say("actions", "--json", env=poor).stdout)[0]["title"] == "Zoë → お茶"


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("mode", ["--json", "--plain"])
def test_what_a_closed_stream_would_say_goes_nowhere(
    ask: Ask, here: Path, closed: str, mode: str
) -> None:
    ask("actions", "new", "one")
    command = [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "ana", mode]
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {closed}', "sh", *command, "done", "A1"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ask("show", "A1")["status"] == "done"
