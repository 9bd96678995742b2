"""The index beside a snapshot: where each document lies, who has which value of a key, and the
texts that words are searched in.

A sealed JSON line says which snapshot it is of and where its sections are; the sections follow.
They are read page by page, so that a full store opens as quickly as an empty one and takes no
memory. An index is never needed: a snapshot is scanned when it has none that fits.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from data.store import disk
from data.store.entry import encode_json, seal, unseal
from data.store.layers import Value
from data.store.pages import Page, Pages, Section, Sections

PAGE = 256
"""Documents in a page."""
KEY_PAGE = 256
"""Values and ids in a page of a key; a value with more has a page of its own."""


class Identity(msgspec.Struct, frozen=True):
    """Which snapshot an index is of."""

    size: int
    mtime_ns: int
    seq: int
    crc: str


class _Head(msgspec.Struct, frozen=True):
    of: Identity
    tables: dict[str, Section]
    keys: dict[str, dict[str, Section]]
    texts: dict[str, dict[str, Section]] = {}
    """Those of before version 0.4 have none."""


class Spans:
    """Where documents of one table lie in the snapshot, in order of id (and of place)."""

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

    def read(self, fd: int) -> Iterator[tuple[int, bytes | None]]:
        """Each document with its id, one at a time; None where it isn't as written."""
        for id, at, size, crc in zip(self.ids, self.offsets, self.lengths, self.crcs, strict=True):
            raw = disk.read_at(fd, size, at)
            yield id, raw if zlib.crc32(raw) == crc else None

    def near(self, id: int) -> "Spans":
        """The part in which the document would be: all is one part here."""
        return self

    def parts(self) -> "Iterator[Spans]":
        """All of it, part by part."""
        yield self

    def pages(self) -> Iterator[Page]:
        """As pages of a section."""
        for low in range(0, len(self.ids), PAGE):
            part = slice(low, low + PAGE)
            columns = (self.ids[part], self.offsets[part], self.lengths[part], self.crcs[part])
            yield self.ids[low], b"".join(column.tobytes() for column in columns)

    @classmethod
    def unpack(cls, page: bytes) -> "Spans":
        """From a page."""
        spans = cls()
        count = len(page) // 24
        spans.ids.frombytes(page[: 8 * count])
        spans.offsets.frombytes(page[8 * count : 16 * count])
        spans.lengths.frombytes(page[16 * count : 20 * count])
        spans.crcs.frombytes(page[20 * count :])
        return spans


class Places(Protocol):
    """Where all documents of a table lie, in memory or on disk.

    Raises `ValueError` where what is on disk is damaged.
    """

    def near(self, id: int) -> Spans:
        """The part in which the document would be."""
        ...

    def parts(self) -> Iterator[Spans]:
        """All of it, part by part."""
        ...


class SpanPages:
    """Where the documents of a table lie, read page by page."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._last = (-1, Spans())
        """The page read last: whoever reads one document often reads the next."""

    def near(self, id: int) -> Spans:
        """The page in which the document would be."""
        return self.page(self._pages.near(id)) if len(self._pages) else Spans()

    def parts(self) -> Iterator[Spans]:
        """All of it, page by page."""
        return map(self.page, range(len(self._pages)))

    def read(self, fd: int) -> Iterator[tuple[int, bytes | None]]:
        """Each document with its id, one at a time; None where it isn't as written."""
        for part in self.parts():
            yield from part.read(fd)

    def page(self, number: int) -> Spans:
        """That page of it."""
        last, spans = self._last  # both at once: a search reads in a thread of its own
        if last != number:
            spans = Spans.unpack(self._pages.read(number))
            self._last = (number, spans)
        return spans


