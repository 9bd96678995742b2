"""The doctor: what it finds, what it says to do, and that doing so helps."""

import csv
import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.desk import Desk
from data.clock import SystemClock
from data.demo.seller_center import save
from data.demo.shop import Shop
from data.held import Held
from data.identity import author
from data.progress import FILE
from data.records.actions import Action
from data.records.notes import Note
from data.store import disk
from data.workspace import Workspace
from screens.line.main import main

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]
Examine = Callable[[], dict[str, list[dict[str, Any]]]]
AGE = 86_400
FINE = {
    "workspace", "store", "lock", "journal", "snapshot", "backups", "disk", "locking",
    "permissions", "drop folder", "clients", "answers", "refused", "retention", "privacy", "facts",
    "importing", "references", "history", "terminal", "written by hand",
}  # fmt: skip


@pytest.fixture
def export(tmp_path: Path) -> Path:
    shop = Shop("aurora-skin", seed=7, first=date(2026, 9, 1), days=4, orders_per_day=5)
    as_of = datetime(2026, 9, 9, 7, 16)  # noqa: DTZ001  the shop's clock
    return save(tmp_path, shop, as_of, first=date(2026, 9, 1), last=date(2026, 9, 4))


@pytest.fixture
def done(ask: Ask, export: Path, here: Path) -> Path:
    """An imported file, in `done/`."""
    ask("import", str(export))
    (found,) = here.glob("drop/aurora-skin/done/*/*")
    return found


@pytest.fixture
def folder(here: Path) -> Path:
    """The client's drop folder."""
    return here / "drop" / "aurora-skin"


@pytest.fixture
def examine(here: Path, capfd: pytest.CaptureFixture[str]) -> Examine:
    """What the doctor finds, by what it is about."""

    def run() -> dict[str, list[dict[str, Any]]]:
        code = main(["--workspace", str(here), "--as", "jo", "doctor", "--json"])
        report = json.loads(capfd.readouterr().out)
        found: dict[str, list[dict[str, Any]]] = {}
        for check in report["checks"]:
            assert list(check) == ["about", "state", "said", "do"]
            found.setdefault(check["about"], []).append(check)
        states = {check["state"] for check in report["checks"]}
        worst = next(state for state in ("fail", "warn", "ok") if state in states)
        assert (report["state"], code) == (worst, 1 if worst == "fail" else 0)
        return found

    return run


def wrong(found: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str]]:
    """What isn't well, and how bad it is."""
    every = (check for checks in found.values() for check in checks)
    return [(check["about"], check["state"]) for check in every if check["state"] != "ok"]


