"""What is going on for a client: its open conversations, tickets, actions, QA runs, imports."""

from console.desk import Desk
from console.naming import title
from console.work import FEW, open_work
from data.records.base import Record
from data.records.clients import Client
from data.records.imports import Import
from screens.frame.paint import Pieces, fit
from screens.keymap import press
from screens.today.lines import told

_NAMED = 60
"""From so many cells it says whose each is."""


def work_lines(desk: Desk, client: Client, width: int, *, whole: bool) -> list[Pieces]:
    """The counts, and what presses most of each kind; `whole`, the first few of each."""
    kinds = open_work(desk, client)
    if not kinds:
        return [[], [(" nothing is open for this client", "dim")]]
    counts = " · ".join(f"{kind.name} {len(kind.records)}" for kind in kinds)
    lines: list[Pieces] = [
        [],
        [(" OPEN", "dim"), (f"  {counts}  ·  {press('links.open')} opens one", "dim")],
    ]
    for kind in kinds:
        lines += [work_line(desk, record, width) for record in kind.records[: FEW if whole else 1]]
        lines += [[(f"   {kind.more}", "dim")]] if whole and kind.more else []
    return lines


def work_line(desk: Desk, record: Record, width: int) -> Pieces:
    """One of them: its state, when it is due, what it is, whose."""
    one = told(desk, record)
    who = f"  {fit(one.who, 8)}" if one.who and width >= _NAMED else ""
    what = title(desk, record) if isinstance(record, Import) else one.what
    return [
        (f" {one.letter} ", one.role),
        (f"{fit(one.when, 7)} ", "bad" if one.letter == "!" else "text"),
        (fit(record.ref, 6), "strong"),
        (fit(what, width - 3 - 8 - 6 - len(who)), "text"),
        (who, "dim"),
    ]
