"""One table as layers: what a snapshot holds, what the journal changed since, what a transaction
is about to change. Each layer answers for itself and asks the one below for the rest.
"""

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from data.store.entry import decode_document
from data.store.search import Search

Value = str | int | None
"""What a kept index can look up. A missing field counts as None."""


class Layer(Protocol):
    """A table's documents, seen from this height. Ids ascend everywhere."""

    @property
    def next_id(self) -> int:
        """The number the next new document gets; never used before."""
        ...

    def raw(self, id: int) -> bytes | None:
        """The document's JSON."""
        ...

    def ids(self) -> list[int]:
        """Every document's id, in a list of the caller's own."""
        ...

    def lookup(self, field: str, value: Value) -> list[int]:
        """The ids of the documents whose `field` is `value`."""
        ...

    def index(self, field: str) -> dict[Value, list[int]]:
        """The whole index of `field`."""
        ...

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Every document with its id."""
        ...

    def some(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Those of the documents with these ids, ascending, that there are."""
        ...

    def search(self, search: Search) -> Iterator[tuple[int, bytes]]:
        """Every document that `search` is for, with its id, as of the moment of this call."""
        ...


class Nothing:
    """The lowest layer of a table that no snapshot holds."""

    next_id = 1

    def raw(self, id: int) -> bytes | None:
        """There is none."""
        return None

    def ids(self) -> list[int]:
        """None."""
        return []

    def lookup(self, field: str, value: Value) -> list[int]:
        """None."""
        return []

    def index(self, field: str) -> dict[Value, list[int]]:
        """Empty."""
        return {}

    def items(self) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())

    def some(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())

    def search(self, search: Search) -> Iterator[tuple[int, bytes]]:
        """None."""
        return iter(())


class Overlay:
    """Changed documents over another layer. A document in here hides the one below."""

    def __init__(self, below: Layer, keys: tuple[str, ...]) -> None:
        self.below = below
        self.keys = keys
        self.changed: dict[int, bytes | None] = {}
        self.next_id = below.next_id
        self._ids: list[int] | None = None
        self._index: dict[str, dict[Value, set[int]]] = {key: {} for key in keys}
        self._values: dict[int, list[tuple[str, Value]]] = {}

    def put(self, id: int, raw: bytes | None) -> None:
        """Keep the document's JSON; None removes it."""
        self._keep_ids(id, present=raw is not None)
        self.changed[id] = raw
        self.next_id = max(self.next_id, id + 1)
        for key, value in self._values.pop(id, ()):
            self._index[key][value].discard(id)
        if raw is not None and self.keys:
            self._values[id] = _values(raw, self.keys)
            for key, value in self._values[id]:
                self._index[key].setdefault(value, set()).add(id)

    def _keep_ids(self, id: int, *, present: bool) -> None:
        if self._ids is None:
            return
        at = bisect_left(self._ids, id)
        there = at < len(self._ids) and self._ids[at] == id
        if present and not there:
            self._ids.insert(at, id)
        elif there and not present:
            del self._ids[at]

    def raw(self, id: int) -> bytes | None:
        """The document's JSON."""
        try:
            return self.changed[id]
        except KeyError:
            return self.below.raw(id)

    def ids(self) -> list[int]:
        """Every document's id."""
        if self._ids is None:
            kept = [id for id in self.below.ids() if id not in self.changed]
            kept.extend(id for id, raw in self.changed.items() if raw is not None)
            kept.sort()
            self._ids = kept
        return self._ids.copy()

    def lookup(self, field: str, value: Value) -> list[int]:
        """The ids of the documents whose indexed `field` is `value`.

        Raises `ValueError` for a field that has no index: a screen must not scan by accident.
        """
        if field not in self._index:
            raise ValueError(f"no index is kept of {field!r}")
        found = [id for id in self.below.lookup(field, value) if id not in self.changed]
        for id in self._index[field].get(value, ()):
            insort(found, id)
        return found

    def index(self, field: str) -> dict[Value, list[int]]:
        """The whole index of `field`."""
        whole: dict[Value, list[int]] = {}
        for value, ids in self.below.index(field).items():
            if kept := [id for id in ids if id not in self.changed]:
                whole[value] = kept
        for value, added in self._index[field].items():
            if added:
                whole[value] = sorted([*whole.get(value, ()), *added])
        return whole

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Every document with its id."""
        below = ((id, raw) for id, raw in self.below.items() if id not in self.changed)
        mine = ((id, raw) for id, raw in sorted(self.changed.items()) if raw is not None)
        return heapq.merge(below, mine)

    def some(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Those of the documents with these ids, ascending, that there are."""
        below = self.below.some([id for id in ids if id not in self.changed])
        mine = ((id, raw) for id in ids if (raw := self.changed.get(id)) is not None)
        return heapq.merge(below, mine)

    def search(self, search: Search) -> Iterator[tuple[int, bytes]]:
        """Every document that `search` is for, with its id, as of the moment of this call."""
        changed = self.changed.copy()
        below = (each for each in self.below.search(search) if each[0] not in changed)
        mine = (
            (id, raw) for id, raw in sorted(changed.items()) if raw is not None and search.fits(raw)
        )
        return heapq.merge(below, mine)


def index_of(items: Iterable[tuple[int, bytes]], field: str) -> dict[Value, list[int]]:
    """The index of `field` over these documents."""
    index: dict[Value, list[int]] = {}
    for id, raw in items:
        value = decode_document(raw).get(field)
        if _indexable(value):
            index.setdefault(value, []).append(id)
    return index


def _values(raw: bytes, keys: tuple[str, ...]) -> list[tuple[str, Value]]:
    document = decode_document(raw)
    return [(key, document.get(key)) for key in keys if _indexable(document.get(key))]


def _indexable(value: object) -> bool:
    return value is None or (isinstance(value, (str, int)) and not isinstance(value, bool))
