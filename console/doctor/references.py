"""The doctor on references: that every record that is named is there."""

from collections.abc import Iterator

import msgspec

from console.desk import KINDS, Desk
from console.doctor.check import Check, number, some
from console.table import find
from data.errors import NotFound
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.links import Link
from data.records.notes import Note
from data.records.runs import Run

TARGETS: dict[str, type[Record]] = {
    "client": Client,
    "creator": Creator,
    "conversation": Conversation,
    "run": Run,
}
"""The kind a field's number is of."""


def look(desk: Desk) -> Iterator[Check]:
    """Whether anything points at a record that isn't there."""
    dangling = [*_numbers(desk), *_ids(desk)]
    if not dangling:
        yield Check("references", "ok", "every record that is named is there")
        return
    yield Check(
        "references",
        "warn",
        f"{number(dangling, 'record')} named that {'is' if len(dangling) == 1 else 'are'} not"
        f" there: {some(dangling)}",
        "`spotlight log` on the ids says when they went; `spotlight backup` keeps this as it is",
    )


def _numbers(desk: Desk) -> Iterator[str]:
    """Fields that hold a number, by their index: only where the sum is off is it looked closer."""
    store = desk.book.store
    for kind in KINDS:
        for field in (key for key in kind.KEYS if key in TARGETS):
            target = TARGETS[field]
            there = store.ids(target.TABLE)
            named = sum(len(store.lookup(kind.TABLE, field, value)) for value in (None, *there))
            if named < len(store.ids(kind.TABLE)):
                yield from _missing(desk, kind, field, target, frozenset(there))


def _missing(
    desk: Desk, kind: type[Record], field: str, target: type[Record], there: frozenset[int]
) -> Iterator[str]:
    for id, raw in desk.book.store.items(kind.TABLE):
        value = msgspec.json.decode(raw, type=dict[str, msgspec.Raw]).get(field)
        wanted = None if value is None else msgspec.json.decode(value)
        if wanted is not None and wanted not in there:
            name = f"{kind.LETTER}{id}" if kind.LETTER else f"{kind.TABLE} {id}"
            yield f"{target.LETTER}{wanted} (by {name})"


def _ids(desk: Desk) -> Iterator[str]:
    """What notes and links say, as people type it."""
    ends = [(f"note {note.id}", note.about) for note in desk.book.all(Note)]
    for link in desk.book.all(Link):
        ends += [(f"link {link.id}", end) for end in (link.one, link.other) if end]
    for name, ref in ends:
        try:
            find(desk, ref)
        except NotFound:
            yield f"{ref} (by {name})"
