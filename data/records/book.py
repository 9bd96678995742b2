"""The book: typed records over the store. The only place where documents become structs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

from data.errors import NotFound, StoreDamaged
from data.records.base import Record, is_live
from data.records.revert import Left, revert
from data.store import Entry, Store, Transaction

R = TypeVar("R", bound=Record)


class Tx:
    """One transaction on fresh records. Whole or absent; the stamps are written here."""

    def __init__(self, raw: Transaction) -> None:
        self._raw = raw

    @property
    def at(self) -> datetime:
        """The instant this commit will carry, in UTC."""
        return self._raw.at

    @property
    def by(self) -> str:
        """The person committing."""
        return self._raw.author.name

    def get(self, kind: type[R], id: int) -> R | None:
        """The record as it is now, this transaction's own changes included."""
        document = self._raw.get(kind.TABLE, id)
        return None if document is None else _convert(kind, document)

    def need(self, kind: type[R], id: int) -> R:
        """The record as it is now. Raises `NotFound`."""
        record = self.get(kind, id)
        if record is None:
            raise NotFound(f"there is no {kind.LETTER}{id}")
        return record

    def find(self, kind: type[R], key: str, value: str | int) -> list[R]:
        """The records whose indexed field `key` has that value."""
        return [self.need(kind, id) for id in self._raw.lookup(kind.TABLE, key, value)]

    def all(self, kind: type[R]) -> list[R]:
        """Every record of that kind that isn't archived: for kinds of which there are few."""
        found = (_convert(kind, document) for _, document in self._raw.items(kind.TABLE))
        return [record for record in found if record.archived_at is None]

    def add(self, record: R) -> R:
        """Keep a new record; gives it back with its id and stamps."""
        stamped = msgspec.structs.replace(
            record,
            id=self._raw.new_id(type(record).TABLE),
            rev=1,
            created_at=self.at,
            created_by=self.by,
            updated_at=self.at,
            updated_by=self.by,
        )
        self._raw.set(stamped.TABLE, stamped.id, msgspec.to_builtins(stamped))
        return stamped

    def put(self, record: R) -> R:
        """Keep a changed record; gives it back with its new stamps. Nothing changed: no change."""
        before = self.need(type(record), record.id)
        return before if record == before else self.touch(record)

    def touch(self, record: R) -> R:
        """Stamp a record: it changed, or what belongs to it did in a document of its own."""
        stamped = msgspec.structs.replace(
            record, rev=record.rev + 1, updated_at=self.at, updated_by=self.by
        )
        self._raw.set(stamped.TABLE, stamped.id, msgspec.to_builtins(stamped))
        return stamped

    def revert(self, entry: Entry) -> list[Left]:
        """Take an entry back; gives what had to be left because it was changed since."""
        return revert(self._raw, entry)


