"""One of many at a store: worker.py FOLDER SESSION SEED ROLE (writer or reader).

Says each entry it committed (`ok 12`), what it saw that mustn't be (`wrong …`), and that it had to
wait in vain (`busy 2.01 …`). SIGUSR1: stop yourself while holding the lock. SIGTERM: do no more;
then, for a line on stdin, say what you see (`sees …`).
"""

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.clock import SystemClock
from data.errors import StoreBusy
from data.identity import Author
from data.store import Entry, Store, Transaction
from tests.store.kit import content, take_back
from tests.store.soak.crowd import GROUP, digest

PAUSE = 0.002
"""Seconds between steps: people type slower."""
VERBS = {"new": 6, "change": 8, "delete": 3, "bulk": 4, "undo": 3, "fold": 0.1}


def say(*words: object) -> None:
    """One line, at once."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())  # whole, or not at all when killed


class Worker:
    """A person at a console that never rests."""

    def __init__(self, folder: Path, session: str, seed: int) -> None:
        author = Author(name=session.partition("-")[0], uid=1000, session=session)
        self.store = Store.open(folder, author=author, clock=SystemClock(), keys={})
        self.chance = random.Random(seed)
        self.mine: list[Entry] = []
        self.made = 0
        self.seen = self.store.seq
        self.over = False
        self.hold = False

    def step(self, role: str) -> None:
        """Do something, and look."""
        if role == "writer":
            [verb] = self.chance.choices(list(VERBS), list(VERBS.values()))
            before = time.monotonic()
            try:
                getattr(self, verb)()
            except StoreBusy as error:
                say("busy", f"{time.monotonic() - before:.2f}", error)
        self.look()
        time.sleep(PAUSE)

    def look(self) -> None:
        """Nothing is half there, missing or out of order."""
        self.store.catch_up()
        waves = {self.store.raw("group", id) for id in GROUP}
        if len(waves) != 1:
            say("wrong: half a transaction:", waves)
        for entry in self.store.drain():
            if entry.seq != self.seen + 1:
                say("wrong: entry", entry.seq, "after", self.seen)
            self.seen = entry.seq
        if self.store.read_only:
            say("wrong:", self.store.read_only)

    @contextmanager
    def commit(self, verb: str, undoes: int | None = None) -> Iterator[Transaction]:
        """A transaction; said once it is acknowledged."""
        with self.store.begin(f"soak.{verb}", undoes=undoes) as transaction:
            yield transaction
            if self.hold:
                self.hold = False
                say("holding")
                os.kill(os.getpid(), signal.SIGSTOP)
        if transaction.entry is not None:
            say("ok", transaction.entry.seq)
            if undoes is None:
                self.mine.append(transaction.entry)

    def new(self) -> None:
        self.made += 1
        with self.commit("new") as transaction:
            mark = f"{self.store.seq} {self.made}"
            transaction.set("notes", transaction.new_id("notes"), {"mark": mark, "count": 0})

    def change(self) -> None:
        with self.commit("change") as transaction:
            if ids := transaction.ids("notes"):
                id = self.chance.choice(ids)
                document = transaction.get("notes", id) or {}
                transaction.set("notes", id, {**document, "count": document["count"] + 1})

    def delete(self) -> None:
        with self.commit("delete") as transaction:
            if ids := transaction.ids("notes"):
                transaction.delete("notes", self.chance.choice(ids))

    def bulk(self) -> None:
        self.made += 1
        with self.commit("bulk") as transaction:
            for id in GROUP:
                wave = f"{transaction.author.session} {self.made}"
                transaction.set("group", id, {"wave": wave})

    def undo(self) -> None:
        if self.mine:
            entry = self.mine.pop()
            with self.commit("undo", undoes=entry.seq) as transaction:
                take_back(transaction, entry)

    def fold(self) -> None:
        self.store.fold()


def main(folder: str, session: str, seed: str, role: str) -> None:
    worker = Worker(Path(folder), session, int(seed))
    signal.signal(signal.SIGTERM, lambda *_: setattr(worker, "over", True))
    signal.signal(signal.SIGUSR1, lambda *_: setattr(worker, "hold", True))
    say("ready")
    while not worker.over:
        worker.step(role)
    say("stopped")
    sys.stdin.readline()
    worker.look()
    say("sees", digest(content(worker.store)))


if __name__ == "__main__":
    main(*sys.argv[1:])
