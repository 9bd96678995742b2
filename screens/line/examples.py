"""An example for each command of the line mode, held by a test to what the commands take."""

from collections.abc import Mapping
from typing import Any

from console.args import Field, What, fields
from console.desk import AnyVerb
from console.query import Listing
from console.table import LISTINGS
from data.records.people import Person
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
    "where": "where @glowbylena",
    "payout": "payout aurora-skin 2026-11-02 --refunded 30",
    "log": "log A4 --since 2d",
    "undo": "undo --yes",
    "redo": "redo",
    "replies": "replies ad-code --for C4",
    "macros": "macros ad-code --for C4",
    "playbook": "playbook sample",
    "clocks": "clocks C4",
    "find": "find 'size chart'",
    "handover": "handover jo",
}
"""By name, without the word `spotlight`."""

_OF_WHAT: Mapping[What, str] = {
    "person": "jo",
    "client": "aurora-skin",
    "date": "fri",
    "market": "US",
    "dates": "day-first",
    "ref": "C2",
    "handle": "@glowbylena",
    "creator": "@glowbylena",
    "wake": "fri",
    "checklist": "promo",
    "path": "README.md",
    "routing": "load",
    "pasted": "'lena: when does it come?'",
    "count": "412k",
}
_OF_FIELD: Mapping[str, str] = {
    "title": "'fix 14 titles'",
    "clients.title": "'Aurora Skin'",
    "qa.title": "'Black Friday deal'",
    "tickets.title": "'commission of order 5'",
    "creators.name": "Lena",
    "creators.block.reason": "'the brand asked for it'",
    "creators.merge.into": "K3",
    "inbox.split.message": "G12",
    "incident": "X2",
    "incidents.title": "'codes of Friday fail'",
    "notice": "'Hi {creator}, the code works again.'",
    "level": "lead",
    "ask": "'may we pay her ourselves?'",
    "tag": "vegan",
    "product": "'Glow Serum'",
    "tracking": "9400111899223",
    "carrier": "USPS",
    "link": "https://www.tiktok.com/@glowbylena/video/7590000000000000001",
    "samples.appeal.reason": "'the bottle came broken'",
    "topic": "sample",
    "text": "'6 of 14 done'",
    "inbox.text": "'she asks for two days more'",
    "inbox.note.text": "'asked the warehouse'",
    "inbox.paste.text": "'lena: when does it come?'",
    "inbox.reply.text": "'It left our warehouse today.'",
    "inbox.tag.tag": "vip",
    "inbox.untag.tag": "vip",
    "inbox.macro.macro": "thanks",
    "inbox.received.text": "'Where is my sample?'",
    "tickets.note.text": "'two of three are paid'",
    "outcome": "'paid on the 20th'",
    "waiting_on": "platform",
    "priority": "high",
    "evidence": "'seen in Seller Center'",
    "reason": "'sold out until January'",
    "qa.fail.reason": "'11.90 is under the floor'",
    "qa.void.reason": "'the promo was called off'",
    "qa.skip.reason": "'no live is planned'",
    "imports.void.reason": '"it is another shop\'s"',
    "shop": "'Aurora Skin'",
    "name": "late",
    "views.rename.name": "overdue",
    "list": "actions",
    "query": "is:overdue",
}
"""By field, for a list or a verb of its own where the others' word makes no sense."""


def of_list(name: str, listing: Listing[Any]) -> str:
    """A query of that list."""
    states = [f"is:{state}" for state in listing.states][:1]
    return " ".join([name, *states])


def of_making(verb: AnyVerb) -> str:
    """The making of a record, with what it must have."""
    first, *rest = fields(verb.args)
    options = [f"--{field.name} {_word(verb, field)}" for field in rest if field.required]
    return " ".join([verb.id.replace(".", " "), _word(verb, first), *options])


def of_verb(verb: AnyVerb) -> str:
    """A verb on a record of its kind, with what it must know; else with the first it may."""
    asked = fields(verb.args)
    words = [_word(verb, field) for field in asked if field.required]
    if not words and asked:
        words = [f"--{asked[0].name} {_word(verb, asked[0])}"]
    return " ".join([verb.short, record_of(verb), *words])


def of_bulk(verb: AnyVerb) -> str:
    """A verb on all that a query picks."""
    asked = fields(verb.args)
    said = [field for field in asked if field.required] or asked[:1]
    options = [f"--{field.name} {_word(verb, field)}" for field in said]
    listing = LISTINGS[list_of(verb)]
    late = "is:overdue" if "overdue" in listing.states else ""
    query = late or listing.default or f"is:{next(iter(listing.states))}"
    return " ".join([verb.short, list_of(verb), query, *options])


def list_of(verb: AnyVerb) -> str:
    """The list of the records that the verb is for."""
    return verb.id.partition(".")[0]


def record_of(verb: AnyVerb) -> str:
    """A record that the verb is for, as it is typed."""
    if verb.kind is Person:
        return "jo"
    return f"{Run.LETTER}4 3" if verb.kind is Check else f"{verb.kind.LETTER}4"


def _word(verb: AnyVerb, field: Field) -> str:
    names = (f"{verb.id}.{field.name}", f"{list_of(verb)}.{field.name}", field.name)
    own = next((_OF_FIELD[name] for name in names if name in _OF_FIELD), None)
    if own is not None:
        return own
    return field.arg.choices[0] if field.arg.choices else _OF_WHAT[field.arg.what]
