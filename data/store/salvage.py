"""What can be saved of a damaged store: the best ground to stand on, and all that fits on it.

A line's own seal says whether it is as written, and the seal of the line before it whose it is. So
a lost line can be put back from a backup, bit by bit; where none has it, what came after is taken
as far as it fits the documents, and what doesn't is named.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self, TypeAlias

import msgspec

from data.errors import StoreDamaged
from data.store import disk, mark
from data.store.documents import Documents, Kept
from data.store.entry import LONGEST, LOST, Entry, decode, unseal
from data.store.files import Files, in_workspace
from data.store.index import Identity, IndexFile
from data.store.journal import segment, segments
from data.store.layers import Nothing
from data.store.snapshot import Header, Snapshot, read_header
from data.text import plain


class Ground(msgspec.Struct):
    """Documents to begin from, and the entry they are of."""

    name: str
    """Where they are from."""
    documents: Documents
    seq: int = 0
    sum: str = ""
    at: datetime | None = None
    shape: int = 1
    version: str = ""
    lost: tuple[str, ...] = ()
    """What isn't in them, though it was."""

    @classmethod
    def of(cls, path: Path, header: Header, documents: Documents, lost: Iterable[str] = ()) -> Self:
        """What a snapshot holds."""
        return cls(
            path.name,
            documents,
            header.seq,
            header.sum,
            header.at,
            header.shape,
            header.version,
            tuple(lost),
        )


class Line(msgspec.Struct, frozen=True):
    """A line of the journal that is as it was written."""

    entry: Entry
    seal: str
    bytes: bytes
    segment: int | None
    """The first number of the segment it is in; None: a backup gave it."""


Spares: TypeAlias = "Mapping[tuple[int, str], Line]"
"""Lines that backups have, by number and the seal of the line before."""


class Journaled(msgspec.Struct):
    """What the journal's segments hold, by number."""

    whole: dict[int, Line] = {}
    broken: dict[int, str] = {}
    """Where a line stands that isn't as written, and what can still be read of it."""
    spoilt: set[int] = set()
    """The segments, by first number, that hold what can't stay in them."""
    sure: int = 0
    """The last entry that is known to have been committed."""


class Salvage:
    """A ground, and all the journal and the backups have that fits on it."""

    def __init__(self, ground: Ground, journal: Journaled, spares: Spares) -> None:
        self.ground = ground
        self.lost = list(ground.lost)
        """What can't be saved, in words."""
        self.weight = len(ground.lost)
        """How many documents and changes that are."""
        self.found: list[int] = []
        """The changes that backups gave back."""
        self.kept: dict[int, Line] = {}
        """The history that is left."""
        self.spoilt = set(journal.spoilt)
        self._journal = journal
        self._spares = spares
        self._foreign: set[str] = set()
        self._start = ground.seq, ground.sum
        self._seal: str | None = None
        """Of the line before; None: nobody knows."""
        self._reach(min([ground.seq, *(number - 1 for number in journal.whole)]), None)
        for number in sorted(journal.whole.keys() | journal.broken.keys()):
            self._bridge(number)
            self._step(number)
        self._bridge(journal.sure + 1)

    def _bridge(self, number: int) -> None:
        """Put back, or name, what is missing before that one."""
        while self._last + 1 < number and (line := self._spare(self._last + 1)):
            self._take(line)
        if self._last + 1 < number:
            upto = f" to {number - 1}" if self._last + 2 < number else ""
            self._lose(number - 1, f"change {self._last + 1}{upto} is missing")

    def _step(self, number: int) -> None:
        line = self._journal.whole.get(number)
        if line is not None and self._is_foreign(line):
            self._foreign.add(line.seal)
            self._spoil(line)
            line = None
        line = line or self._spare(number)
        if line is None:
            why = self._journal.broken.get(number, "another store's line is in its place")
            self._lose(number, f"change {number} can't be read: {why}")
        else:
            self._take(line)

    def _is_foreign(self, line: Line) -> bool:
        """Whether the line is another store's, whose files were copied over this one's."""
        return line.entry.prev in self._foreign or self._seal not in (None, line.entry.prev)

    def _reach(self, number: int, seal: str | None) -> None:
        """The line of that number is done with; `seal` is what the next one has to follow."""
        self._last = number
        self._seal = self._start[1] if number == self._start[0] else seal

    def _spare(self, number: int) -> Line | None:
        return None if self._seal is None else self._spares.get((number, self._seal))

    def _take(self, line: Line) -> None:
        entry, ground = line.entry, self.ground
        self._reach(entry.seq, None if entry.verb == LOST else line.seal)
        if entry.seq > ground.seq:
            ground.seq, ground.sum, ground.at = entry.seq, line.seal, entry.at
            ground.shape, ground.version = entry.shape or ground.shape, entry.version
            try:
                ground.documents.apply(entry)
            except ValueError as error:
                self.lost.append(f"{_said(entry)} doesn't fit any more: {error}")
                self.weight += 1
                self._spoil(line)
                return
        if line.segment is None:
            self.found.append(entry.seq)
        self.kept[entry.seq] = line

    def _spoil(self, line: Line) -> None:
        if line.segment is not None:
            self.spoilt.add(line.segment)

    def _lose(self, upto: int, what: str) -> None:
        if upto > self.ground.seq:
            self.lost.append(what)
            self.weight += upto - self.ground.seq
            self.ground.seq = upto
        else:
            self.lost.append(f"{what}; only the history lacks it")
        self._reach(upto, None)


