"""Opening a full store, against stock TinyDB on the same documents."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from data.clock import SystemClock
from data.store import Store
from tests.bench.plan import BENCH, Plan
from tests.bench.row import Row, median
from tests.bench.terminal import REPO

CONVERSATIONS, EACH = 50_000, 10
"""Conversations, and messages in each."""

STOCK = """
import sys, time
from tinydb import TinyDB, where
began = time.perf_counter()
found = TinyDB(sys.argv[1]).table("conversations").search(where("handle") == sys.argv[2])
assert len(found) == 1
print((time.perf_counter() - began) * 1000)
"""
OURS = """
import sys, time
from pathlib import Path
from data.clock import SystemClock
from data.store import Store
from tests.bench.opening import KEYS
from tests.bench.plan import BENCH
began = time.perf_counter()
store = Store.open(Path(sys.argv[1]), author=BENCH, clock=SystemClock(), keys=KEYS)
(id,) = store.lookup("conversations", "handle", sys.argv[2])
assert store.raw("conversations", id)
messages = [store.raw("messages", one) for one in store.lookup("messages", "conversation", id)]
assert len(messages) == 10
print((time.perf_counter() - began) * 1000)
"""
KEYS = {"conversations": ("handle",), "messages": ("conversation",)}


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
    with closing(Store.open(folder, author=BENCH, clock=SystemClock(), keys=KEYS)) as store:
        with store.begin("note") as transaction:  # a fold with nothing to do makes no index
            transaction.set("notes", 1, {"text": "as every store, this one was worked on"})
        store.fold()
    chance = random.Random(3)
    theirs, mine = [], []
    for _ in range(3):
        handle = f"creator{chance.randrange(number)}"
        theirs.append(_run(STOCK, stock, handle))
        mine += [_run(OURS, folder, handle) for _ in range(3)]
    yield Row(
        what=f"open and find one, {number:,} conversations, {number * EACH:,} messages",
        value=median(mine),
        reference=median(theirs),
        beside="stock TinyDB's first search",
        budget=1 / 20,
    )


def _run(program: str, path: Path, handle: str) -> float:
    """Milliseconds, as the program measures itself: imports don't count for either."""
    argv = [sys.executable, "-c", program, str(path), handle]
    done = subprocess.run(argv, cwd=REPO, capture_output=True, text=True, check=True)
    return float(done.stdout)


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
