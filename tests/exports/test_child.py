"""The reading child: what is the file's fault, and what is the box's."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from data.errors import ImportRefused, StoreError
from data.exports.job import Answers, Failed, Job, Refused, Report
from data.exports.spawn import read_export

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)


def job(folder: Path, file: str = "none.csv") -> Job:
    return Job(
        file=str(folder / file),
        name="a.csv",
        market="US",
        answers=Answers(),
        work=str(folder),
        now=NOW,
        known={},
    )


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a shell script be the reading child."""
    path = folder / "child"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr("data.exports.spawn.sys.executable", str(path))


def child(command: list[str], job: Job) -> "subprocess.Popen[bytes]":
    """A child that has heard its job."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    process.stdin.write(msgspec.json.encode(job) + b"\n")
    process.stdin.flush()
    return process


@pytest.mark.parametrize(
    "script", ["exit 1", "kill -KILL $$", "kill -SEGV $$", "echo 'Killed'", "echo '{\"ty'"]
)
def test_a_child_that_ends_without_a_word_is_not_the_files_fault(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, script, monkeypatch)
    with pytest.raises(StoreError, match=r"a.csv can't be imported now: .*It stays where it is"):
        read_export(job(tmp_path), print)


def test_a_child_that_cannot_start_is_not_the_files_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.exports.spawn.sys.executable", str(tmp_path / "nothing"))
    with pytest.raises(StoreError, match=r"a.csv can't be imported now: No such file"):
        read_export(job(tmp_path), print)


def test_a_file_that_needs_more_memory_than_it_may_have_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python says so; polars aborts."""
    stand_in(tmp_path, "kill -ABRT $$", monkeypatch)
    with pytest.raises(ImportRefused, match="needs more memory than one file may have"):
        read_export(job(tmp_path), print)


def test_a_file_that_takes_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "endless.csv")
    monkeypatch.setattr("data.exports.spawn.LONGEST", 0.2)
    with pytest.raises(ImportRefused, match="takes too long"):
        read_export(job(tmp_path, "endless.csv"), print)


@pytest.mark.parametrize(
    ("error", "answer"),
    [
        ("MemoryError()", Refused("reading it needs more memory than one file may have")),
        ("ZeroDivisionError('a cell')", Failed("reading it failed (ZeroDivisionError)")),
        ("PanicException('a cell')", Failed("reading it failed (PanicException)")),
        ("OSError(28, 'No space left on device')", Failed("No space left on device")),
    ],
)
def test_whatever_goes_wrong_is_an_answer(
    error: str, answer: Refused | Failed, tmp_path: Path
) -> None:
    code = (
        "from polars.exceptions import PanicException\n"
        "import data.exports.child as child\n"
        "def read(job, tell):\n"
        f"    raise {error}\n"
        "child.read = read\n"
        "child.main()"
    )
    with child([sys.executable, "-c", code], job(tmp_path)) as process:
        assert process.stdout
        said = process.stdout.read()
    given = msgspec.json.decode(said, type=Report | Refused | Failed)
    assert isinstance(given, Refused | Failed)
    assert given.reason.startswith(answer.reason)
    assert type(given) is type(answer)


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")  # which never opens
    with child([sys.executable, "-m", "data.exports.child"], job(tmp_path, "fifo")) as process:
        assert process.stdin
        process.stdin.close()  # as the kernel does when the parent is gone
        assert process.wait(timeout=30) == 1
