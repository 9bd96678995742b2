"""What was done, in words, and taking it back.

`u` takes back the newest entry of this session that stands, again and again; `U` puts back what
was taken back. Both are entries of their own, so that nothing vanishes from the history.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

import msgspec

from console.desk import KINDS, Desk
from console.table import VERBS
from data.errors import NotFound, RefusalError
from data.records.base import Record
from data.records.clients import Client
from data.records.notes import Note
from data.records.people import Person
from data.records.revert import STAMPS, Left
from data.store import Change, Entry

R = TypeVar("R", bound=Record)

UNDO = "history.undo"
REDO = "history.redo"

PAST = {
    "imports.import": "imported",
    "imports.reject": "rejected",
    "people.seen": "came in",
    UNDO: "took back",
    REDO: "put back",
}
"""Words for entries that are no person's verb."""

LETTERS = {kind.TABLE: kind.LETTER for kind in KINDS}


class TakenBack(msgspec.Struct, frozen=True):
    """What an undo or redo did."""

    entry: Entry
    """What was taken back or put back: the entry of a verb."""
    left: tuple[str, ...]
    """Records left as they are because somebody changed them since, with the fields."""


def refs(entry: Entry) -> list[str]:
    """The typed ids of the records an entry is about, without those nobody names."""
    found = dict.fromkeys(ref for change in entry.changes if (ref := _ref(change)))
    return list(found)


def _ref(change: Change) -> str | None:
    if change.table == Note.TABLE:
        about = (change.after or change.before or {}).get("about")
        return about if isinstance(about, str) else None
    letter = LETTERS.get(change.table, "")
    return f"{letter}{change.id}" if letter else None


def sentence(entry: Entry) -> str:
    """An entry in words: `jo claimed A31`."""
    verb = VERBS.get(entry.verb)
    past = verb.past if verb else PAST.get(entry.verb, entry.verb)
    named = refs(entry)
    what = ", ".join(named[:3]) + (f" and {len(named) - 3} more" if len(named) > 3 else "")
    return f"{entry.by} {past} {what}".rstrip()


def undo(desk: Desk, *, any_session: bool = False) -> TakenBack:
    """Take back my newest entry that stands. Raises `RefusalError` when there is none.

    `any_session`: whichever session made it; a caller that sets it has asked the person first.
    """
    entry = newest_standing(desk, any_session=any_session)
    if entry is None:
        raise RefusalError("nothing of yours to take back in this session")
    return _revert(desk, UNDO, entry)


def redo(desk: Desk) -> TakenBack:
    """Put back what `undo` last took back. Raises `RefusalError` when there is nothing."""
    for entry in _mine(desk, any_session=False):
        if entry.verb == UNDO:
            return _revert(desk, REDO, entry)
        if entry.verb != REDO:  # what was done since stands on what was taken back
            break
    raise RefusalError("nothing to put back")


def newest_standing(desk: Desk, *, any_session: bool) -> Entry | None:
    """The entry that `undo` would take back."""
    mine = _mine(desk, any_session=any_session)
    return next((entry for entry in mine if entry.verb != UNDO), None)


def older_than(entry: Entry, desk: Desk, age: timedelta) -> bool:
    """Whether an entry is so old that taking it back should be asked for."""
    return desk.clock.now() - entry.at > age


def _mine(desk: Desk, *, any_session: bool) -> Iterator[Entry]:
    """My entries that can be undone or redone and weren't, newest first, undos among them."""
    reversed_by_me: set[int] = set()
    after = 0 if any_session else desk.opened_at
    for entry in desk.book.store.entries(newest_first=True, after=after):
        if entry.by != desk.me.name or not (any_session or entry.session == desk.me.session):
            continue
        if entry.undoes is not None:
            reversed_by_me.add(entry.undoes)
        verb = VERBS.get(entry.verb)
        if entry.seq in reversed_by_me or (verb and verb.undo == "never"):
            continue
        if verb or entry.verb in (UNDO, REDO):
            yield entry


def _revert(desk: Desk, verb: str, entry: Entry) -> TakenBack:
    with desk.book.begin(verb, undoes=entry.seq) as tx:
        left = tx.revert(entry)
        if len(left) == sum(change.table != Person.TABLE for change in entry.changes):
            raise RefusalError(f"{_left(left[0])}: {sentence(entry)} stays as it is")
    return TakenBack(_first(desk, entry), tuple(_left(one) for one in left))


def _first(desk: Desk, entry: Entry) -> Entry:
    """What was done at first, behind undos and redos of it."""
    while entry.undoes is not None:
        entry = next(iter(desk.book.store.entries(after=entry.undoes - 1)))
    return entry


def _left(left: Left) -> str:
    name = f"{LETTERS.get(left.table) or left.table + ' '}{left.id}"
    if not left.fields:
        return f"{name} is gone"
    return f"somebody changed {' and '.join(left.fields)} of {name} since"


def at_revision(desk: Desk, record: R, revision: int) -> R:
    """A record as it was at an earlier revision, from the history.

    Raises `NotFound` when it never was at that revision, or the history begins later.
    """
    if record.rev == revision:
        return record
    fields: dict[str, object] = {}
    for entry in desk.book.store.history(record.TABLE, record.id):
        for change in entry.changes:
            if (change.table, change.id) == (record.TABLE, record.id):
                fields |= change.after or {}
        if fields.get("rev") == revision:
            return msgspec.convert(fields, type(record))
    raise NotFound(f"{record.ref} is at revision {record.rev}; nothing is known of {revision}.")


def changed(entry: Entry, ref: str) -> list[str]:
    """What an entry changed of the record with that typed id, in words, a line a field."""
    lines = []
    for change in entry.changes:
        if _ref(change) != ref:
            continue
        before, after = change.before or {}, change.after or {}
        for field in [f for f in after if f not in STAMPS]:
            was, now = before.get(field), after[field]
            if change.table == Note.TABLE:
                lines += [f"{field}: {now}"] if field == "text" else []
            elif was is not None or now is not None:
                lines.append(f"{field}: {_word(field, was)} → {_word(field, now)}")
    return lines


def _word(field: str, value: object) -> str:
    if value is None:
        return "none"
    return f"{Client.LETTER}{value}" if field == "client" else str(value)
