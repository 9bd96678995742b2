"""TinyDB over the store: the same queries and tables, safe for several processes.

What stock TinyDB does by reading and writing the whole file, the table here does to the documents
concerned, in one transaction. A change too big for one line of the journal becomes several
entries, because TinyDB promises no all-or-nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import tinydb
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from data.clock import Clock, SystemClock
from data.errors import StoreBusy, Unkeepable
from data.identity import Author, author
from data.store.documents import Kept
from data.store.entry import decode_document
from data.store.files import beside
from data.store.store import Store
from data.store.transaction import Transaction

_Fields: TypeAlias = Mapping[Any, Any] | Callable[[MutableMapping[Any, Any]], None]


def open_tinydb(
    path: str | Path, *, by: Author | None = None, clock: Clock | None = None
) -> tinydb.TinyDB:
    """A TinyDB kept in the file `path`, which may be a workspace's `store.json`.

    The journal and the rest lie beside it. A file that stock TinyDB wrote is adopted. `by` is who
    its changes are recorded for; the process's own account if not given. Raises `StoreError`.
    """
    files = beside(Path(path))
    return TinyDB(
        Store.open_files(files, author=by or author(), clock=clock or SystemClock(), kept=Kept())
    )


class StoreStorage(Storage):
    """The whole content as one dict, for what goes past the tables; tables don't use it so."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._read_at: int | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything, decoded; None if there is no table."""
        self.store.catch_up()
        self._read_at = self.store.seq
        tables = {name: _keyed(self.store.items(name)) for name in self.store.tables()}
        return tables or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make everything as in `data`.

        Raises `StoreBusy` if somebody committed since it was read: this would undo their change.
        """
        with self.store.begin("tinydb.write", split=True) as transaction:
            if self._read_at not in (None, self.store.seq):
                raise StoreBusy("Somebody else wrote since you read; read again, then write.")
            for name in set(self.store.tables()) - data.keys():
                transaction.clear(name, drop=True)
            for name, table in data.items():
                self.make(transaction, name, {int(id): table[id] for id in table})
        self._read_at = None

    def make(self, transaction: Transaction, name: str, table: Mapping[int, Any]) -> None:
        """Make the table as given: no other documents, and there even if it has none."""
        for id in set(transaction.ids(name)) - table.keys():
            transaction.delete(name, id)
        for id, document in table.items():
            transaction.set(name, id, _plain(document))
        if not table and name not in self.store.tables():
            transaction.clear(name)

    def close(self) -> None:
        """Let the files go."""
        self.store.close()


class StoreTable(Table):
    """A table whose every change is a transaction on the documents it concerns."""

    _storage: StoreStorage
    _cached_at = -1

    def insert(self, document: Mapping[Any, Any]) -> int:
        """Insert a document; gives its id. Raises `ValueError` for an id that is taken."""
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[Any, Any]]) -> list[int]:
        """Insert documents; gives their ids. Raises `ValueError` for an id that is taken."""
        with self._change("insert") as transaction:
            return [self._insert(transaction, document) for document in documents]

    def _insert(self, transaction: Transaction, document: Mapping[Any, Any]) -> int:
        if not isinstance(document, Mapping):
            raise ValueError("Document is not a Mapping")
        if isinstance(document, self.document_class):
            id = document.doc_id
            if transaction.get(self.name, id) is not None:
                raise ValueError(f"Document with ID {id} already exists")
        else:
            id = transaction.new_id(self.name)
        transaction.set(self.name, id, _plain(document))
        return id

    def update(
        self,
        fields: _Fields,
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update the documents with these ids, or that match, or all; gives their ids."""
        with self._change("update") as transaction:
            return self._update(transaction, fields, self._found(transaction, cond, doc_ids))

    def _update(self, transaction: Transaction, fields: _Fields, ids: list[int]) -> list[int]:
        for id in ids:
            document = transaction.get(self.name, id) or {}
            if callable(fields):
                fields(document)
            else:
                document.update(fields)
            transaction.set(self.name, id, _plain(document))
        return ids

    def _found(
        self,
        transaction: Transaction,
        cond: QueryLike | None,
        doc_ids: Iterable[int] | None,
    ) -> list[int]:
        if doc_ids is not None:
            return [id for id in doc_ids if transaction.get(self.name, id) is not None]
        if cond is not None:
            return [id for id, document in transaction.items(self.name) if cond(document)]
        return transaction.ids(self.name)

    def update_multiple(self, updates: Iterable[tuple[_Fields, QueryLike]]) -> list[int]:
        """Update each document by the pairs whose query it matches; gives the ids."""
        pairs = list(updates)
        updated = []
        with self._change("update") as transaction:
            for id in transaction.ids(self.name):
                for fields, cond in pairs:
                    if cond(transaction.get(self.name, id) or {}):
                        updated += self._update(transaction, fields, [id])
        return updated

    def upsert(self, document: Mapping[Any, Any], cond: QueryLike | None = None) -> list[int]:
        """Update the documents that match, or insert one if none does; gives the ids."""
        doc_ids = [document.doc_id] if isinstance(document, self.document_class) else None
        if doc_ids is None and cond is None:
            raise ValueError(
                "If you don't specify a search query, you must specify a doc_id."
                " Hint: use a table.Document object."
            )
        with self._change("upsert") as transaction:
            if found := self._found(transaction, cond, doc_ids):
                return self._update(transaction, document, found)
            return [self._insert(transaction, document)]

    def remove(
        self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None
    ) -> list[int]:
        """Remove the documents with these ids, or that match; gives their ids."""
        if cond is None and doc_ids is None:
            raise RuntimeError("Use truncate() to remove all documents")
        with self._change("remove") as transaction:
            found = self._found(transaction, cond, doc_ids)
            for id in found:
                transaction.delete(self.name, id)
            return found

    def truncate(self) -> None:
        """Remove all documents; ids start at 1 again."""
        with self._change("truncate") as transaction:
            transaction.clear(self.name)
        self._next_id = None

    def get(  # type: ignore[override]  # one signature says what TinyDB's seven overloads do
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Document | list[Document] | None:
        """One document by its id or a query (None if there is none), or those with these ids."""
        self._storage.store.catch_up()
        if doc_id is not None:
            return self._document(doc_id)
        if doc_ids is not None:
            found = (self._document(id) for id in sorted(set(doc_ids)))
            return [document for document in found if document is not None]
        if cond is not None:
            return next((document for document in self if cond(document)), None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def _document(self, id: int) -> Document | None:
        raw = self._storage.store.raw(self.name, id)
        return None if raw is None else self.document_class(decode_document(raw), id)

    def search(self, cond: QueryLike) -> list[Document]:
        """The documents that match, from TinyDB's query cache if nothing changed since."""
        self._storage.store.catch_up()
        if self._cached_at != self._storage.store.seq:
            self.clear_cache()
            self._cached_at = self._storage.store.seq
        return super().search(cond)

    def __len__(self) -> int:
        """How many documents there are."""
        self._storage.store.catch_up()
        return len(self._storage.store.ids(self.name))

    def _read_table(self) -> dict[str, Mapping[Any, Any]]:
        self._storage.store.catch_up()
        return _keyed(self._storage.store.items(self.name))

    def _update_table(self, updater: Callable[[dict[int, Any]], None]) -> None:
        with self._change("update") as transaction:
            table: dict[int, Any] = dict(transaction.items(self.name))
            updater(table)
            self._storage.make(transaction, self.name, table)

    @contextmanager
    def _change(self, verb: str) -> Iterator[Transaction]:
        with self._storage.store.begin(f"tinydb.{verb}", split=True) as transaction:
            yield transaction
        self.clear_cache()


class TinyDB(tinydb.TinyDB):
    """TinyDB over a store."""

    table_class = StoreTable

    def __init__(self, store: Store) -> None:
        super().__init__(store, storage=StoreStorage)
        self._store = store

    def tables(self) -> set[str]:
        """The names of the tables there are."""
        self._store.catch_up()
        return set(self._store.tables())

    def drop_tables(self) -> None:
        """Remove all tables, for good."""
        self._drop(self.tables())

    def drop_table(self, name: str) -> None:
        """Remove the table, for good."""
        self._drop(self.tables() & {name})
        self._tables.pop(name, None)

    def _drop(self, names: set[str]) -> None:
        with self._store.begin("tinydb.drop") as transaction:
            for name in names:
                transaction.clear(name, drop=True)
        for name in names:
            self._tables.pop(name, None)


def _keyed(items: list[tuple[int, bytes]]) -> dict[str, Mapping[Any, Any]]:
    return {str(id): decode_document(raw) for id, raw in items}


def _plain(document: Mapping[Any, Any]) -> dict[str, Any]:
    """The document as it would come back from a JSON file."""
    try:
        plain: dict[str, Any] = json.loads(json.dumps(dict(document), allow_nan=False))
    except ValueError as error:
        raise Unkeepable(f"The document can't be kept as JSON: {error}.") from error
    return plain
