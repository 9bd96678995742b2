"""Routing: what nobody has is handed to those who are there, in turn or to whoever has least."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from console.args import Arg
from console.desk import Desk
from console.replies import ended
from console.turns import as_of, put
from console.verb import Refusal, Verb, View
from data.errors import RefusalError
from data.records.base import EPOCH
from data.records.book import Tx
from data.records.conversations import Conversation, category
from data.records.people import Person
from data.settings import Routing

SOON = timedelta(hours=24)
"""What wakes so soon counts as work: putting something to sleep for an hour makes no room."""


class Route(msgspec.Struct, frozen=True):
    """How it is decided, or who it is."""

    by: Annotated[Routing, Arg("routing", "turn or load; as workspace.toml says", unsaid="usual")]
    to: Annotated[str | None, Arg("person", "to whom; unsaid: whose turn it is")] = None


class Rep(msgspec.Struct):
    """Somebody things can be handed to, while it is decided."""

    person: Person
    load: int
    """Open conversations, and those that wake within `SOON`."""
    last: tuple[datetime, int]
    """When something was last handed to them in turn, and how much then."""

    def refuses(self, now: datetime) -> str | None:
        """Why nothing can be handed to them."""
        if self.person.away(now):
            return f"{self.person.name} is away"
        most = self.person.capacity
        if most is not None and self.load >= most:
            return f"{self.person.name} is full ({self.load} of {most})"
        return None


def _is_work(here: Conversation, now: datetime) -> bool:
    """Whether it counts: what is open, and what wakes within a day."""
    until = here.snooze_until
    soon = here.status == "snoozed" and until is not None and until <= now + SOON
    return soon or category(here.status) == "open"


def dealt(desk: Desk, records: Sequence[Conversation], args: Route) -> list[Route | Refusal]:
    """Who each is handed to, one after the other, so that each counts for the next; or why not."""
    now = desk.clock.now()
    reps = _reps(desk, args.to, now)
    if not reps:
        none = f"{args.to} is no rep" if args.to else "nobody is a rep yet"
        return [Refusal(f"{none} · {desk.press('people.role')} says who is")] * len(records)
    given: list[Route | Refusal] = []
    for record in records:
        if refusal := _can_route(desk.view(), record, args):
            given.append(refusal)
            continue
        free = [rep for rep in reps if rep.refuses(now) is None]
        if not free:
            why = ", ".join(words for rep in reps if (words := rep.refuses(now)))
            given.append(Refusal(f"nobody is free: {why}"))
            continue
        next_one = min(free, key=_in_turn if args.by == "turn" else _by_load)
        next_one.load += 1
        at, times = next_one.last
        next_one.last = now, times + 1 if at == now else 1
        given.append(Route(args.by, next_one.person.name))
    return given


def _reps(desk: Desk, only: str | None, now: datetime) -> list[Rep]:
    found = {
        person.name: Rep(person, 0, (EPOCH, 0))
        for person in desk.book.all(Person)
        if "rep" in person.roles and only in (None, person.name)
    }
    for each in desk.book.all(Conversation):
        here = as_of(desk.book, each, now)
        if rep := found.get(here.assignee or ""):
            rep.load += _is_work(here, now)
            at, times = rep.last
            if each.dealt_at is not None and each.dealt_at >= at:
                rep.last = each.dealt_at, times + 1 if each.dealt_at == at else 1
    return [*found.values()]


def _in_turn(rep: Rep) -> tuple[datetime, int, str]:
    return *rep.last, rep.person.name


def _by_load(rep: Rep) -> tuple[int, datetime, int, str]:
    return rep.load, *_in_turn(rep)


def foretold(given: Sequence[Route | Refusal]) -> str:
    """How many would be handed to whom: `3 to jo, 2 to sam`."""
    to = Counter(each.to or "" for each in given if isinstance(each, Route))
    return ", ".join(f"{number} to {name}" for name, number in sorted(to.items()))


def _route(tx: Tx, conversation: Conversation, args: Route) -> Conversation:
    person = next(iter(tx.find(Person, "name", args.to or "")), None)
    if person is None or person.away(tx.at):
        raise RefusalError(f"{args.to} is away by now")
    return put(
        tx,
        msgspec.structs.replace(
            as_of(tx, conversation, tx.at),
            assignee=person.name,
            claimed_at=None,
            dealt_at=tx.at,
        ),
    )


def _can_route(view: View, conversation: Conversation, args: Route | None) -> Refusal | None:
    if whose := as_of(view.read, conversation, view.now).assignee:
        return Refusal(f"{whose} has it")
    return ended(view, conversation, args)


ROUTE = Verb(
    id="inbox.route",
    label="route",
    past="routed",
    help="Hand what nobody has to reps who are there and have room, in turn or by load.",
    kind=Conversation,
    args=Route,
    do=_route,
    deals=dealt,
    foretells=foretold,
    refuse=_can_route,
)
VERBS = (ROUTE,)
