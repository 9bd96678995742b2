"""The whole history, read from the segments: who changed what, when.

What is sought is looked for in a line's bytes first, as they were written, so that of many lines
only those are decoded that may be meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data.errors import StoreDamaged
from data.store import disk
from data.store.entry import Entry, decode, encode_json
from data.store.journal import segment, segments
from data.store.sieve import Sieve, backwards, sifted


def touching(table: str, id: int) -> bytes:
    """What every line holds that changed this document."""
    return b'{"table":' + encode_json(table) + b',"id":' + encode_json(id) + b","


def saying(field: str, value: str | int) -> bytes:
    """What every line holds that says this of an entry or a document."""
    return encode_json(field) + b":" + encode_json(value)


def entries(
    folder: Path,
    *,
    newest_first: bool = False,
    after: int = 0,
    sieves: Sequence[Sieve] = (),
    within: int | None = None,
) -> Iterator[Entry]:
    """Every entry with a number over `after` whose line goes through all `sieves`.

    `within` so many bytes no further segment is begun. Raises `StoreDamaged`, naming the line.
    """
    seen = 0
    for first, following in _ordered(segments(folder), newest_first):
        if following is not None and following <= after + 1:
            continue
        if within is not None and seen >= within:
            return
        data = _read(segment(folder, first))
        seen += len(data)
        if following is not None and _last(data) != following - 1:
            raise StoreDamaged(
                f"{segment(folder, first).name} doesn't reach up to entry {following}, with which"
                " the next segment begins; `spotlight doctor` looks the journal over."
            )
        for start, line in _lines(data, sieves, newest_first=newest_first):
            if first > after or not _is_up_to(line, after):
                yield _decoded(segment(folder, first), data, start, line)


def _lines(
    data: bytes, sieves: Sequence[Sieve], *, newest_first: bool
) -> Iterable[tuple[int, bytes]]:
    if not newest_first:
        return sifted(data, sieves)
    return reversed(list(sifted(data, sieves))) if sieves else backwards(data)


def history(
    folder: Path, table: str, id: int, *, after: int = 0, within: int | None = None
) -> Sequence[Entry]:
    """The entries with a number over `after` that touched one document since it was made, oldest
    first; with `within`, as far as they lie in about so many bytes of the newest journal. What
    lies before that isn't read. Raises `StoreDamaged`.
    """
    found: list[Entry] = []
    sieves = [[touching(table, id)]]
    for entry in entries(folder, newest_first=True, after=after, sieves=sieves, within=within):
        touched = [each for each in entry.changes if (each.table, each.id) == (table, id)]
        if touched:
            found.append(entry)
        if any(change.before is None for change in touched):
            break
    return found[::-1]


def seal_of(folder: Path, seq: int) -> str | None:
    """The seal of that entry's line, as the one after it says; None if that can't be read."""
    try:
        following = next(entries(folder, after=seq), None)
    except StoreDamaged:
        return None
    return following.prev if following is not None and following.seq == seq + 1 else None


def _ordered(firsts: list[int], newest_first: bool) -> list[tuple[int, int | None]]:
    """Each segment's first number, with the first of the one after it."""
    following: list[int | None] = [*firsts[1:], None]
    pairs = list(zip(firsts, following, strict=False))  # no segments yet: no pairs
    return pairs[::-1] if newest_first else pairs


def _read(path: Path) -> bytes:
    with (
        disk.speaking("The history can't be read"),
        disk.closing(disk.open_read(path)) as fd,
    ):
        return disk.read_at(fd, disk.status(fd).st_size, 0)


def _decoded(path: Path, data: bytes, start: int, line: bytes) -> Entry:
    try:
        return decode(line)[0]
    except ValueError as error:
        number = data.count(b"\n", 0, start) + 1
        raise StoreDamaged(f"{path.name} line {number} is damaged: {error}.") from error


def _is_up_to(line: bytes, after: int) -> bool:
    """Whether it is the line of an entry with a number up to `after`, as it says itself."""
    seq = _seq(line)
    return seq is not None and seq <= after


def _last(data: bytes) -> int | None:
    """The number of a segment's last entry, as its line says."""
    last = next(iter(backwards(data)), None)
    return _seq(last[1]) if last else None


def _seq(line: bytes) -> int | None:
    said = line[len(_SEQ) : line.find(b",")]
    return int(said) if line.startswith(_SEQ) and said.isdigit() else None


_SEQ = b'{"seq":'
"""How a line begins."""
