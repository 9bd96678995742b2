"""Today: what is on fire, what is due, what came in, across clients."""

from datetime import timedelta
from typing import Literal

import msgspec

from console.actions import overdue, pressing
from console.desk import Desk
from data.records.actions import Action
from data.records.imports import Import

Section = Literal["NOW", "TODAY", "NEW"]
FRESH = timedelta(hours=24)
"""How long a file counts as newly come in."""


class Item(msgspec.Struct, frozen=True):
    """One line of Today: a record and why it is there."""

    section: Section
    record: Action | Import


def today(desk: Desk, *, everyone: bool) -> list[Item]:
    """The lines of Today, most pressing first, for me or for everyone.

    NOW: overdue actions, files that wait for an answer, files refused within a day. TODAY: actions
    due today where the client is.
    NEW: files that came in within a day.
    """
    book = desk.book
    mine = book.all(Action) if everyone else book.find(Action, "owner", desk.me.name)
    by_due = sorted(
        pressing(desk, mine), key=lambda a: (desk.due_at(a.due or desk.today, a.client), a.id)
    )
    imports = sorted(desk.book.all(Import), key=lambda i: -i.id)
    fresh = [i for i in imports if desk.clock.now() - i.updated_at < FRESH]
    late = [a for a in by_due if overdue(desk, a)]
    due = [a for a in by_due if not overdue(desk, a) and a.due == desk.day_at(a.client)]
    return [
        *(Item("NOW", action) for action in late),
        *(Item("NOW", record) for record in imports if record.status == "waiting"),
        *(Item("NOW", record) for record in fresh if record.status == "rejected"),
        *(Item("TODAY", action) for action in due),
        *(Item("NEW", record) for record in fresh if record.status == "done"),
    ]
