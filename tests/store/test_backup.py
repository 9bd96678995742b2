"""A backup is a workspace itself, taken while others write, and survives what befalls the other."""

import json
import stat
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import tinydb

from console.actions import NEW, NewAction
from console.clients import NEW as NEW_CLIENT
from console.clients import NewClient
from console.desk import Desk
from data.backup import back_up, backups
from data.clock import FrozenClock
from data.errors import RefusalError, StoreBusy, StoreError
from data.identity import author
from data.records.actions import Action
from data.store import FileLock, open_tinydb
from data.store import backup as copying
from data.store.export import export
from data.workspace import Workspace
from tests.conftest import Spotlight
from tests.store.conftest import OpenStore
from tests.store.kit import Start, add, content, line

Say = Callable[..., CompletedProcess[str]]


@pytest.fixture
def shop(desk: Desk, workspace: Workspace) -> Workspace:
    """A workspace with a client, actions before and after a fold, and files of every sort."""
    desk.introduce("lead")
    desk.make(NEW_CLIENT, NewClient(title="Aurora Skin"))
    desk.make(NEW, NewAction(title="before the fold"))
    desk.book.store.fold()
    desk.make(NEW, NewAction(title="after it"))
    root = workspace.root
    folders = ("facts/aurora-skin", "facts/.work", "formats", "files", "drafts/ana", "replies/ana")
    for name in folders:
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "facts/aurora-skin/ab.parquet").write_bytes(b"facts")
    (root / "facts/.work/half").write_bytes(b"x")
    (root / "formats/mine.toml").write_text("name = 'mine'\n")
    (root / "replies/ana/mine.toml").write_text("body = 'Hi'\n")
    (root / "sla.toml").write_text("dated = 2026-11-01\n")
    (root / "files/ab12").write_bytes(b"evidence")
    (root / "drafts/ana/A1").write_text("what ana is typing")
    (root / "drop/aurora-skin/orders.csv").write_text("a buyer's name\n")
    return workspace


@pytest.fixture
def say(spotlight: Spotlight, shop: Workspace) -> Say:
    def run(*argv: str, at: Path = shop.root) -> CompletedProcess[str]:
        return spotlight(*argv, workspace=at, as_="ana")

    return run


def titles(root: Path, clock: FrozenClock) -> list[str]:
    desk = Desk(Workspace.open(root), author("sam", shared_account=True), clock)
    try:
        assert desk.book.store.notes == []
        assert desk.book.store.read_only is None
        return [action.title for action in desk.book.all(Action)]
    finally:
        desk.close()


def test_what_is_in_it(shop: Workspace, clock: FrozenClock) -> None:
    made = back_up(shop, clock.now())
    assert made.path == shop.root / "backups" / "spotlight-20261120T200000Z"
    found = {str(path.relative_to(made.path)) for path in made.path.rglob("*") if not path.is_dir()}
    assert found == {
        "HOW-TO-RESTORE.txt",
        "workspace.toml",
        "facts/aurora-skin/ab.parquet",
        "formats/mine.toml",
        "replies/ana/mine.toml",
        "sla.toml",
        "files/ab12",
        "store.json",
        "store.index",
        "store.journal/000000000001.jsonl",
        "store.journal/000000000004.jsonl",
    }
    assert (made.path / "drop/aurora-skin").is_dir(), "the client's folder, not what lies in it"
    assert (made.seq, made.files, made.damage) == (4, 6, None)
    assert titles(made.path, clock) == ["before the fold", "after it"]


def test_into_the_workspace_itself_is_into_its_backups(
    shop: Workspace, clock: FrozenClock, tmp_path: Path
) -> None:
    (tmp_path / "other name").symlink_to(shop.root)
    for into in (shop.root, tmp_path / "other name"):
        back_up(shop, clock.now(), into)
    made = backups(shop)
    assert len(made) == 2
    assert not [*shop.root.glob("spotlight-*"), *made[1].rglob("spotlight-*")]


def test_those_somebody_sorted_into_folders_are_known_too(
    shop: Workspace, clock: FrozenClock
) -> None:
    made = [back_up(shop, clock.now(), shop.backups / "monthly").path]
    clock.move(timedelta(days=1))
    made += [back_up(shop, clock.now()).path]
    clock.move(timedelta(days=1))
    made += [back_up(shop, clock.now(), shop.backups / "monthly").path]
    assert backups(shop) == made


