"""What somebody changed in a TinyDB file outside: found, field by field, and merged.

A file of ours says which entry it was made at, and TinyDB keeps that through every edit. So what
was changed in it is told from what was changed here since. A file that doesn't say so, or is of
another store, is compared with what is here now; what is missing from it says nothing then.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import msgspec

from data.errors import RefusalError, StoreDamaged
from data.store.entry import Change, Document, decode_document, encode_document
from data.store.stock import Tables, read_file
from data.store.store import Store
from data.store.transaction import Transaction, change_of


class Difference(msgspec.Struct, frozen=True):
    """What a file says otherwise."""

    since: int | None
    """The entry the file was made at; None: compared with what is here now."""
    changes: tuple[Change, ...]
    """From what was there then to what the file says."""
    missing: int = 0
    """How many documents of here aren't in a file that doesn't say when it was made."""


def difference(store: Store, path: Path) -> Difference:
    """What the file says otherwise than the store. Raises `RefusalError`, `StoreError`."""
    try:
        made, theirs = read_file(path)
    except StoreDamaged as error:
        raise RefusalError(str(error)) from None
    except OSError as error:
        raise RefusalError(f"{path.name} can't be compared: {error.strerror}.") from error
    if made is not None and store.seal_of(made.seq) == made.sum:
        if made.shape != store.shape:
            raise RefusalError(
                f"{path.name} was made before this workspace was upgraded, so what was changed in"
                " it can't be told any more. Nothing was changed."
            )
        return Difference(made.seq, tuple(_changes(_then(store, made.seq), theirs)))
    changes = tuple(_changes(_now(store), theirs))
    # It may never have had them: that isn't taking them away.
    said = tuple(change for change in changes if change.after is not None)
    return Difference(None, said, len(changes) - len(said))


def merge(transaction: Transaction, change: Change) -> Document | None:
    """The document as that change leaves what is here by now; None: it is gone, or wasn't there.

    Raises `ValueError`, with the reason, where somebody changed the same here since.
    """
    now = transaction.get(change.table, change.id)
    if change.before is None:
        if now not in (None, change.after):
            raise ValueError("there is another one of that number here by now")
        return change.after
    if now is None:
        if change.after is None:
            return None
        raise ValueError("it is gone by now")
    if change.after is None:
        if now != change.before:
            raise ValueError("it was changed here since")
        return None
    for field in change.before.keys() | change.after.keys():
        mine, was, theirs = (each.get(field) for each in (now, change.before, change.after))
        if mine not in (was, theirs):
            raise ValueError(f"its {field} was changed here since")
    kept = {field: value for field, value in now.items() if field not in change.before}
    return {**kept, **change.after}


def _changes(here: Tables, theirs: Tables) -> Iterator[Change]:
    for table in sorted(here.keys() | theirs.keys()):
        ours, others = here.get(table, {}), theirs.get(table, {})
        for id in sorted(ours.keys() | others.keys()):
            if ours.get(id) != others.get(id):
                change = change_of(table, id, _raw(ours.get(id)), _raw(others.get(id)))
                if change is not None:
                    yield change


def _raw(document: Document | None) -> bytes | None:
    return None if document is None else encode_document(document)


def _now(store: Store) -> dict[str, dict[int, Document]]:
    return {
        table: {id: decode_document(raw) for id, raw in store.items(table)}
        for table in store.tables()
    }


def _then(store: Store, seq: int) -> Tables:
    """The documents as they were at entry `seq`."""
    tables = defaultdict[str, dict[int, Document]](dict, _now(store))
    for entry in store.entries(newest_first=True, after=seq):
        if entry.cleared:
            raise RefusalError(
                f"{entry.cleared[0].table} was emptied here since that file was made, so what was"
                " changed in it can't be told any more. Nothing was changed."
            )
        for change in reversed(entry.changes):
            documents = tables[change.table]
            now = documents.pop(change.id, {})
            if change.before is not None:
                went = (change.after or {}).keys() - change.before.keys()
                kept = {field: value for field, value in now.items() if field not in went}
                documents[change.id] = {**kept, **change.before}
    return tables
