"""Big exports are dropped: when their figures show, what the keys feel of it, what it takes."""

import csv
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import msgspec
from xlsxwriter import Workbook

from console import actions, clients
from data.demo.seller_center import export, name_of
from data.demo.shop import Shop
from data.records.days import Day
from data.settings import Settings
from data.workspace import Workspace
from tests.bench.console import console_at
from tests.bench.plan import FEW, Plan
from tests.bench.row import Row, Sample, median
from tests.bench.terminal import REPO, Program

ROWS = 100_000
MANY = 3
"""How often the rows are repeated, with other order ids, for the biggest file."""
FIRST = date(2026, 8, 1)
DAYS = 60
_COPY = 6
"""Where in an order's id, at the beginning of a row, two digits can be another's."""


class _Watch(msgspec.Struct):
    """What was seen while files came in."""

    took: Sample
    """Seconds from file closed to figures on another screen."""
    still: Sample
    busy: Sample
    """Milliseconds of a key at rest and while a file is imported."""


def importing(plan: Plan) -> Iterator[Row]:
    """Two people have a console open; files are renamed into clients' drop folders.

    Whichever console is first imports. A file counts as seen when the figures stand in the Clients
    pane of the one, while the other's cursor is moved about.
    """
    number = ROWS // 10 if plan.quick else ROWS
    data = _export(number)
    book, many = plan.folder / "export.xlsx", plan.folder / "many.csv"
    _write_book(data, book)
    _write_many(data, many)
    cases = (
        (f"import {number:,} rows of CSV", [data] * 3, ".csv", 4.0),
        (f"import {number:,} rows of XLSX", [book.read_bytes()], ".xlsx", None),
        (f"import {number * MANY:,} rows of CSV", [many.read_bytes()], ".csv", None),
    )
    for what, files, suffix, budget in cases:
        seen = _Watch([], [], [])
        for file in files:
            _drop(plan, file, suffix, seen)
        yield from _told(what, seen, budget)
    source = plan.folder / "export.csv"
    source.write_bytes(data)
    for (what, *_), path in zip(cases, (source, book, many), strict=True):
        yield Row(what=f"peak memory of the child ({what})", value=_peak(plan, path), unit="MB")


def _told(what: str, seen: _Watch, budget: float | None) -> Iterator[Row]:
    yield Row(
        what=f"{what}, file closed to figures on another screen",
        value=median(seen.took),
        unit="s",
        budget=budget,
    )
    yield Row(
        what=f"cursor during it, p50 ({what})",
        value=median(seen.busy),
        reference=median(seen.still),
        beside="at rest",
        budget=2,
    )


def _drop(plan: Plan, data: bytes, suffix: str, seen: _Watch) -> None:
    """One file, in a workspace of its own where no figure stands yet, with two consoles open."""
    root = Path(mkdtemp(dir=plan.folder)) / "importing"
    desk = plan.desk(Workspace.create(root, Settings(shared_account=True)))
    client = desk.make(clients.NEW, clients.NewClient(title="Shop"))
    for at in range(FEW):
        desk.make(actions.NEW, actions.NewAction(title=f"task {at}"))
    with (
        Program(*console_at(root), home=plan.folder) as ana,
        Program(*console_at(root), home=plan.folder) as other,
    ):
        other.settle().type("6")
        ana.settle().type("4")
        ana.settle()
        seen.still += [ana.press(key).ms for key in "jk" * 20]
        folder, name = root / "drop" / client.slug, name_of(_as_of())
        hidden = folder / f".{name}"
        hidden.write_bytes(data)
        other.settle().forget()
        dropped = time.monotonic()
        hidden.rename(folder / Path(name).with_suffix(suffix))
        while not _shows(other):
            seen.busy.append(ana.press("j" if len(seen.busy) % 2 else "k").ms)
        seen.took.append(time.monotonic() - dropped)
        desk.book.catch_up()
        assert desk.book.find(Day, "client", client.id)
    desk.close()


def _shows(program: Program) -> bool:
    """Whether figures have come."""
    while program.read(0):
        pass
    return program.said("$")


def _peak(plan: Plan, file: Path) -> float:
    """The most memory the reading child had, in MB."""
    said = subprocess.run(
        [sys.executable, "-m", "tests.bench.reader", str(file), str(plan.folder)],
        cwd=REPO,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(said.stdout)


def _as_of() -> datetime:
    return datetime.combine(FIRST, datetime.min.time()) + timedelta(days=DAYS)


def _export(number: int) -> bytes:
    """The first `number` rows of a big shop's export."""
    shop = Shop("bench", seed=5, first=FIRST, days=DAYS, orders_per_day=number // DAYS)
    lines = export(shop, _as_of()).splitlines(keepends=True)
    assert len(lines) > number, len(lines)
    return b"".join(lines[: number + 1])


def _renamed(row: bytes, number: int) -> bytes:
    """The row with another order's id."""
    return row[:_COPY] + f"{number:02}".encode() + row[_COPY + 2 :]


def _write_many(data: bytes, path: Path) -> None:
    head, *rows = data.splitlines(keepends=True)
    with path.open("wb") as file:
        file.write(head)
        for number in range(MANY):
            file.writelines(_renamed(row, number) for row in rows)


def _write_book(data: bytes, path: Path) -> None:
    """The rows as Seller Center's workbook has them: every cell a text."""
    book = Workbook(str(path), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("OrderSKUList")
    for at, row in enumerate(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))):
        sheet.write_row(at, 0, [cell.strip() for cell in row])
    book.close()