def test_one_in_another_folder_of_the_workspace_is_not_carried_along(
    shop: Workspace, clock: FrozenClock
) -> None:
    (shop.root / "ours").mkdir()
    (shop.root / "ours" / "plan.txt").write_text("beside")
    first = back_up(shop, clock.now())
    first.path.parent.rename(shop.root / "ours" / "copies")
    second = back_up(shop, clock.now())
    assert second.files == first.files
    assert (second.path / "ours" / "plan.txt").read_text() == "beside"
    assert not [*second.path.rglob("spotlight-*")]


@pytest.mark.parametrize(
    "into", ["facts", "facts/aurora-skin", "drop/aurora-skin", "store.journal", "files", "ours"]
)
def test_no_other_folder_of_the_workspace_takes_one(
    say: Say, shop: Workspace, into: str, tmp_path: Path
) -> None:
    (tmp_path / "other name").symlink_to(shop.root)
    for root in (shop.root, tmp_path / "other name"):
        done = say("backup", str(root / into))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == (
            f"{root / into} is a part of the workspace and no place for a backup:"
            " say backups/, or a folder outside it.\n"
        )
    assert not [*shop.root.rglob("spotlight-*")]
    assert say("backup", str(shop.root / "backups" / "monthly")).returncode == 0


def test_the_doctor_takes_no_backup_for_facts_nobody_needs(
    say: Say, shop: Workspace, clock: FrozenClock
) -> None:
    (shop.root / "facts/aurora-skin/ab.parquet").unlink()
    made = back_up(shop, clock.now()).path
    made.rename(shop.root / "facts" / made.name)
    assert "no import names" not in say("doctor").stdout


def test_nothing_in_it_is_open_to_the_world(shop: Workspace, clock: FrozenClock) -> None:
    made = back_up(shop, clock.now())
    for path in (made.path.parent, made.path, *made.path.rglob("*")):
        mode = path.stat().st_mode
        assert not mode & stat.S_IRWXO, path
        assert mode & stat.S_IRGRP, path


def test_it_survives_what_befalls_the_workspace(shop: Workspace, clock: FrozenClock) -> None:
    made = back_up(shop, clock.now())
    for path in [*shop.root.glob("store*"), *shop.root.glob("store.journal/*")]:
        if path.is_file():
            path.chmod(0o660)
            path.write_bytes(b"\0" * 100)
    assert titles(made.path, clock) == ["before the fold", "after it"]


def test_several_in_a_second_and_the_oldest_first(shop: Workspace, clock: FrozenClock) -> None:
    made = [back_up(shop, clock.now()).path for _ in range(2)]
    assert made[1].name == "spotlight-20261120T200000Z-2"
    assert backups(shop) == made


def test_while_another_process_writes(
    open_store: OpenStore, folder: Path, start: Start, clock: FrozenClock
) -> None:
    (folder / "workspace.toml").touch()
    writer = start("writer.py", folder, "w", 10_000)
    for said in range(20):
        assert line(writer) == str(said)
    copies = []
    for _ in range(3):
        made = back_up(Workspace.open(folder), clock.now())
        copies.append(open_store("sam", at=made.path))
        assert copies[-1].seq >= made.seq
    assert line(writer) == "20", "it wasn't held up"
    writer.kill()
    ours = content(open_store())
    for copy in copies:
        assert (copy.read_only, copy.notes) == (None, [])
        copied = content(copy)
        assert copied["notes"].items() <= ours["notes"].items()
        assert copied["tally"][1]["count"] == len(copied["notes"]) >= 20, "no half of a change"


def test_a_torn_end_is_copied_and_cut_like_any_other(
    open_store: OpenStore, folder: Path, clock: FrozenClock
) -> None:
    store = open_store()
    add(store, "whole")
    [live] = (folder / "store.journal").iterdir()
    with live.open("ab") as file:
        file.write(b'{"seq":2,')
    (folder / "workspace.toml").touch()
    copy = open_store("jo", at=back_up(Workspace.open(folder), clock.now()).path)
    add(copy, "and on")
    assert "unfinished line" in copy.notes[0]
    assert sorted(content(copy)["notes"]) == [1, 2]


