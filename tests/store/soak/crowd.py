"""A crowd at one store: started, stopped while they hold the lock, killed and started again."""

import hashlib
import json
import queue
import random
import signal
import time
from pathlib import Path
from threading import Thread

import msgspec

from tests.store.kit import Content, Process, start_process

GROUP = range(1, 6)
"""Documents that only ever change together."""
PATIENCE = 60.0
"""Seconds after which something that should come never will."""


class Said(msgspec.Struct, frozen=True):
    """A line from a worker."""

    session: str
    word: str
    rest: str


class Tally(msgspec.Struct):
    """What happened."""

    acknowledged: dict[int, str] = {}
    """By entry, the session that was told it is there."""
    twice: list[int] = []
    wrong: list[str] = []
    digests: set[str] = set()
    lives: int = 0
    kills: int = 0
    stops: int = 0
    waited: float = 0.0
    """The longest that somebody waited in vain for the lock, in seconds."""


def digest(there: Content) -> str:
    """All documents in a few letters."""
    data = json.dumps(there, sort_keys=True).encode()
    return hashlib.blake2b(data, digest_size=8).hexdigest()


class Crowd:
    """Workers by name. The last of every four only reads."""

    def __init__(self, folder: Path, people: int, seed: int) -> None:
        self.tally = Tally()
        self._folder = folder
        self._chance = random.Random(seed)
        self._heard: queue.Queue[Said] = queue.Queue()
        self._workers: dict[str, tuple[str, Process]] = {}
        self._listening: list[Thread] = []
        self._kept: list[Said] = []
        self._people = [f"p{number}" for number in range(people)]

    def soak(self, seconds: float) -> None:
        """Let them work, and disturb them."""
        for name in self._people:
            self._start(name)
        begun = time.monotonic()
        stop_at = begun + 0.3 * seconds
        while (now := time.monotonic()) < begun + seconds:
            self._hear(self._chance.uniform(0.1, 0.8))
            if now > stop_at:
                self._stop_one()
                stop_at = time.monotonic() + self._chance.uniform(4, 10)
            else:
                name = self._chance.choice(self._people)
                self._kill(name)
                self._start(name)

    def _start(self, name: str) -> None:
        self.tally.lives += 1
        session = f"{name}-{self.tally.lives}"
        role = "reader" if self._people.index(name) % 4 == 3 else "writer"
        seed = self._chance.randrange(1 << 30)
        worker = start_process("soak/worker.py", self._folder, session, seed, role)
        self._workers[name] = (session, worker)
        listening = Thread(target=self._listen, args=(session, worker))
        listening.start()
        self._listening.append(listening)

    def _listen(self, session: str, worker: Process) -> None:
        assert worker.stdout is not None
        with worker.stdout:
            for line in worker.stdout:
                word, _, rest = line.strip().partition(" ")
                self._heard.put(Said(session, word, rest))

    def _kill(self, name: str) -> None:
        self.tally.kills += 1
        _end(self._workers.pop(name)[1])

    def _hear(self, seconds: float) -> None:
        """Take in what is said for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._take(self._heard.get(timeout=left))
            except queue.Empty:
                return

    def _take(self, said: Said) -> None:
        tally = self.tally
        match said.word:
            case "ok":
                seq = int(said.rest)
                if seq in tally.acknowledged:
                    tally.twice.append(seq)
                tally.acknowledged[seq] = said.session
            case "wrong:":
                tally.wrong.append(f"{said.session}: {said.rest}")
            case _:
                self._kept.append(said)

    def _until(self, word: str, session: str = "", about: str = "") -> Said:
        """Hear until that was said, since it was last asked for."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for said in self._kept:
                if said.word == word and session in ("", said.session) and about in said.rest:
                    self._kept.remove(said)
                    return said
            self._hear(0.05)
        raise TimeoutError(f"{session or 'somebody'} never said “{word} {about}”")

    def _stop_one(self) -> None:
        """A writer is stopped while it holds the lock; the others are told who holds it."""
        name = self._people[0]
        session, worker = self._workers[name]
        self._signal(session, worker, signal.SIGUSR1)
        self._until("holding", session)
        told = self._until("busy", about=f"(process {worker.pid}) is holding store.lock")
        self.tally.waited = max(self.tally.waited, float(told.rest.partition(" ")[0]))
        self.tally.stops += 1
        if self._chance.random() < 0.5:
            worker.send_signal(signal.SIGCONT)
        else:
            self._kill(name)
            self._start(name)

    def _signal(self, session: str, worker: Process, number: signal.Signals) -> None:
        self._kept.append(self._until("ready", session))  # before, it would kill
        worker.send_signal(number)

    def converge(self) -> None:
        """All stop writing; then each says what it sees."""
        for session, worker in self._workers.values():
            self._signal(session, worker, signal.SIGTERM)
        for session, _ in self._workers.values():
            self._until("stopped", session)
        for _, worker in self._workers.values():
            assert worker.stdin is not None
            worker.stdin.write("look\n")
            worker.stdin.flush()
        for session, worker in self._workers.values():
            self.tally.digests.add(self._until("sees", session).rest)
            worker.wait(PATIENCE)
        self.close()

    def close(self) -> None:
        """Leave nobody behind, and hear them out."""
        for _, worker in self._workers.values():
            _end(worker)
        for listening in self._listening:
            listening.join(PATIENCE)
        self._hear(0)
        while not self._heard.empty():
            self._take(self._heard.get())


def _end(worker: Process) -> None:
    assert worker.stdin is not None
    worker.kill()
    worker.wait()
    worker.stdin.close()
