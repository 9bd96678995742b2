"""Each point of each work at which a process can die, and what the next one finds."""

import shutil
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from data.errors import StoreError
from data.store import Store
from tests.store.kit import Content, content, replay
from tests.store.points.fault import WRITES, calls, die_at, syncing_nothing
from tests.store.points.page import table
from tests.store.points.power import disks, lay_out
from tests.store.points.shop import commit, opened
from tests.store.points.works import Work


class Point(msgspec.Struct, frozen=True):
    """A moment to die at: before a call, halfway through it, or after the last."""

    work: Work
    number: int
    half: bool
    said: str


class Bench:
    """A work, tried again and again from copies of one folder."""

    def __init__(self, work: Work, room: Path) -> None:
        self.work = work
        self._room = room
        self.before = self.empty("before")
        work.before(self.before)
        done = self.copy("done")
        self.made = calls(lambda: work.do(done))
        self.stages = self._stages(done)

    def _stages(self, done: Path) -> list[Content]:
        """What may be found: as before, and as after each entry of the work."""
        old = opened(self.copy("old"))
        stages, seq = [content(old)], old.seq
        new = opened(done)
        entries = list(new.entries())
        for entry in entries[seq:]:
            stages.append(replay([entry], stages[-1]))
        assert stages[-1] == content(new)
        old.close()
        new.close()
        return stages

    def copy(self, name: str) -> Path:
        """A copy of the folder to work in."""
        return Path(shutil.copytree(self.before, self.empty(name), dirs_exist_ok=True))

    def empty(self, name: str) -> Path:
        """An empty folder."""
        path = self._room / name / "shop"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.mkdir(parents=True)
        return path

    def points(self) -> Iterator[Point]:
        """Where it can die."""
        for number, call in enumerate(self.made):
            yield Point(self.work, number, False, f"before {call.said}")
            if call.name in WRITES:
                yield Point(self.work, number, True, f"halfway through {call.said}")
        yield Point(self.work, len(self.made), False, "after the last")

    def outcome(self, point: Point) -> str:
        """What is found after dying there, in words. Raises `AssertionError` where it's wrong."""
        folder = self.copy("tried")
        die_at(lambda: self.work.do(folder), point.number, half=point.half)
        return self.found(folder, acknowledged=point.number == len(self.made))

    def power_cuts(self, *, lying: str = "") -> tuple[int, list[str]]:
        """How many different disks a power cut could leave, and what is wrong with which.

        `lying` is a kind of sync that does nothing.
        """
        old, wrong = self.copy("running"), []
        found = disks(old, lambda: self.work.do(old), lying=lying)
        for done, disk in found:
            folder = self.empty("after")
            lay_out(disk, old, folder)
            try:
                self._looked_at(folder, acknowledged=done)
            except (AssertionError, StoreError) as error:
                wrong.append(f"{error} in {sorted(path.name for path in disk)}")
        return len(found), wrong

    def _looked_at(self, folder: Path, *, acknowledged: bool) -> None:
        store = opened(folder)
        try:
            self._stage(store, acknowledged=acknowledged)
        finally:
            store.close()

    def found(self, folder: Path, *, acknowledged: bool) -> str:
        """What a newcomer finds and does; checks that all of it is well."""
        store = opened(folder)
        stage = self._stage(store, acknowledged=acknowledged)
        left = sorted(path.name for path in folder.glob("*.tmp"))
        said = [self._share(stage), *_plainly(store.notes)]
        _goes_on(folder, store, said)
        if left:
            said.append(f"{' and '.join(left)} stay until the next fold")
        return " · ".join(said)

    def _stage(self, store: Store, *, acknowledged: bool) -> int:
        assert store.read_only is None, store.read_only
        there = content(store)
        assert there in self.stages, f"neither as before nor as after: {there}"
        stage = self.stages.index(there)
        assert not acknowledged or stage == len(self.stages) - 1, "what was acknowledged is lost"
        return stage

    def _share(self, stage: int) -> str:
        whole = len(self.stages) - 1
        if not whole:
            return "everything is as before"
        if stage in (0, whole):
            return "the change is there" if stage else "the change isn't there"
        return f"{stage} of its {whole} entries are there"


def _goes_on(folder: Path, store: Store, said: list[str]) -> None:
    """A newcomer commits and folds, and another one finds all of that."""
    told = len(store.notes)
    commit(store, "after")
    said += _plainly(store.notes[told:])
    expected = content(store)
    store.fold()
    assert not list(folder.glob("*.tmp"))
    entries = [entry.seq for entry in store.entries()]
    assert entries == list(range(1, store.seq + 1))
    store.close()
    fresh = opened(folder)
    assert (fresh.read_only, content(fresh)) == (None, expected)
    fresh.close()


def _plainly(notes: list[str]) -> list[str]:
    return [f"it says “{note}”" for note in notes]


def section(work: Work, room: Path) -> str:
    """A work's part of the page: where it died, and what was found. Points alike share a row."""
    with syncing_nothing():
        bench = Bench(work, room)
        outcomes = [(point.said, bench.outcome(point)) for point in bench.points()]
        cuts, wrong = bench.power_cuts()
    rows = [
        (*_from_to([said for said, _ in alike]), outcome)
        for outcome, alike in groupby(outcomes, key=itemgetter(1))
    ]
    assert not wrong, wrong
    return table(
        f"{work.name}: {len(outcomes)} points, {cuts} disks",
        ("died", "to", "what the next one finds"),
        rows,
    )


def _from_to(said: list[str]) -> tuple[str, str]:
    more = f"{said[-1]} ({len(said)} points)" if len(said) > 1 else ""
    return said[0], more
