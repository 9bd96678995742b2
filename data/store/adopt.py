"""Adopting a file that stock TinyDB wrote: it becomes the first snapshot, with its documents' ids.

Only where there is no journal beside it. With one, such a file is somebody's edit.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from data.errors import StoreDamaged
from data.store import disk
from data.store.documents import HEADER, Documents
from data.store.entry import encode_document
from data.store.files import Files
from data.store.fold import header_of, put_in_place, write_new
from data.store.journal import STAMP, segments
from data.store.layers import Nothing
from data.store.snapshot import OPENING
from data.store.state import State

_STOCK = msgspec.json.Decoder(dict[str, dict[int, dict[str, Any]]])


def is_stock(files: Files) -> bool:
    """Whether there is a file to adopt: not one of ours, and no journal beside it."""
    if segments(files.journal) or disk.status_of(files.snapshot) is None:
        return False
    with disk.closing(disk.open_read(files.snapshot)) as fd:
        return disk.read_at(fd, len(OPENING), 0) != OPENING


def adopt(files: Files, now: datetime) -> str:
    """Make the stock file the store's snapshot; says so. Only for the holder of both locks.

    The file itself is kept beside. Raises `StoreDamaged` if TinyDB didn't write it.
    """
    state = State(files, {})
    state.documents = _read(files.snapshot)
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


def _read(path: Path) -> Documents:
    with disk.closing(disk.open_read(path)) as fd:
        data = disk.read_at(fd, disk.status(fd).st_size, 0)
    try:
        tables = _STOCK.decode(data) if data.strip() else {}
    except msgspec.DecodeError as error:
        raise StoreDamaged(f"{path.name} isn't a TinyDB file: {error}.") from error
    tables.pop(HEADER, None)
    documents = Documents({name: Nothing() for name in tables}, {})
    for name, table in tables.items():
        for id, document in table.items():
            documents.table(name).put(id, encode_document(document))
    return documents
