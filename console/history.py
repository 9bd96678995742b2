"""What was done, in words, and taking it back.

`u` takes back the newest entry of this session that stands, again and again; `U` puts back what
was taken back. Both are entries of their own, so that nothing vanishes from the history.
"""

from datetime import timedelta

import msgspec

from console.desk import KINDS, Desk
from console.table import VERBS
from data.errors import RefusalError
from data.records.notes import Note
from data.records.revert import Left
from data.store import Change, Entry

PAST = {
    "imports.import": "imported",
    "imports.reject": "rejected",
    "people.seen": "came in",
    "history.undo": "took back",
    "history.redo": "put back",
}
"""Words for entries that are no person's verb."""

LETTERS = {kind.TABLE: kind.LETTER for kind in KINDS}


class TakenBack(msgspec.Struct, frozen=True):
    """What an undo or redo did."""

    entry: Entry
    """The entry that was taken back or put back."""
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
    return _revert(desk, "history.undo", entry)


def redo(desk: Desk) -> TakenBack:
    """Put back what `undo` last took back. Raises `RefusalError` when there is nothing."""
    _, undone = _stacks(desk, any_session=False)
    if not undone:
        raise RefusalError("nothing to put back")
    return _revert(desk, "history.redo", undone[-1])


def newest_standing(desk: Desk, *, any_session: bool) -> Entry | None:
    """The entry that `undo` would take back."""
    standing, _ = _stacks(desk, any_session=any_session)
    return standing[-1] if standing else None


def older_than(entry: Entry, desk: Desk, age: timedelta) -> bool:
    """Whether an entry is so old that taking it back should be asked for."""
    return desk.clock.now() - entry.at > age


def _stacks(desk: Desk, *, any_session: bool) -> tuple[list[Entry], list[Entry]]:
    """My entries that stand, and my undos that could be put back, each oldest first."""
    standing: dict[int, Entry] = {}
    undone: dict[int, Entry] = {}
    after = 0 if any_session else desk.opened_at
    for entry in desk.book.store.entries(after=after):
        if entry.by != desk.me.name or not (any_session or entry.session == desk.me.session):
            continue
        if entry.undoes is None:
            if (verb := VERBS.get(entry.verb)) and verb.undo != "never":
                standing[entry.seq] = entry
                undone.clear()
        elif standing.pop(entry.undoes, None) is not None:
            undone[entry.seq] = entry
        elif undone.pop(entry.undoes, None) is not None:
            standing[entry.seq] = entry
    return list(standing.values()), list(undone.values())


def _revert(desk: Desk, verb: str, entry: Entry) -> TakenBack:
    with desk.book.begin(verb, undoes=entry.seq) as tx:
        left = tx.revert(entry)
        if len(left) == len(entry.changes):
            raise RefusalError(f"{_left(left[0])}: {sentence(entry)} stays as it is")
    return TakenBack(entry, tuple(_left(one) for one in left))


def _left(left: Left) -> str:
    name = f"{LETTERS.get(left.table) or left.table + ' '}{left.id}"
    if not left.fields:
        return f"{name} is gone"
    return f"somebody changed {' and '.join(left.fields)} of {name} since"
