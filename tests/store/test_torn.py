"""A writer that died in the middle of a line."""

import shutil
from pathlib import Path

import pytest

from data.store import disk
from tests.store.conftest import OpenStore
from tests.store.kit import add, content, cut_back, live


def test_cut_anywhere_in_the_last_line(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    add(store, "first")
    whole = live(folder).stat().st_size
    add(store, "second")
    journal = live(folder).read_bytes()
    for end in range(whole + 1, len(journal)):
        torn = folder.with_name(f"torn-{end}")
        shutil.copytree(folder, torn)
        cut_back(torn, end)

        reader, writer = open_store("ana", at=torn), open_store("jo", at=torn)
        assert reader.ids("notes") == [1]
        assert reader.notes == []
        assert live(torn).stat().st_size == end, "a reader never cuts"

        assert add(writer, "third") == 2
        [aside] = (torn / "store.journal").glob("torn-*")
        assert aside.read_bytes() == journal[whole:end]
        [note] = writer.notes
        assert aside.name in note
        assert f"{end - whole} bytes" in note
        reader.catch_up()
        assert content(reader) == content(writer) == content(open_store("sam", at=torn))
        shutil.rmtree(torn)


def test_a_follower_that_saw_the_beginning_reads_the_line_again(
    open_store: OpenStore, folder: Path
) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    add(ana, "first")
    with live(folder).open("ab") as file:
        file.write(b'{"seq":2,"at":"2026-')
    jo.catch_up()
    assert jo.seq == 1
    add(ana, "second, long enough to reach over what was torn " * 5)
    jo.catch_up()
    assert content(jo) == content(ana)
    assert [entry.seq for entry in jo.drain()] == [1, 2]


def test_a_fold_cuts_before_it_begins_a_new_segment(open_store: OpenStore, folder: Path) -> None:
    ana = open_store("ana")
    add(ana, "first")
    segment = live(folder)
    size = segment.stat().st_size
    with segment.open("ab") as file:
        file.write(b"half a li")
    ana.fold()
    assert segment.stat().st_size == size
    assert len(ana.notes) == 1
    assert len(list(open_store("jo").entries())) == 1


def test_bytes_seen_while_a_writer_cuts_are_read_again(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, jo = open_store("ana"), open_store("jo")
    add(ana, "first")
    jo.catch_up()
    add(ana, "second")
    real, reads = disk.read_at, 0

    def first_half_old(fd: int, size: int, offset: int) -> bytes:
        nonlocal reads
        reads += 1
        data = real(fd, size, offset)
        return b"x" * 9 + data[9:] if reads == 1 else data

    monkeypatch.setattr(disk, "read_at", first_half_old)
    jo.catch_up()
    assert (jo.read_only, jo.seq) == (None, 2)
