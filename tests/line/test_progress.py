"""A long import by commands: how far it is on a terminal, nothing in a pipe, and stopping it."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from data.progress import UnderWay, look
from tests.exports.sheet import sheet
from tests.intake.conftest import NAME
from tests.intake.slow import stand_in

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]
DEADLINE = 30.0
SLOW = """
import sys
import data.progress, screens.line.progress
from screens.line.main import main
sys.executable = sys.argv[1]
data.progress.SLOW = screens.line.progress.SLOW = 0.0
sys.exit(main(sys.argv[2:]))
"""
"""The command with a reading child that never ends, told of at once."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(sheet({}))
    return path


def slow(here: Path, *argv: str, stderr: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """`spotlight` as sam, reading for ever."""
    child = str(stand_in(here.parent))
    command = [sys.executable, "-c", SLOW, child, "--workspace", str(here), "--as", "sam", *argv]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr)


def under_way(here: Path) -> UnderWay:
    """The import that runs, once it is told of."""
    end = time.monotonic() + DEADLINE
    while (found := look(here / "presence")) is None or not found.rows:
        assert time.monotonic() < end, "never came about"
        time.sleep(0.01)
    return found


def kept(here: Path) -> dict[Path, int]:
    """Every file of the workspace, but for the lock that comes with the first import."""
    found = (path for path in here.rglob("*") if path.is_file() and path.name != "import.lock")
    return {path: path.stat().st_size for path in found}


def read(fd: int, until: str) -> str:
    """What comes out of a terminal, up to those words."""
    said = ""
    while until not in said:
        said += os.read(fd, 4096).decode()
    return said


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_ctrl_c_leaves_nothing_behind(options: list[str], here: Path, file: Path) -> None:
    terminal, end = pty.openpty()
    with slow(here, "import", str(file), *options, stderr=end) as process:
        os.close(end)
        said = read(terminal, "430,000 rows")
        under_way(here)
        before = kept(here)
        process.send_signal(signal.SIGINT)
        said += read(terminal, "was imported")
        assert process.stdout
        assert process.stdout.read() == b""
        assert process.wait(DEADLINE) == 130
    os.close(terminal)
    *_, far, words = said.split("\r\x1b[K")
    assert far == "aurora-skin: All order-2….csv 43 % · 430,000 rows"
    assert words.rstrip() == f"stopped: nothing of {NAME} was imported"
    stays = {p: size for p, size in before.items() if p.name not in ("copy", "importing")}
    assert kept(here) == stays
    assert look(here / "presence") is None


def test_in_a_pipe_nothing_is_drawn_and_cancel_stops_it(say: Run, here: Path, file: Path) -> None:
    with slow(here, "import", str(file), "--json") as process:
        under_way(here)
        done = say("cancel", "--json", as_="jo")
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {"client": "aurora-skin", "file": NAME, "by": "sam"}
        out, err = process.communicate(timeout=DEADLINE)
        assert (process.returncode, out) == (1, b"")
        assert err.decode() == (
            f"{NAME} wasn't imported: jo cancelled it. Put it in again to have it imported.\n"
        )
    again = say("cancel")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("nothing is being imported")


def test_a_watch_tells_who_cancelled_and_stops_in_the_middle_of_a_file(
    say: Run, ask: Ask, here: Path, file: Path
) -> None:
    dropped = here / "drop" / "aurora-skin" / NAME
    dropped.write_bytes(file.read_bytes())
    with slow(here, "watch", "--json") as process:
        assert process.stdout
        under_way(here)
        assert say("cancel", as_="jo").stdout == (
            f"{NAME} of aurora-skin is cancelled; nothing of it was imported\n"
        )
        told = json.loads(process.stdout.readline())
        assert (told["file"], told["status"]) == (NAME, "rejected")
        assert told["reason"].startswith("jo cancelled it.")
        file.rename(dropped)
        under_way(here)
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE) == 0
    assert dropped.exists()
    assert [record["status"] for record in ask("imports")] == ["rejected"]
