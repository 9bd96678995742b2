"""Files that can't be imported now hold up nobody, and are tried again in a while."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.drop import Look
from data.errors import StoreError
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from tests.exports.sheet import sheet
from tests.intake.conftest import NAME, sweep


def state(desk: Desk) -> list[object]:
    """Everything that is kept of imports."""
    return [*desk.book.all(Import), *desk.book.all(Day)]


def damage_facts(desk: Desk, folder: Path, clock: FrozenClock) -> None:
    """Leave the client with an import whose facts can't be read."""
    (folder / NAME).write_bytes(sheet({}))
    sweep(Intake(desk), clock)
    (made,) = desk.book.all(Import)
    (desk.workspace.facts / (made.facts or "")).write_bytes(b"nothing to read here")


def test_a_good_file_beside_a_failing_one_is_imported(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, order in (("a.csv", "1"), ("b.csv", "2")):
        (folder / name).write_bytes(sheet({"Order ID": order}))

    def hash_of(path: Path) -> str:
        if path.name == "a.csv":
            raise OSError(5, "Input/output error")
        return "b" * 64

    monkeypatch.setattr("console.intake.sha256", hash_of)
    intake = Intake(desk)
    assert [outcome.file for outcome in sweep(intake, clock)] == ["b.csv"]
    assert [left.path.name for left in intake.left] == ["a.csv"]
    assert "Input/output error" in intake.left[0].reason


def test_what_failed_is_tried_again_half_a_minute_later_or_when_it_changes(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    damage_facts(desk, folder, clock)
    path = folder / "b.csv"
    path.write_bytes(sheet({"Order ID": "2"}))
    tried: list[str] = []
    intake = Intake(desk, step=tried.append)
    sweep(intake, clock)
    assert intake.next_due() == 30
    clock.move(timedelta(seconds=29))
    intake.sweep()
    assert intake.next_due() == 1
    assert [left.path for left in intake.left] == [path]
    assert tried == ["locked"], "it isn't read again and again meanwhile"
    path.write_bytes(sheet({"Order ID": "3"}))
    sweep(intake, clock)
    assert tried == ["locked"] * 2
    clock.move(timedelta(seconds=30))
    intake.sweep()
    assert tried == ["locked"] * 3


def test_a_store_that_cannot_be_read_is_looked_at_again_in_a_while(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    intake = Intake(desk)
    intake.sweep()
    clock.move(timedelta(seconds=1))

    def failing() -> None:
        raise StoreError("The journal can't be read: Input/output error.")

    monkeypatch.setattr(desk.book.store, "catch_up", failing)
    with pytest.raises(StoreError):
        intake.sweep()
    assert intake.next_due() == 30


def test_names_as_long_as_can_be_are_filed(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    good, bad = "é" * 125 + ".csv", "b" * 251 + ".csv"
    for day in ("1", "2"):
        (folder / good).write_bytes(sheet({"Order ID": day}))
        (folder / bad).write_text(f"Name\nJane {day}\n")
        intake = Intake(desk)
        assert len(sweep(intake, clock)) == 2
        assert intake.left == ()
    done = {path.name for path in (folder / "done/2026-11").iterdir()}
    assert done == {good, "é" * 123 + " (2).csv"}
    kept = sorted(path.name for path in (folder / "rejected").iterdir())
    assert len(kept) == 4
    assert [name + ".why.txt" for name in kept if name.endswith(".csv")] == [
        name for name in kept if name.endswith(".why.txt")
    ]


def test_a_refused_file_that_takes_the_place_of_a_deleted_one_is_its_own(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File systems give a deleted file's inode to the next one."""
    look = os.lstat
    intake = Intake(desk)
    for name in ("shop.csv", "list.csv", "list.csv"):
        (folder / name).write_text(f"Name\n{name}\n")
        os.utime(folder / name, ns=(0, 0))
        monkeypatch.setattr(
            "data.drop.Look.at", lambda path: Look(7, look(path).st_size, look(path).st_ctime_ns)
        )
        (outcome,) = sweep(intake, clock)
        assert outcome.file == name
        next((folder / "rejected").glob("*.csv")).unlink()
    assert [made.file for made in desk.book.all(Import)] == ["shop.csv", "list.csv", "list.csv"]
