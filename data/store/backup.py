"""A copy of a store, taken while others go on writing.

Nobody folds meanwhile, so the snapshots and all sealed segments stay as they are; the live one is
copied as far as it has come, and a line that is cut off there is a torn tail like any other. What
is damaged is copied, too, byte by byte: that is what a backup before a repair is for.
"""

import stat
from pathlib import Path

import msgspec

from data.store import disk
from data.store.disk import speaking
from data.store.documents import Kept
from data.store.files import Files, in_workspace
from data.store.lock import FileLock
from data.store.state import load

PATIENCE = 30.0
"""Seconds to wait for a fold, or an import, to end."""


class Copied(msgspec.Struct, frozen=True):
    """What a copy of a store holds."""

    seq: int
    """The last entry in it."""
    documents: int
    damage: str | None
    """What is damaged in it, as in the store itself."""


def copy_store(files: Files, folder: Path) -> Copied:
    """Copy the store's files into `folder`, and read the copy through.

    Raises `StoreBusy` if somebody folds for too long, `StoreError`.
    """
    copy = in_workspace(folder)
    with speaking("The store can't be copied"), FileLock(files.fold_lock).hold(PATIENCE):
        disk.make_folder(copy.journal)
        pairs = [
            (files.snapshot, copy.snapshot),
            (files.previous, copy.previous),
            (files.index, copy.index),
            *((files.journal / name, copy.journal / name) for name in disk.names(files.journal)),
        ]
        for source, target in pairs:
            copy_file(source, target)
        disk.sync_folder(copy.journal)
        disk.sync_folder(folder)
    state = load(copy, Kept(), verify=True)
    return Copied(state.journal.seq, state.documents.count(), state.damage)


def copy_file(source: Path, target: Path) -> int:
    """Copy a plain file; gives its size. Anything else, or nothing, is left: 0."""
    status = disk.status_of(source)
    if status is None or not stat.S_ISREG(status.st_mode):
        return 0
    return disk.copy(source, target, status.st_mode & disk.FILE_MODE)
