"""A damaged store is mended as far as it can be; what is lost is named, nothing is deleted."""

import json
from pathlib import Path

import pytest

from console.actions import NEW, NewAction
from console.desk import Desk
from data.backup import back_up, backups
from data.clock import FrozenClock
from data.store.files import in_workspace
from data.store.repair import Repair, mend, plan
from data.workspace import Workspace
from tests.conftest import NOON, OpenDesk, Spotlight
from tests.store.conftest import OpenStore
from tests.store.kit import add, change, content, live


@pytest.fixture
def shop(open_store: OpenStore, folder: Path) -> Path:
    """Two snapshots (of entries 5 and 7) and three entries after them."""
    store = open_store()
    for number in range(5):
        add(store, f"note {number}")
    store.fold()
    change(store, 2, text="two")
    change(store, 3, text="three")
    store.fold()
    change(store, 4, text="four")
    change(store, 4, by="jo")
    change(store, 5, text="five")
    store.close()
    (folder / "workspace.toml").touch()
    return folder


def hurt(path: Path, line: int) -> None:
    """Change a letter in one line."""
    lines = path.read_bytes().split(b"\n")
    lines[line - 1] = lines[line - 1].replace(b'"notes.', b'"nOtes.', 1)
    path.write_bytes(b"\n".join(lines))


def mended(open_store: OpenStore, folder: Path, *, backed: bool = False) -> Repair:
    """Mend it as planned; all is well after."""
    files, kept = in_workspace(folder), backups(Workspace.open(folder)) if backed else []
    planned = plan(files, kept)
    before = {path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix}
    done = mend(files, NOON, kept)
    assert (done.steps, done.lost) == (planned.steps, planned.lost)
    after = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert before - after <= {b""}, "nothing is deleted"
    store = open_store("jo")
    assert (store.read_only, store.notes) == (None, [])
    before_that = store.seq
    add(store, "work goes on")
    assert store.seq == before_that + 1
    numbers = [entry.seq for entry in store.entries()]
    assert numbers == list(range(numbers[0], store.seq + 1)), "the history can be read"
    store.fold()
    assert content(open_store("sam")) == content(store)
    assert plan(files, kept).steps == (), "nothing is left to mend"
    return done


def texts(open_store: OpenStore) -> list[str]:
    return [note["text"] for note in content(open_store())["notes"].values()]


def test_nothing_to_mend(open_store: OpenStore, shop: Path) -> None:
    files = in_workspace(shop)
    assert plan(files) == mend(files, NOON) == Repair((), ())
    assert not list(shop.glob("store.damaged-*"))


def test_a_damaged_line_and_what_stands_on_it(open_store: OpenStore, shop: Path) -> None:
    hurt(live(shop), 1)
    done = mended(open_store, shop)
    assert done.lost == (
        "change 8 can't be read: 000000000008.jsonl line 1, probably ana, nOtes.change, notes 4",
    )
    assert texts(open_store) == ["note 0", "two", "three", "note 3", "five", "work goes on"]
    assert content(open_store())["notes"][4]["by"] == "jo", "what still fits is taken"
    assert done.aside is not None
    assert "change 8" in (done.aside / "WHAT-WAS-LOST.txt").read_text()


def test_what_does_not_fit_any_more_is_named(open_store: OpenStore, shop: Path) -> None:
    store = open_store()
    change(store, 4, text="four again")
    hurt(live(shop), 1)
    done = mended(open_store, shop)
    assert done.lost[1:] == (
        "change 11 (ana, notes.change: notes 4) doesn't fit any more: it changes text of notes 4,"
        " which is not as it says",
    )
    assert texts(open_store)[3] == "note 3"


def test_a_backup_gives_back_what_was_lost(
    open_store: OpenStore, shop: Path, clock: FrozenClock
) -> None:
    whole = content(open_store())["notes"]
    back_up(Workspace.open(shop), clock.now())
    hurt(live(shop), 1)
    hurt(live(shop), 3)
    done = mended(open_store, shop, backed=True)
    assert done.lost == ()
    assert "put back 2 changes from a backup" in done.steps
    assert content(open_store())["notes"].items() >= whole.items()


