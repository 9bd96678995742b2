"""What a verb is given on the command line: words in the order it asks, and options."""

from collections.abc import Sequence

import msgspec

from console.args import fields, named, read
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
        form = next(iter(asked)).upper()
        raise UsageError(f"new takes one {form}. Put quotes around it: “{' '.join(given)}”.")
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


def say_unseen(call: Call, args: msgspec.Struct) -> None:
    """Say which names nobody has worked under."""
    if unseen := [name for name in named(args) if call.desk().unseen(name)]:
        call.out.say(f"{said(unseen)} has never worked here; kept as a new name.")
