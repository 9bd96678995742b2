"""A long import: everybody sees how far it is, anybody can stop it, and nothing of it stays."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from subprocess import Popen

import pytest

from console.arrivals import File
from console.cancel import cancel_import
from console.desk import Desk
from console.importing import Leaving
from console.intake import Intake
from data.clock import FrozenClock
from data.errors import Cancelled, RefusalError
from data.exports.job import Progress
from data.held import Held
from data.progress import FILE, Announcement, UnderWay, announced, look
from data.records.clients import Client
from data.records.imports import Import
from data.store import disk
from tests.conftest import OpenDesk
from tests.exports.sheet import sheet
from tests.intake.conftest import NAME, sweep
from tests.intake.slow import ROWS, SHARE, importing

DEADLINE = 30.0


def until(true: Callable[[], object]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end, "never came about"
        time.sleep(0.01)


def slow_one(desk: Desk) -> UnderWay:
    """The import that runs, once it is told of."""
    until(lambda: look(desk.workspace.presence))
    found = look(desk.workspace.presence)
    assert found
    return found


def line(process: "Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(found)


def test_a_dropped_file_is_seen_cancelled_and_not_tried_again(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with importing(desk.workspace.root, "sam", "-") as sam:
        until(lambda: slow_one(desk).rows)
        seen = slow_one(desk)
        assert (seen.file, seen.client, seen.by) == (NAME, "aurora-skin", "sam")
        assert (seen.rows, seen.share, seen.state) == (ROWS, SHARE, "reading")
        ended = cancel_import(desk)
        assert (ended.state, ended.file) == ("cancelled", NAME)
        reason = "ana cancelled it. Put it in again to have it imported."
        assert line(sam) == f"I1 rejected {reason}"
    assert files(folder) == [f"rejected/{NAME}", f"rejected/{NAME}.why.txt"]
    why = (folder / f"rejected/{NAME}.why.txt").read_text()
    assert why == f"{NAME} wasn't imported: {reason}\n"
    assert files(desk.workspace.facts) == files(desk.workspace.presence) == []
    assert sweep(Intake(desk), clock) == []
    (folder / f"rejected/{NAME}").rename(folder / NAME)
    (outcome,) = sweep(Intake(desk), clock)
    assert (outcome.ref, outcome.status) == ("I2", "done")


def test_a_persons_own_file_leaves_nothing_behind(
    desk: Desk, client: Client, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(sheet({}))
    with importing(desk.workspace.root, "sam", str(tmp_path / NAME)) as sam:
        slow_one(desk)
        cancel_import(desk)
        assert line(sam).startswith(f"{NAME} wasn't imported: ana cancelled it.")
    desk.book.refresh()
    assert desk.book.all(Import) == []
    assert files(desk.workspace.facts) == files(desk.workspace.drop) == []


def test_where_nothing_is_imported_there_is_nothing_to_cancel(desk: Desk) -> None:
    with pytest.raises(RefusalError, match="nothing is being imported"):
        cancel_import(desk)


def test_a_killed_importer_counts_for_nothing_and_the_next_clears_up(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with importing(desk.workspace.root, "sam", "-") as sam:
        slow_one(desk)
        sam.kill()
        sam.wait()
        assert look(desk.workspace.presence) is None
        with pytest.raises(RefusalError, match="nothing is being imported"):
            cancel_import(desk)
    assert files(desk.workspace.presence) == [FILE]
    (outcome,) = sweep(Intake(desk), clock)
    assert outcome.status == "done"
    assert files(desk.workspace.presence) == []


def test_one_who_dies_before_a_cancelled_file_is_moved_has_it_moved_by_the_next(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with importing(desk.workspace.root, "sam", "-", "committed!") as sam:
        slow_one(desk)
        cancel_import(desk)
        assert sam.wait(DEADLINE) == -signal.SIGKILL
    assert files(folder) == [NAME]
    steps: list[str] = []
    (outcome,) = sweep(Intake(desk, steps.append), clock)
    assert (outcome.ref, outcome.status) == ("I1", "rejected")
    assert "read" not in steps
    assert files(folder) == [f"rejected/{NAME}", f"rejected/{NAME}.why.txt"]


def test_once_it_is_read_whole_it_is_too_late(desk: Desk, client: Client, folder: Path) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with (
        importing(desk.workspace.root, "sam", "-", "facts") as sam,
        ThreadPoolExecutor() as jo,
    ):
        assert line(sam) == "facts"
        late = jo.submit(cancel_import, desk)
        until(lambda: (desk.workspace.presence / f"{FILE}.stop").exists())
        assert sam.stdin
        print(file=sam.stdin, flush=True)
        words = f"too late: {NAME} is imported; imports shows it, void takes it out"
        with pytest.raises(RefusalError, match=words):
            late.result(DEADLINE)
        assert line(sam) == "I1 done None"
    assert files(desk.workspace.presence) == []


def test_an_importer_that_sleeps_hears_it_when_it_wakes(
    desk: Desk, client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    monkeypatch.setattr("data.progress.PATIENCE", 0.1)
    with importing(desk.workspace.root, "sam", "-") as sam:
        slow_one(desk)
        sam.send_signal(signal.SIGSTOP)
        with pytest.raises(RefusalError, match=f"sam's import of {NAME} hasn't heard yet"):
            cancel_import(desk)
        sam.send_signal(signal.SIGCONT)
        assert line(sam).startswith("I1 rejected ana cancelled it.")


def test_an_import_that_fails_by_itself_says_so(desk: Desk) -> None:
    folder = desk.workspace.presence

    def fail(announcement: Announcement) -> None:
        announcement.tell(1, None)
        until(lambda: (folder / f"{FILE}.stop").exists())
        raise OSError(28, "No space left on device")

    def run() -> None:
        with suppress(OSError), announced(folder, NAME, "aurora-skin", "sam") as announcement:
            fail(announcement)

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor() as sam:
        patched.setattr("data.progress.SLOW", 0.0)
        running = sam.submit(run)
        slow_one(desk)
        with pytest.raises(RefusalError, match="ended by itself; nothing of it counts"):
            cancel_import(desk)
        running.result(DEADLINE)


def test_whoever_leaves_leaves_the_file_to_the_next(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, open_desk: OpenDesk
) -> None:
    (folder / NAME).write_bytes(sheet({}))

    def go(file: File, progress: Progress) -> None:
        raise Leaving

    leaver = Intake(desk, tell=go)
    with pytest.raises(Leaving):
        sweep(leaver, clock)
    assert files(folder) == [NAME]
    assert desk.book.all(Import) == []
    (outcome,) = sweep(Intake(open_desk("jo")), clock)
    assert outcome.status == "done"


def test_a_copy_is_told_of_by_its_own_name(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    intake = Intake(desk)
    for name in (NAME, "the same again.csv"):
        (folder / name).write_bytes(sheet({}))
        (outcome,) = sweep(intake, clock)
        assert (outcome.file, outcome.ref) == (name, "I1")


def test_it_is_told_after_a_second_and_then_twice_a_second_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = [100.0]
    monkeypatch.setattr("data.progress.time.monotonic", lambda: at[0])
    announcement = Announcement(tmp_path, NAME, "aurora-skin", "sam")
    seen: list[int | None] = []
    for second in (0.9, 1.0, 1.2, 1.5, 1.9, 2.0):
        at[0] = 100 + second
        announcement.tell(round(second * 10), None)
        found = look(tmp_path)
        seen.append(found.rows if found else None)
    announcement.end("done")
    assert seen == [None, 10, 10, 15, 15, 20]
    assert look(tmp_path) is None


def test_it_is_written_only_when_it_is_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.progress.SLOW", 0.0)
    monkeypatch.setattr("data.progress._EVERY", 0.0)
    announcement = Announcement(tmp_path, NAME, "aurora-skin", "sam")
    announcement.tell(0, None)
    os.utime(tmp_path / FILE, ns=(0, 0))
    announcement.tell(0, None)
    assert (tmp_path / FILE).stat().st_mtime_ns == 0
    announcement.tell(1, None)
    assert (tmp_path / FILE).stat().st_mtime_ns > 0
    announcement.end("done")


def test_a_request_meant_for_another_import_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.progress.SLOW", 0.0)
    announcement = Announcement(tmp_path, NAME, "aurora-skin", "sam")
    announcement.tell(0, None)
    running = look(tmp_path)
    assert running
    for text in (b'{"id":"other","by":"jo"}', b'{"id":', b"[]", b"\xff"):
        (tmp_path / f"{FILE}.stop").write_bytes(text)
        announcement.tell(1, None)
    (tmp_path / f"{FILE}.stop").write_text(f'{{"id":"{running.id}","by":"jo"}}')
    with pytest.raises(Cancelled, match="jo cancelled it"):
        announcement.tell(1, None)
    announcement.end("cancelled")
    assert list(tmp_path.glob(f"{FILE}*")) == []


def test_a_folder_that_cannot_be_written_stops_no_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(old: Path, new: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.progress.SLOW", 0.0)
    monkeypatch.setattr("data.progress._EVERY", 0.0)
    monkeypatch.setattr("data.store.disk.rename", full)
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    for folder in (tmp_path / "nowhere", tmp_path):
        with announced(folder, NAME, "aurora-skin", "sam") as announcement:
            for row in range(3):
                announcement.tell(row, None)
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files
    assert list(tmp_path.glob(f"{FILE}*")) == []


@pytest.mark.parametrize("call", ["lock", "rename", "write_at"])
def test_ctrl_c_while_it_is_first_told_of_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    done = getattr(disk, call)

    def interrupted(*given: object) -> None:
        done(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr("data.progress.SLOW", 0.0)
    monkeypatch.setattr(disk, call, interrupted)
    open_files = len(list(Path("/proc/self/fd").iterdir()))
    with (
        pytest.raises(KeyboardInterrupt),
        announced(tmp_path, NAME, "aurora-skin", "sam") as announcement,
    ):
        announcement.tell(1, None)
    assert list(tmp_path.glob(f"{FILE}*")) == []
    assert len(list(Path("/proc/self/fd").iterdir())) == open_files


def test_ctrl_c_just_after_the_file_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(path: Path, text: bytes) -> None:
        Held(path, text)
        raise KeyboardInterrupt

    monkeypatch.setattr("data.progress.SLOW", 0.0)
    monkeypatch.setattr("data.progress.Held", interrupted)
    with (
        pytest.raises(KeyboardInterrupt),
        announced(tmp_path, NAME, "aurora-skin", "sam") as announcement,
    ):
        announcement.tell(1, None)
    assert list(tmp_path.glob(f"{FILE}*")) == []


def test_what_stands_there_cannot_steer_a_terminal(tmp_path: Path) -> None:
    evil = b'{"id":"1","file":"a\\u001b[2J.csv","client":"b\\u0007","by":"c\\u202e"}'
    held = Held(tmp_path / FILE, evil)
    found = look(tmp_path)
    assert found
    assert (found.file, found.client, found.by) == ("a.csv", "b", "c")
    held.write(b"{half")
    assert look(tmp_path) is None
    held.close()
