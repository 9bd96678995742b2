"""The console in a real terminal, beside the smallest Textual app."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from console import actions
from data.records.actions import Action
from data.workspace import Workspace
from screens.watching import REST_SECONDS
from tests.bench.plan import FEW, Plan
from tests.bench.row import Row, median, percentile, slowest
from tests.bench.terminal import Press, Program, taking_turns

FLOOR = (str(Path(__file__).with_name("floor.py")),)
ON_SCREEN = 15
"""So many rows at least are on a screen of 24 lines."""
SMALLEST = "smallest Textual app"


def console_at(workspace: Path) -> tuple[str, ...]:
    """Ana's console there."""
    return ("-m", "screens", "--workspace", str(workspace), "--as", "ana")


def _in_actions(plan: Plan, workspace: Path, columns: int = 80, lines: int = 24) -> Program:
    """A console that shows its Actions."""
    program = Program(*console_at(workspace), home=plan.folder, columns=columns, lines=lines)
    program.settle().type("4")
    return program


def start(plan: Plan) -> Iterator[Row]:
    """From exec to the first frame, and to the first rows; programs by turns, first one unused."""
    stores = {"demo": plan.demo(), f"{plan.many:,} records": plan.agency()}
    floor: list[float] = []
    painted: dict[str, list[float]] = {name: [] for name in stores}
    rows: dict[str, list[float]] = {name: [] for name in stores}
    for _ in range(plan.count(10) + 1):
        with Program(*FLOOR, home=plan.folder) as program:
            floor.append(program.settle(0.2).painted or 0)
        for name, workspace in stores.items():
            with Program(*console_at(workspace), home=plan.folder) as program:
                rows[name].append(program.shown("NOW"))
                painted[name].append(program.painted or 0)
    beside = median(floor[1:])
    for name in stores:
        for what, times in (("first frame", painted[name]), ("first rows", rows[name])):
            yield Row(
                what=f"start to {what}, {name}",
                value=median(times[1:]),
                reference=beside,
                beside=SMALLEST,
                budget=1.15,
            )


def frame(plan: Plan) -> Iterator[Row]:
    """The last frame, on the terminal again before the console is there."""
    home = plan.folder / "home"
    home.mkdir()
    many = console_at(plan.agency())
    with Program(*many, home=home) as program:
        program.shown("store ok")
        program.leave()
    saved, bare = [], []
    for _ in range(plan.count(20) + 1):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare.append((time.monotonic() - began) * 1000)
        with Program(*many, home=home) as program:
            saved.append(program.shown("opening …"))
            program.shown("store ok")
    yield Row(
        what=f"start to the last frame, {plan.many:,} records",
        value=median(saved[1:]),
        reference=median(bare[1:]),
        beside="python -c pass",
        budget=3,
    )


def keys(plan: Plan) -> Iterator[Row]:
    """The cursor goes down row by row; each key in each program, one after the other."""
    many = plan.actions(plan.many)
    with ExitStack() as stack:
        floor = stack.enter_context(Program(*FLOOR, home=plan.folder)).settle()
        full = stack.enter_context(_in_actions(plan, many))
        wide = stack.enter_context(_in_actions(plan, many, 200, 50))
        few = stack.enter_context(_in_actions(plan, plan.actions(FEW)))
        presses = taking_turns([floor, full, wide, few], _down_and_up(plan.count(200)))
    bare, long, broad, short = presses
    name = f"cursor, {plan.many:,} rows"
    usual = median(_times(bare))
    yield _beside_floor(f"{name}, p50", median(_times(long)), usual, 1.2)
    yield _beside_floor(f"{name}, p99", percentile(_times(long), 0.99), usual, 3)
    yield _beside_floor(f"{name}, 200×50, p50", median(_times(broad)), usual, None)
    yield Row(
        what=f"{name}, p50",
        value=median(_times(long)),
        reference=median(_times(short)),
        beside=f"with {FEW} rows",
        budget=1.1,
    )
    yield Row(what=f"{name}, bytes, median", value=_size(long), unit="B", budget=450)
    yield Row(what=f"{name}, bytes, 200×50, median", value=_size(broad), unit="B", budget=800)


