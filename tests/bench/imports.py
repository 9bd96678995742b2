"""A big export is dropped: when its figures show, and what the keys feel of it."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from console import actions, clients
from data.demo.seller_center import export, name_of
from data.demo.shop import Shop
from data.records.days import Day
from data.settings import Settings
from data.workspace import Workspace
from tests.bench.console import console_at
from tests.bench.plan import CLIENTS, FEW, Plan
from tests.bench.row import Row, median
from tests.bench.terminal import Program

ROWS = 100_000
FIRST = date(2026, 8, 1)
DAYS = 60


def importing(plan: Plan) -> Iterator[Row]:
    """Two people have a console open; a file is renamed into a client's drop folder.

    Whichever console is first imports it. It counts as seen when the figures stand in the Clients
    pane of the one, while the other's cursor is moved about.
    """
    number = ROWS // 10 if plan.quick else ROWS
    data = _export(number)
    name = name_of(_as_of())
    root = plan.folder / "importing"
    desk = plan.desk(Workspace.create(root, Settings(shared_account=True)))
    runs = CLIENTS[:3]
    made = [desk.make(clients.NEW, clients.NewClient(title=title)) for title in runs]
    for at in range(FEW):
        desk.make(actions.NEW, actions.NewAction(title=f"task {at}"))
    took: list[float] = []
    still: list[float] = []
    busy: list[float] = []
    with (
        Program(*console_at(root), home=plan.folder) as ana,
        Program(*console_at(root), home=plan.folder) as other,
    ):
        other.settle().type("6")
        ana.settle().type("4")
        for client in made:
            still += [ana.press(key).ms for key in "jk" * 20]
            file = root / "drop" / f".{name}"
            file.write_bytes(data)
            other.settle().forget()
            dropped = time.monotonic()
            file.rename(root / "drop" / client.slug / name)
            while not _shows(other):
                busy.append(ana.press("j" if len(busy) % 2 else "k").ms)
            took.append(time.monotonic() - dropped)
            desk.book.catch_up()
            assert desk.book.find(Day, "client", client.id)
    desk.close()
    yield Row(
        what=f"import {number:,} rows, file closed to figures on another screen",
        value=median(took),
        unit="s",
        budget=4,
    )
    yield Row(
        what="cursor while a file is imported, p50",
        value=median(busy),
        reference=median(still),
        beside="at rest",
        budget=2,
    )


def _shows(program: Program) -> bool:
    """Whether figures have come."""
    while program.read(0):
        pass
    return program.said("$")


def _as_of() -> datetime:
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(days=DAYS)


def _export(number: int) -> bytes:
    """The first `number` rows of a big shop's export."""
    shop = Shop("bench", seed=5, first=FIRST, days=DAYS, orders_per_day=number // DAYS)
    lines = export(shop, _as_of()).splitlines(keepends=True)
    assert len(lines) > number, len(lines)
    return b"".join(lines[: number + 1])
