"""A console hears of a commit without asking."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from data.store import disk
from data.store.watch import poll, watch
from tests.store.conftest import OpenStore
from tests.store.kit import Start, add, finish, live

Watch = Callable[[Path, asyncio.Event], AsyncIterator[None]]


@pytest.mark.parametrize("watcher", [watch, poll])
async def test_each_commit_of_another_process_is_heard(
    open_store: OpenStore, folder: Path, start: Start, watcher: Watch
) -> None:
    store = open_store()
    stop = asyncio.Event()
    writer = start("writer.py", folder, "jo", 5)
    async with asyncio.timeout(20):
        async for _ in watcher(store.files.journal, stop):
            store.catch_up()
            if store.seq == 5:
                stop.set()
    assert finish(writer) == 0


async def test_polling_hears_commits_after_a_torn_tail_was_cut(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store()
    add(store, "one")
    with live(folder).open("ab") as file:
        file.write(b'{"torn')
    add(store, "two")
    assert list((folder / "store.journal").glob("torn-*.part"))
    stop, heard = asyncio.Event(), 0
    async with asyncio.timeout(20):
        async for _ in poll(store.files.journal, stop):
            heard += 1
            if heard == 2:
                stop.set()
            else:
                add(store, "three")


async def test_a_disk_that_fails_is_looked_at_by_whoever_listens(
    open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    add(store, "one")

    def failing(path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "names", failing)
    stop, heard = asyncio.Event(), 0
    async with asyncio.timeout(20):
        async for _ in poll(store.files.journal, stop):
            heard += 1
            if heard == 2:
                stop.set()


async def test_without_a_watch_it_looks_itself(
    open_store: OpenStore, folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> int:
        raise OSError(24, "too many watches")

    monkeypatch.setattr("data.store.watch._watched", refused)
    await test_each_commit_of_another_process_is_heard(open_store, folder, start, watch)


async def test_a_watch_leaves_nothing_open(open_store: OpenStore) -> None:
    store = open_store()
    add(store, "one")
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(5):
        heard = watch(store.files.journal, asyncio.Event())
        add_soon = asyncio.get_running_loop().call_later(0.01, add, store, "one more")
        await anext(heard)
        await heard.aclose()
        add_soon.cancel()
    assert len(list(Path("/dev/fd").iterdir())) <= before