def _down_and_up(count: int) -> list[str]:
    """Fifty rows has the short list, so the cursor turns around."""
    turn = FEW - 2
    return [("j", "k")[at // turn % 2] for at in range(count)]


def _times(presses: list[Press]) -> list[float]:
    return [press.ms for press in presses]


def _size(presses: list[Press]) -> float:
    return median([press.size for press in presses])


def _beside_floor(what: str, value: float, usual: float, budget: float | None) -> Row:
    return Row(what=what, value=value, reference=usual, beside=SMALLEST, budget=budget)


def switch(plan: Plan) -> Iterator[Row]:
    """Panes that were shown before; a record opened and closed again."""
    with _in_actions(plan, plan.actions(plan.many)) as program:
        program.type("6", "1", "4")
        switched = [program.press(key) for _ in range(plan.count(20)) for key in ("6", "1", "4")]
        opened = []
        for _ in range(plan.count(20)):
            opened.append(program.press("\r"))
            program.type("\x1b", "j")
    rows = f"{plan.many:,} actions"
    yield slowest(f"switch panes, {rows}", _times(switched), 25)
    yield slowest(f"open a record, {rows}", _times(opened), 50)


def query(plan: Plan) -> Iterator[Row]:
    """Words typed into the query line, and taken back."""
    with _in_actions(plan, plan.actions(plan.many)) as program:
        program.type("f", " ")
        typed = "titles" + "\x7f" * 6 + "batch 12" + "\x7f" * 8
        presses = [program.press(key) for _ in range(plan.count(6)) for key in typed]
    yield slowest(f"a key in the query line, {plan.many:,} rows", _times(presses), 20)


def live(plan: Plan) -> Iterator[Row]:
    """Another process ticks off a record that is on my screen; until my terminal has it."""
    root = plan.actions(plan.many)
    other = plan.desk(Workspace.open(root), "jo")
    chance = random.Random(4)
    late = []
    with _in_actions(plan, root) as program:
        program.settle(1)
        on_screen = sorted(
            other.book.all(Action), key=lambda a: (a.due is None, a.due or other.today, a.id)
        )[:ON_SCREEN]
        for turn in range(plan.count(40)):
            action = other.book.get(Action, on_screen[turn % ON_SCREEN].id)
            assert action is not None
            title = f"changed {turn} by jo"
            program.forget()
            other.run(actions.EDIT, action, actions.EditAction(title=title))
            committed = time.monotonic()
            late.append((program.until(f"{turn} by jo") - committed) * 1000)
            program.rest(chance.uniform(0.1, 0.3))
    other.close()
    yield slowest(f"another's change on my screen, {plan.many:,} rows", late, 100)


def idle(plan: Plan) -> Iterator[Row]:
    """Nobody does anything: between two minute marks, and over one."""
    with _in_actions(plan, plan.agency()) as program:
        program.type("2", "3", "5", "6", "1")
        program.settle(1.5)
        if not plan.quick:
            program.rest(REST_SECONDS + 2)  # what waits until nobody types, once
        memory = program.private_mb()
        if time.time() % 60 > 35 and not plan.quick:
            program.rest(62 - time.time() % 60)
        before = program.rest(5 if plan.quick else 20)
        mark = None if plan.quick else program.rest(62 - time.time() % 60)
    yield Row(what="idle, bytes between minute marks", value=before.size, unit="B", budget=0)
    yield Row(
        what="idle, bytes at a minute mark",
        value=mark.size if mark else None,
        unit="B",
        budget=600,
        note="" if mark else "not in a quick run",
    )
    yield Row(what="idle, share of a core", value=before.cpu, unit="%", budget=0.4)
    what = f"private memory, {plan.many:,} records, each pane shown"
    yield Row(what=what, value=memory, unit="MB", budget=70)
