"""Two people, one store: what each sees, and what is written down."""

import errno
import os
import stat
import threading
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from data.clock import FrozenClock
from data.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    TooLarge,
    Unkeepable,
    WorkspaceMissing,
)
from data.identity import Author, account_name
from data.store import Change, Store, disk
from tests.store.conftest import OpenStore
from tests.store.kit import Start, add, change, content, finish, line, live


def test_a_commit_is_seen_by_the_other_after_catching_up(open_store: OpenStore) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    id = add(ana, "hello")
    assert jo.raw("notes", id) is None
    jo.catch_up()
    assert jo.raw("notes", id) == b'{"text":"hello","by":"ana"}'
    assert jo.ids("notes") == [id]
    assert jo.lookup("notes", "by", "ana") == [id]
    assert jo.tables() == ["notes"]


def test_a_transaction_works_on_fresh_documents_without_catching_up(open_store: OpenStore) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    id = add(ana, "hello")
    with jo.begin("notes.claim") as transaction:
        document = transaction.get("notes", id)
        assert document is not None
        transaction.set("notes", id, {**document, "owner": "jo"})
    ana.catch_up()
    assert content(ana) == content(jo) == {"notes": {id: {**document, "owner": "jo"}}}


def test_an_entry_says_who_when_and_only_what_changed(
    open_store: OpenStore, clock: FrozenClock
) -> None:
    store = open_store("ana")
    with store.begin("notes.add") as first:
        first.set("notes", 1, {"text": "a", "old": 1, "same": [1]})
    clock.move(timedelta(minutes=5))
    with store.begin("notes.edit", undoes=1) as second:
        second.set("notes", 1, {"text": "b", "new": None, "same": [1]})
    with store.begin("notes.drop") as third:
        third.delete("notes", 1)

    assert first.entry is not None
    assert second.entry is not None
    assert third.entry is not None
    assert first.entry.changes == (Change("notes", 1, None, {"text": "a", "old": 1, "same": [1]}),)
    assert second.entry.changes == (
        Change("notes", 1, {"text": "a", "old": 1}, {"text": "b", "new": None}),
    )
    assert third.entry.changes == (
        Change("notes", 1, {"text": "b", "new": None, "same": [1]}, None),
    )
    entry = second.entry
    assert (entry.seq, entry.by, entry.uid, entry.verb) == (2, "ana", 1000, "notes.edit")
    assert (entry.session, entry.undoes) == ("ana-0", 1)
    assert entry.at == clock.now()
    assert entry.at.tzinfo is UTC
    assert list(store.entries()) == [first.entry, second.entry, third.entry]


def test_one_and_true_are_different_in_a_file(open_store: OpenStore) -> None:
    store = open_store()
    with store.begin("notes.add") as transaction:
        transaction.set("notes", 1, {"done": 1})
    with store.begin("notes.edit") as transaction:
        transaction.set("notes", 1, {"done": True})
    assert transaction.entry is not None
    assert store.raw("notes", 1) == b'{"done":true}'


def test_undoing_by_hand_restores_the_document(open_store: OpenStore) -> None:
    store = open_store()
    id = add(store, "hello")
    change(store, id, text="changed", extra=1)
    [*_, newest] = store.entries()
    with store.begin("undo", undoes=newest.seq) as transaction:
        [each] = newest.changes
        document = transaction.get("notes", id)
        assert document is not None
        assert each.before is not None
        assert each.after is not None
        kept = {field: value for field, value in document.items() if field not in each.after}
        transaction.set("notes", id, kept | each.before)
    assert content(store) == {"notes": {id: {"text": "hello", "by": "ana"}}}