class KeyPages:
    """For each value of a key, the ids that have it, read page by page."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._last: tuple[int, _KeyPage] | None = None
        """The page read last: who is asked for is often asked for again."""

    def lookup(self, value: Value) -> list[int]:
        """The ids that have the value, ascending. Raises `ValueError` if it is damaged."""
        if not len(self._pages):
            return []
        page = self._page(self._pages.near(_spot(value)))
        return page.ids(page.values.index(value)) if value in page.values else []

    def _page(self, number: int) -> "_KeyPage":
        last = self._last
        if last is None or last[0] != number:
            self._last = last = number, _KeyPage(self._pages.read(number))
        return last[1]

    def whole(self) -> dict[Value, list[int]]:
        """All of it. Raises `ValueError` if it is damaged."""
        pages = (_KeyPage(self._pages.read(number)) for number in range(len(self._pages)))
        return {value: page.ids(at) for page in pages for at, value in enumerate(page.values)}


class _KeyPage:
    """The values as a line of JSON, where each one's ids end, the ids."""

    def __init__(self, data: bytes) -> None:
        end = data.index(b"\n") + 1
        self.values = msgspec.json.decode(data[:end], type=list[Value])
        self._ends, self._ids = array("I"), array("q")
        self._ends.frombytes(data[end : end + 4 * len(self.values)])
        self._ids.frombytes(data[end + 4 * len(self.values) :])

    def ids(self, at: int) -> list[int]:
        """The ids of the value at that position."""
        return self._ids[self._ends[at - 1] if at else 0 : self._ends[at]].tolist()

    @staticmethod
    def pack(index: Mapping[Value, list[int]], values: list[Value]) -> bytes:
        """The page of these values."""
        ends, ids = array("I"), array("q")
        for value in values:
            ids.extend(index[value])
            ends.append(len(ids))
        return encode_json(values) + b"\n" + ends.tobytes() + ids.tobytes()


def _key_pages(index: Mapping[Value, list[int]]) -> Iterator[Page]:
    """An index as pages, in order of the values' spots; one spot is never parted."""
    spots = sorted(((_spot(value), value) for value in index), key=lambda each: each[0])
    values: list[Value] = []
    first, last, weight = 0, -1, 0
    for spot, value in spots:
        if weight >= KEY_PAGE and spot != last:
            yield first, _KeyPage.pack(index, values)
            values, weight = [], 0
        if not values:
            first = spot
        values.append(value)
        weight += 1 + len(index[value])
        last = spot
    if values:
        yield first, _KeyPage.pack(index, values)


def _spot(value: Value) -> int:
    """A number any process finds for the value."""
    return zlib.crc32(encode_json(value))


class IndexFile:
    """An index on disk. Raises `ValueError` where a checksum doesn't fit."""

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

    def whole(self) -> bool:
        """Whether every page of it can be read."""
        kept = (*self._head.keys.values(), *self._head.texts.values())
        sections = [*self._head.tables.values(), *(s for fields in kept for s in fields.values())]
        try:
            for section in sections:
                pages = Pages(self._fd, self._start, section)
                for number in range(len(pages)):
                    pages.read(number)
        except ValueError:
            return False
        return True

    def spans(self, table: str) -> SpanPages:
        """Where the table's documents lie."""
        return SpanPages(Pages(self._fd, self._start, self._head.tables[table]))

    def key(self, table: str, field: str) -> KeyPages | None:
        """The index of a key; None if it isn't kept here."""
        section = self._head.keys.get(table, {}).get(field)
        return None if section is None else KeyPages(Pages(self._fd, self._start, section))

    def texts(self, table: str, field: str) -> Pages | None:
        """The folded texts of a field, beside the table's pages of places; None: not kept here."""
        section = self._head.texts.get(table, {}).get(field)
        return None if section is None else Pages(self._fd, self._start, section)


def write(
    path: Path,
    identity: Identity,
    tables: Mapping[str, Spans],
    keys: Mapping[str, Mapping[str, Mapping[Value, list[int]]]],
    texts: Mapping[str, Mapping[str, Iterable[Page]]],
) -> None:
    """Write an index as a new file, and wait until it is on the disk."""
    sections = Sections()
    head = _Head(
        identity,
        {name: sections.add(spans.pages()) for name, spans in tables.items()},
        {
            table: {field: sections.add(_key_pages(key)) for field, key in fields.items()}
            for table, fields in keys.items()
        },
        {
            table: {field: sections.add(pages) for field, pages in fields.items()}
            for table, fields in texts.items()
        },
    )
    with disk.closing(disk.create(path)) as fd:
        disk.write_all(fd, seal(encode_json(head)))
        disk.write_all(fd, sections.bytes())
        disk.sync(fd)
