"""People: who works here, what they may do, when they are away and how much they can take on."""

from typing import Annotated, get_args

import msgspec

from console.args import Arg
from console.query import Listing
from console.verb import NoArgs, Refusal, Verb, View
from console.wake import Wake
from data.records.book import Tx
from data.records.people import Person, Role

ROLES = get_args(Role)


class Away(msgspec.Struct, frozen=True):
    """When they are back."""

    until: Annotated[Wake, Arg("wake", "when they are back: mon, fri 13:00, 27 nov")]


class Capacity(msgspec.Struct, frozen=True):
    """How much they can take on."""

    most: Annotated[int | None, Arg("count", "how many conversations at most; unsaid: any")] = None


class GiveRole(msgspec.Struct, frozen=True):
    """What somebody may do."""

    role: Annotated[Role, Arg("choice", ", ".join(ROLES), ROLES)]


def is_lead(view: View) -> bool:
    """Whether whoever wants to is one."""
    return any("lead" in person.roles for person in view.read.find(Person, "name", view.me))


def _own_or_lead(view: View, person: Person, args: msgspec.Struct | None) -> Refusal | None:
    if person.name == view.me or is_lead(view):
        return None
    return Refusal(f"{person.name} says that, or a lead")


def _can_go(view: View, person: Person, args: Away | None) -> Refusal | None:
    if refusal := _own_or_lead(view, person, args):
        return refusal
    if args is not None and (args.until.at is None or args.until.at <= view.now):
        return Refusal("say when they are back, as mon or fri 13:00")
    return None


def _can_come_back(view: View, person: Person, args: NoArgs | None) -> Refusal | None:
    if not person.away(view.now):
        return Refusal(f"{person.name} isn't away")
    return _own_or_lead(view, person, args)


def _can_give(view: View, person: Person, args: GiveRole | None) -> Refusal | None:
    if not is_lead(view):
        return Refusal("a lead says who may do what")
    if args is not None and args.role in person.roles:
        return Refusal(f"{person.name} is {args.role} already")
    return None


def _go(tx: Tx, person: Person, args: Away) -> Person:
    return tx.put(msgspec.structs.replace(person, away_since=tx.at, away_until=args.until.at))


def _come_back(tx: Tx, person: Person, args: NoArgs) -> Person:
    return tx.put(msgspec.structs.replace(person, away_since=None, away_until=None))


def _limit(tx: Tx, person: Person, args: Capacity) -> Person:
    return tx.put(msgspec.structs.replace(person, capacity=args.most))


def _give(tx: Tx, person: Person, args: GiveRole) -> Person:
    return tx.put(msgspec.structs.replace(person, roles=(*person.roles, args.role)))


AWAY = Verb(
    id="people.away",
    label="away",
    past="noted as away",
    help="Say until when somebody is away: nothing is handed to them, and replies go to the queue.",
    kind=Person,
    args=Away,
    do=_go,
    refuse=_can_go,
)
BACK = Verb(
    id="people.back",
    label="back",
    past="welcomed back",
    help="Say that somebody is back.",
    kind=Person,
    args=NoArgs,
    do=_come_back,
    refuse=_can_come_back,
)
CAPACITY = Verb(
    id="people.capacity",
    label="capacity",
    past="set how much is handed to",
    help="Say how many conversations are handed to somebody at most.",
    kind=Person,
    args=Capacity,
    do=_limit,
    refuse=_own_or_lead,
)
ROLE = Verb(
    id="people.role",
    label="role",
    past="gave a role to",
    help="Make somebody a rep, an account manager, a senior or a lead.",
    kind=Person,
    args=GiveRole,
    do=_give,
    refuse=_can_give,
)
VERBS = (AWAY, BACK, CAPACITY, ROLE)

LIST = Listing(
    name="people",
    kind=Person,
    fields={"role": lambda desk, value: lambda person: value in person.roles},
    states={
        "seen": lambda desk: lambda person: person.seen,
        "away": lambda desk: lambda person: person.away(desk.clock.now()),
    },
    text=lambda desk, person: person.name,
    order=lambda desk: lambda person: (person.name,),
)