def salvage(files: Files, backups: Sequence[Path] = ()) -> Salvage:
    """The most that can be saved. Reads everything, changes nothing."""
    journal = _read(files.journal)
    journal.sure = mark.read(files.lock)
    copies = [_read(in_workspace(folder).journal) for folder in backups]
    spares = {
        (number, line.entry.prev): msgspec.structs.replace(line, segment=None)
        for copy in copies
        for number, line in copy.whole.items()
    }
    best: Salvage | None = None
    for ground in _grounds(files):
        found = Salvage(ground, journal, spares)
        if best is None or found.weight < best.weight:
            best = found
        if not best.weight:
            break
    assert best is not None
    return best


def _grounds(files: Files) -> Iterator[Ground]:
    """All there is to begin from, the likeliest first."""
    for path in (files.snapshot, files.previous):
        try:
            snapshot = Snapshot.open(path, files.index, prove=True)
        except (OSError, ValueError):
            continue
        yield Ground.of(path, snapshot.header, Documents(snapshot.layers(), Kept()))
    yield Ground(files.journal.name, Documents({}, Kept()))
    for path in (files.snapshot, files.previous):
        try:
            yield _in_part(path, files.index)
        except (OSError, ValueError, StoreDamaged):
            continue


def _in_part(path: Path, index: Path) -> Ground:
    """The documents of a damaged snapshot that its index proves to be as they were."""
    with disk.closing(disk.open_read(path)) as fd, disk.closing(disk.open_read(index)) as beside:
        header = read_header(disk.first_line(fd))
        line = disk.first_line(beside)
        unseal(line[:-1])
        of = msgspec.json.decode(line, type=_Of).of
        if (of.seq, of.crc) != (header.seq, header.crc):
            raise ValueError("its index is of another snapshot")
        found = IndexFile.open(beside, of)
        documents = Documents({name: Nothing() for name in found.tables()}, Kept())
        lost = []
        for name in found.tables():
            table = documents.table(name)
            for id, raw in found.spans(name).read(fd):
                if raw is None:
                    lost.append(f"{name} {id} can't be read in {path.name}")
                else:
                    table.put(id, raw)
            table.next_id = max(table.next_id, header.next.get(name, 1))
    return Ground.of(path, header, documents, lost)


class _Of(msgspec.Struct, frozen=True):
    of: Identity


def _lines(path: Path) -> list[bytes]:
    """The whole lines of a segment, and an end too long to be a torn one; none if unreadable."""
    try:
        with disk.closing(disk.open_read(path)) as fd:
            *lines, end = disk.read_at(fd, disk.status(fd).st_size, 0).split(b"\n")
    except OSError:
        return []
    return [*lines, end] if len(end) > LONGEST else lines


def _read(folder: Path) -> Journaled:
    journal = Journaled()
    for first in segments(folder):
        path = segment(folder, first)
        for at, line in enumerate(_lines(path)):
            try:
                entry, seal = decode(line)
            except ValueError:
                journal.spoilt.add(first)
                journal.broken[first + at] = f"{path.name} line {at + 1}{_guess(line)}"
            else:
                journal.whole.setdefault(entry.seq, Line(entry, seal, line, first))
                if entry.seq != first + at:  # put there by somebody, or after what is broken
                    journal.spoilt.add(first)
    return journal


def _said(entry: Entry) -> str:
    touched = ", ".join(f"{change.table} {change.id}" for change in entry.changes[:3])
    return f"change {entry.seq} ({entry.by}, {entry.verb}: {touched})"


def _guess(line: bytes) -> str:
    """Whose line it was, and of what, as far as it can still be read."""
    text = line.decode(errors="replace")
    by, verb = (re.search(f'"{field}":"([^"]*)"', text) for field in ("by", "verb"))
    of = re.findall(r'"table":"(\w+)","id":(\d+)', text)
    words = [found[1] for found in (by, verb) if found]
    words += [f"{table} {id}" for table, id in of[:3]]
    return f", probably {plain(', '.join(words), limit=120)}" if words else ""
