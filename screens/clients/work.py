"""What is going on for a client: its open conversations, tickets, actions, QA runs, imports."""

from collections.abc import Iterator, Sequence
from datetime import date

from console.desk import Desk
from console.naming import title
from console.turns import as_of
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.runs import Run
from data.records.tickets import Ticket
from screens.frame.paint import Pieces, fit
from screens.today.lines import told

FEW = 3
"""So many of each kind are shown with the client."""


def open_work(desk: Desk, client: Client) -> Iterator[tuple[str, Sequence[Record]]]:
    """Each kind's name, and what is open of it, what presses most first."""
    book, now = desk.book, desk.clock.now()
    talks = [as_of(each, now) for each in book.find(Conversation, "client", client.id)]
    talks = [each for each in talks if each.status != "resolved"]
    talks.sort(key=lambda each: (each.waiting_since is None, each.waiting_since or now))
    yield "conversations", talks
    tickets = [each for each in book.find(Ticket, "client", client.id) if each.status != "closed"]
    tickets.sort(key=_by_due)
    yield "tickets", tickets
    actions = [each for each in book.find(Action, "client", client.id) if each.status == "open"]
    actions.sort(key=_by_due)
    yield "actions", actions
    runs = [each for each in book.find(Run, "client", client.id) if each.status == "checking"]
    yield "QA runs", runs
    files = [each for each in book.find(Import, "client", client.id) if each.status == "waiting"]
    yield "waiting imports", files


def _by_due(record: Action | Ticket) -> date:
    return record.due or date.max


def work_lines(desk: Desk, client: Client, width: int) -> list[Pieces]:
    """The counts, and the first few of each kind with their ids."""
    kinds = [(name, records) for name, records in open_work(desk, client) if records]
    if not kinds:
        return [[], [(" nothing is open for this client", "dim")]]
    counts = " · ".join(f"{name} {len(records)}" for name, records in kinds)
    lines: list[Pieces] = [[], [(" OPEN", "dim"), (f"  {counts}  ·  l opens one", "dim")]]
    for _, records in kinds:
        lines += [_line(desk, record, width) for record in records[:FEW]]
    return lines


def _line(desk: Desk, record: Record, width: int) -> Pieces:
    one = told(desk, record)
    who = f"  {fit(one.who, 8)}" if one.who else ""
    what = title(desk, record) if isinstance(record, Import) else one.what
    return [
        (f" {one.letter} ", one.role),
        (f"{fit(one.when, 7)} ", "bad" if one.letter == "!" else "text"),
        (fit(record.ref, 6), "strong"),
        (fit(what, width - 3 - 8 - 6 - len(who)), "text"),
        (who, "dim"),
    ]
