"""What a verb is given on the command line: words in the order it asks, and options."""

from collections.abc import Sequence

import msgspec

from console.args import Field, fields, named, read
from console.desk import AnyVerb
from data.errors import UsageError
from screens.line.call import Call, said
from screens.line.words import EVERYWHERE

NO_FIELD = ("if-rev", "yes")
"""Options of verbs that are no field of theirs."""


def args_given(call: Call, verb: AnyVerb, given: Sequence[str]) -> msgspec.Struct:
    """What the verb needs to know, from the words in the order it asks and from the options."""
    asked = {field.name: field for field in fields(verb.args)}
    if verb.creates and len(given) > 1:
        first, *others = asked.values()
        form = first.name.upper()
        if first.arg.what == "text":
            raise UsageError(f"new takes one {form}. Put quotes around it: “{' '.join(given)}”.")
        raise UsageError(f"new takes one {form}. {_elsewhere(others)}")
    if len(given) > len(asked):
        forms = " ".join(name.upper() for name in asked) or "nothing more"
        raise UsageError(f"{verb.short} takes {forms}. Put quotes around a sentence.")
    words = dict(zip(asked, given, strict=False))
    for name, value in call.options.options.items():
        if name in (*EVERYWHERE, *NO_FIELD) or value is None:
            continue
        if name in words:
            raise UsageError(f"{name} is there twice: as a word and as --{name}.")
        words[name] = value
    for name, word in words.items():
        if word == "-" and name in asked and asked[name].arg.what in ("text", "lines", "pasted"):
            words[name] = call.stdin()
    args: msgspec.Struct = read(verb.args, words, call.desk().reading())
    return args


def _elsewhere(others: Sequence[Field]) -> str:
    """Where more words belong: what somebody wrote has an option of its own."""
    for field in others:
        if field.arg.what == "lines":
            meaning, _, _ = field.arg.help.partition(";")
            return f"{meaning.capitalize()} goes into --{field.name}: --{field.name} “…”."
    return f"More goes into {', '.join(f'--{field.name}' for field in others)}."


def say_unseen(call: Call, args: msgspec.Struct) -> None:
    """Say which names nobody has worked under."""
    if unseen := [name for name in named(args) if call.desk().unseen(name)]:
        call.out.say(f"{said(unseen)} has never worked here; kept as a new name.")