def test_a_missing_segment(open_store: OpenStore, shop: Path) -> None:
    for path in (*shop.glob("store*.json"), shop / "store.journal" / "000000000006.jsonl"):
        path.unlink()
    done = mended(open_store, shop)
    assert done.lost == ("change 6 to 7 is missing",)
    assert texts(open_store) == ["note 0", "note 1", "note 2", "four", "five", "work goes on"]


def test_an_end_that_was_cut_off(open_store: OpenStore, shop: Path, clock: FrozenClock) -> None:
    back_up(Workspace.open(shop), clock.now())
    lines = live(shop).read_bytes().splitlines(keepends=True)
    live(shop).write_bytes(b"".join(lines[:2]))
    assert open_store().read_only is not None
    assert plan(in_workspace(shop)).lost == ("change 10 is missing",)
    assert mended(open_store, shop, backed=True).lost == ()
    assert texts(open_store)[4] == "five"


def test_both_snapshots_damaged_and_the_history_gone(open_store: OpenStore, shop: Path) -> None:
    for name in ("store.json", "store.prev.json"):
        (shop / name).chmod(0o660)
        data = (shop / name).read_bytes()
        (shop / name).write_bytes(data.replace(b"note 0", b"nOte 0"))
    (shop / "store.journal" / "000000000001.jsonl").unlink()
    assert open_store().read_only is not None
    done = mended(open_store, shop)
    assert done.lost == ("notes 1 can't be read in store.json",)
    assert texts(open_store) == ["two", "three", "four", "five", "work goes on"]


def test_only_the_history_is_damaged(open_store: OpenStore, shop: Path) -> None:
    hurt(shop / "store.journal" / "000000000001.jsonl", 2)
    whole = content(open_store())["notes"]
    done = mended(open_store, shop)
    [lost] = done.lost
    assert lost.endswith("; only the history lacks it")
    assert content(open_store())["notes"].items() >= whole.items()


def test_the_journal_is_gone(open_store: OpenStore, shop: Path) -> None:
    for path in (shop / "store.journal").iterdir():
        path.unlink()
    (shop / "store.journal").rmdir()
    done = mended(open_store, shop)
    assert any("make store.journal again" in step for step in done.steps)
    assert texts(open_store)[:4] == ["note 0", "two", "three", "note 3"]


def test_another_shops_segment_in_ours(open_store: OpenStore, shop: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = open_store("other", at=tmp_path / "other")
    for number in range(9):
        add(other, f"strange {number}")
    other.fold()
    change(other, 1, text="strange, too")
    strange = live(tmp_path / "other").read_bytes()
    with live(shop).open("ab") as file:
        file.write(strange)
    done = mended(open_store, shop)
    assert done.lost == ()
    assert "write 000000000008.jsonl anew with the lines that are as they were" in done.steps
    assert texts(open_store)[:5] == ["note 0", "two", "three", "four", "five"]


# -- as people do it ------------------------------------------------------------------------------


def test_shown_asked_done(
    desk: Desk, workspace: Workspace, spotlight: Spotlight, open_desk: OpenDesk
) -> None:
    for title in ("one", "two", "three"):
        desk.make(NEW, NewAction(title=title))
    journal = live(workspace.root)
    text = journal.read_bytes()
    journal.write_bytes(text.replace(b'"two"', b'"twO"', 1))

    def run(*argv: str) -> tuple[int, str, str]:
        done = spotlight(*argv, workspace=workspace.root, as_="ana")
        return done.returncode, done.stdout, done.stderr

    code, _, said = run("actions")
    assert code == 3
    assert "line 2 is damaged" in said
    code, shown, said = run("doctor", "--repair")
    assert code == 1
    assert "would" in shown
    assert "change 2 can't be read: 000000000001.jsonl line 2, probably ana" in shown
    assert "nothing was done: --yes does it." in said
    assert journal.read_bytes() != text
    code, out, said = run("doctor", "--repair", "--yes", "--json")
    assert (code, said) == (0, "")
    told = json.loads(out)
    assert told["done"] is True
    [backup] = backups(workspace)
    assert told["backup"] == str(backup)
    assert (backup / "store.journal" / journal.name).read_bytes() != text, "as it was: damaged"
    assert [row["title"] for row in json.loads(run("actions", "--json")[1])] == ["one", "three"]
    assert "nobody" in run("log")[1]
    code, out, _ = run("doctor", "--repair")
    assert (code, "nothing is damaged" in out) == (0, True)
