"""The whole history, read from the segments: who changed what, when."""

from collections.abc import Iterator
from pathlib import Path

from data.errors import StoreDamaged
from data.store import disk
from data.store.entry import Entry, decode, encode_json
from data.store.journal import segment, segments


def entries(folder: Path, *, newest_first: bool = False, after: int = 0) -> Iterator[Entry]:
    """Every entry with a number over `after`. Raises `StoreDamaged`, naming the line."""
    return _entries(folder, newest_first=newest_first, after=after, holding=b"")


def history(folder: Path, table: str, id: int) -> Iterator[Entry]:
    """The entries that touched one document, oldest first."""
    # The bytes as `Change` is written: a line without them needn't be decoded.
    holding = b'{"table":' + encode_json(table) + b',"id":' + encode_json(id) + b","
    for entry in _entries(folder, newest_first=False, after=0, holding=holding):
        if any(change.table == table and change.id == id for change in entry.changes):
            yield entry


def _entries(folder: Path, *, newest_first: bool, after: int, holding: bytes) -> Iterator[Entry]:
    firsts = segments(folder)
    for first, following in _ordered(firsts, newest_first):
        if following is not None and following <= after + 1:
            continue
        lines = list(enumerate(_lines(segment(folder, first))))
        for number, line in reversed(lines) if newest_first else lines:
            if first + number > after and holding in line:
                yield _decoded(folder, first, number, line)


def _ordered(firsts: list[int], newest_first: bool) -> list[tuple[int, int | None]]:
    """Each segment's first number, with the first of the one after it."""
    following: list[int | None] = [*firsts[1:], None]
    pairs = list(zip(firsts, following, strict=False))  # no segments yet: no pairs
    return pairs[::-1] if newest_first else pairs


def _lines(path: Path) -> list[bytes]:
    with disk.closing(disk.open_read(path)) as fd:
        data = disk.read_at(fd, disk.status(fd).st_size, 0)
    return data.split(b"\n")[:-1]


def _decoded(folder: Path, first: int, number: int, line: bytes) -> Entry:
    try:
        return decode(line)[0]
    except ValueError as error:
        name = segment(folder, first).name
        raise StoreDamaged(f"{name} line {number + 1} is damaged: {error}.") from error
