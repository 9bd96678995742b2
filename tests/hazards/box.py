"""A workspace where one thing goes wrong, and what people are told of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

import msgspec

from console.arrivals import Outcome
from console.clients import NEW, NewClient
from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.drop import DONE, REJECTED, Left
from data.errors import SpotlightError
from data.exports.job import Answers
from data.figures import added
from data.identity import author
from data.money import money_text
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from data.settings import Settings
from data.store import disk
from data.workspace import Workspace

NOON = datetime(2026, 11, 20, 20, tzinfo=UTC)
ORDERS = "orders.csv"
QUIET = timedelta(seconds=11)
"""After this every file is quiet."""
_SHOWN = 2
"""So many rejected rows are told."""


class Box:
    """A workspace with one client, and ana's console on it."""

    def __init__(self, root: Path, market: str) -> None:
        self.root = root
        self.workspace = Workspace.create(root / "workspace", Settings(shared_account=True))
        self.clock = FrozenClock(NOON)
        self.desk = Desk(self.workspace, author("ana", shared_account=True), self.clock)
        self.client = self.make("Aurora Skin", market)
        self.intake = Intake(self.desk)
        self._outcomes: list[Outcome] = []
        self._said: list[str] = []

    def make(self, title: str, market: str = "US") -> Client:
        """One more client."""
        return self.desk.make(NEW, NewClient(title=title, market=market))

    def folder(self, client: Client | None = None) -> Path:
        """Where a client's exports are put."""
        return self.workspace.drop / (client or self.client).slug

    def put(self, export: bytes, name: str = ORDERS, client: Client | None = None) -> Path:
        """Put an export into a client's folder."""
        path = self.folder(client) / name
        path.write_bytes(export)
        return path

    def mine(self, export: bytes, name: str = ORDERS) -> Path:
        """A person's own file, outside the drop folder."""
        path = self.root / name
        path.write_bytes(export)
        return path

    def sweep(self) -> None:
        """Sweep now, and again when every file has been quiet."""
        self._outcomes += self.intake.sweep()
        self.clock.move(QUIET)
        self._outcomes += self.intake.sweep()

    def by_hand(self, path: Path, answers: Answers) -> None:
        """`spotlight import` with those options."""
        try:
            self._outcomes.append(self.intake.import_file(path, self.client, answers))
        except SpotlightError as error:
            self._said.append(f"said: {error}")

    def say(self, when: str) -> None:
        """Note what people see at this moment, and go on."""
        self._said.append(f"{when}: {self._now()}")

    def told(self) -> str:
        """All that people saw, up to now."""
        return " → ".join([*self._said, self._now()])

    def at_step(self, step: Callable[[str], object]) -> None:
        """Have the intake tell each step it reaches."""
        self.intake = Intake(self.desk, step=step)

    @contextmanager
    def failing(self, call: str, error: OSError, after: str = "") -> Iterator[None]:
        """Let a system call of `data.store.disk` fail, from that step on."""
        reached = [not after]
        self.at_step(lambda step: reached.append(step == after))
        real = getattr(disk, call)

        def fails(*args: object) -> object:
            if any(reached):
                raise error
            return real(*args)

        with patch.object(disk, call, fails):
            yield

    def reopen(self) -> None:
        """Sit down at the same workspace once more."""
        self.workspace = Workspace.open(self.workspace.root)
        self.desk = Desk(self.workspace, author("ana", shared_account=True), self.clock)
        self.intake = Intake(self.desk)

    def close(self) -> None:
        """Let go of the store's files."""
        self.desk.close()

    # -- words --------------------------------------------------------------------------------

    def _now(self) -> str:
        self.desk.book.refresh()
        clients = self.desk.book.all(Client)
        said = [_record(self.desk, made, len(clients) > 1) for made in self.desk.book.all(Import)]
        said += [f"{o.file} is {o.already} already" for o in self._outcomes if o.already]
        said += [f"left: {_left(each)}" for each in self.intake.left]
        said += _places(self.workspace.drop, [client.slug for client in clients])
        said += [self._figures(client, named=len(clients) > 1) for client in clients]
        return " · ".join(said)

    def _figures(self, client: Client, *, named: bool) -> str:
        days = self.desk.book.find(Day, "client", client.id)
        money = partial(money_text, currency=client.currency)
        said = []
        if sales := added([day.sales for day in days if day.sales]):
            net = f", net {money(sales.net_gmv)}" * (sales.net_gmv != sales.gmv)
            counts = (("cancelled", sales.cancelled_orders), ("sample", sales.sample_orders))
            more = "".join(f", {count} {word}" for word, count in counts if count)
            said.append(f"GMV {money(sales.gmv)}{net}, orders {sales.orders:,}{more}")
        if returns := added([day.returns for day in days if day.returns]):
            said.append(f"returns {money(returns.amount)}, requests {returns.requests:,}")
        if affiliate := added([day.affiliate for day in days if day.affiliate]):
            said.append(f"affiliate GMV {money(affiliate.gmv)}, orders {affiliate.orders:,}")
        if not said:
            return f"{client.slug}: no figures" if named else "no figures"
        covered = sorted(
            f"{each.day}" for each in days if each.sales or each.returns or each.affiliate
        )
        when = " to ".join(dict.fromkeys((covered[0], covered[-1])))
        return f"{client.slug}, {when}: " * named + f"{when}: " * (not named) + "; ".join(said)


def _record(desk: Desk, made: Import, named: bool) -> str:
    whose = f" ({desk.client_slug(made.client)})" if named and made.client else ""
    match made.status:
        case "rejected":
            return f"{made.ref}{whose} rejected: {made.reason}"
        case "waiting":
            return f"{made.ref} waits for {made.question}: {made.reason}"
        case "void":
            return f"{made.ref}{whose} void: {made.reason}"
    counts = [f"{made.rows:,} row" + "s" * (made.rows != 1), f"{made.accepted:,} accepted"]
    for word in ("rejected", "duplicates", "superseded", "replaced"):
        if count := getattr(made, word):
            counts.append(f"{count:,} {word}")
    rejects = [_reject(msgspec.structs.asdict(each)) for each in made.rejects[:_SHOWN]]
    return "; ".join([f"{made.ref}{whose} done: {', '.join(counts)}", *rejects, *made.warnings])


def _left(left: Left) -> str:
    name = ascii(left.path.name)[1:-1]
    return left.reason if name in left.reason else f"{name}, {left.reason}"


def _reject(said: dict[str, object]) -> str:
    column = f", {said['column']} “{said['value']}”" if said["column"] else ""
    return f"line {said['line']}{column}: {said['reason']}"


def _places(drop: Path, slugs: list[str]) -> Iterator[str]:
    """Where the files lie; of a refused one, whether it has its note."""
    folders = [drop / slug for slug in slugs]
    here = [path for folder in (drop, *folders) for path in folder.iterdir()]
    found = {
        "folder": [p for p in here if p not in folders and p.name not in (DONE, REJECTED)],
        DONE: [path for folder in folders for path in folder.glob(f"{DONE}/*/*")],
        REJECTED: [path for folder in folders for path in folder.glob(f"{REJECTED}/*")],
    }
    for place, paths in found.items():
        notes = {path.name for path in paths if path.name.endswith(".why.txt")}
        names = sorted(path.name for path in paths if path.name not in notes)
        if names:
            said = (name + " with its why" * (f"{name}.why.txt" in notes) for name in names)
            yield f"in {place}: {', '.join(ascii(each)[1:-1] for each in said)}"
