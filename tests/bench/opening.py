"""Opening a full store, against stock TinyDB on the same documents."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from data.clock import SystemClock
from data.store import Store
from tests.bench.plan import BENCH, Plan
from tests.bench.row import Row, median
from tests.bench.terminal import REPO

CONVERSATIONS, EACH = 50_000, 10
"""Conversations, and messages in each."""

MEMORY = """
import re, sys, time
def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
"""
"""How many MB this process had at most until now."""
STOCK = f"""{MEMORY}
from tinydb import TinyDB, where
held, began = most(), time.perf_counter()
found = TinyDB(sys.argv[1]).table("conversations").search(where("handle") == sys.argv[2])
assert len(found) == 1
print((time.perf_counter() - began) * 1000, most() - held)
"""
SQLITE = f"""{MEMORY}
import sqlite3
held, began = most(), time.perf_counter()
base = sqlite3.connect(sys.argv[1])
ask = "select id, document from conversations where handle = ?"
((id, _),) = base.execute(ask, sys.argv[2:]).fetchall()
found = base.execute("select document from messages where conversation = ?", (id,)).fetchall()
assert len(found) == 10
print((time.perf_counter() - began) * 1000, most() - held)
"""
OURS = f"""{MEMORY}
from pathlib import Path
from data.clock import SystemClock
from data.store import Store
from tests.bench.opening import KEYS, TEXTS
from tests.bench.plan import BENCH
held, began = most(), time.perf_counter()
store = Store.open(Path(sys.argv[1]), author=BENCH, clock=SystemClock(), keys=KEYS, texts=TEXTS)
(id,) = store.lookup("conversations", "handle", sys.argv[2])
assert store.raw("conversations", id)
messages = [store.raw("messages", one) for one in store.lookup("messages", "conversation", id)]
assert len(messages) == 10
took = (time.perf_counter() - began) * 1000
list(store.search("messages", "text", ["zebra"]))
print(took, most() - held)
"""
KEYS = {"conversations": ("handle",), "messages": ("conversation",)}
TEXTS = {"messages": ("text",)}


def opening(plan: Plan) -> Iterator[Row]:
    """Each in a fresh process, file cache warm: open, find one creator's conversation.

    Ours reads its messages, too.
    """
    number = CONVERSATIONS // 10 if plan.quick else CONVERSATIONS
    folder = plan.folder / "opening"
    folder.mkdir()
    stock = plan.folder / "stock.json"
    stock.write_bytes(_file(number))
    (folder / "store.json").hardlink_to(stock)
    with closing(
        Store.open(folder, author=BENCH, clock=SystemClock(), keys=KEYS, texts=TEXTS)
    ) as store:
        with store.begin("note") as transaction:  # a fold with nothing to do makes no index
            transaction.set("notes", 1, {"text": "as every store, this one was worked on"})
        store.fold()
    base = plan.folder / "opening.db"
    _sqlite(base, stock)
    programs = ((STOCK, stock), (SQLITE, base), (OURS, folder))
    runs: list[list[tuple[float, float]]] = [[], [], []]
    chance = random.Random(3)
    for _ in range(5):
        handle = f"creator{chance.randrange(number)}"
        for (program, path), run in zip(programs, runs, strict=True):
            run.append(_run(program, path, handle))
    (theirs, much), (base_took, base_held), (mine, held) = (
        tuple(map(median, zip(*run, strict=True))) for run in runs
    )
    what = f"{number:,} conversations, {number * EACH:,} messages"
    first = "stock TinyDB's first search"
    yield Row(
        what=f"open and find one, {what}", value=mine, reference=theirs, beside=first, budget=1 / 20
    )
    yield Row(what=f"open and find one, {what}", value=mine, reference=base_took, beside="SQLite")
    for reference, beside in ((much, first), (base_held, "SQLite, without a search")):
        yield Row(
            what="the most memory it takes, all messages searched",
            value=held,
            unit="MB",
            reference=reference,
            beside=beside,
        )


def _run(program: str, path: Path, handle: str) -> tuple[float, float]:
    """Milliseconds and MB, as the program measures itself: imports don't count for any."""
    argv = [sys.executable, "-c", program, str(path), handle]
    done = subprocess.run(argv, cwd=REPO, capture_output=True, text=True, check=True)
    took, held = done.stdout.split()
    return float(took), float(held)


def _sqlite(path: Path, stock: Path) -> None:
    """The same documents, with the same keys."""
    tables = msgspec.json.decode(stock.read_bytes(), type=dict[str, dict[int, dict[str, Any]]])
    with closing(sqlite3.connect(path)) as base, base:
        for name, (key,) in KEYS.items():
            base.execute(f"create table {name} (id integer primary key, {key}, document blob)")
            base.execute(f"create index {name}_{key} on {name} ({key})")
            rows = ((id, it[key], msgspec.json.encode(it)) for id, it in tables[name].items())
            base.executemany(f"insert into {name} values (?, ?, ?)", rows)


def _file(number: int) -> bytes:
    """A stock TinyDB file."""
    conversations = {
        str(id): {"handle": f"creator{id}", "status": "open", "subject": f"sample {id}", "rev": 1}
        for id in range(number)
    }
    body = "thank you so much, the parcel came today and I will film on Friday; " * 2
    messages = {
        str(id): {"conversation": id // EACH, "by": "creator", "text": f"{id} {body}"}
        for id in range(number * EACH)
    }
    return msgspec.json.encode({"conversations": conversations, "messages": messages})
