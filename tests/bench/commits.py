"""Commits: what one costs, and when another process hears of it."""

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec

from data.clock import SystemClock
from data.store import Store
from data.store.entry import Document
from tests.bench.plan import BENCH, MANY, Plan
from tests.bench.row import Row, Sample, median, percentile
from tests.bench.terminal import REPO

SMALL = 1_000


def _document(id: int) -> Document:
    text = f"note {id} " + "with some words in it " * 12
    return {"id": id, "by": "ana", "text": text, "done": False, "count": 0}


def _store(folder: Path, number: int) -> Store:
    folder.mkdir()
    store = Store.open(folder, author=BENCH, clock=SystemClock(), keys={"notes": ("by",)})
    with store.begin("fill", split=True) as transaction:
        for id in range(1, number + 1):
            transaction.set("notes", id, _document(id))
    store.fold()
    return store


def _sqlite(path: Path, number: int) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode=wal")
    database.execute("pragma synchronous=full")
    database.execute("create table notes (id integer primary key, document blob)")
    database.execute("begin")
    for id in range(1, number + 1):
        row = (id, msgspec.json.encode(_document(id)))
        database.execute("insert into notes values (?, ?)", row)
    database.execute("commit")
    return database


def _into_store(store: Store, id: int, count: int) -> None:
    with store.begin("count") as transaction:
        document = transaction.get("notes", id)
        assert document is not None
        transaction.set("notes", id, {**document, "count": count})


def _into_sqlite(database: sqlite3.Connection, id: int, count: int) -> None:
    database.execute("begin immediate")
    found = database.execute("select document from notes where id=?", (id,)).fetchone()
    document = msgspec.json.decode(found[0])
    changed = msgspec.json.encode({**document, "count": count})
    database.execute("update notes set document=? where id=?", (changed, id))
    database.execute("commit")


def _timed(commit: Callable[[], None]) -> float:
    began = time.perf_counter()
    commit()
    return (time.perf_counter() - began) * 1000


def cost(plan: Plan) -> Iterator[Row]:
    """One field of one document, read and written back, by turns in each of four stores."""
    chance = random.Random(1)
    sizes = (SMALL, MANY // 10 if plan.quick else MANY)
    stores = [_store(plan.folder / f"commit-{size}", size) for size in sizes]
    bases = [_sqlite(plan.folder / f"commit-{size}.db", size) for size in sizes]
    ours: list[Sample] = [[], []]
    theirs: list[Sample] = [[], []]
    with closing(stores[0]), closing(stores[1]), closing(bases[0]), closing(bases[1]):
        for count in range(1, plan.count(600) + 1):
            for at, size in enumerate(sizes):
                id, store, base = chance.randint(1, size), stores[at], bases[at]
                ours[at].append(_timed(partial(_into_store, store, id, count)))
                theirs[at].append(_timed(partial(_into_sqlite, base, id, count)))
    for size, mine, other in zip(sizes, ours, theirs, strict=True):
        yield Row(
            what=f"commit, median, {size:,} documents",
            value=median(mine),
            reference=median(other),
            beside="SQLite WAL, synchronous=FULL",
            budget=1.5,
        )
    yield Row(
        what=f"commit, {sizes[1]:,} documents",
        value=median(ours[1]),
        reference=median(ours[0]),
        beside=f"with {SMALL:,}",
        budget=1.3,
    )


HEAR = """
import asyncio, sys, time
from pathlib import Path
from data.clock import SystemClock
from data.store import Store
from data.store.watch import watch
from tests.bench.plan import BENCH

async def hear(folder):
    store = Store.open(folder, author=BENCH, clock=SystemClock())
    print(store.seq, flush=True)
    async for _ in watch(store.files.journal, asyncio.Event()):
        store.catch_up()
        for entry in store.drain():
            print(time.monotonic(), flush=True)

asyncio.run(hear(Path(sys.argv[1])))
"""
"""Another process: says each moment at which it has taken in a commit."""


def heard(plan: Plan) -> Iterator[Row]:
    """From the end of a commit to the moment another process has it."""
    chance = random.Random(2)
    folder = plan.folder / "heard"
    late: Sample = []
    with closing(_store(folder, SMALL)) as store:
        ear = subprocess.Popen(
            [sys.executable, "-c", HEAR, str(folder)], cwd=REPO, stdout=subprocess.PIPE, text=True
        )
        assert ear.stdout is not None
        with ear, ear.stdout:
            ear.stdout.readline()
            time.sleep(0.5)  # its watch may stand a moment later than its store
            for count in range(plan.count(60)):
                time.sleep(chance.uniform(0.08, 0.2))
                _into_store(store, chance.randint(1, SMALL), count + 1)
                committed = time.monotonic()
                late.append((float(ear.stdout.readline()) - committed) * 1000)
            ear.kill()
    yield Row(what="another process sees a commit, p95", value=percentile(late, 0.95), budget=150)
