"""What may be picked up from the drop folder, and when."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from console.clients import NEW, NewClient
from data.drop import Drop, Left, Ready, Waiting, file_away, make_client_folder, turn_away
from data.errors import StoreError
from data.records.clients import Client
from data.workspace import Workspace
from tests.conftest import OpenDesk
from tests.exports.books import small

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLIENTS = {"aurora-skin"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    drop = tmp_path / "drop"
    drop.mkdir()
    make_client_folder(drop, "aurora-skin")
    return drop


def names(found: list[Ready | Waiting | Left]) -> list[tuple[str, str]]:
    return [(type(each).__name__, each.path.name) for each in found]


def test_a_whole_file_is_ready_when_it_was_left_alone_for_a_second(folder: Path) -> None:
    path = folder / "aurora-skin" / "a.csv"
    path.write_text("a\n")
    drop = Drop(folder)
    assert drop.scan(NOW, CLIENTS) == [Waiting(path, NOW + SECOND)]
    assert names(drop.scan(NOW + SECOND * 0.9, CLIENTS)) == [("Waiting", "a.csv")]
    (ready,) = drop.scan(NOW + SECOND, CLIENTS)
    assert isinstance(ready, Ready)
    assert (ready.path, ready.client) == (path, "aurora-skin")


@pytest.mark.parametrize("text", ["", "a,b\nc"])
def test_a_file_without_a_last_newline_is_given_ten_seconds(folder: Path, text: str) -> None:
    (folder / "aurora-skin" / "a.csv").write_text(text)
    drop = Drop(folder)
    for seconds in (0, 1, 9):
        assert names(drop.scan(NOW + seconds * SECOND, CLIENTS)) == [("Waiting", "a.csv")]
    assert names(drop.scan(NOW + 10 * SECOND, CLIENTS)) == [("Ready", "a.csv")]


def test_a_file_replaced_by_one_of_the_same_size_and_time_begins_anew(folder: Path) -> None:
    path = folder / "aurora-skin" / "a.csv"
    path.write_text("a\n")
    drop = Drop(folder)
    drop.scan(NOW, CLIENTS)
    other = folder / "aurora-skin" / ".other"
    other.write_text("b\n")
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    other.replace(path)
    assert names(drop.scan(NOW + SECOND, CLIENTS)) == [("Waiting", "a.csv")]


def test_a_clock_that_goes_back_makes_a_file_wait_again_not_for_ever(folder: Path) -> None:
    (folder / "aurora-skin" / "a.csv").write_text("a\n")
    drop = Drop(folder)
    drop.scan(NOW, CLIENTS)
    past = NOW - timedelta(days=1)
    assert names(drop.scan(past, CLIENTS)) == [("Waiting", "a.csv")]
    assert names(drop.scan(past + SECOND, CLIENTS)) == [("Ready", "a.csv")]


def test_what_was_filed_is_not_looked_at_again(folder: Path) -> None:
    for place in ("done/2026-11", "rejected"):
        path = folder / "aurora-skin" / place / "a.csv"
        path.parent.mkdir(parents=True)
        path.write_text("a\n")
    assert Drop(folder).scan(NOW, CLIENTS) == []


def test_what_lies_astray_is_left_and_said(folder: Path) -> None:
    (folder / "a.csv").write_text("a\n")
    (folder / "aurora").mkdir()
    (folder / "empty").mkdir()
    (folder / "aurora" / "b.csv").write_text("a\n")
    found = Drop(folder).scan(NOW, CLIENTS)
    assert [each.reason for each in found if isinstance(each, Left)] == [
        "no client has the short name “aurora”",
    ]
    found = Drop(folder).scan(NOW, CLIENTS)
    assert names(found)[0] == ("Waiting", "a.csv"), "it will be asked whose it is"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_whose_files_cannot_be_moved_is_left() -> None:
    with TemporaryDirectory() as place:
        folder = Path(place, "aurora-skin")
        folder.mkdir()
        (folder / "a.csv").write_text("a\n")
        Path(place).chmod(0o755)
        folder.chmod(0o755)
        os.seteuid(65534)
        try:
            found = Drop(Path(place)).scan(NOW, CLIENTS)
        finally:
            os.seteuid(0)
    assert names(found) == [("Left", "aurora-skin")]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_private_folder_is_left_and_said() -> None:
    with TemporaryDirectory() as place:
        for name in ("aurora-skin", "mine"):
            Path(place, name).mkdir(0o700)
        Path(place).chmod(0o755)
        os.seteuid(65534)
        try:
            found = Drop(Path(place)).scan(NOW, CLIENTS)
        finally:
            os.seteuid(0)
    assert names(found) == [("Left", "aurora-skin"), ("Left", "mine")]
    assert isinstance(found[1], Left)
    assert found[1].reason == "it can't be looked into: Permission denied"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_drop_folder_that_cannot_be_read_says_so() -> None:
    with TemporaryDirectory() as place:
        Path(place, "drop").mkdir(0o700)
        Path(place).chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(StoreError, match=r"drop folder can't be read: Permission denied"):
                Drop(Path(place, "drop")).scan(NOW, CLIENTS)
        finally:
            os.seteuid(0)


def test_a_clients_folder_that_cannot_be_made_is_said_after_the_client_stands(
    open_desk: OpenDesk, workspace: Workspace
) -> None:
    desk = open_desk("ana")
    workspace.drop.rmdir()
    with pytest.raises(StoreError, match=r"drop/aurora-skin can't be made: No such .*by hand"):
        desk.make(NEW, NewClient(title="Aurora Skin"))
    assert [client.slug for client in desk.book.all(Client)] == ["aurora-skin"]


def test_filing_keeps_every_file_and_protects_it(folder: Path) -> None:
    client = folder / "aurora-skin"
    paths = []
    for text in ("one", "two"):
        (client / "a.csv").write_text(text)
        paths.append(file_away(client / "a.csv", client, "a.csv", date(2026, 11, 20)))
    assert [path.relative_to(client).as_posix() for path in paths] == [
        "done/2026-11/a.csv",
        "done/2026-11/a (2).csv",
    ]
    assert [path.read_text() for path in paths] == ["one", "two"]
    assert [path.stat().st_mode & 0o7777 for path in paths] == [0o640, 0o640]
    assert paths[0].parent.stat().st_mode & 0o7777 == 0o2770


def test_a_refused_file_has_the_reason_beside_it(folder: Path) -> None:
    client = folder / "aurora-skin"
    for text in ("one", "two"):
        (client / "a.csv").write_text(text)
        turn_away(client / "a.csv", client, f"it says {text}.")
    kept = {path.name: path.read_text() for path in (client / "rejected").iterdir()}
    assert kept == {
        "a.csv": "one",
        "a.csv.why.txt": "a.csv wasn't imported: it says one.\n",
        "a (2).csv": "two",
        "a (2).csv.why.txt": "a.csv wasn't imported: it says two.\n",
    }


def test_a_whole_workbook_is_ready_when_it_was_left_alone_for_a_second(folder: Path) -> None:
    whole = small()
    drop = Drop(folder)
    for name, data in (("a.xlsx", whole), ("b.xlsx", whole[:-10])):
        (folder / "aurora-skin" / name).write_bytes(data)
    assert names(drop.scan(NOW, CLIENTS)) == [("Waiting", "a.xlsx"), ("Waiting", "b.xlsx")]
    found = drop.scan(NOW + SECOND, CLIENTS)
    assert names(found) == [("Ready", "a.xlsx"), ("Waiting", "b.xlsx")]
