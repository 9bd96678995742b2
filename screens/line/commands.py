"""The table of commands: what is here in itself, and what comes of the lists and verbs."""

from collections.abc import Sequence

from console.args import Field, fields
from console.table import LISTINGS, SHORT, VERBS, creator_of
from data.errors import UsageError
from data.records.runs import Check
from screens.line import (
    clocks,
    doctor,
    examples,
    figures,
    finding,
    formats,
    house,
    intake,
    keeping,
    past,
    records,
)
from screens.line.call import Command

OWN = {
    command.name: command
    for module in (house, doctor, keeping, intake, formats, figures, records, clocks, finding, past)
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
        f"The {name} a query picks, one row a record.",
        lambda call: records.listed(call, listing),
        more=(
            *((f"{field}:", f"by {field}; commas mean or") for field in listing.fields),
            *((f"is:{state}", f"not:{state} the others") for state in listing.states),
            ("@NAME", "what the view of that name picks"),
        ),
        example=examples.of_list(name, listing),
    )


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
        example=examples.of_making(name, asked),
    )


def _verb(short: str) -> Command | None:
    verbs = [verb for verb in VERBS.values() if verb.short == short and not verb.creates]
    if not verbs:
        return None
    asked = list({field.name: field for verb in verbs for field in fields(verb.args)}.values())
    return Command(
        short,
        f"ID {'ITEM ' if verbs[0].kind is Check else ''}{_slots(asked)}".rstrip(),
        " ".join(dict.fromkeys(verb.help for verb in verbs)),
        lambda call: records.done(call, short),
        options=(*(field.name for field in asked), "if-rev"),
        more=_meanings(asked),
        example=examples.of_verb(short, verbs[0].kind, fields(verbs[0].args)),
    )


def _slots(asked: Sequence[Field]) -> str:
    return " ".join(f.name.upper() if f.required else f"[{f.name.upper()}]" for f in asked)


def _option(field: Field) -> str:
    return f"--{field.name} …" if field.required else f"[--{field.name} …]"


def _meanings(asked: Sequence[Field]) -> tuple[tuple[str, str], ...]:
    return tuple((f"--{field.name}", field.arg.help) for field in asked)
