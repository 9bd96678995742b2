"""What somebody does to the files from outside: noticed, said, and taken over only when asked."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import msgspec
import pytest
from tinydb import TinyDB, where

from console.actions import DONE, NEW, NewAction
from console.desk import Desk
from console.mending import adopt, look
from console.verb import NoArgs
from data.backup import backups
from data.clock import FrozenClock
from data.errors import RefusalError, StoreDamaged, StoreError, StoreReadOnly
from data.records.actions import Action
from data.store.entry import decode, encode
from data.store.export import export
from data.workspace import Workspace
from tests.conftest import OpenDesk, Spotlight
from tests.store.conftest import OpenStore
from tests.store.kit import add, change, content, live


@pytest.fixture
def copy(desk: Desk, tmp_path: Path) -> Path:
    """A TinyDB file of a workspace with three actions, made for working elsewhere."""
    for title in ("one", "two", "three"):
        desk.make(NEW, NewAction(title=title))
    export(desk.book.store.files, tmp_path / "copy.json")
    return tmp_path / "copy.json"


def titles(desk: Desk) -> list[str]:
    return [action.title for action in desk.book.all(Action)]


def test_only_what_was_changed_in_the_file_is_taken_over(desk: Desk, copy: Path) -> None:
    with TinyDB(copy) as stock:
        stock.table("actions").update({"title": "one, from elsewhere"}, where("title") == "one")
        stock.table("actions").remove(doc_ids=[2])
        stock.table("actions").insert({"title": "four"})
        stock.table("mine").insert({"any": ["thing"]})
    desk.make(NEW, NewAction(title="made here since"))
    third = desk.record("A3")
    assert isinstance(third, Action)
    desk.run(DONE, third, NoArgs())
    looked = look(desk, copy)
    assert [(each.ref, each.name, each.how) for each in looked.touched] == [
        ("A1", "one, from elsewhere", "changed"),
        ("A2", "two", "taken away"),
        ("mine 1", "", "added"),
    ]
    assert looked.left == ("A4: there is another one of that number here by now",)
    before = desk.book.seq
    done = adopt(desk, copy)
    assert (done.look, done.entries) == (looked, 1)
    assert titles(desk) == ["one, from elsewhere", "three", "made here since"]
    assert [(action.id, action.status) for action in desk.book.all(Action)][1] == (3, "done")
    [entry] = desk.book.store.entries(after=before)
    assert (entry.verb, entry.by) == ("store.adopt", "ana")
    first = desk.record("A1")
    assert (first.rev, first.updated_by) == (2, "ana")
    assert len(backups(desk.workspace)) == 1
    assert look(desk, copy).touched == (), "nothing is taken over twice"


def test_what_was_changed_on_both_sides_stays_as_it_is_here(desk: Desk, copy: Path) -> None:
    with TinyDB(copy) as stock:
        stock.table("actions").update({"status": "dropped"}, doc_ids=[1])
        stock.table("actions").remove(doc_ids=[2])
    for ref in ("A1", "A2"):
        record = desk.record(ref)
        assert isinstance(record, Action)
        desk.run(DONE, record, NoArgs())
    looked = look(desk, copy)
    assert looked.touched == ()
    assert looked.left == (
        "A1: its status was changed here since",
        "A2: it was changed here since",
    )


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": 7}, "it can't be a record of actions: Expected `str`, got `int` - at `$.title`"),
        ({"colour": "red"}, "no record of actions has “colour”"),
    ],
)
def test_what_is_no_record_is_left_out_and_named(
    desk: Desk, copy: Path, fields: dict[str, object], why: str
) -> None:
    with TinyDB(copy) as stock:
        stock.table("actions").update(fields, doc_ids=[1])
        stock.table("actions").update({"title": "fine"}, doc_ids=[2])
    done = adopt(desk, copy)
    assert done.look.left == (f"A1: {why}",)
    assert titles(desk) == ["one", "fine", "three"]


def test_too_much_for_one_change_is_several(desk: Desk, copy: Path) -> None:
    with TinyDB(copy) as stock:
        stock.table("mine").insert_multiple({"text": "x" * 1000} for _ in range(600))
    done = adopt(desk, copy)
    assert done.entries > 1
    assert len(desk.book.store.ids("mine")) == 600


def test_a_file_that_says_nothing_is_compared_with_now_and_takes_nothing_away(
    desk: Desk, copy: Path, workspace: Workspace, spotlight: Spotlight
) -> None:
    with TinyDB(copy) as stock:
        stock.drop_table("_spotlight")
        stock.table("actions").update({"title": "uno"}, doc_ids=[1])
        stock.table("actions").remove(doc_ids=[2])
    desk.make(NEW, NewAction(title="made here since"))
    looked = look(desk, copy)
    assert (looked.since, looked.missing) == (None, 2)
    assert [(each.ref, each.how) for each in looked.touched] == [("A1", "changed")]
    done = asking(spotlight, workspace)("doctor", "--adopt", str(copy), "--yes")
    assert done.returncode == 0, done.stderr
    assert "2 documents, which stay" in done.stdout
    desk.book.refresh()
    assert titles(desk) == ["uno", "two", "three", "made here since"]


def test_a_file_of_another_workspace_takes_nothing_away(
    desk: Desk, copy: Path, tmp_path: Path
) -> None:
    with TinyDB(copy) as stock:
        made = stock.table("_spotlight").all()[0]
        stock.table("_spotlight").update({"sum": made["sum"][::-1]})
        stock.drop_table("actions")
    looked = look(desk, copy)
    assert (looked.since, looked.touched, looked.missing) == (None, (), 3)


def test_a_file_of_something_else(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id,name\n1,x\n")
    with pytest.raises(RefusalError, match=r"x\.csv isn't a TinyDB file"):
        look(desk, tmp_path / "x.csv")


def test_the_same_file_again_holds_nothing_new(desk: Desk, copy: Path) -> None:
    with TinyDB(copy) as stock:
        stock.table("actions").update({"title": "uno"}, doc_ids=[1])
        stock.table("actions").remove(doc_ids=[2])
        stock.table("actions").insert({"title": "four", "owner": "ana"})
    assert [each.how for each in adopt(desk, copy).look.touched] == [
        "changed",
        "taken away",
        "added",
    ]
    again = look(desk, copy)
    assert (again.touched, again.left) == ((), ())


def test_store_json_edited_in_place(
    desk: Desk, workspace: Workspace, spotlight: Spotlight, open_desk: OpenDesk
) -> None:
    desk.make(NEW, NewAction(title="one"))
    desk.book.store.fold()
    desk.make(NEW, NewAction(title="two, not folded yet"))
    file = workspace.root / "store.json"
    file.chmod(0o660)
    with TinyDB(file) as stock:
        stock.table("actions").update({"title": "one, edited"}, doc_ids=[1])
    said = spotlight("actions", workspace=workspace.root, as_="ana")
    assert said.returncode == 0
    assert "two, not folded yet" in said.stdout
    assert "edited" not in said.stdout
    assert "store.json isn't as it was written" in said.stderr
    assert "doctor --adopt store.json" in said.stderr
    run = asking(spotlight, workspace)
    shown = run("doctor", "--adopt", str(file))
    assert shown.returncode == 1
    assert "one, edited" in shown.stdout
    assert "nothing was taken over: --yes does it." in shown.stderr
    done = run("doctor", "--adopt", str(file), "--yes")
    assert done.returncode == 0, done.stderr
    desk.book.refresh()
    assert titles(desk) == ["one, edited", "two, not folded yet"]
    assert spotlight("actions", workspace=workspace.root, as_="ana").stderr == ""
    log = run("log", "A1", "--json")
    assert [entry["verb"] for entry in json.loads(log.stdout)] == ["store.adopt", "actions.new"]


def asking(spotlight: Spotlight, workspace: Workspace) -> Callable[..., CompletedProcess[str]]:
    return lambda *argv: spotlight(*argv, workspace=workspace.root, as_="ana")


def test_adopting_in_json(
    desk: Desk, copy: Path, workspace: Workspace, spotlight: Spotlight
) -> None:
    with TinyDB(copy) as stock:
        stock.table("actions").update({"title": "uno"}, doc_ids=[1])
    done = asking(spotlight, workspace)("doctor", "--adopt", str(copy), "--yes", "--json")
    assert done.returncode == 0, done.stderr
    [backup] = backups(workspace)
    assert json.loads(done.stdout) == {
        "since": 3,
        "changes": [{"table": "actions", "ref": "A1", "name": "uno", "how": "changed"}],
        "left": [],
        "missing": 0,
        "done": True,
        "backup": str(backup),
    }


# -- files exchanged ------------------------------------------------------------------------------


@pytest.fixture
def shop(open_store: OpenStore, folder: Path) -> Path:
    """A folder with two snapshots and a journal after them."""
    store = open_store()
    for number in range(5):
        add(store, f"note {number}")
    store.fold()
    change(store, 2, text="changed")
    store.fold()
    change(store, 3, text="changed since")
    return folder


def test_store_json_deleted(open_store: OpenStore, shop: Path) -> None:
    running = open_store()
    whole = content(running)
    (shop / "store.json").unlink()
    running.catch_up()
    assert content(running) == whole
    opened = open_store("jo")
    assert content(opened) == whole
    assert "store.json is gone" in opened.notes[0]
    opened.fold()
    assert content(open_store("sam")) == whole
    assert open_store("sam").notes == []


def test_an_older_store_json_put_back(open_store: OpenStore, shop: Path) -> None:
    whole = content(open_store())
    (shop / "store.prev.json").rename(shop / "old.json")
    (shop / "store.json").rename(shop / "store.prev.json")
    (shop / "old.json").rename(shop / "store.json")
    opened = open_store("jo")
    assert content(opened) == whole, "nothing is taken back by it"
    assert "store.json is older than store.prev.json" in opened.notes[0]


@pytest.mark.parametrize("count", [2, 5, 9])
def test_another_workspace_copied_over_this_one_while_it_is_open(
    open_store: OpenStore, shop: Path, tmp_path: Path, count: int
) -> None:
    running = open_store()
    (tmp_path / "other").mkdir()
    other = open_store("other", at=tmp_path / "other")
    for at in range(2 * count):
        add(other, f"of another shop {at}")
        if at == count:
            other.fold()
    for name in ("store.json", "store.lock"):
        (shop / name).chmod(0o660)
    shutil.copytree(tmp_path / "other", shop, dirs_exist_ok=True)
    running.catch_up()
    assert running.read_only is not None
    with pytest.raises(StoreDamaged, match=r"store\.json can't be read: notes 1 isn't as written"):
        running.raw("notes", 1)  # written over in place; never the other shop's instead
    before = [path.read_bytes() for path in sorted((shop / "store.journal").iterdir())]
    with pytest.raises(StoreReadOnly):
        add(running, "would be mixed in")
    after = [path.read_bytes() for path in sorted((shop / "store.journal").iterdir())]
    assert after == before


def test_the_journal_exchanged_while_a_console_only_reads(
    open_store: OpenStore, shop: Path
) -> None:
    running = open_store()
    whole = content(running)
    (shop / "store.journal").rename(shop / "away")
    shutil.copytree(shop / "away", shop / "store.journal")
    running.catch_up()
    assert running.read_only is not None
    assert "store.journal was exchanged while it was open" in running.read_only
    assert content(running) == whole
    opened = open_store("jo")
    assert (opened.read_only, content(opened)) == (None, whole), "a restored copy is as good"


def test_a_live_segment_rewritten_in_place_is_not_written_to(
    open_store: OpenStore, shop: Path
) -> None:
    running = open_store()
    segment = live(shop)
    entry, _ = decode(segment.read_bytes()[:-1])
    line, _ = encode(msgspec.structs.replace(entry, by="ann"))
    segment.write_bytes(line)  # as long, and the same inode
    with pytest.raises(StoreReadOnly, match="exchanged while it was open"):
        add(running, "would be lost")


def test_an_older_journal_restored_over_a_newer_snapshot(
    open_store: OpenStore, shop: Path, clock: FrozenClock
) -> None:
    running = open_store()
    for path in (shop / "store.journal").glob("*7.jsonl"):
        path.unlink()
    with pytest.raises(StoreError):
        add(running, "would be lost")
    opened = open_store("jo")
    assert content(opened)["notes"][2]["text"] == "changed", "the snapshot has it"
