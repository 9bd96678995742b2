"""The state: every table as the snapshot and the journal make it."""

from collections.abc import Mapping

import msgspec

from data.store.entry import Change, Document, Entry, decode_document, encode_json
from data.store.layers import Layer, Nothing, Overlay

HEADER = "_spotlight"
"""The table a snapshot keeps for itself. It is hidden, and nobody else may use its name."""

Fields = Mapping[str, tuple[str, ...]]
"""By table, some of its fields."""


class Kept(msgspec.Struct, frozen=True):
    """What is kept beside the documents, so that finding some of them doesn't read them all."""

    keys: Fields = {}
    """Fields of which the documents with a certain value are looked up."""
    texts: Fields = {}
    """Fields in which words are searched."""


_MISSING = object()


class Documents:
    """All tables. Reads go to a table's top layer; changes come in as journal entries."""

    def __init__(self, below: Mapping[str, Layer], kept: Kept) -> None:
        self.kept = kept
        self._tables = {name: self._over(name, layer) for name, layer in below.items()}

    def tables(self) -> list[str]:
        """The tables there are, empty ones too, in order of name."""
        return sorted(self._tables)

    def table(self, name: str) -> Overlay:
        """The table; an empty one if there is none of that name."""
        return self._tables.get(name) or self._empty(name)

    def _empty(self, name: str) -> Overlay:
        return self._over(name, Nothing())

    def _over(self, name: str, layer: Layer) -> Overlay:
        return Overlay(layer, self.kept.keys.get(name, ()))

    def count(self) -> int:
        """How many documents there are in all."""
        return sum(len(table.ids()) for table in self._tables.values())

    def apply(self, entry: Entry) -> None:
        """Take in one entry, whole.

        Raises `ValueError`, and takes in nothing, when it doesn't fit what is here.
        """
        cleared = {each.table for each in entry.cleared}
        results = [
            (change, self._result(change, fresh=change.table in cleared))
            for change in entry.changes
        ]
        for each in entry.cleared:
            self._tables[each.table] = self._empty(each.table)
            if each.dropped:
                del self._tables[each.table]
        for change, document in results:
            if change.table not in self._tables:
                self._tables[change.table] = self._empty(change.table)
            raw = None if document is None else encode_json(document)
            self._tables[change.table].put(change.id, raw)

    def _result(self, change: Change, *, fresh: bool) -> Document | None:
        raw = None if fresh else self.table(change.table).raw(change.id)
        name = f"{change.table} {change.id}"
        if change.before is None:
            if raw is not None:
                raise ValueError(f"it creates {name}, which is there already")
            return change.after
        if raw is None:
            raise ValueError(f"it changes {name}, which isn't there")
        document = decode_document(raw)
        if change.after is None:
            if document != change.before:
                raise ValueError(f"it removes {name}, which is not as it says")
            return None
        for field in change.before.keys() | change.after.keys():
            if document.get(field, _MISSING) != change.before.get(field, _MISSING):
                raise ValueError(f"it changes {field} of {name}, which is not as it says")
        for field in change.before.keys() - change.after.keys():
            del document[field]
        document.update(change.after)
        return document
