"""Stores that are closed again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.clock import FrozenClock
from data.identity import Author
from data.store import Store
from tests.store.kit import Process, Start, finish, start_process

OpenStore = Callable[..., Store]
KEYS, TEXTS = {"notes": ("by",)}, {"notes": ("text",)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty workspace folder."""
    path = tmp_path / "shop"
    path.mkdir()
    return path


@pytest.fixture
def open_store(folder: Path, clock: FrozenClock) -> Iterator[OpenStore]:
    """Opens the folder's store for a person: `open_store("jo")`. Notes have an index of `by`, and
    their `text` is searched."""
    opened: list[Store] = []

    def open_(name: str = "ana", at: Path = folder) -> Store:
        author = Author(name=name, uid=1000, session=f"{name}-{len(opened)}")
        store = Store.open(at, author=author, clock=clock, keys=KEYS, texts=TEXTS)
        opened.append(store)
        return store

    yield open_
    for store in opened:
        store.close()


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts scripts as processes, and leaves none behind."""
    started: list[Process] = []

    def start_(script: str, *argv: object) -> Process:
        process = start_process(script, *argv)
        started.append(process)
        return process

    yield start_
    for process in started:
        process.kill()
        finish(process)
