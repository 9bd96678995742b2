"""A fold makes a new snapshot and disturbs nobody."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from data.clock import SystemClock
from data.errors import StoreBusy, StoreError
from data.identity import Author
from data.store import Store, disk
from data.store.index import Spans, write
from data.store.snapshot import Snapshot
from tests.store.conftest import OpenStore
from tests.store.kit import Start, add, change, content, finish, line


@pytest.mark.parametrize("id", [0, -1, 2, 10**12])
def test_what_isnt_there_isnt_in_a_snapshot_either(
    open_store: OpenStore, folder: Path, id: int
) -> None:
    store = open_store()
    add(store, "the only one")
    store.fold()
    assert open_store().raw("notes", id) is None
    with store.begin("notes.look") as transaction:
        assert transaction.get("notes", id) is None


def test_the_same_documents_after_as_before(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    for number in range(30):
        add(store, f"note {number}", by="ana" if number % 3 else "jo")
    with store.begin("other") as transaction:
        transaction.set("other", 7, {"é": [1, None, {"x": "y\nz"}]})
        transaction.delete("notes", 5)
    before = content(store)
    first = store.fold()
    assert (first.seq, first.entries, first.documents) == (31, 31, 30)

    change(store, 9, text="changed", by="sam")
    add(store, "after")
    with store.begin("notes.drop") as transaction:
        transaction.delete("notes", 1)
        transaction.delete("notes", 30)
    second = store.fold()
    assert (second.entries, second.documents) == (3, 29)
    before["notes"] |= {9: {"text": "changed", "by": "sam"}, 31: {"text": "after", "by": "ana"}}
    del before["notes"][1], before["notes"][30]
    reopened = open_store("jo")
    assert content(store) == content(reopened) == before
    assert reopened.lookup("notes", "by", "sam") == [9]
    assert reopened.lookup("notes", "by", "jo") == list(range(4, 29, 3))
    assert store.notes == reopened.notes == []


def test_folding_what_is_folded_does_nothing(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    add(store, "hello")
    store.fold()
    inode = (folder / "store.json").stat().st_ino
    report = store.fold()
    assert (report.seq, report.entries, report.documents) == (1, 0, 1)
    assert (folder / "store.json").stat().st_ino == inode
    assert store.unfolded() == 0


def test_the_journal_stays_as_the_history(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    add(store, "one")
    store.fold()
    add(store, "two")
    store.fold()
    add(store, "three")
    assert [entry.seq for entry in store.entries()] == [1, 2, 3]
    names = sorted(path.name for path in (folder / "store.journal").iterdir())
    assert names == [f"{first:012d}.jsonl" for first in (1, 2, 3)]
    chained = [entry.prev for entry in store.entries()]
    assert chained[0] == ""
    assert len(set(chained)) == 3


def test_readers_of_the_old_snapshot_go_on(open_store: OpenStore) -> None:
    ana = open_store("ana")
    for number in range(10):
        add(ana, f"note {number}")
    ana.fold()
    jo = open_store("jo")
    change(ana, 3, text="changed")
    ana.fold()
    change(ana, 4, text="changed, too")
    ana.fold()
    jo.catch_up()
    assert content(jo) == content(ana)
    assert [entry.seq for entry in jo.drain()] == [11, 12]
    add(jo, "written on the old snapshot")
    ana.catch_up()
    assert content(ana) == content(jo)


def test_stock_tinydb_reads_a_snapshot(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    for number in range(5):
        add(store, f'nöte {number} \u2028 \\ "')
    with store.begin("empty") as transaction:
        transaction.set("empty", 1, {})
        transaction.clear("empty")
    store.fold()
    with TinyDB(folder / "store.json", access_mode="r") as stock:
        found = {
            name: {document.doc_id: dict(document) for document in stock.table(name)}
            for name in stock.tables() - {"_spotlight"}
        }
    assert found == content(store)
    assert set(found) == {"notes", "empty"}


def _no_index(index: Path) -> None:
    index.unlink()


def _flipped(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[-5] ^= 1
    index.write_bytes(data)


def _headless(index: Path) -> None:
    data = bytearray(index.read_bytes())
    data[20] ^= 1
    index.write_bytes(data)


def _cut(index: Path) -> None:
    os.truncate(index, index.stat().st_size - 40)


def _empty(index: Path) -> None:
    os.truncate(index, 0)


def _of_the_one_before(index: Path) -> None:
    index.write_bytes(index.with_name("older.index").read_bytes())


def _lying(index: Path) -> None:
    """Well-formed and sealed, but each document is said to be one byte on."""
    snapshot = Snapshot.open(index.with_name("store.json"), index)
    table = snapshot.layers()["notes"]
    moved, whole = Spans(), table.spans()
    moved.extend(whole, 0, len(whole.ids), 1)
    keys = {"notes": {"by": table.index("by")}}
    index.unlink()
    write(index, snapshot.identity(), {"notes": moved}, keys, {})


@pytest.mark.parametrize(
    "spoil", [_no_index, _flipped, _headless, _cut, _empty, _of_the_one_before, _lying]
)
def test_a_bad_index_is_never_believed(
    open_store: OpenStore, folder: Path, spoil: Callable[[Path], None]
) -> None:
    store = open_store()
    for number in range(20):
        add(store, f"note {number}", by=f"person {number % 4}")
    store.fold()
    (folder / "older.index").write_bytes((folder / "store.index").read_bytes())
    change(store, 3, text="a longer text, so that all after it moves")
    store.fold()
    spoil(folder / "store.index")
    reopened = open_store("jo")
    assert reopened.lookup("notes", "by", "person 1") == [2, 6, 10, 14, 18]
    assert content(reopened) == content(store)
    assert [reopened.raw("notes", id) for id in range(1, 21)] == [
        store.raw("notes", id) for id in range(1, 21)
    ]
    assert reopened.read_only is None


@pytest.mark.parametrize(
    "spoil", [_no_index, _flipped, _headless, _cut, _empty, _of_the_one_before]
)
def test_a_fold_makes_an_index_that_cannot_be_read_again(
    open_store: OpenStore, folder: Path, spoil: Callable[[Path], None]
) -> None:
    store = open_store()
    for number in range(20):
        add(store, f"note {number}", by=f"person {number % 4}")
    assert not store.fold().reindexed
    (folder / "older.index").write_bytes((folder / "store.index").read_bytes())
    change(store, 3, text="a longer text, so that all after it moves")
    store.fold()
    spoil(folder / "store.index")
    assert not open_store("jo").indexed()
    report = open_store("jo").fold()
    assert (report.entries, report.reindexed) == (0, True)
    reopened = open_store("sam")
    assert reopened.indexed()
    assert content(reopened) == content(store)
    assert not reopened.fold().reindexed


def test_a_key_asked_for_later_is_found_by_a_scan(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    first, second = add(store, "one"), add(store, "two")
    store.fold()
    author = Author(name="jo", uid=1000, session="later")
    later = Store.open(folder, author=author, clock=SystemClock(), keys={"notes": ("text",)})
    assert later.lookup("notes", "text", "two") == [second]
    change(later, first, text="two")
    assert later.lookup("notes", "text", "two") == [first, second]
    later.close()


def test_two_do_not_fold_at_once(open_store: OpenStore, folder: Path, start: Start) -> None:
    store = open_store()
    add(store, "hello")
    holder = start("holder.py", folder / "fold.lock")
    assert line(holder) == "held"
    with pytest.raises(StoreBusy, match=rf"process {holder.pid}\) is holding fold\.lock"):
        store.fold()
    finish(holder)
    assert store.fold().entries == 1


def test_a_fold_while_another_process_writes(open_store: OpenStore, start: Start) -> None:
    store = open_store()
    writer = start("writer.py", store.files.folder, "jo", 100_000)
    folded = 0
    end = time.monotonic() + 60
    while folded < 5:
        assert time.monotonic() < end, f"only {folded} folds in a minute"
        assert line(writer), "the writer ended"  # heard, or it would wait for us with a full pipe
        with suppress(StoreBusy):  # the writer is quicker on a box with much to do
            folded += store.fold().entries > 0
    writer.kill()
    finish(writer)
    store.catch_up()
    notes = len(store.ids("notes"))
    assert content(store) == content(open_store("sam"))
    assert content(store)["tally"][1] == {"count": notes}
    assert [entry.seq for entry in store.entries()] == list(range(1, notes + 1))


@pytest.mark.parametrize("call", ["create_writable", "write_all", "sync", "rename", "sync_folder"])
@pytest.mark.parametrize("which", [1, 2])
def test_a_fold_that_fails_leaves_everything_usable(
    open_store: OpenStore, folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, which: int
) -> None:
    store = open_store()
    add(store, "one")
    store.fold()
    change(store, 1, text="two")
    real = getattr(disk, call)
    count = 0

    def failing(*args: object) -> object:
        nonlocal count
        count += 1
        if count >= which:
            raise OSError(28, "No space left on device")
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(disk, call, failing)
        if call == "create_writable" and which == 2:
            store.fold()  # a fold makes one such file
        else:
            with pytest.raises(StoreError, match="No space left on device"):
                store.fold()
    for reader in (store, open_store("jo")):
        assert content(reader) == {"notes": {1: {"text": "two", "by": "ana"}}}
        assert reader.read_only is None
    add(store, "three")
    store.fold()
    assert content(open_store("sam")) == content(store)
    assert not list(folder.glob("*.tmp"))
