"""The table of commands: what is here in itself, and what comes of the lists and verbs."""

from collections.abc import Iterator, Sequence
from typing import Any

from console.args import Field, fields
from console.desk import AnyVerb
from console.query import Listing
from console.table import LISTINGS, SHORT, VERBS, creator_of
from data.errors import UsageError
from data.records.runs import Check
from screens.line import (
    answers,
    clocks,
    creators,
    doctor,
    examples,
    figures,
    finding,
    formats,
    handover,
    house,
    intake,
    keeping,
    past,
    records,
)
from screens.line.call import Command, said
from screens.line.given import NO_FIELD

OWN = {
    command.name: command
    for module in (
        house,
        doctor,
        keeping,
        intake,
        formats,
        figures,
        records,
        answers,
        clocks,
        creators,
        finding,
        handover,
        past,
    )
    for command in module.COMMANDS
}
"""The commands that are neither a list nor a verb."""


def find(words: Sequence[str]) -> tuple[Command, int] | None:
    """The command these words begin with, and how many of them are its name.

    Raises `UsageError` for `new` after a list of what can't be made.
    """
    first = words[0]
    if first in OWN:
        return OWN[first], 1
    if first in LISTINGS and words[1:2] != ("new",):
        return _list(first), 1
    if first in LISTINGS:
        made = _new(first)
        if made is None:
            raise UsageError(f"{first} aren't made by hand: they come by themselves.")
        return made, 2
    verb = _verb(first)
    return (verb, 1) if verb else None


def names() -> list[str]:
    """Everything that can stand first."""
    return [*OWN, *LISTINGS, *SHORT]


def everything() -> list[tuple[str, list[Command]]]:
    """All commands under headings, for the help."""
    lists = [made for name in LISTINGS for made in (_list(name), _new(name)) if made]
    return [
        ("commands", [*OWN.values()]),
        ("lists", lists),
        ("verbs", [found for name in SHORT if (found := _verb(name))]),
    ]


def _list(name: str) -> Command:
    listing = LISTINGS[name]
    return Command(
        name,
        "[QUERY WORDS]",
        f"What a query picks of {name}, one row a record.",
        lambda call: records.listed(call, listing),
        more=(
            *_asked(listing),
            ("@NAME", "what the view of that name picks"),
        ),
        examples=(examples.of_list(name, listing),),
    )


def _asked(listing: Listing[Any]) -> Iterator[tuple[str, str]]:
    """What can be asked of a list."""
    if listing.fields:
        yield " ".join(f"{field}:" for field in listing.fields), "by that; commas mean or"
    if listing.states:
        yield " ".join(f"is:{state}" for state in listing.states), "so; with not: the others"
    yield from listing.meanings.items()


def _new(name: str) -> Command | None:
    listing = LISTINGS[name]
    verb = creator_of(listing)
    if verb is None:
        return None
    asked = fields(verb.args)
    return Command(
        f"{name} new",
        f"{asked[0].name.upper()} {' '.join(map(_option, asked[1:]))}",
        verb.help,
        lambda call: records.made(call, verb),
        options=tuple(field.name for field in asked),
        more=_meanings(asked),
        examples=(examples.of_making(verb),),
    )


def _verb(short: str) -> Command | None:
    verbs = [verb for verb in VERBS.values() if verb.short == short and not verb.creates]
    if not verbs:
        return None
    ways = _ways(verbs)
    helps = dict.fromkeys(verb.help for verb in verbs)
    by_kind = f"{verbs[0].label.capitalize()}, by kind: {_lists(verbs)}."
    bulk = [verb for verb in verbs if verb.bulk and verb.kind is not Check]
    return Command(
        short,
        f"ID {_slots(verbs[0])}".rstrip() if len(ways) == 1 else "ID …",
        by_kind if len(helps) > 1 else verbs[0].help,
        lambda call: records.done(call, short),
        options=(*dict.fromkeys(field.name for v in verbs for field in fields(v.args)), *NO_FIELD),
        more=(
            *((_way(way, told=len(helps) > 1) for way in ways) if len(ways) > 1 else ()),
            *_meanings([field for verb in verbs for field in fields(verb.args)]),
            *((_over(bulk),) if bulk else ()),
        ),
        examples=(*(examples.of_verb(way[0]) for way in ways), *map(examples.of_bulk, bulk[:1])),
    )


def _ways(verbs: Sequence[AnyVerb]) -> list[list[AnyVerb]]:
    """Verbs of one name, together where they are typed and explained alike."""
    ways: dict[tuple[str, str], list[AnyVerb]] = {}
    for verb in verbs:
        ways.setdefault((_slots(verb), verb.help), []).append(verb)
    return [*ways.values()]


def _way(way: Sequence[AnyVerb], *, told: bool) -> tuple[str, str]:
    """How a verb is typed for some kinds, and what it does there where that isn't `told` yet."""
    records = ", ".join(map(examples.record_of, way))
    return f"{records} {_slots(way[0])}".rstrip(), way[0].help if told else _lists(way)


def _lists(verbs: Sequence[AnyVerb]) -> str:
    return said([examples.list_of(verb) for verb in verbs])


def _over(bulk: Sequence[AnyVerb]) -> tuple[str, str]:
    """How many records are done at once."""
    return "LIST QUERY", f"all that a query of {_lists(bulk)} picks; --yes does it unasked"


def _slots(verb: AnyVerb) -> str:
    """What follows a record's id."""
    item = ["ITEM"] if verb.kind is Check else []
    told = (f.name.upper() if f.required else _option(f) for f in fields(verb.args))
    return " ".join([*item, *told])


def _option(field: Field) -> str:
    return f"--{field.name} …" if field.required else f"[--{field.name} …]"


def _meanings(asked: Sequence[Field]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((f"--{field.name}", field.arg.help) for field in asked))
