"""Adopting a file that stock TinyDB wrote: it becomes the first snapshot, with its documents' ids.

Only where there is no journal beside it. With one, such a file is somebody's edit.
"""

from collections.abc import Mapping
from datetime import datetime

from data.clock import Clock
from data.store import disk
from data.store.documents import Documents, Kept
from data.store.entry import encode_document
from data.store.files import Files
from data.store.fold import header_of, put_in_place, write_new
from data.store.journal import STAMP, segments
from data.store.layers import Nothing
from data.store.lock import FileLock
from data.store.snapshot import OPENING
from data.store.state import State
from data.store.stock import Tables, read_file


def adopt_stock(files: Files, clock: Clock) -> list[str]:
    """Adopt a stock file where there is one, alone at the store; says so."""
    if not _is_stock(files):
        return []
    with FileLock(files.fold_lock).hold(), FileLock(files.lock).hold():
        return [_adopt(files, clock.now())] if _is_stock(files) else []  # or another was quicker


def _is_stock(files: Files) -> bool:
    """Whether there is a file to adopt: not one of ours, and no journal beside it."""
    if segments(files.journal) or disk.status_of(files.snapshot) is None:
        return False
    with disk.closing(disk.open_read(files.snapshot)) as fd:
        return disk.read_at(fd, len(OPENING), 0) != OPENING


def _adopt(files: Files, now: datetime) -> str:
    """Make the stock file the store's snapshot; says so. Only for the holder of both locks.

    The file itself is kept beside. Raises `StoreDamaged` if TinyDB didn't write it.
    """
    made, tables = read_file(files.snapshot)
    state = State(files, Kept())
    state.documents = documents_of(tables, made.next if made else {})
    state.shape = made.shape if made else 1
    header = header_of(state)
    # Twice, so that the one before is a snapshot, too, should somebody write to the first.
    write_new(files, state.documents, header)
    disk.rename(files.temporary(files.snapshot), files.previous)
    disk.sync_folder(files.folder)  # the only one there is while the other is exchanged
    write_new(files, state.documents, header)
    aside = files.aside("adopted", f"{now:{STAMP}}")
    disk.rename(files.snapshot, aside)
    put_in_place(files)
    return (
        f"{files.snapshot.name} was a plain TinyDB file and is adopted; {aside.name} is as it was."
    )


def documents_of(tables: Tables, next_ids: Mapping[str, int]) -> Documents:
    """Tables of a file as a store's. Raises `Unkeepable`."""
    documents = Documents({name: Nothing() for name in tables}, Kept())
    for name, table in tables.items():
        overlay = documents.table(name)
        for id, document in table.items():
            overlay.put(id, encode_document(document))
        overlay.next_id = max(overlay.next_id, next_ids.get(name, 1))
    return documents
