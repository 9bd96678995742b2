"""Several real processes, killed without warning."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import msgspec

from data.store.lock import WAIT
from tests.store.conftest import OpenStore
from tests.store.kit import Start, add, content, finish, line
from tests.store.soak.soak import soak

WRITERS = ("ana", "jo", "kim", "sam")
COMMITS = 200


def write_and_be_killed(start: Start, folder: Path, name: str) -> list[int]:
    """Run a writer to its end, killing it three times on the way; gives what was acknowledged."""
    chance = random.Random(name)
    acknowledged: list[int] = []
    for lives in (3, 2, 1, 0):
        writer = start("writer.py", folder, name, COMMITS)
        until = chance.randrange(10, 50) if lives else COMMITS + 1
        while until and (said := line(writer)):
            acknowledged.append(int(said))
            until -= 1
        if lives:
            writer.kill()
        assert finish(writer) in (0, -9)
    return acknowledged


def test_four_writers_and_random_kills(open_store: OpenStore, folder: Path, start: Start) -> None:
    watching = open_store("watching")
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        running = [pool.submit(write_and_be_killed, start, folder, name) for name in WRITERS]
        folds = 0
        while wait(running, timeout=0.01).not_done:
            watching.catch_up()
            if watching.seq > 150 * (folds + 1):
                watching.fold()
                folds += 1
        acknowledged = {
            name: set(each.result()) for name, each in zip(WRITERS, running, strict=True)
        }
    assert all(numbers == set(range(COMMITS)) for numbers in acknowledged.values())

    watching.catch_up()
    fresh = open_store("fresh")
    assert content(watching) == content(fresh)
    marks = Counter(document["mark"] for document in content(fresh)["notes"].values())
    assert marks == {f"{name}-{number}": 1 for name in WRITERS for number in range(COMMITS)}
    assert content(fresh)["tally"][1] == {"count": len(WRITERS) * COMMITS}
    entries = list(fresh.entries())
    assert [entry.seq for entry in entries] == list(range(1, len(WRITERS) * COMMITS + 1))
    assert [entry.seq for entry in watching.drain()] == [entry.seq for entry in entries]
    assert folds


def test_a_crowd_that_is_killed_and_stopped_at_random(folder: Path) -> None:
    """For a whole minute, and with more of them: `make soak`."""
    report = soak(folder, people=4, seconds=5, seed=1)
    assert report.wrong == ()
    assert report.present == report.acknowledged > 0
    assert report.kills
    assert report.stops
    assert WAIT <= report.waited < 2 * WAIT, "who waits for somebody that is stopped"


def test_two_claims_one_winner(open_store: OpenStore, folder: Path, start: Start) -> None:
    store = open_store()
    id = add(store, "unclaimed")
    claimers = [start("claimer.py", folder, name, id) for name in WRITERS]
    assert [line(claimer) for claimer in claimers] == ["ready"] * len(claimers)
    for claimer in claimers:
        assert claimer.stdin is not None
        claimer.stdin.write("go\n")
        claimer.stdin.flush()
    answers = [line(claimer) for claimer in claimers]
    assert [finish(claimer) for claimer in claimers] == [0] * len(claimers)
    [winner] = [name for name, answer in zip(WRITERS, answers, strict=True) if answer == "mine"]
    assert answers.count(f"{winner} was first") == len(WRITERS) - 1
    store.catch_up()
    assert content(store)["notes"][id]["owner"] == winner


def test_another_process_reads_what_was_committed(
    open_store: OpenStore, folder: Path, start: Start
) -> None:
    store = open_store()
    writer = start("writer.py", folder, "jo", 3)
    for number in range(3):
        assert line(writer) == str(number)
        store.catch_up()
        seen = store.lookup("notes", "by", "jo")
        assert seen[: number + 1] == list(range(1, number + 2))
    assert finish(writer) == 0
    raw = store.raw("notes", 1)
    assert raw is not None
    assert msgspec.json.decode(raw)["mark"] == "jo-0"
