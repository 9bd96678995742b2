"""The index beside a snapshot: where each document lies, and who has which value of a key.

A sealed JSON line says which snapshot it is of and where its sections are; the sections follow,
as the machine's own arrays. They are read when first asked for, each with its checksum. An index
is never needed: a snapshot is scanned when it has none that fits.
"""

import zlib
from array import array
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path

import msgspec

from data.store import disk
from data.store.entry import encode_json, seal, unseal
from data.store.layers import Value


class Identity(msgspec.Struct, frozen=True):
    """Which snapshot an index is of."""

    size: int
    mtime_ns: int
    seq: int
    crc: str


class Section(msgspec.Struct, frozen=True):
    """A part of the index file: `at` bytes after the first line."""

    at: int
    size: int
    crc: int


class _Head(msgspec.Struct, frozen=True):
    of: Identity
    tables: dict[str, Section]
    keys: dict[str, dict[str, Section]]


class Spans:
    """Where the documents of one table lie in the snapshot, in order of id (and of place)."""

    def __init__(self) -> None:
        self.ids = array("q")
        self.offsets = array("q")
        self.lengths = array("I")
        self.crcs = array("I")

    def add(self, id: int, offset: int, raw: bytes) -> None:
        """One more document, at `offset`."""
        self.ids.append(id)
        self.offsets.append(offset)
        self.lengths.append(len(raw))
        self.crcs.append(zlib.crc32(raw))

    def extend(self, other: "Spans", low: int, high: int, moved: int) -> None:
        """The documents `low` to `high` of `other`, `moved` bytes on."""
        self.ids.extend(other.ids[low:high])
        self.offsets.extend(array("q", [at + moved for at in other.offsets[low:high]]))
        self.lengths.extend(other.lengths[low:high])
        self.crcs.extend(other.crcs[low:high])

    def find(self, id: int) -> int | None:
        """The position of the document."""
        at = bisect_left(self.ids, id)
        return at if at < len(self.ids) and self.ids[at] == id else None

    def pack(self) -> bytes:
        """As a section."""
        return b"".join(
            part.tobytes() for part in (self.ids, self.offsets, self.lengths, self.crcs)
        )

    @classmethod
    def unpack(cls, data: bytes) -> "Spans":
        """From a section."""
        spans = cls()
        count = len(data) // 24
        spans.ids.frombytes(data[: 8 * count])
        spans.offsets.frombytes(data[8 * count : 16 * count])
        spans.lengths.frombytes(data[16 * count : 20 * count])
        spans.crcs.frombytes(data[20 * count :])
        return spans


class KeyIndex:
    """For each value of a key, the ids that have it."""

    def __init__(self, values: list[Value], counts: "array[int]", ids: "array[int]") -> None:
        self._values = values
        self._counts = counts
        self._ids = ids
        self._slots = {value: slot for slot, value in enumerate(values)}
        self._ends = list(accumulate(counts))

    @classmethod
    def of(cls, index: dict[Value, list[int]]) -> "KeyIndex":
        """From a plain dict."""
        counts = array("I", [len(ids) for ids in index.values()])
        return cls(list(index), counts, array("q", [id for ids in index.values() for id in ids]))

    def lookup(self, value: Value) -> list[int]:
        """The ids that have the value, ascending."""
        slot = self._slots.get(value)
        return [] if slot is None else self._of(slot)

    def whole(self) -> dict[Value, list[int]]:
        """As a plain dict."""
        return {value: self._of(slot) for value, slot in self._slots.items()}

    def _of(self, slot: int) -> list[int]:
        end = self._ends[slot]
        return self._ids[end - self._counts[slot] : end].tolist()

    def pack(self) -> bytes:
        """As a section: the values as a line of JSON, the counts, the ids."""
        return encode_json(self._values) + b"\n" + self._counts.tobytes() + self._ids.tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> "KeyIndex":
        """From a section."""
        end = data.index(b"\n")
        values = msgspec.json.decode(data[:end], type=list[Value])
        counts, ids = array("I"), array("q")
        counts.frombytes(data[end + 1 : end + 1 + 4 * len(values)])
        ids.frombytes(data[end + 1 + 4 * len(values) :])
        return cls(values, counts, ids)


class IndexFile:
    """An index on disk, read section by section. Raises `ValueError` where a seal doesn't fit."""

    def __init__(self, fd: int, start: int, head: _Head) -> None:
        self._fd = fd
        self._start = start
        self._head = head

    @classmethod
    def open(cls, fd: int, identity: Identity) -> "IndexFile":
        """The index in this file. Raises `ValueError` if it isn't of that snapshot."""
        line = disk.first_line(fd)
        unseal(line[:-1])
        try:
            head = msgspec.json.decode(line, type=_Head)
        except msgspec.DecodeError as error:
            raise ValueError("it isn't an index") from error
        if head.of != identity:
            raise ValueError("it is of another snapshot")
        return cls(fd, len(line), head)

    def tables(self) -> list[str]:
        """The tables in it."""
        return list(self._head.tables)

    def spans(self, table: str) -> Spans:
        """Where the table's documents lie."""
        return Spans.unpack(self._section(self._head.tables[table]))

    def key(self, table: str, field: str) -> KeyIndex | None:
        """The index of a key; None if it isn't kept here."""
        section = self._head.keys.get(table, {}).get(field)
        return None if section is None else KeyIndex.unpack(self._section(section))

    def _section(self, section: Section) -> bytes:
        data = disk.read_at(self._fd, section.size, self._start + section.at)
        if zlib.crc32(data) != section.crc:
            raise ValueError("a part of it is damaged")
        return data


def write(
    path: Path,
    identity: Identity,
    tables: dict[str, Spans],
    keys: dict[str, dict[str, KeyIndex]],
) -> None:
    """Write an index as a new file, and wait until it is on the disk."""
    parts: list[bytes] = []
    end = 0

    def section(data: bytes) -> Section:
        nonlocal end
        parts.append(data)
        end += len(data)
        return Section(end - len(data), len(data), zlib.crc32(data))

    head = _Head(
        identity,
        {name: section(spans.pack()) for name, spans in tables.items()},
        {
            table: {field: section(key.pack()) for field, key in fields.items()}
            for table, fields in keys.items()
        },
    )
    with disk.closing(disk.create(path)) as fd:
        disk.write_all(fd, seal(encode_json(head)))
        for data in parts:
            disk.write_all(fd, data)
        disk.sync(fd)