def test_nothing_changed_writes_nothing(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    id = add(store, "hello")
    size = live(folder).stat().st_size
    with store.begin("notes.touch") as transaction:
        document = transaction.get("notes", id)
        assert document is not None
        transaction.set("notes", id, document)
        other = transaction.new_id("notes")
        transaction.set("notes", other, {})
        transaction.delete("notes", other)
    assert transaction.entry is None
    assert live(folder).stat().st_size == size


def test_an_exception_inside_writes_nothing(open_store: OpenStore) -> None:
    store = open_store()

    def commit_and_fail() -> None:
        with store.begin("notes.add") as transaction:
            transaction.set("notes", 1, {"text": "never"})
            raise KeyError("a rule said no")

    with pytest.raises(KeyError, match="a rule said no"):
        commit_and_fail()
    assert (store.seq, store.tables()) == (0, [])
    assert add(store, "after") == 1


def test_a_transaction_sees_its_own_changes(open_store: OpenStore) -> None:
    store = open_store()
    kept, gone = add(store, "kept"), add(store, "gone")
    with store.begin("notes.bulk") as transaction:
        transaction.delete("notes", gone)
        new = transaction.new_id("notes")
        transaction.set("notes", new, {"by": "jo"})
        transaction.set("notes", kept, {"by": "jo"})
        assert transaction.ids("notes") == [kept, new]
        assert transaction.lookup("notes", "by", "jo") == [kept, new]
        assert transaction.lookup("notes", "by", "ana") == []
        assert transaction.get("notes", gone) is None
        copy = transaction.get("notes", new)
        assert copy is not None
        copy["by"] = "nobody"
        assert transaction.get("notes", new) == {"by": "jo"}
        assert store.lookup("notes", "by", "ana") == [kept, gone]
    assert store.lookup("notes", "by", "jo") == [kept, new]


def test_the_index_knows_missing_values_and_only_asked_for_fields(open_store: OpenStore) -> None:
    store = open_store()
    with store.begin("notes.add") as transaction:
        transaction.set("notes", 1, {"by": None})
        transaction.set("notes", 2, {"text": "nobody's"})
        transaction.set("notes", 3, {"by": 7})
    assert store.lookup("notes", "by", None) == [1, 2]
    assert store.lookup("notes", "by", 7) == [3]
    with pytest.raises(ValueError, match="no index is kept of 'text'"):
        store.lookup("notes", "text", "nobody's")


def test_news_are_own_and_foreign_entries_in_order_once(open_store: OpenStore) -> None:
    ana = open_store("ana")
    add(ana, "one")
    jo = open_store("jo")
    assert jo.drain() == []
    add(ana, "two")
    add(jo, "three")
    add(ana, "four")
    jo.catch_up()
    assert [entry.seq for entry in jo.drain()] == [2, 3, 4]
    assert jo.drain() == []


def test_history_forwards_backwards_and_of_one_document(open_store: OpenStore) -> None:
    store = open_store()
    first, second = add(store, 'tricky {"table":"notes","id":2,'), add(store, "b")
    store.fold()
    change(store, first, text="changed")
    assert [entry.seq for entry in store.entries()] == [1, 2, 3]
    assert [entry.seq for entry in store.entries(newest_first=True)] == [3, 2, 1]
    assert [entry.seq for entry in store.entries(after=2)] == [3]
    assert [entry.seq for entry in store.entries(newest_first=True, after=1)] == [3, 2]
    assert [entry.seq for entry in store.history("notes", first)] == [1, 3]
    assert [entry.seq for entry in store.history("notes", second)] == [2]


def test_for_the_history_of_a_document_nothing_is_read_from_before_it_was_made(
    open_store: OpenStore,
) -> None:
    store = open_store()
    before = add(store, "from before")
    store.fold()
    made = add(store, "a")
    change(store, made, text="b")
    oldest = sorted(store.files.journal.iterdir())[0]
    oldest.write_bytes(b"x" * oldest.stat().st_size)
    assert [entry.seq for entry in store.history("notes", made)] == [2, 3]
    with pytest.raises(StoreDamaged):
        store.history("notes", before)


def test_a_new_store_has_no_history(open_store: OpenStore) -> None:
    ana = open_store("ana")
    assert list(ana.entries()) == list(ana.entries(newest_first=True)) == []
    assert ana.history("notes", 1) == []


def test_time_never_goes_back(open_store: OpenStore, clock: FrozenClock) -> None:
    add(open_store("ana"), "now")
    clock.move(-timedelta(hours=1))
    jo = open_store("jo")
    jo.fold()
    add(open_store("sam"), "earlier, says the clock")
    first, second = jo.entries()
    assert second.at == first.at


def test_ids_are_never_used_again(open_store: OpenStore) -> None:
    store = open_store()
    ids = [add(store, "a"), add(store, "b")]
    with store.begin("notes.drop") as transaction:
        transaction.delete("notes", ids[1])
    ids.append(add(store, "c"))
    with store.begin("notes.drop") as transaction:
        transaction.delete("notes", ids[2])
    store.fold()
    ids.append(add(open_store("jo"), "d"))
    assert ids == [1, 2, 3, 4]


def test_a_change_that_is_too_big_is_refused_before_it_is_written(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store()
    add(store, "small")
    size = live(folder).stat().st_size
    with pytest.raises(TooLarge, match="256 KB"):
        add(store, "x" * 300_000)
    assert live(folder).stat().st_size == size
    assert add(store, "small again") == 2


def test_what_json_cannot_hold_aborts_the_transaction(open_store: OpenStore) -> None:
    store = open_store()
    with pytest.raises(Unkeepable, match="nan"), store.begin("notes.add") as transaction:
        transaction.set("notes", 1, {"rate": float("nan")})
    assert store.seq == 0


def test_the_snapshots_own_table_is_nobody_elses(open_store: OpenStore) -> None:
    store = open_store()
    with pytest.raises(ValueError, match="_spotlight"), store.begin("x") as transaction:
        transaction.set("_spotlight", 1, {})


def test_a_full_disk_is_cut_back_and_said(
    open_store: OpenStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    add(store, "before")
    size = live(folder).stat().st_size
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write", lambda fd, data: os.write(fd, data[: len(data) // 2]))
        with pytest.raises(StoreError, match="disk is full"):
            add(store, "too much")
    assert live(folder).stat().st_size == size
    assert add(store, "when there is room again") == 2
    assert store.notes == []


def test_no_folder_is_not_made_up(tmp_path: Path, clock: FrozenClock) -> None:
    author = Author(name="ana", uid=1000, session="s")
    with pytest.raises(WorkspaceMissing, match="spotlight init"):
        Store.open(tmp_path / "nowhere", author=author, clock=clock)


def test_modes_do_not_depend_on_the_umask(open_store: OpenStore, folder: Path) -> None:
    os.umask(0o077)
    store = open_store()
    add(store, "hello")
    store.fold()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {
        "store.json": 0o440,
        "store.index": 0o660,
        "store.lock": 0o660,
        "fold.lock": 0o660,
        "store.journal": 0o2770,
    }
    assert stat.S_IMODE(live(folder).stat().st_mode) == 0o660


def test_reading_goes_on_in_one_thread_while_another_commits(open_store: OpenStore) -> None:
    store = open_store()
    id = add(store, "hello")
    inside, go_on = threading.Event(), threading.Event()

    def commit() -> None:
        with store.begin("notes.change") as transaction:
            transaction.set("notes", id, {"text": "changed"})
            inside.set()
            assert go_on.wait(10)

    worker = threading.Thread(target=commit)
    worker.start()
    assert inside.wait(10)
    store.catch_up()
    assert content(store) == {"notes": {id: {"text": "hello", "by": "ana"}}}
    go_on.set()
    worker.join()
    assert content(store) == {"notes": {id: {"text": "changed"}}}


def test_who_holds_the_lock_is_named(
    open_store: OpenStore, folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    add(store, "hello")
    monkeypatch.setattr("data.store.store.WAIT", 0.01)
    holder = start("holder.py", folder / "store.lock")
    assert line(holder) == "held"
    with pytest.raises(
        StoreBusy, match=rf"{account_name(os.getuid())} \(process {holder.pid}\) is holding store"
    ):
        add(store, "not now")
    store.catch_up()
    assert store.ids("notes") == [1]
    finish(holder)
    assert add(store, "now") == 2


def test_a_change_the_disk_did_not_confirm_stays_and_is_said(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, jo = open_store("ana"), open_store("jo")

    def failing(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_data", failing)
        with pytest.raises(StoreError, match="the disk didn't confirm it"):
            add(ana, "others may have read it")
    jo.catch_up()
    ana.catch_up()
    assert content(ana) == content(jo)
    assert add(ana, "next") == 2


def test_a_change_that_is_on_the_disk_never_looks_refused(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    add(ana, "before")
    read, written = disk.read_at, disk.sync_data

    def failing(fd: int, size: int, offset: int) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    def breaks_after(fd: int) -> None:
        written(fd)
        monkeypatch.setattr(disk, "read_at", failing)

    monkeypatch.setattr(disk, "sync_data", breaks_after)
    assert add(ana, "safe") == 2
    with pytest.raises(StoreError, match="The journal can't be read: Input/output error"):
        ana.catch_up()
    monkeypatch.setattr(disk, "read_at", read)
    ana.catch_up()
    jo.catch_up()
    assert ana.ids("notes") == [1, 2]
    assert content(ana) == content(jo)


def test_who_may_only_read_can_read(open_store: OpenStore, monkeypatch: pytest.MonkeyPatch) -> None:
    add(open_store("ana"), "hello")

    def forbidden(path: Path) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(disk, "open_append", forbidden)
    guest = open_store("guest")
    assert guest.ids("notes") == [1]
    assert guest.read_only == "You may read store.journal but not write it."
    with pytest.raises(StoreReadOnly, match="Reading goes on"):
        add(guest, "no")