def test_an_import_or_a_fold_that_does_not_end(
    shop: Workspace, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.backup.PATIENCE", 0.0)
    monkeypatch.setattr(copying, "PATIENCE", 0.0)
    for name in ("import.lock", "fold.lock"):
        with (
            FileLock(shop.root / name).hold(),
            pytest.raises(StoreBusy, match=rf"is holding {name}"),
        ):
            back_up(shop, clock.now())
        assert backups(shop) == [], "half a backup is none"


def test_no_room(shop: Workspace, clock: FrozenClock) -> None:
    (shop.root / "backups").write_text("a file is in the way")
    with pytest.raises(StoreError, match=r"No backup was made in .*/backups"):
        back_up(shop, clock.now())


# -- as people do it ------------------------------------------------------------------------------


def go_back(how: Path, steps: int = 3, date: str = "date") -> None:
    """Copy the first lines of what it says into a shell, as they stand there."""
    _, told = how.read_text().split("To go back to it")
    lines = [line for line in told.splitlines() if line.startswith("    ")]
    script = "\n".join([f"date() {{ command {date}; }}", *lines[:steps]])
    subprocess.run(["/bin/sh", "-ec", script], check=True)


def test_going_back_again_sets_aside_again(shop: Workspace, clock: FrozenClock, desk: Desk) -> None:
    desk.close()
    root = shop.root.rename(shop.root.with_name("our $HOME's shop"))
    first, last = (back_up(Workspace.open(root), clock.now()).path.name for _ in range(2))
    go_back(root / "backups" / last / "HOW-TO-RESTORE.txt", steps=4, date="echo 1")
    assert sorted(path.name for path in (root / "backups").iterdir()) == [first, last]
    go_back(root / "backups" / last / "HOW-TO-RESTORE.txt", date="echo 2")
    assert titles(root, clock) == ["before the fold", "after it"]
    assert [path.name[-2:] for path in sorted(root.parent.glob("*.before-*"))] == ["-1", "-2"]


@pytest.mark.parametrize("into", [(), ("backups/monthly",), ("../elsewhere",)])
def test_backup_and_going_back_to_it(
    say: Say, shop: Workspace, clock: FrozenClock, desk: Desk, into: tuple[str, ...]
) -> None:
    done = say("backup", *(str(shop.root / folder) for folder in into), "--json")
    assert done.returncode == 0, done.stderr
    made = Path(json.loads(done.stdout)["path"])
    desk.make(NEW, NewAction(title="a mistake"))
    desk.close()
    go_back(made / "HOW-TO-RESTORE.txt")
    assert titles(shop.root, clock) == ["before the fold", "after it"]
    assert "a mistake" not in say("actions").stdout
    assert say("log", "A2").returncode == 0, "with its history"
    assert say("doctor").stdout.count("fail") == 0


def test_backup_elsewhere_in_words(say: Say, tmp_path: Path) -> None:
    done = say("backup", str(tmp_path / "usb" / "stick"))
    assert done.returncode == 0, done.stderr
    [made] = (tmp_path / "usb" / "stick").iterdir()
    assert str(made) in done.stdout
    assert "as of change 4" in done.stdout
    assert "HOW-TO-RESTORE.txt" in done.stdout


def test_export_is_a_tinydb_file(say: Say, tmp_path: Path, shop: Workspace) -> None:
    file = tmp_path / "copy.json"
    done = say("export", "--tinydb", str(file), "--json")
    assert done.returncode == 0, done.stderr
    with tinydb.TinyDB(file) as stock:
        assert [a["title"] for a in stock.table("actions")] == ["before the fold", "after it"]
        documents = sum(len(stock.table(name)) for name in stock.tables() - {"_spotlight"})
        stock.table("actions").update({"title": "changed elsewhere"}, doc_ids=[1])
    assert json.loads(done.stdout)["documents"] == documents
    assert stat.S_IMODE(file.stat().st_mode) == 0o660
    assert sorted(path.name for path in file.parent.glob("copy*")) == ["copy.json"]
    again = say("export", "--tinydb", str(file))
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == f"{file} is there already: name a new file.\n"
    nowhere = say("export", "--tinydb", str(tmp_path / "no" / "copy.json"))
    assert (nowhere.returncode, nowhere.stdout) == (1, "")
    assert "wasn't made: No such file or directory" in nowhere.stderr
    assert "changed elsewhere" in file.read_text()


def test_an_export_is_a_store_of_its_own(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    add(store, "one")
    export(store.files, tmp_path / "copy.json")
    with open_tinydb(tmp_path / "copy.json") as db:
        assert db.table("notes").insert({"text": "two"}) == 2
    with pytest.raises(RefusalError, match=r"copy\.json is there already"):
        export(store.files, tmp_path / "copy.json")
