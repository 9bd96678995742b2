"""Bytes that aren't what they were: found, named, never silently dropped."""

import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from data.errors import StoreDamaged, StoreReadOnly
from tests.store.conftest import OpenStore
from tests.store.kit import add, change, content, live


def flip(path: Path, at: int) -> None:
    """Change one byte, without asking for permission."""
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.chmod(0o660)
    with path.open("r+b") as file:
        file.write(data)


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


WHOLE = {
    "notes": {
        1: {"text": "note 0", "by": "ana"},
        2: {"text": "changed", "by": "ana"},
        3: {"text": "changed since", "by": "ana"},
        4: {"text": "note 3", "by": "ana"},
        5: {"text": "note 4", "by": "ana"},
    }
}


def test_a_damaged_line_makes_the_store_read_only_and_is_named(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store()
    for number in range(3):
        add(store, f"note {number}")
    lines = live(folder).read_bytes().split(b"\n")
    flip(live(folder), len(lines[0]) + 10)
    reader = open_store("jo")
    assert reader.read_only is not None
    assert "000000000001.jsonl line 2 is damaged" in reader.read_only
    assert reader.ids("notes") == [1], "what stands before it can be read"
    with pytest.raises(StoreReadOnly, match="line 2 is damaged"):
        add(reader, "no")
    with pytest.raises(StoreReadOnly, match="line 2 is damaged"):
        reader.fold()
    with pytest.raises(StoreDamaged, match="line 2 is damaged"):
        list(reader.entries())
    assert live(folder).read_bytes().count(b"\n") == 3


def test_damage_while_it_is_open(open_store: OpenStore, folder: Path) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    add(ana, "one")
    jo.catch_up()
    end = live(folder).stat().st_size
    add(ana, "two")
    flip(live(folder), end + 5)
    jo.catch_up()
    assert jo.read_only is not None
    assert jo.ids("notes") == [1]


def test_a_line_taken_out_breaks_the_chain(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    for number in range(3):
        add(store, f"note {number}")
    first, _, third, _ = live(folder).read_bytes().split(b"\n")
    live(folder).write_bytes(b"\n".join([first, third, b""]))
    reason = open_store("jo").read_only
    assert reason is not None
    assert "line 2 is damaged: it is entry 3, not 2" in reason


def test_a_missing_segment_is_named(open_store: OpenStore, shop: Path) -> None:
    for name in ("store.json", "store.prev.json"):
        (shop / name).unlink()
    (shop / "store.journal" / "000000000006.jsonl").unlink()
    store = open_store("jo")
    assert store.read_only is not None
    assert "lacks the segment that holds entry 6" in store.read_only
    assert len(store.ids("notes")) == 5


@pytest.mark.parametrize("whole_lines", [True, False])
def test_an_end_that_is_gone_is_noticed(
    open_store: OpenStore, folder: Path, whole_lines: bool
) -> None:
    store = open_store()
    for number in range(3):
        add(store, f"note {number}")
    lines = live(folder).read_bytes().splitlines(keepends=True)
    kept = len(lines[0]) + len(lines[1])
    os.truncate(live(folder), kept if whole_lines else kept + 50)
    reader = open_store("jo")
    assert reader.read_only is not None
    assert "ends with entry 2, but entry 3 was committed" in reader.read_only
    assert reader.ids("notes") == [1, 2]
    (folder / "store.lock").unlink()
    assert add(open_store("sam"), "as it says") == 3


def test_a_mark_that_cannot_be_read_says_nothing(open_store: OpenStore, folder: Path) -> None:
    add(open_store(), "one")
    mark = folder / "store.lock"
    for size in range(mark.stat().st_size, -1, -1):
        os.truncate(mark, size)
        assert open_store("jo").read_only is None
    add(open_store(), "two")
    flip(mark, 11)
    assert open_store("jo").read_only is None


def test_no_line_is_that_long(open_store: OpenStore, folder: Path) -> None:
    add(open_store(), "one")
    with live(folder).open("ab") as file:
        file.write(b"x" * 300_000)
    store = open_store("jo")
    assert store.read_only is not None
    assert "line 2 is damaged: it has no end" in store.read_only


def test_a_bit_flipped_in_the_snapshot_sends_us_to_the_one_before(
    open_store: OpenStore, shop: Path
) -> None:
    times = (shop / "store.json").stat()
    flip(shop / "store.json", times.st_size - 30)
    os.utime(shop / "store.json", ns=(times.st_atime_ns, times.st_mtime_ns))
    store = open_store("jo")
    assert content(store) == WHOLE
    assert "goes on from store.prev.json" in store.notes[0]
    assert store.read_only is None


def test_a_transaction_that_meets_damage_fails_and_the_next_one_works(
    open_store: OpenStore, shop: Path
) -> None:
    store = open_store("jo")
    times = (shop / "store.json").stat()
    flip(shop / "store.json", times.st_size - 30)
    os.utime(shop / "store.json", ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(StoreDamaged, match="notes 5 isn't as written"):
        change(store, 5, text="again")
    change(store, 5, text="again")
    assert content(store)["notes"][5]["text"] == "again"


@pytest.mark.parametrize("name", ["store.json", "store.prev.json"])
@pytest.mark.parametrize("size", [0, 1, 200])
def test_a_short_snapshot(open_store: OpenStore, shop: Path, name: str, size: int) -> None:
    (shop / name).chmod(0o660)
    os.truncate(shop / name, size)
    store = open_store("jo")
    assert content(store) == WHOLE
    assert (store.notes != []) == (name == "store.json")
    add(store, "work goes on")
    store.fold()
    assert content(open_store("sam")) == content(store)


def test_no_snapshot_at_all_is_replayed_from_the_journal(open_store: OpenStore, shop: Path) -> None:
    for name in ("store.json", "store.prev.json", "store.index"):
        (shop / name).unlink()
    assert content(open_store("jo")) == WHOLE


def test_snapshots_unreadable_and_history_gone(open_store: OpenStore, shop: Path) -> None:
    for name in ("store.json", "store.prev.json"):
        flip(shop / name, 200)
    (shop / "store.journal" / "000000000001.jsonl").unlink()
    store = open_store("jo")
    assert store.read_only is not None
    assert "store.json isn't as it was written" in store.read_only
    with pytest.raises(StoreReadOnly):
        add(store, "no")


def test_stock_tinydb_wrote_to_the_snapshot_before_opening(
    open_store: OpenStore, shop: Path
) -> None:
    (shop / "store.json").chmod(0o660)
    with TinyDB(shop / "store.json") as stock:
        stock.table("notes").insert({"text": "from outside"})
    edited = (shop / "store.json").read_bytes()
    store = open_store("jo")
    assert content(store) == WHOLE
    [note] = store.notes
    assert "store.json isn't as it was written" in note
    add(store, "work goes on")
    report = store.fold()
    assert report.set_aside == "store.edited-20261120T200000Z.json"
    assert (shop / report.set_aside).read_bytes() == edited
    assert content(open_store("sam")) == content(store)
    assert open_store("sam").notes == []


def test_stock_tinydb_writes_to_the_snapshot_while_it_is_open(
    open_store: OpenStore, shop: Path
) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    (shop / "store.json").chmod(0o660)
    with TinyDB(shop / "store.json") as stock:
        stock.drop_tables()
    assert content(ana) == WHOLE, "noticed by the document's checksum"
    jo.catch_up()
    assert content(jo) == WHOLE, "noticed by the file's size and time"
    assert len(jo.notes) == len(ana.notes) == 1
    add(jo, "work goes on")
    ana.catch_up()
    assert content(ana) == content(jo)
    assert [entry.verb for entry in ana.drain()] == ["notes.add"]


def test_a_journal_that_was_exchanged_is_not_written_to(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store()
    add(store, "one")
    restored = live(folder).with_suffix(".restored")
    restored.write_bytes(live(folder).read_bytes())
    restored.replace(live(folder))
    with pytest.raises(StoreReadOnly, match="exchanged while it was open"):
        add(store, "would be lost")
    assert add(open_store("jo"), "two") == 2
