"""A snapshot: a plain TinyDB file, one document a line, read where it is needed.

The first line is a table of our own with the header; then comes each table's line, its
documents, and a closing brace. Nothing is mapped into memory: a map dies when somebody rewrites
the file in place.
"""

import weakref
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from data.errors import StoreDamaged, StoreTooNew
from data.identity import VERSION
from data.store import disk
from data.store.documents import HEADER
from data.store.entry import encode_json
from data.store.index import Identity, IndexFile, KeyIndex, Spans
from data.store.layers import Value, index_of

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
        self._spans: dict[str, Spans] = {}
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
            snapshot = cls(path, fd, _header(line))
        except (ValueError, StoreTooNew):
            disk.close(fd)
            raise
        if not snapshot._use(index) or prove:
            snapshot._spans = _scan(fd, len(line), snapshot.header)
            snapshot._names = list(snapshot._spans)
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

    def intact(self) -> bool:
        """Whether nobody wrote to the file since it was opened."""
        now, then = disk.status(self.fd), self._status
        return now.st_mtime_ns == then.st_mtime_ns and now.st_size == then.st_size

    def layers(self) -> "dict[str, SnapshotTable]":
        """Its tables."""
        return {name: SnapshotTable(self, name) for name in self._names}

    def spans(self, table: str) -> Spans:
        """Where the table's documents lie. Raises `StoreDamaged`."""
        if table not in self._spans and self._index is not None:
            try:
                self._spans[table] = self._index.spans(table)
            except ValueError as error:
                raise self.damaged(f"its index lies: {error}") from error
        return self._spans[table]

    def key(self, table: str, field: str) -> KeyIndex | None:
        """The kept index of a key, if there is one that can be read."""
        try:
            return None if self._index is None else self._index.key(table, field)
        except ValueError:
            return None

    def damaged(self, why: str) -> StoreDamaged:
        """The error for bytes that aren't what they were."""
        return StoreDamaged(f"{self.path.name} can't be read: {why}.")


class SnapshotTable:
    """One table of a snapshot: the lowest layer."""

    def __init__(self, snapshot: Snapshot, name: str) -> None:
        self._snapshot = snapshot
        self._name = name
        self._keys: dict[str, KeyIndex] = {}
        self.next_id = snapshot.header.next.get(name, 1)

    @property
    def spans(self) -> Spans:
        """Where its documents lie."""
        return self._snapshot.spans(self._name)

    def raw(self, id: int) -> bytes | None:
        """The document's JSON. Raises `StoreDamaged`."""
        spans = self.spans
        at = spans.find(id)
        if at is None:
            return None
        raw = disk.read_at(self._snapshot.fd, spans.lengths[at], spans.offsets[at])
        if zlib.crc32(raw) != spans.crcs[at]:
            raise self._damaged(id)
        return raw

    def _damaged(self, id: int) -> StoreDamaged:
        return self._snapshot.damaged(f"{self._name} {id} isn't as written")

    def ids(self) -> list[int]:
        """Every document's id."""
        return self.spans.ids.tolist()

    def lookup(self, field: str, value: Value) -> list[int]:
        """The ids of the documents whose `field` is `value`."""
        return self._key(field).lookup(value)

    def index(self, field: str) -> dict[Value, list[int]]:
        """The whole index of `field`."""
        return self._key(field).whole()

    def _key(self, field: str) -> KeyIndex:
        if field not in self._keys:
            kept = self._snapshot.key(self._name, field)
            self._keys[field] = kept or KeyIndex.of(index_of(self.items(), field))
        return self._keys[field]

    def items(self) -> Iterator[tuple[int, bytes]]:
        """Every document with its id, read a megabyte at a time. Raises `StoreDamaged`."""
        spans = self.spans
        low = 0
        while low < len(spans.ids):
            start = spans.offsets[low]
            high = bisect_right(spans.offsets, start + CHUNK, low)
            end = spans.offsets[high - 1] + spans.lengths[high - 1]
            data = disk.read_at(self._snapshot.fd, end - start, start)
            for at in range(low, high):
                offset = spans.offsets[at] - start
                raw = data[offset : offset + spans.lengths[at]]
                if zlib.crc32(raw) != spans.crcs[at]:
                    raise self._damaged(spans.ids[at])
                yield spans.ids[at], raw
            low = high

    def lines(self, low: int, high: int) -> tuple[int, Iterator[bytes]]:
        """The lines of documents `low` up to `high`: where they begin, and their bytes."""
        spans = self.spans
        start = spans.offsets[low] - len(line_of(spans.ids[low], b""))
        end = spans.offsets[high - 1] + spans.lengths[high - 1]
        return start, self._bytes(start, end)

    def _bytes(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, CHUNK):
            yield disk.read_at(self._snapshot.fd, min(CHUNK, end - at), at)


def line_of(id: int, raw: bytes) -> bytes:
    """A document's line, without what follows it."""
    return b'"%d":%b' % (id, raw)


def _header(line: bytes) -> Header:
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
                colon = line.index(b":")
                raw = line[colon + 1 :].removesuffix(b",")
                spans.add(int(line[1 : colon - 1]), offset + colon + 1, raw)
            elif line.startswith(b","):
                spans = tables[msgspec.json.decode(line[1:-2], type=str)] = Spans()
            offset += len(line) + 1
    if f"{crc:08x}" != header.crc:
        raise ValueError("its checksum doesn't fit")
    return tables
