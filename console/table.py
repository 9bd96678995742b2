"""The table: every verb and every list, by name. What anybody can do is in here once."""

import re
from typing import Any

from console import (
    actions,
    backlog,
    blocking,
    clients,
    creators,
    escalating,
    handover,
    imports,
    inbox,
    incidents,
    macros,
    merging,
    people,
    qa,
    routing,
    samples,
    slots,
    tickets,
    views,
)
from console.desk import AnyVerb, Desk
from console.kinds import LETTERS
from console.query import Listing
from console.today import LIST as TODAY
from data.errors import NotFound, UsageError
from data.records.base import Record
from data.records.creators import Creator
from data.records.people import Person
from data.records.views import SavedView

_LIKE_AN_ID = re.compile(r"[A-Za-z]{1,3}[0-9.]+", re.ASCII)

VERBS: dict[str, AnyVerb] = {
    verb.id: verb
    for module in (
        inbox,
        macros,
        merging,
        blocking,
        escalating,
        incidents,
        tickets,
        actions,
        qa,
        clients,
        creators,
        samples,
        imports,
        views,
        routing,
        slots,
        people,
        handover,
    )
    for verb in module.VERBS
}
"""Every verb by its id."""

LISTINGS: dict[str, Listing[Any]] = {
    listing.name: listing
    for listing in (
        inbox.LIST,
        backlog.LIST,
        actions.LIST,
        qa.LIST,
        clients.LIST,
        creators.LIST,
        samples.LIST,
        imports.LIST,
        incidents.LIST,
        people.LIST,
        views.LIST,
    )
}
"""Every list by its name."""

ASKED: dict[str, Listing[Any]] = {TODAY.name: TODAY, **LISTINGS}
"""What a query, and so a saved view, can be of: Today and every list."""

SHORT = dict.fromkeys(verb.short for verb in VERBS.values() if not verb.creates).keys()
"""What can be typed as a command on a record: `claim`, `done`, …"""


def verbs_of(kind: type[Record]) -> list[AnyVerb]:
    """The verbs that act on or make that kind, in the order they were declared."""
    return [verb for verb in VERBS.values() if verb.kind is kind]


def verb_for(short: str, record: Record) -> AnyVerb:
    """The verb of that short name for that record. Raises `UsageError` naming those it has."""
    return _verb(short, type(record), record.ref, "it has")


def verb_over(short: str, listing: Listing[Any]) -> AnyVerb:
    """The verb of that short name for many records of that list. Raises `UsageError`."""
    verb = _verb(short, listing.kind, listing.name, "they have")
    if not verb.bulk:
        raise UsageError(f"{short} goes one at a time: spotlight {short} ID.")
    return verb


def _verb(short: str, kind: type[Record], of: str, has: str) -> AnyVerb:
    own = [verb for verb in verbs_of(kind) if not verb.creates]
    for verb in own:
        if verb.short == short:
            return verb
    names = ", ".join(verb.short for verb in own) or "nothing"
    raise UsageError(f"{of} can't be “{short}”; {has} {names}.")


def creator_of(listing: Listing[Any]) -> AnyVerb | None:
    """The verb behind `n` and `spotlight LIST new`."""
    return next((verb for verb in verbs_of(listing.kind) if verb.creates), None)


def find(desk: Desk, ref: str, kind: type[Record] | None = None) -> Record:
    """The record a typed id (`A31`), a @handle, a person's or a client's short name means.

    Where only one `kind` can be meant, a bare name is one of those. Raises `NotFound`.
    """
    number = ref[1:].replace(".", "", 1)  # `Q12.3` is an item of Q12
    if ref[:1].upper() in LETTERS and number.isascii() and number.isdigit():
        return desk.record(ref)
    if ref.startswith("@") and kind is not SavedView:
        return desk.creator(ref)
    if kind is SavedView:
        return views.named(desk, ref)
    if kind is Creator:
        return desk.creator(ref)
    if named := desk.book.find(Person, "name", ref.casefold()):
        return named[0]
    try:
        return desk.client(ref)
    except NotFound:
        if _LIKE_AN_ID.fullmatch(ref):
            raise NotFound(f"no record has such an id as {ref}; those look like A31.") from None
        raise
