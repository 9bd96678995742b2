"""What a run works with: its folder, its sizes, and the stores it measures, each made once."""

import random
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec

from console import actions, clients
from console.clocks.alarms import sound
from console.demo import open_demo
from console.desk import Desk
from data.clock import SystemClock
from data.identity import Author, author
from data.records.actions import Action
from data.settings import Settings
from data.workspace import Workspace
from tests.bench.agency import PEOPLE, Agency

CLIENTS = ("Aurora Skin", "Peak Fitness", "Nord Home", "Tiny Kitchen", "Sol Candles", "Volt Gear")
MANY, FEW = 50_000, 50
BENCH = Author(name="bench", uid=0, session="bench")


class Plan:
    """One run of the benchmark."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.many = 5_000 if quick else MANY
        """The big stores' records."""
        self.demo = cache(self._demo)
        self.actions = cache(self._actions)
        self.agency = cache(self._agency)

    def count(self, usual: int) -> int:
        """How often to repeat something: a fifth of it when in a hurry."""
        return max(3, usual // 5) if self.quick else usual

    def _demo(self) -> Path:
        """The demo workspace."""
        root = self.folder / "demo"
        open_demo(root, SystemClock(), fresh=True, say=lambda _: None)
        return root

    def _actions(self, number: int) -> Path:
        """A workspace with that many open action items, spread over people, clients and days."""
        root = self.folder / f"actions-{number}"
        desk = self.desk(Workspace.create(root, Settings(shared_account=True)))
        desk.introduce("lead")
        for title in CLIENTS:
            desk.make(clients.NEW, clients.NewClient(title=title))
        with desk.book.store.begin("bench.fill", split=True) as transaction:
            for action in _made_up(number, desk):
                document = msgspec.to_builtins(action)
                transaction.set(Action.TABLE, action.id, document)
        desk.book.store.fold()
        desk.make(actions.NEW, actions.NewAction(title="the newest change"))
        desk.close()
        return root

    def _agency(self) -> Path:
        """A workspace of an agency with that much work."""
        root = self.folder / "agency"
        desk = self.desk(Workspace.create(root, Settings(shared_account=True)))
        desk.introduce("lead")
        Agency(self.many, desk.clock.now(), desk.today).fill(desk.book.store)
        sound(desk, desk.clocks)  # else the first console would
        desk.book.store.fold()
        desk.close()
        return root

    @staticmethod
    def desk(workspace: Workspace, name: str = "ana") -> Desk:
        """Somebody's desk there."""
        return Desk(workspace, author(name, shared_account=True), SystemClock())


def _made_up(number: int, desk: Desk) -> Iterator[Action]:
    """Open action items: most are dated, one in twelve is late; the same in each run."""
    chance, now, today = random.Random(7), desk.clock.now(), desk.today
    what = ("answer the appeal for", "chase the samples of", "fix the titles of", "recap")
    for id in range(1, number + 1):
        owner = PEOPLE[id % len(PEOPLE)]
        days = chance.randrange(-30, 330)
        yield Action(
            id=id,
            rev=1,
            created_at=now,
            created_by=owner,
            updated_at=now,
            updated_by=owner,
            title=f"{chance.choice(what)} order batch {chance.randrange(10**6)}",
            owner=owner,
            due=today + timedelta(days=days) if chance.random() < 0.85 else None,
            client=chance.randrange(len(CLIENTS)) + 1,
        )
