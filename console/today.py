"""Today: what is on fire, what is due, what came in, across clients."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from console import actions, tickets
from console.checks import items, tally
from console.desk import Desk
from console.turns import waiting_longest, waking
from data.records.actions import Action
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.runs import Run
from data.records.tickets import Ticket

Section = Literal["NOW", "TODAY", "NEW"]
FRESH = timedelta(hours=24)
"""How long a file counts as newly come in."""
LONGEST = 6
"""So many of the conversations that wait for us are shown, those that wait longest."""


class Item(msgspec.Struct, frozen=True):
    """One line of Today: a record and why it is there."""

    section: Section
    record: Record


def today(desk: Desk, *, everyone: bool) -> list[Item]:
    """The lines of Today, most pressing first, for me or for everyone.

    NOW: overdue tickets and actions, creators who wait for us longest, files that wait for an
    answer, files refused within a day. TODAY: what is due today where the client is, conversations
    that came back or will, runs that need a signature. NEW: files that came in within a day.
    """
    now = desk.clock.now()
    late, due = _dated(desk, everyone=everyone)
    longest = waiting_longest(desk, not everyone)[:LONGEST]
    imports = sorted(desk.book.all(Import), key=lambda i: -i.id)
    fresh = [i for i in imports if now - i.updated_at < FRESH]
    shown = {conversation.id for conversation in longest}
    back = [c for c in _waking(desk, now, everyone=everyone) if c.id not in shown]
    sections: tuple[tuple[Section, list[Record]], ...] = (
        ("NOW", [*late, *longest]),
        ("NOW", [record for record in imports if record.status == "waiting"]),
        ("NOW", [record for record in fresh if record.status == "rejected"]),
        ("TODAY", [*due, *back, *_unsigned(desk, everyone=everyone)]),
        ("NEW", [record for record in fresh if record.status == "done"]),
    )
    return [Item(section, record) for section, records in sections for record in records]


def _dated(desk: Desk, *, everyone: bool) -> tuple[list[Action | Ticket], list[Action | Ticket]]:
    """Tickets and actions that are late, and those due today, by when they end."""
    book, me = desk.book, desk.me.name
    mine = book.all(Action) if everyone else book.find(Action, "owner", me)
    held = book.all(Ticket) if everyone else book.find(Ticket, "assignee", me)
    near: list[Action | Ticket] = [*tickets.pressing(desk, held), *actions.pressing(desk, mine)]
    ends = {one.ref: desk.due_at(one.due or desk.today, one.client) for one in near}
    near.sort(key=lambda one: (ends[one.ref], one.TABLE, one.id))
    now = desk.clock.now()
    late = [one for one in near if ends[one.ref] < now]
    due = [one for one in near if ends[one.ref] >= now and one.due == desk.day_at(one.client)]
    return late, due


def _waking(desk: Desk, now: datetime, *, everyone: bool) -> Iterable[Conversation]:
    """Conversations that came back and nobody took up, then those that will before the day ends."""
    yield from waking(desk, not everyone)
    for each in desk.book.all(Conversation):
        until = each.snooze_until
        if each.status != "snoozed" or until is None or until <= now:
            continue
        if until.astimezone(desk.zone).date() == desk.today and (
            everyone or each.assignee in (None, desk.me.name)
        ):
            yield each


def _unsigned(desk: Desk, *, everyone: bool) -> list[Run]:
    """Runs without a signature; for me: those others made, and mine in which something fails."""
    runs = [run for run in desk.book.all(Run) if run.status == "checking"]
    if everyone:
        return runs
    me = desk.me.name
    return [run for run in runs if run.maker != me or tally(items(desk.book, run)).failed]
