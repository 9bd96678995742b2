"""One transaction: fresh documents under the lock, and what is to become of them."""

from datetime import datetime
from threading import RLock

from data.identity import Author
from data.store.documents import HEADER, Documents
from data.store.entry import (
    LONGEST,
    Change,
    Cleared,
    Document,
    Entry,
    decode_document,
    encode_document,
    encode_json,
)
from data.store.layers import Layer, Nothing, Overlay, Value

_ENVELOPE = 4096
"""Bytes of a line left for who, when and why."""


class Transaction:
    """Reads see its own changes; nobody else does before it is committed.

    `entry` is what was committed, once the block has ended; None if nothing changed.
    """

    def __init__(
        self, documents: Documents, lock: RLock, *, at: datetime, author: Author, verb: str
    ) -> None:
        self.at = at
        self.author = author
        self.verb = verb
        self.entry: Entry | None = None
        self.shape: int | None = None
        """The shape this gives all documents, when it does that (`data.records.migrations`)."""
        self._documents = documents
        self._lock = lock
        self._tables: dict[str, Overlay] = {}
        self._cleared: dict[str, Cleared] = {}

    def get(self, table: str, id: int) -> Document | None:
        """The document as it is now: a copy, free to change."""
        with self._lock:
            raw = self._read(table).raw(id)
        return None if raw is None else decode_document(raw)

    def ids(self, table: str) -> list[int]:
        """The ids of the table's documents, ascending."""
        with self._lock:
            return self._read(table).ids()

    def lookup(self, table: str, key: str, value: Value) -> list[int]:
        """The ids of the documents whose indexed field has that value, ascending."""
        with self._lock:
            return self._read(table).lookup(key, value)

    def items(self, table: str) -> list[tuple[int, Document]]:
        """Every document of the table, as a copy, with its id. Decodes the whole table."""
        with self._lock:
            return [(id, decode_document(raw)) for id, raw in self._read(table).items()]

    def new_id(self, table: str) -> int:
        """A number no document of the table has, had, or gets from another call."""
        with self._lock:
            overlay = self._write(table)
            overlay.next_id += 1
            return overlay.next_id - 1

    def set(self, table: str, id: int, document: Document) -> None:
        """Create the document, or replace it whole. Raises `Unkeepable`."""
        with self._lock:
            self._write(table).put(id, encode_document(document))

    def delete(self, table: str, id: int) -> None:
        """Remove the document, if it is there."""
        with self._lock:
            if self._read(table).raw(id) is not None:
                self._write(table).put(id, None)

    def clear(self, table: str, *, drop: bool = False) -> None:
        """Empty the table at a stroke, and start its ids at 1 again; `drop` removes it too.

        TinyDB's `truncate` and `drop_table`. The journal doesn't keep the documents that went,
        so this can't be undone.
        """
        self._cleared[table] = Cleared(table, drop)
        self._tables[table] = Overlay(Nothing(), self._documents.kept.keys.get(table, ()))

    def _read(self, table: str) -> Layer:
        return self._tables.get(table) or self._documents.table(table)

    def _write(self, table: str) -> Overlay:
        if table == HEADER:
            raise ValueError(f"the table {HEADER} belongs to the store")
        if table not in self._tables:
            below = self._documents.table(table)
            self._tables[table] = Overlay(below, below.keys)
        return self._tables[table]

    def cleared(self) -> tuple[Cleared, ...]:
        """The tables emptied whole."""
        return tuple(self._cleared.values())

    def changes(self) -> list[Change]:
        """What is different from before, document by document."""
        with self._lock:
            return [
                change
                for table, overlay in self._tables.items()
                for id, raw in overlay.changed.items()
                if (change := change_of(table, id, overlay.below.raw(id), raw)) is not None
            ]


def in_parts(changes: list[Change]) -> list[list[Change]]:
    """The changes in as few parts as fit into a line of the journal each; at least one part."""
    parts: list[list[Change]] = [[]]
    room = LONGEST - _ENVELOPE
    for change in changes:
        size = len(encode_json(change)) + 1
        if parts[-1] and size > room:
            parts.append([])
            room = LONGEST - _ENVELOPE
        parts[-1].append(change)
        room -= size
    return parts


def change_of(table: str, id: int, old: bytes | None, new: bytes | None) -> Change | None:
    """What is different between a document as it was and as it is; None: nothing."""
    if old == new:
        return None
    was = None if old is None else decode_document(old)
    now = None if new is None else decode_document(new)
    if was is None or now is None:
        return Change(table, id, was, now)
    fields = [field for field in {**was, **now} if _differs(field, was, now)]
    if not fields:
        return None
    return Change(
        table,
        id,
        {field: was[field] for field in fields if field in was},
        {field: now[field] for field in fields if field in now},
    )


def _differs(field: str, was: Document, now: Document) -> bool:
    if field not in was or field not in now:
        return True
    # Compared as JSON, because 1, 1.0 and True are equal in Python but not in a file.
    return encode_json(was[field]) != encode_json(now[field])
