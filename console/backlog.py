"""Tickets as they stand: which are late, which press, and the list."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import takewhile
from typing import get_args

from console.args import PARTIES, PRIORITIES
from console.asked import by_client, by_due, somebody
from console.desk import Desk
from console.query import Listing, Test
from console.tickets import TYPES
from data.records import tickets
from data.records.tickets import Ticket


def overdue(desk: Desk, ticket: Ticket) -> bool:
    """Whether it isn't closed and its day has ended where the client is."""
    if ticket.status == "closed" or ticket.due is None:
        return False
    return desk.clock.now() > desk.due_at(ticket.due, ticket.client)


def late(desk: Desk, in_order: Iterable[Ticket]) -> list[Ticket]:
    """The overdue ones, of tickets in the list's order: they come first."""
    return list(takewhile(lambda ticket: overdue(desk, ticket), in_order))


def pressing(desk: Desk, found: Iterable[Ticket]) -> list[Ticket]:
    """Those not closed and due by tomorrow: what is overdue or due today anywhere is among them."""
    near = desk.today + timedelta(days=1)
    return [t for t in found if t.due is not None and t.due <= near and t.status != "closed"]


def _by_assignee(desk: Desk, value: str) -> Test[Ticket]:
    who = somebody(desk, value)
    return lambda ticket: ticket.assignee == who


def _one_of(field: str, known: tuple[str, ...]) -> Callable[[Desk, str], Test[Ticket]]:
    def test(desk: Desk, value: str) -> Test[Ticket]:
        if value not in known:
            raise ValueError(f"there is {', '.join(known)}")
        return lambda ticket: getattr(ticket, field) == value

    return test


def _order(desk: Desk) -> Callable[[Ticket], tuple[float, ...]]:
    """Overdue first, then by priority, then by due date; then the closed, newest first."""
    today = desk.today

    def key(ticket: Ticket) -> tuple[float, ...]:
        if ticket.status == "closed":
            return (2, -(ticket.closed_at or ticket.updated_at).timestamp(), ticket.id)
        due, pressing = (ticket.due or date.max).toordinal(), -PRIORITIES.index(ticket.priority)
        late = due <= today.toordinal() + 1 and overdue(desk, ticket)
        return (0, due, pressing, ticket.id) if late else (1, pressing, due, ticket.id)

    return key


LIST = Listing(
    name="tickets",
    kind=Ticket,
    fields={
        "assignee": _by_assignee,
        "owner": _by_assignee,
        "client": by_client,
        "type": _one_of("type", TYPES),
        "priority": _one_of("priority", PRIORITIES),
        "waiting": _one_of("waiting_on", PARTIES),
        "status": _one_of("status", get_args(tickets.Status)),
        "due": by_due,
    },
    states={
        "open": lambda desk: lambda ticket: ticket.status == "open",
        "waiting": lambda desk: lambda ticket: ticket.status == "waiting",
        "closed": lambda desk: lambda ticket: ticket.status == "closed",
        "overdue": lambda desk: lambda ticket: overdue(desk, ticket),
        "claimed": lambda desk: lambda ticket: ticket.claimed_at is not None,
        "mine": lambda desk: lambda ticket: ticket.assignee == desk.me.name,
    },
    text=lambda desk, ticket: f"{ticket.ref} {ticket.title} {ticket.type}",
    order=_order,
    default="not:closed",
    live=frozenset({"not:closed", "is:open", "is:waiting", "is:overdue"}),
)
