"""Writing a snapshot and its index. What didn't change is copied as it is."""

import zlib
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

import msgspec

from data.store import disk, index
from data.store.documents import Documents
from data.store.entry import encode_json
from data.store.index import Identity, Spans
from data.store.layers import Overlay, Value
from data.store.pages import Page
from data.store.search import TextField, text_line
from data.store.snapshot import CHUNK, Header, SnapshotTable, line_of
from data.store.texts import text_pages


class Pressed(msgspec.Struct, frozen=True):
    """What was written."""

    documents: int
    bytes: int


def press(snapshot: Path, beside: Path | None, documents: Documents, header: Header) -> Pressed:
    """Write the documents as a new snapshot, and the index of it as a new file `beside`, if asked.

    Both are on the disk when this returns. `header` needs no checksum yet. Raises
    `FileExistsError`.
    """
    with disk.closing(disk.create_writable(snapshot)) as fd:
        body = _Body(fd, header.line())
        tables = {name: body.table(name, documents.table(name)) for name in documents.tables()}
        body.add(b"}\n")
        body.flush()
        header = msgspec.structs.replace(header, crc=f"{body.crc:08x}")
        disk.write_at(fd, header.line(), 0)
        disk.set_mode(fd, disk.SNAPSHOT_MODE)
        disk.sync(fd)
        status = disk.status(fd)
    if beside is not None:
        identity = Identity(status.st_size, status.st_mtime_ns, header.seq, header.crc)
        index.write(beside, identity, tables, _keys(documents), _texts(documents))
    return Pressed(sum(len(spans.ids) for spans in tables.values()), status.st_size)


def _keys(documents: Documents) -> dict[str, dict[str, dict[Value, list[int]]]]:
    return {
        name: {field: table.index(field) for field in table.keys}
        for name in documents.tables()
        if (table := documents.table(name)).keys
    }


def _texts(documents: Documents) -> dict[str, dict[str, Iterable[Page]]]:
    return {
        name: {field: text_pages(*_folded(documents.table(name), field)) for field in fields}
        for name, fields in documents.kept.texts.items()
        if name in documents.tables()
    }


def _folded(overlay: Overlay, field: str) -> tuple[list[int], list[bytes]]:
    """The ids of a table's documents and a text of each, folded anew only where it changed."""
    text, below = TextField(field), overlay.below
    old = below.texts(field) if isinstance(below, SnapshotTable) else None
    if old is None or len(old) != len(below.ids()):
        items = list(overlay.items())
        return [id for id, _ in items], [text_line(text.folded(raw)) for _, raw in items]
    lines = dict(zip(below.ids(), old, strict=True))
    for id, raw in overlay.changed.items():
        if raw is not None:
            lines[id] = text_line(text.folded(raw))
    ids = overlay.ids()
    return ids, [lines[id] for id in ids]


class _Body:
    """The growing file: its end and the checksum of all after the first line."""

    def __init__(self, fd: int, first: bytes) -> None:
        self._fd = fd
        self.end = len(first)
        self.crc = 0
        self._waiting: list[bytes] = []
        self._size = 0
        disk.write_all(fd, first)

    def add(self, data: bytes) -> None:
        self._waiting.append(data)
        self._size += len(data)
        self.end += len(data)
        if self._size >= CHUNK:
            self.flush()

    def flush(self) -> None:
        data = b"".join(self._waiting)
        self.crc = zlib.crc32(data, self.crc)
        disk.write_all(self._fd, data)
        self._waiting, self._size = [], 0

    def table(self, name: str, overlay: Overlay) -> Spans:
        """Write one table; gives where its documents went."""
        self.add(b"," + encode_json(name) + b":{")
        spans = Spans()
        old = _Old(overlay.below) if isinstance(overlay.below, SnapshotTable) else None
        done = 0
        for id, raw in sorted(overlay.changed.items()):
            if old is not None:
                here = bisect_left(old.spans.ids, id)
                self._copy(spans, old, done, here)
                done = here + (old.spans.find(id) is not None)
            if raw is not None:
                self._begin_line(spans)
                spans.add(id, self.end + len(line_of(id, b"")), raw)
                self.add(line_of(id, raw))
        if old is not None:
            self._copy(spans, old, done, len(old.spans.ids))
        self.add(b"\n}\n")
        return spans

    def _copy(self, spans: Spans, old: "_Old", low: int, high: int) -> None:
        if low == high:
            return
        self._begin_line(spans)
        start, chunks = old.table.lines(old.spans, low, high)
        spans.extend(old.spans, low, high, self.end - start)
        self._add_all(chunks)

    def _add_all(self, chunks: Iterable[bytes]) -> None:
        for chunk in chunks:
            self.add(chunk)

    def _begin_line(self, spans: Spans) -> None:
        self.add(b",\n" if spans.ids else b"\n")


class _Old:
    """A table of the old snapshot, and where all its documents lie."""

    def __init__(self, table: SnapshotTable) -> None:
        self.table = table
        self.spans = table.spans()
