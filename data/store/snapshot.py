"""A snapshot: a plain TinyDB file, one document a line, read where it is needed.

The first line is a table of our own with the header; then comes each table's line, its
documents, and a closing brace. Nothing is mapped into memory: a map dies when somebody rewrites
the file in place.
"""

import os
import weakref
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec

from data.errors import StoreDamaged, StoreTooNew
from data.identity import VERSION
from data.store import disk
from data.store.documents import HEADER
from data.store.entry import encode_json
from data.store.index import Identity, IndexFile, KeyPages, Places, Spans
from data.store.layers import Value, index_of
from data.store.search import Search
from data.store.texts import Texts

FORMAT = 1
CHUNK = 1 << 20
OPENING = b'{"%s":{"1":' % HEADER.encode()
"""How a snapshot of ours begins."""


class _Origin(msgspec.Struct, frozen=True):
    """As much of a header as every version of Spotlight can read."""

    format: int
    version: str = ""


class Header(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a snapshot says of itself. `crc` is of all bytes after the header's line."""

    format: int
    seq: int
    """The last entry it holds."""
    sum: str
    """The seal of that entry's line: the chain goes on from here."""
    at: datetime | None
    """When that entry was written."""
    crc: str
    next: dict[str, int]
    """By table, the next new document's id."""
    shape: int = 1
    """The shape its documents have."""
    version: str = ""
    """The Spotlight that wrote the last entry."""

    def line(self) -> bytes:
        """The snapshot's first line. As long whatever the checksum, so that it can come last."""
        return OPENING + encode_json(self) + b"}\n"


class Snapshot:
    """An open snapshot. It stays readable after a fold has put a newer one in its place."""

    def __init__(self, path: Path, fd: int, header: Header) -> None:
        self.path = path
        self.header = header
        self.fd = fd
        self._status = disk.status(fd)
        self._names: list[str] = []
        self._index: IndexFile | None = None
        self._scanned: dict[str, Spans] = {}
        weakref.finalize(self, disk.close, fd)

    @classmethod
    def open(cls, path: Path, index: Path, *, prove: bool = False) -> "Snapshot":
        """The snapshot at `path`, found through `index` if that fits, else read once through.

        With `prove` it is always read through, so its checksum is known to hold. Raises
        `FileNotFoundError`, `StoreTooNew`, and `ValueError` for a file that isn't a snapshot as
        we wrote it.
        """
        fd = disk.open_read(path)
        try:
            line = disk.first_line(fd)
            snapshot = cls(path, fd, read_header(line))
        except (ValueError, OSError, StoreTooNew):
            disk.close(fd)
            raise
        if not snapshot._use(index) or prove:
            snapshot._scanned = _scan(fd, len(line), snapshot.header)
            snapshot._names = list(snapshot._scanned)
        return snapshot

    def _use(self, path: Path) -> bool:
        try:
            fd = disk.open_read(path)
        except OSError:
            return False
        try:
            self._index = IndexFile.open(fd, self.identity())
        except ValueError:
            disk.close(fd)
            return False
        self._names = self._index.tables()
        weakref.finalize(self, disk.close, fd)
        return True

    def identity(self) -> Identity:
        """What an index of it has to say."""
        status, header = self._status, self.header
        return Identity(status.st_size, status.st_mtime_ns, header.seq, header.crc)

    def indexed(self) -> bool:
        """Whether there is an index of it, whole."""
        return self._index is not None and self._index.whole()

    def intact(self) -> bool:
        """Whether nobody wrote to the file since it was opened."""
        now, then = disk.status(self.fd), self._status
        return now.st_mtime_ns == then.st_mtime_ns and now.st_size == then.st_size

    def is_file(self, status: os.stat_result) -> bool:
        """Whether that is the file it reads."""
        return (status.st_dev, status.st_ino) == (self._status.st_dev, self._status.st_ino)

    def layers(self) -> "dict[str, SnapshotTable]":
        """Its tables."""
        return {name: SnapshotTable(self, name) for name in self._names}

    def places(self, table: str) -> Places:
        """Where the table's documents lie. Raises `ValueError` if the index is damaged."""
        if table in self._scanned or self._index is None:
            return self._scanned[table]
        return self._index.spans(table)

    def key(self, table: str, field: str) -> KeyPages | None:
        """The kept index of a key, if there is one that can be read."""
        try:
            return None if self._index is None else self._index.key(table, field)
        except ValueError:
            return None

    def texts(self, table: str, field: str) -> Texts | None:
        """The folded texts of a field, if they are kept and can be read."""
        with suppress(ValueError):
            if self._index is not None and (pages := self._index.texts(table, field)) is not None:
                return Texts(pages, self._index.spans(table))
        return None

    def damaged(self, why: str) -> StoreDamaged:
        """The error for bytes that aren't what they were."""
        return StoreDamaged(f"{self.path.name} can't be read: {why}.")


class SnapshotTable:
    """One table of a snapshot: the lowest layer."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self._snapshot = snapshot
        self._name = name
        self._known: Places | None = None
        self._keys: dict[str, KeyPages | None] = {}
        self._scanned: dict[str, dict[Value, list[int]]] = {}
        """The index of each key that none is kept of."""
        self._last: tuple[int | None, bytes] = (None, b"")
        """The document read last: a change reads it, compares with it and is applied to it."""
        self.next_id = snapshot.header.next.get(name, 1)

    @contextmanager
    def _places(self) -> Iterator[Places]:
        """Where its documents lie. An index that can't be read is damage, in words."""
        try:
            if self._known is None:
                self._known = self._snapshot.places(self._name)
            yield self._known
        except ValueError as error:
            raise self._snapshot.damaged(f"its index lies: {error}") from error

    def spans(self) -> Spans:
        """Where its documents lie, all of them at once: much, and only for who writes them anew."""
        whole = Spans()
        with self._places() as places:
            for part in places.parts():
                whole.extend(part, 0, len(part.ids), 0)
        return whole

    def raw(self, id: int) -> bytes | None:
        """The document's JSON. Raises `StoreDamaged`."""
        last, raw = self._last
        if last == id:
            return raw
        with self._places() as places:
            spans = places.near(id)
        at = spans.find(id)
        if at is None:
            return None
        raw = disk.read_at(self._snapshot.fd, spans.lengths[at], spans.offsets[at])
        if zlib.crc32(raw) != spans.crcs[at]:
            raise self._damaged(id)
        self._last = (id, raw)
        return raw

    def _damaged(self, id: int) -> StoreDamaged:
        return self._snapshot.damaged(f"{self._name} {id} isn't as written")

    def ids(self) -> list[int]:
        """Every document's id."""
        with self._places() as places:
            return [id for part in places.parts() for id in part.ids]

    def lookup(self, field: str, value: Value) -> list[int]:
        """The ids of the documents whose `field` is `value`."""
        if (kept := self._key(field)) is not None:
            with suppress(ValueError):  # the documents themselves know it, too
                return kept.lookup(value)
        return self._scan_key(field).get(value, [])

    def index(self, field: str) -> dict[Value, list[int]]:
        """The whole index of `field`."""
        if (kept := self._key(field)) is not None:
            with suppress(ValueError):
                return kept.whole()
        return self._scan_key(field)

    def _key(self, field: str) -> KeyPages | None:
        if field not in self._keys:
            self._keys[field] = self._snapshot.key(self._name, field)
        return self._keys[field]

    def _scan_key(self, field: str) -> dict[Value, list[int]]:
        if field not in self._scanned:
            self._scanned[field] = index_of(self.items(), field)
        return self._scanned[field]

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Every document with its id, read a megabyte at a time. Raises `StoreDamaged`."""
        with self._places() as places:
            for part in places.parts():
                yield from self._items(part, range(len(part.ids)))

    def some(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Those of the documents with these ids, ascending, that there are."""
        low = 0
        while low < len(ids):
            with self._places() as places:
                part = places.near(ids[low])
            high = max(low + 1, bisect_right(ids, part.ids[-1], low) if part.ids else 0)
            found = (part.find(id) for id in ids[low:high])
            yield from self._items(part, [at for at in found if at is not None])
            low = high

    def _items(self, spans: Spans, places: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The documents at these places, ascending."""
        offsets, lengths = spans.offsets, spans.lengths
        low = 0
        while low < len(places):
            start = offsets[places[low]]
            high = bisect_right(places, start + CHUNK, low, key=offsets.__getitem__)
            end = offsets[places[high - 1]] + lengths[places[high - 1]]
            data = disk.read_at(self._snapshot.fd, end - start, start)
            for at in places[low:high]:
                offset = offsets[at] - start
                raw = data[offset : offset + lengths[at]]
                if zlib.crc32(raw) != spans.crcs[at]:
                    raise self._damaged(spans.ids[at])
                yield spans.ids[at], raw
            low = high

    def search(self, search: Search) -> Iterator[tuple[int, bytes]]:
        """Every document that `search` is for, with its id. Raises `StoreDamaged`."""
        return ((id, raw) for id, raw in self._likely(search) if search.fits(raw))

    def _likely(self, search: Search) -> Iterator[tuple[int, bytes]]:
        """Those that its texts say; all, where it was read through as its index wasn't trusted."""
        texts = self._snapshot.texts(self._name, search.field)
        with self._places() as places:
            read_through = isinstance(places, Spans)
        if texts is None or read_through:
            return self.items()
        return self._having(texts, search)

    def _having(self, texts: Texts, search: Search) -> Iterator[tuple[int, bytes]]:
        with self._places():
            for spans, places in texts.having(search):
                yield from self._items(spans, places)

    def texts(self, field: str) -> list[bytes] | None:
        """Every document's text as it is searched, in order of id; None: they aren't kept."""
        texts = self._snapshot.texts(self._name, field)
        with suppress(ValueError):  # the documents themselves have them, too
            return None if texts is None else texts.lines()
        return None

    def lines(self, spans: Spans, low: int, high: int) -> tuple[int, Iterator[bytes]]:
        """The lines of documents `low` up to `high`: where they begin, and their bytes."""
        start = spans.offsets[low] - len(line_of(spans.ids[low], b""))
        end = spans.offsets[high - 1] + spans.lengths[high - 1]
        return start, self._bytes(start, end)

    def _bytes(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, CHUNK):
            yield disk.read_at(self._snapshot.fd, min(CHUNK, end - at), at)


def line_of(id: int, raw: bytes) -> bytes:
    """A document's line, without what follows it."""
    return b'"%d":%b' % (id, raw)


def _parsed(line: bytes) -> tuple[int, bytes]:
    """The id and the document of a line, with or without what follows it."""
    colon = line.index(b":")
    return int(line[1 : colon - 1]), line[colon + 1 :].removesuffix(b",")


def read_header(line: bytes) -> Header:
    """The header in a snapshot's first line. Raises `ValueError`, `StoreTooNew`."""
    if not line.startswith(OPENING):
        raise ValueError("it has no header of ours")
    try:
        origin = msgspec.json.decode(line[len(OPENING) : -2], type=_Origin)
        if origin.format > FORMAT:
            raise StoreTooNew(too_new(origin.version))
        header = msgspec.json.decode(line[len(OPENING) : -2], type=Header)
    except msgspec.DecodeError as error:
        raise ValueError("its header can't be read") from error
    if header.line() != line:
        raise ValueError("its header isn't as written")
    return header


def too_new(version: str) -> str:
    """What to say of a store that this version of Spotlight is too old for."""
    return (
        f"Spotlight {version or 'of a newer version'} wrote this workspace, and this is Spotlight"
        f" {VERSION}, which can't read it. Nothing was changed: update Spotlight, then start again."
    )


def _scan(fd: int, start: int, header: Header) -> dict[str, Spans]:
    """Find every document by reading the file through. Raises `ValueError` if it isn't whole."""
    tables: dict[str, Spans] = {}
    spans = Spans()
    offset, crc, rest = start, 0, b""
    while data := disk.read_at(fd, CHUNK, offset + len(rest)):
        crc = zlib.crc32(data, crc)
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b'"'):
                id, raw = _parsed(line)
                spans.add(id, offset + len(line_of(id, b"")), raw)
            elif line.startswith(b","):
                spans = tables[msgspec.json.decode(line[1:-2], type=str)] = Spans()
            offset += len(line) + 1
    if f"{crc:08x}" != header.crc:
        raise ValueError("its checksum doesn't fit")
    return tables