def watched(here: Path, files: int) -> None:
    """Let a watch take in so many dropped files."""
    command = [sys.executable, "-m", "screens", "--workspace", str(here), "--as", "sam", "watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as watch:
        assert watch.stdout
        told = [watch.stdout.readline() for _ in range(files)]
        watch.terminate()
    assert all(told)


def shell(command: str) -> None:
    subprocess.run(["/bin/sh", "-c", command], check=True, timeout=30)


def test_where_all_is_well(say: Run, examine: Examine, done: Path, here: Path) -> None:
    found = examine()
    assert (set(found), wrong(found)) == (FINE, [])
    assert found["workspace"][0]["said"].startswith(f"{here} · Spotlight 0.1.0, TinyDB ")
    assert found["retention"][0]["said"].startswith("1 file (")
    told = say("doctor")
    assert (told.returncode, told.stderr) == (0, "")
    assert all(line.startswith("ok    ") for line in told.stdout.splitlines())
    plain = say("doctor", "--plain").stdout
    assert "answers, ok: no file waits for one\n" in plain


def test_what_is_older_than_it_may_be_is_counted_and_the_command_removes_just_that(
    examine: Examine, done: Path, here: Path
) -> None:
    now = time.time()
    for name, days in (("a'b $c.csv", 200), ("d.csv", 92), ("e.csv", 89)):
        path = done.with_name(name)
        path.write_bytes(b"x" * 500)
        path.chmod(0o640)
        os.utime(path, (now - days * AGE, now - days * AGE))
    (check,) = examine()["retention"]
    assert check["state"] == "warn"
    oldest = datetime.fromtimestamp(now - 200 * AGE).astimezone().date()
    assert check["said"].startswith("2 files (1 KB) in done/ older than 90 days (keep_done_days)")
    assert abs((date.fromisoformat(check["said"][-10:]) - oldest).days) <= 1
    shell(check["do"].removeprefix("a lead runs: "))
    assert sorted(path.name for path in done.parent.iterdir()) == [done.name, "e.csv"]
    assert examine()["retention"][0]["state"] == "ok"


def test_nothing_is_too_old_where_files_are_kept_for_ever(
    examine: Examine, done: Path, here: Path
) -> None:
    os.utime(done, (0, 0))
    settings = here / "workspace.toml"
    text = settings.read_text()
    settings.write_text(text.replace("keep_done_days = 90", "keep_done_days = 0"))
    (check,) = examine()["retention"]
    assert (check["state"], check["do"]) == ("ok", None)
    assert "kept for ever" in check["said"]


def test_files_everybody_can_read_are_a_leak_once_they_can_be_reached(
    examine: Examine, done: Path, here: Path
) -> None:
    done.chmod(0o644)
    (check,) = examine()["privacy"]
    assert check["state"] == "warn"
    assert "still keeps them out" in check["said"]
    here.chmod(0o2775)
    (check,) = examine()["privacy"]
    assert check["state"] == "fail"
    shell(check["do"].removeprefix("their owners run: "))
    assert examine()["privacy"][0]["state"] == "ok"


def test_folders_that_keep_people_out(examine: Examine, folder: Path, here: Path) -> None:
    folder.chmod(0o2750)
    (check,) = examine()["aurora-skin"]
    assert (check["state"], "the group may not" in check["said"]) == ("warn", True)
    shell(check["do"].partition(" runs: ")[2])
    assert wrong(examine()) == []
    folder.rmdir()
    (check,) = examine()["aurora-skin"]
    assert check["state"] == "fail"
    shell(check["do"])
    assert wrong(examine()) == []
    folder.rmdir()
    folder.parent.rmdir()
    assert ("drop folder", "fail") in wrong(examine())


@pytest.mark.parametrize(
    ("name", "mode", "state", "said"),
    [
        ("", 0o2775, "fail", "everybody on this box may get at here (mode 2775)"),
        ("store.lock", 0o666, "warn", "everybody on this box may get at store.lock (mode 0666)"),
        ("store.lock", 0o600, "warn", "the group can't work with store.lock (mode 0600)"),
        ("store.journal", 0o3770, "fail", "store.journal is sticky: only owners may rename in it"),
        ("store.journal", 0o770, "warn", "the group can't work with store.journal (mode 0770)"),
        ("store.json", 0o660, "warn", "store.json can be written past the journal (mode 0660)"),
        ("store.journal/000000000001.jsonl", 0o640, "warn", "the group can't work with 00000000"),
    ],
)
def test_a_mode_that_is_wrong_is_said_and_the_command_mends_it(
    examine: Examine, here: Path, name: str, mode: int, state: str, said: str
) -> None:
    desk = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    desk.book.store.fold()
    desk.close()
    (here / name).chmod(mode)
    (check,) = examine()["permissions"]
    assert (check["state"], check["said"][: len(said)]) == (state, said)
    shell(check["do"].partition(" runs: ")[2])
    assert wrong(examine()) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files to another group")
def test_a_file_of_another_group_is_given_back(examine: Examine, here: Path) -> None:
    os.chown(here / "store.lock", -1, 54_321)
    assert wrong(examine()) == [("permissions", "warn")]
    shell(examine()["permissions"][0]["do"].partition(" runs: ")[2])
    assert wrong(examine()) == []


def test_whoever_keeps_the_lock_is_named(examine: Examine, here: Path) -> None:
    command = [sys.executable, str(Path(__file__).parents[1] / "store" / "holder.py")]
    with subprocess.Popen(
        [*command, str(here / "store.lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        holder.send_signal(signal.SIGSTOP)
        (check,) = examine()["lock"]
        assert (check["state"], f"process {holder.pid}" in check["said"]) == ("fail", True)
        shell(check["do"].partition(" runs: ")[2].partition(";")[0])
        holder.communicate(timeout=30)  # it wakes, and ends with its input
    assert examine()["lock"][0]["state"] == "ok"


def test_a_disk_that_keeps_no_locks_is_said_at_once_and_by_the_doctor(
    examine: Examine, here: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "lock", lambda fd, shared=False: True)
    monkeypatch.setattr(disk, "filesystem", lambda path: "nfs4")
    assert wrong(examine()) == [("disk", "warn"), ("locking", "fail")]
    assert main(["--workspace", str(here), "--as", "jo", "actions"]) == 0
    said = capfd.readouterr().err
    assert said.count("Locks aren't kept here (nfs4): two people writing at once") == 1

    def refused(fd: int, shared: bool = False) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(disk, "lock", refused)
    assert ("locking", "fail") in wrong(examine())
    capfd.readouterr()
    assert main(["--workspace", str(here), "--as", "jo", "actions", "new", "x"]) == 3
    assert (
        "store.lock can't be locked, so nothing was written: No locks av" in capfd.readouterr().err
    )


def test_a_line_edited_by_hand_is_named_even_below_a_fold(
    ask: Ask, examine: Examine, here: Path
) -> None:
    ask("fold")
    ask("actions", "new", "x")
    (sealed,) = here.glob("store.journal/000000000001.jsonl")
    sealed.write_bytes(sealed.read_bytes().replace(b"Aurora Skin", b"Aurora Skim"))
    assert wrong(examine()) == [("history", "fail")]
    said = examine()["history"][0]["said"]
    assert said.startswith("1 place that can't be trusted: 000000000001.jsonl line 2 isn't as it ")
    assert ask("actions", "new", "work goes on")["id"] == "A2"


def test_what_is_named_and_not_there(ask: Ask, examine: Examine, here: Path) -> None:
    desk = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    with desk.book.begin("test.odd") as tx:
        tx.add(Note(about="A7", text="about nothing"))
        tx.add(Action(title="for nobody", client=99))
    desk.close()
    assert wrong(examine()) == [("references", "warn")]
    assert examine()["references"][0]["said"] == (
        "2 records named that are not there: L99 (by A1), A7 (by note 1)"
    )


def test_what_people_wrote_and_cannot_be_used(examine: Examine, here: Path) -> None:
    (here / "replies").mkdir()
    (here / "replies" / "thanks.toml").write_text("title = 3\n", "utf-8")
    (here / "sla.toml").write_text("policies = 1\n", "utf-8")
    said = [each["said"] for each in examine()["written by hand"]]
    assert len(said) == 2
    assert said[0].startswith("sla.toml can't be used: ")
    assert said[1].startswith("replies/thanks.toml can't be used: ")


def test_keys_of_ones_own(examine: Examine, here: Path) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "spotlight"
    folder.mkdir(parents=True)
    assert "keys" not in examine()
    (folder / "keys.toml").write_text("[everywhere]\nundo = 'nokey'\n")
    assert examine()["keys"][0]["state"] == "warn"
    assert examine()["keys"][0]["said"].startswith("keys.toml, line 2")


def test_rules_that_cannot_be_used_are_said_where_they_are_asked_for(say: Run, here: Path) -> None:
    (here / "rules.toml").write_text("rules = 3\n", "utf-8")
    told = say("payout", "aurora-skin", "2026-11-02")
    assert told.returncode == 0
    assert "about 15 days after delivery" in told.stdout
    assert told.stderr.startswith("Ours apply, for rules.toml can't be used: ")
    (here / "rules.toml").unlink()
    (here / "sla.toml").write_text("policies = 1\n", "utf-8")
    say("inbox", "new", "@lena", "--message", "hi")
    said = say("inbox", "due:1h").stderr.splitlines()
    assert sum("Ours apply, for sla.toml can't be used: " in line for line in said) == 1
    for words in (["clocks", "C1"], ["clocks", "C1", "--json"]):
        assert say(*words).stderr.startswith("Ours apply, for sla.toml can't be used: ")


def test_a_record_that_cannot_be_read_ends_no_examination(examine: Examine, here: Path) -> None:
    desk = Desk(Workspace.open(here), author("ana", shared_account=True), SystemClock())
    with desk.book.store.begin("test.odd") as tx:
        tx.set("imports", 1, {"id": "one"})
    desk.close()
    found = examine()
    assert ("files", "fail") in wrong(found)
    assert "imports 1 can't be read" in found["files"][0]["said"]
    assert found["history"][0]["state"] == "ok"


def test_journal_snapshot_and_backups(
    ask: Ask, examine: Examine, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert examine()["snapshot"][0]["said"] == "none yet: the journal has everything"
    folded = ask("fold")["seq"]
    ask("actions", "new", "x")
    said = examine()["snapshot"][0]["said"]
    assert said.startswith(f"holds {folded} changes, 1 change since; made ")
    backup = here / "backups" / "spotlight-20261122T084000Z"
    backup.mkdir(parents=True)
    (backup / "store.json").write_bytes(b"x" * 2_000)
    for folder in (backup.parent, backup):
        folder.chmod(0o2770)
    found = examine()
    assert wrong(found) == []
    assert found["backups"][0]["said"] == f"1, 2 KB in all; the newest is {backup.name}"
    monkeypatch.setattr("console.doctor.store.LONG", 10)
    (check,) = examine()["journal"]
    assert (check["state"], check["do"]) == ("warn", "spotlight fold")


def test_what_is_left_behind_and_why(
    examine: Examine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "link.csv").symlink_to("/dev/zero")
    (folder.parent / "nobody").mkdir()
    (folder.parent / "nobody" / "a.csv").write_text("x\n")
    (folder / "new.csv").write_text("x\n")
    said = [check["said"] for check in examine()["drop folder"] if check["state"] == "warn"]
    assert said == [
        "aurora-skin/link.csv is left: it isn't a file; put the export itself here",
        "nobody is left: no client has the short name “nobody”",
    ]
    monkeypatch.setattr("console.doctor.files._TAKEN", timedelta(days=-1))
    (lying,) = [check for check in examine()["drop folder"] if "new.csv" in check["said"]]
    assert "isn't taken in" in lying["said"]
    assert "spotlight watch" in lying["do"]


def test_a_file_that_is_being_imported_is_no_file_left(
    examine: Examine, folder: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.doctor.files._TAKEN", timedelta(days=-1))
    (folder / "a.csv").write_text("x\n")
    far = {"id": "1", "file": "a.csv", "client": "aurora-skin", "by": "sam", "share": 0.43}
    held = Held(here / "presence" / FILE, json.dumps(far).encode())
    found = examine()
    held.close()
    assert wrong(found) == []
    assert found["importing"][0]["said"] == "aurora-skin: a.csv 43 % · sam"


def test_what_waits_and_what_was_refused(
    ask: Ask, examine: Examine, folder: Path, tmp_path: Path
) -> None:
    (folder / "strange.csv").write_text("Order ID,Colour\n1,red\n")
    (folder.parent / "whose.csv").write_text("Order ID,Colour\n1,red\n")
    watched(folder.parents[1], 2)
    found = examine()
    assert wrong(found) == [("answers", "warn"), ("refused", "warn")]
    assert "whose.csv waits" in found["answers"][0]["said"]
    assert found["answers"][0]["do"] == (
        f"spotlight settle {ask('imports', 'is:waiting')[0]['id']} --client …; it can be"
        " aurora-skin"
    )
    assert "strange.csv" in found["refused"][0]["said"]


def test_facts_without_an_import_and_imports_without_facts(
    ask: Ask, examine: Examine, done: Path, here: Path
) -> None:
    (facts,) = here.glob("facts/aurora-skin/*.parquet")
    facts.with_name("0123456789abcdef.rejects.csv").write_text("x")
    (check,) = examine()["facts"]
    assert (check["state"], "0123456789abcdef.rejects.csv" in check["said"]) == ("warn", True)
    bytes_ = facts.read_bytes()
    facts.unlink()
    states = [check["state"] for check in examine()["facts"]]
    assert states == ["fail", "warn"]
    assert examine()["facts"][0]["said"].startswith(f"I1 aurora-skin {done.name}: ")
    facts.write_bytes(bytes_)
    assert [check["state"] for check in examine()["facts"]] == ["warn"]


def test_no_message_holds_what_stands_in_a_row(
    say: Run, done: Path, folder: Path, export: Path, here: Path
) -> None:
    os.utime(done, (0, 0))
    done.chmod(0o666)
    with export.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    private = ("Recipient", "Phone #", "Detail Address", "Buyer Username", "Buyer Nickname")
    words = {row[name].strip() for row in rows for name in private if row.get(name, "").strip()}
    assert words
    (folder / export.name).write_bytes(export.read_bytes().replace(b"\r\n", b",,\r\n", 3))
    watched(here, 1)
    told = say("doctor")
    assert "warn" in told.stdout
    assert [word for word in words if word in told.stdout + told.stderr] == []
