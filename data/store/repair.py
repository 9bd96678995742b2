"""Mending a damaged store: it goes on from what can be saved, and what is set aside is kept.

First a new snapshot of all that was saved is put in place: from then on the store is whole. Then
segments with damage in them are set aside, and what is left of them is written anew.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from data.store import disk
from data.store.disk import speaking
from data.store.entry import LOST, Entry, encode, unseal
from data.store.files import Files
from data.store.fold import put_in_place, write_new
from data.store.journal import STAMP, segment
from data.store.lock import FileLock
from data.store.salvage import Salvage, salvage
from data.store.snapshot import FORMAT, Header, Snapshot

EPOCH = datetime.fromtimestamp(0, UTC)


class Repair(msgspec.Struct, frozen=True):
    """What a repair does, or did."""

    steps: tuple[str, ...]
    """In words; none: there is nothing to mend."""
    lost: tuple[str, ...]
    """What can't be saved, in words."""
    aside: Path | None = None
    """Where what was damaged is kept."""


def plan(files: Files, backups: Sequence[Path] = ()) -> Repair:
    """What a repair would do. Changes nothing. Raises `StoreError`."""
    with speaking("The store can't be looked at"):
        return _told(salvage(files, backups), files)


def mend(files: Files, now: datetime, backups: Sequence[Path] = ()) -> Repair:
    """Do it, while nobody commits or folds. Raises `StoreBusy`, `StoreError`."""
    with (
        speaking("The store isn't mended"),
        FileLock(files.fold_lock).hold(),
        FileLock(files.lock).hold(),
    ):
        saved = salvage(files, backups)
        told = _told(saved, files)
        if not told.steps:
            return told
        aside = files.folder / f"store.damaged-{now:{STAMP}}"
        disk.make_folder(aside)
        disk.make_folder(files.journal)
        _put_snapshot(files, saved, aside)
        _put_history(files, saved, aside)
        _put_words(aside / "WHAT-WAS-LOST.txt", told)
        return msgspec.structs.replace(told, aside=aside)


def _told(saved: Salvage, files: Files) -> Repair:
    steps = []
    if saved.ground.name != files.snapshot.name or not _whole(files.snapshot, files):
        steps.append(f"go on from {saved.ground.name} and the changes after it")
    if saved.found:
        steps.append(f"put back {_numbers(saved.found)} from a backup")
    if saved.weight:
        steps.append("take every later change that still fits, whole or not at all")
    names = [segment(files.journal, first).name for first in sorted(saved.spoilt)]
    if names:
        steps.append(f"write {', '.join(names)} anew with the lines that are as they were")
    if not files.journal.is_dir():
        steps.append(f"make {files.journal.name} again; the history is gone with the old one")
    if steps or saved.weight:
        steps.append("write a new snapshot of all that")
        steps.append("set aside what is damaged, in a folder beside the store; delete nothing")
    return Repair(tuple(steps), tuple(saved.lost))


def _whole(path: Path, files: Files) -> bool:
    try:
        Snapshot.open(path, files.index, prove=True)
    except (OSError, ValueError):
        return False
    return True


def _numbers(seqs: Sequence[int]) -> str:
    return f"change {seqs[0]}" if len(seqs) == 1 else f"{len(seqs):,} changes"


def _put_snapshot(files: Files, saved: Salvage, aside: Path) -> None:
    """A snapshot of what was saved, twice: the one before has to be whole, too."""
    ground, documents = saved.ground, saved.ground.documents
    header = Header(
        FORMAT,
        ground.seq,
        ground.sum,
        ground.at,
        "00000000",
        {name: documents.table(name).next_id for name in documents.tables()},
        ground.shape,
        ground.version,
    )
    # The documents are still read from the old files, which stay open under their new names.
    write_new(files, documents, header)
    for path in (files.snapshot, files.previous, files.index):
        if disk.status_of(path) is not None:
            disk.rename(path, aside / path.name)
    disk.sync_folder(aside)
    disk.rename(files.temporary(files.snapshot), files.previous)
    disk.sync_folder(files.folder)
    write_new(files, documents, header)
    put_in_place(files)


def _put_history(files: Files, saved: Salvage, aside: Path) -> None:
    """Segments with damage go aside; what is left of them is written anew."""
    for first in saved.spoilt:
        path = segment(files.journal, first)
        disk.rename(path, aside / path.name)
    disk.sync_folder(aside)
    for first, lines in _runs(saved):
        with disk.closing(disk.create(segment(files.journal, first))) as fd:
            disk.write_all(fd, b"".join(lines))
            disk.sync(fd)
    disk.sync_folder(files.journal)


def _put_words(path: Path, told: Repair) -> None:
    lines = ["Done:", *told.steps, "", "Lost:", *(told.lost or ("nothing",)), ""]
    with disk.closing(disk.create(path)) as fd:
        disk.write_all(fd, "\n".join(lines).encode())
        disk.sync(fd)
    disk.sync_folder(path.parent)


def _runs(saved: Salvage) -> list[tuple[int, list[bytes]]]:
    """The lines to write anew, each run with its first number: a word stands for each lost one."""
    runs: list[tuple[int, list[bytes]]] = []
    going, seal, at = False, "", EPOCH
    for number in range(min(saved.kept, default=1), saved.ground.seq + 1):
        line = saved.kept.get(number)
        if line is not None and line.segment not in (None, *saved.spoilt):
            going = False
        else:
            if not going:
                runs.append((number, []))
                going = True
            written = _lost(number, seal, at) if line is None else line.bytes + b"\n"
            runs[-1][1].append(written)
        seal = line.seal if line else unseal(runs[-1][1][-1][:-1])
        at = line.entry.at if line else at
    return runs


def _lost(number: int, seal: str, at: datetime) -> bytes:
    """What the history says of a change that can't be saved: that there was one."""
    return encode(Entry(number, at, "nobody", 0, "", LOST, (), prev=seal))[0]
