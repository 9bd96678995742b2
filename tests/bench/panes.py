"""Each pane in a real terminal: its first paint, the cursor's keys, what they send.

On the demo and on 50,000 records, small and wide, beside the smallest Textual app; each key in
each program, one after the other. What is told beside or beneath the list follows when the hand
rests, and isn't counted. A `!` stands behind what is over its budget.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from tests.bench.console import FLOOR, console_at
from tests.bench.plan import Plan
from tests.bench.row import columns, median, percentile
from tests.bench.terminal import Press, Program

PANES = {
    "today": "1", "inbox": "2", "tickets": "3", "actions": "4", "qa": "5", "clients": "6",
    "imports": "i",
}  # fmt: skip
"""Each pane's key; that of the imports works in Clients."""
LATE = 0.7
"""Seconds of silence after which a pane is there whole: what it needs to read is read."""
END = 2.0
"""A key that does nothing for so many seconds has nothing to do: the list ends here."""
Size = tuple[int, int]
SMALL: Size = (80, 24)
WIDE: Size = (200, 50)
BUDGETS: Mapping[Size, int] = {SMALL: 450, WIDE: 800}
"""Bytes a key may send."""
MIDDLE, TAIL = 1.2, 3.0
"""So many times the smallest Textual app's key may the cursor's take, p50 and p95."""


class Walk(msgspec.Struct, frozen=True):
    """The cursor's keys in one program."""

    size: Size
    presses: list[Press]
    usual: float
    """The median key of the smallest Textual app, pressed in turn with these."""

    def cell(self) -> str:
        """`p50 p95 bytes`, each with a `!` if it is over its budget."""
        times = [press.ms for press in self.presses]
        middle, tail = median(times), percentile(times, 0.95)
        size = median([press.size for press in self.presses])
        return "  ".join(
            (
                _judged(f"{middle:.1f}", over=middle > MIDDLE * self.usual),
                _judged(f"{tail:.1f}", over=tail > TAIL * self.usual),
                _judged(f"{size:,.0f} B", over=size > BUDGETS[self.size]),
            )
        )


class Seen(msgspec.Struct, frozen=True):
    """One pane on one store."""

    pane: str
    store: str
    first: Mapping[Size, list[float]]
    """Milliseconds from its key, first pressed in a fresh console, to all of it."""
    walks: Mapping[Size, Walk]
    """None in a list of one row, or none."""

    def cells(self) -> tuple[str, ...]:
        """Its line of the table."""
        firsts = [f"{median(each):.0f}" if each else "–" for each in self.first.values()]
        walks = (self.walks.get(size) for size in (SMALL, WIDE))
        keys = [walk.cell() if walk else "one row" for walk in walks]
        return self.pane, self.store, *firsts, *keys


def panes(plan: Plan) -> Iterator[Seen]:
    """Every pane on both stores; Today is there from the start, so its key paints nothing new."""
    stores = {"demo": plan.demo(), f"{plan.many:,} records": plan.agency()}
    with Program(*FLOOR, home=plan.folder) as floor:
        floor.settle()
        for store, root in stores.items():
            first = _firsts(plan, root)
            with _console(plan, root, SMALL) as small, _console(plan, root, WIDE) as wide:
                for pane in PANES:
                    walks = _walk(plan, floor, {SMALL: small, WIDE: wide}, pane)
                    yield Seen(pane, store, first[pane], walks)


def table(found: list[Seen]) -> str:
    """What was seen, a line for each pane and store."""
    head = ("pane", "store", "first 80", "200", "j: p50 p95 size 80×24", "200×50")
    usual = median([walk.usual for seen in found for walk in seen.walks.values()])
    budgets = ("smallest Textual app", "", "", "", f"{usual:.1f}", "")
    return columns([head, *(seen.cells() for seen in found), budgets])


def _judged(figure: str, *, over: bool) -> str:
    return f"{figure}!" if over else figure


def _console(plan: Plan, root: Path, size: Size) -> Program:
    return Program(*console_at(root), home=plan.folder, columns=size[0], lines=size[1]).settle(LATE)


def _firsts(plan: Plan, root: Path) -> dict[str, dict[Size, list[float]]]:
    """Milliseconds to each pane, one after the other, in consoles that never showed it."""
    found: dict[str, dict[Size, list[float]]] = {pane: {SMALL: [], WIDE: []} for pane in PANES}
    for size in (SMALL, WIDE):
        with _console(plan, root, size) as program:
            for pane, key in list(PANES.items())[1:]:
                found[pane][size].append(program.press(key, LATE).ms)
    return found


class _Walker:
    """The cursor of one program: goes down, and where the list ends up again."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._at, self._way = 0, 1
        self._last: int | None = None
        """The last row, once the cursor stood on it."""
        self.presses: list[Press] = []

    def step(self) -> bool:
        """One row on; gives whether there is one to go to."""
        if self._at in (0, self._last):
            self._way = 1 if self._at == 0 else -1
        press = self._program.tries("j" if self._way > 0 else "k", END)
        if press is not None:
            self._at += self._way
            self.presses.append(press)
            return True
        if self._last is None and self._at > 0:
            self._last = self._at
            return self.step()
        return False


def _walk(
    plan: Plan, floor: Program, consoles: Mapping[Size, Program], pane: str
) -> dict[Size, Walk]:
    """A key in the smallest app, then one in each console, and so on."""
    for program in consoles.values():
        for key in ("6", "i") if pane == "imports" else (PANES[pane],):
            program.tries(key, LATE, LATE)
    walkers = {size: _Walker(program) for size, program in consoles.items()}
    bare: list[float] = []
    for _ in range(plan.count(30)):
        bare.append(floor.press("j").ms)
        if not all(walker.step() for walker in walkers.values()):
            return {}
    usual = median(bare)
    return {size: Walk(size, walker.presses, usual) for size, walker in walkers.items()}