class Book:
    """Reads are of the last `catch_up`; writes go through `begin`. Safe to use from two threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._read: defaultdict[str, dict[int, Record]] = defaultdict(dict)
        self._live: dict[str, list[int]] = {}
        """By table, the numbers of those that haven't ended, ascending; once asked for."""
        self._stirred: dict[str, set[int]] = {}
        """Those of these tables that may have ended, or begun, since."""
        self._sorting = Lock()
        self._news: list[Entry] = []
        self._keeping = Lock()
        self._round = 0
        """Goes up with each taking in, so that no reader keeps what is no longer so."""

    @property
    def seq(self) -> int:
        """The number of the newest change this book knows."""
        return self.store.seq

    def get(self, kind: type[R], id: int) -> R | None:
        """The record with that number, archived or not."""
        cached = self._read[kind.TABLE].get(id)
        if isinstance(cached, kind):
            return cached
        round = self._round
        raw = self.store.raw(kind.TABLE, id)
        if raw is None:
            return None
        record = _decode(kind, id, raw)
        if kind.REMEMBERED:
            self._keep([record], round)
        return record

    def all(self, kind: type[R]) -> list[R]:
        """Every record of that kind that isn't archived, in order of id."""
        return self._kept(kind, self.store.ids(kind.TABLE))

    def live(self, kind: type[R]) -> list[R]:
        """Those that aren't archived and haven't ended, in order of id; the others aren't read."""
        with self._sorting:
            return self._kept(kind, self._live_ids(kind))

    def _live_ids(self, kind: type[R]) -> list[int]:
        with self._keeping:
            stirred = self._stirred.get(kind.TABLE, set())
            self._stirred[kind.TABLE] = set()
        known = self._live.pop(kind.TABLE, None)  # a read that fails leaves nothing half known
        if known is None:
            found = (self.store.lookup(kind.TABLE, "status", status) for status in kind.LIVE)
            known = sorted(chain.from_iterable(found))
        elif stirred:
            begun = (each.id for each in self._kept(kind, sorted(stirred)) if is_live(each))
            known = sorted([*(id for id in known if id not in stirred), *begun])
        self._live[kind.TABLE] = known
        return known

    def find(self, kind: type[R], key: str, value: str | int | None) -> list[R]:
        """The records, not archived, whose indexed field `key` has that value, in order of id."""
        return self._kept(kind, self.store.lookup(kind.TABLE, key, value))

    def _kept(self, kind: type[R], ids: Sequence[int]) -> list[R]:
        """Of the records with these numbers, those that aren't archived."""
        known = cast(dict[int, R], self._read[kind.TABLE])  # kept by kind; no call for each record
        found = [known.get(id) for id in ids]
        if None in found:
            read = self._fetch(kind, [id for id in ids if id not in known])
            found = [known.get(id) or read.get(id) for id in ids]
        return [record for record in found if record is not None and record.archived_at is None]

    def _fetch(self, kind: type[R], ids: Sequence[int]) -> dict[int, R]:
        """Those of these records that there are, read together."""
        round = self._round
        raws = self.store.some(kind.TABLE, ids)
        found = {id: _decode(kind, id, raw) for id, raw in raws}
        if kind.REMEMBERED:
            self._keep(found.values(), round)
        return found

    def containing(self, kind: type[R], field: str, needles: Sequence[str]) -> Iterator[R]:
        """The records, not archived, whose text `field` has all the casefolded `needles`.

        Only what is given is decoded whole.
        """
        for id, raw in self.store.search(kind.TABLE, field, needles):
            record = _decode(kind, id, raw)
            if record.archived_at is None:
                yield record

    @contextmanager
    def begin(self, verb: str, *, undoes: int | None = None) -> Iterator[Tx]:
        """One transaction: locks, catches up, commits at the end, or nothing if it raises.

        `undoes` is the number of the entry this one takes back. Raises `StoreBusy`,
        `StoreReadOnly`.
        """
        try:
            with self.store.begin(verb, undoes=undoes) as raw:
                yield Tx(raw)
        finally:
            self._take_in()

    def refresh(self) -> None:
        """Read what was committed since, by anyone."""
        self.store.catch_up()
        self._take_in()

    def catch_up(self) -> list[Entry]:
        """Refresh; gives the entries not given before, oldest first.

        Own commits are among them, so that a screen has one way to learn of any change.
        """
        self.refresh()
        with self._keeping:
            news, self._news = self._news, []
        return news

    def _take_in(self) -> None:
        with self._keeping:
            self._round += 1
            for entry in self.store.drain():
                self._news.append(entry)
                for change in entry.changes:
                    self._read[change.table].pop(change.id, None)
                    if change.table in self._stirred:
                        self._stirred[change.table].add(change.id)

    def _keep(self, records: Iterable[Record], round: int) -> None:
        """Remember what was read in that round, unless something was taken in since."""
        with self._keeping:
            if round == self._round:
                for record in records:
                    self._read[record.TABLE][record.id] = record


def _decode(kind: type[R], id: int, raw: bytes) -> R:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise StoreDamaged(f"{kind.TABLE} {id} can't be read: {error}") from error


def _convert(kind: type[R], document: dict[str, Any]) -> R:
    try:
        return msgspec.convert(document, type=kind)
    except msgspec.ValidationError as error:
        raise StoreDamaged(f"{kind.TABLE} {document.get('id')} can't be read: {error}") from error
