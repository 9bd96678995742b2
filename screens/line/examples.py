"""An example for each command of the line mode, held by a test to what the commands take."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.args import Field, What
from console.query import Listing
from data.records.base import Record
from data.records.runs import Check, Run

OF_COMMANDS: Mapping[str, str] = {
    "init": "init /srv/spotlight --agency 'Lantern & Co' --zone Europe/Berlin",
    "demo": "demo --as jo",
    "locate": "locate --json",
    "keys": "keys > ~/.config/spotlight/keys.toml",
    "fold": "fold",
    "doctor": "doctor",
    "backup": "backup /mnt/backups",
    "export": "export --tinydb copy.json",
    "import": "import 'All order-2026-11-20-09_38.csv' --client aurora-skin",
    "watch": "watch",
    "cancel": "cancel",
    "formats": "formats",
    "metrics": "metrics aurora-skin --from 2026-11-16 --to 2026-11-18",
    "trace": "trace aurora-skin 2026-11-18",
    "show": "show A4",
    "log": "log A4 --since 2d",
    "undo": "undo --yes",
    "redo": "redo",
    "find": "find 'size chart'",
}
"""By name, without the word `spotlight`."""

_WORDS: Mapping[What, str] = {
    "text": "'6 of 14 done'",
    "lines": "'the rest waits for photos'",
    "person": "jo",
    "client": "aurora-skin",
    "date": "fri",
    "market": "US",
    "dates": "day-first",
    "ref": "C118",
    "handle": "@glowbylena",
    "wake": "fri",
    "checklist": "promo",
}
_BY_NAME: Mapping[str, str] = {
    "name": "late",
    "list": "actions",
    "query": "is:overdue",
    "title": "'fix 14 titles'",
    "reason": "'sold out until January'",
    "shop": "'Aurora Skin'",
    "topic": "sample",
}


def of_list(name: str, listing: Listing[Any]) -> str:
    """A query of that list."""
    states = [f"is:{state}" for state in listing.states][:1]
    return " ".join([name, *states])


def of_making(name: str, asked: Sequence[Field]) -> str:
    """The making of a record, with what it must have."""
    first, *rest = asked
    options = [f"--{field.name} {_word(field)}" for field in rest if field.required]
    return " ".join([f"{name} new", _word(first), *options])


def of_verb(short: str, kind: type[Record], asked: Sequence[Field]) -> str:
    """A verb on a record of that kind, with what it must know; else with the first it may."""
    words = [_word(field) for field in asked if field.required]
    if not words and asked:
        words = [f"--{asked[0].name} {_word(asked[0])}"]
    on = f"{Run.LETTER}12 3" if kind is Check else f"{kind.LETTER}4"
    return " ".join([short, on, *words])


def _word(field: Field) -> str:
    if field.arg.choices:
        return field.arg.choices[0]
    return _BY_NAME.get(field.name) or _WORDS[field.arg.what]
