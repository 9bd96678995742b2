"""Folding: the journal so far becomes a new snapshot, while everybody goes on.

The commit lock is held only to begin a new segment. The rest is between folders of one store:
temporary files first, all of it on the disk, then renames in an order that leaves a usable
snapshot at every moment.
"""

from datetime import datetime
from pathlib import Path

import msgspec

from data.errors import StoreReadOnly
from data.store import disk
from data.store.documents import Documents, Kept
from data.store.files import Files
from data.store.journal import STAMP, segment, segments
from data.store.press import Pressed, press
from data.store.snapshot import FORMAT, Header
from data.store.state import State, load


class FoldReport(msgspec.Struct, frozen=True):
    """What a fold did."""

    seq: int
    """The last entry the snapshot holds."""
    entries: int
    """How many entries it took in; 0 if the snapshot was of today."""
    documents: int
    bytes: int
    set_aside: str | None
    """Where a `store.json` that wasn't ours was put."""
    reindexed: bool = False
    """Whether the snapshot had no index that could be read, and has one now."""


def fold(files: Files, kept: Kept, *, upto: int, now: datetime) -> FoldReport:
    """Make a snapshot of exactly the first `upto` entries. Only for the fold lock's holder.

    Reads the old snapshot through, so that damage is never carried over. Raises `StoreReadOnly`.
    """
    state = load(files, kept, upto=upto, verify=True)
    if state.damage is not None:
        raise StoreReadOnly(f"{state.damage} Nothing was folded.")
    old = state.snapshot
    in_place = old is not None and old.path == files.snapshot
    taken = upto - (old.header.seq if old is not None else 0)
    reindexed = in_place and old is not None and not old.indexed()
    if in_place and taken == 0 and old is not None and not reindexed:
        return FoldReport(upto, 0, state.documents.count(), old.identity().size, None)
    pressed = write_new(files, state.documents, header_of(state))
    aside = _make_room(files, in_place=in_place, now=now)
    put_in_place(files)
    named = None if aside is None else aside.name
    return FoldReport(upto, taken, pressed.documents, pressed.bytes, named, reindexed)


def unfolded(files: Files, folded: int) -> int:
    """Bytes of journal after that entry, the last one a snapshot holds."""
    later = (segment(files.journal, first) for first in segments(files.journal) if first > folded)
    return sum(status.st_size for path in later if (status := disk.status_of(path)))


def header_of(state: State) -> Header:
    """The header of a snapshot of that state; its checksum comes with the bytes."""
    documents = state.documents
    next_ids = {name: documents.table(name).next_id for name in documents.tables()}
    journal = state.journal
    return Header(
        FORMAT,
        journal.seq,
        journal.sum,
        state.at,
        "00000000",
        next_ids,
        state.shape,
        state.version,
    )


def write_new(files: Files, documents: Documents, header: Header) -> Pressed:
    """Write the snapshot and its index beside the old ones, in place of a dead fold's."""
    snapshot, index = files.temporary(files.snapshot), files.temporary(files.index)
    disk.remove(snapshot)
    disk.remove(index)
    try:
        return press(snapshot, index, documents, header)
    except OSError:
        disk.remove(snapshot)
        disk.remove(index)
        raise


def put_in_place(files: Files) -> None:
    """Rename what `write_new` wrote to where it belongs."""
    disk.rename(files.temporary(files.snapshot), files.snapshot)
    disk.sync_folder(files.folder)
    disk.rename(files.temporary(files.index), files.index)


def _make_room(files: Files, *, in_place: bool, now: datetime) -> Path | None:
    """The old snapshot becomes the one before; a changed one is set aside and named."""
    if in_place:
        disk.rename(files.snapshot, files.previous)
    elif disk.status_of(files.snapshot) is not None:
        aside = files.aside("edited", f"{now:{STAMP}}")
        disk.rename(files.snapshot, aside)
        return aside
    return None
