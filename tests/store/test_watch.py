"""A console hears of a commit without asking."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from data.store.watch import poll, watch
from tests.store.conftest import OpenStore
from tests.store.kit import Start, finish

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


async def test_without_a_watch_it_looks_itself(
    open_store: OpenStore, folder: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> AsyncIterator[None]:
        raise OSError(24, "too many watches")

    monkeypatch.setattr("watchfiles.awatch", refused)
    await test_each_commit_of_another_process_is_heard(open_store, folder, start, watch)
