"""The doctor on references: that every record that is named is there."""

from collections.abc import Iterator

from console.desk import Desk
from console.doctor.check import Check, number, some
from console.fields import other
from console.kinds import KINDS
from console.table import find
from data.errors import NotFound
from data.records.links import Link
from data.records.notes import Note


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
    """Fields that hold a number, by their index."""
    store = desk.book.store
    for kind in KINDS:
        for field in kind.KEYS:
            target = other(kind, field)
            if target is None:
                continue
            there = {None, *store.ids(target.TABLE)}
            for value, ids in store.index(kind.TABLE, field).items():
                if value not in there:
                    by = (
                        f"{kind.LETTER}{id}" if kind.LETTER else f"{kind.TABLE} {id}" for id in ids
                    )
                    yield from (f"{target.LETTER}{value} (by {name})" for name in by)


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
