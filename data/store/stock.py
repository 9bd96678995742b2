"""Reading a file as TinyDB writes it, one of ours too."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.errors import StoreDamaged
from data.store import disk
from data.store.documents import HEADER
from data.store.entry import Document

Tables: TypeAlias = Mapping[str, Mapping[int, Document]]
_STOCK = msgspec.json.Decoder(dict[str, dict[int, Document]])


class Made(msgspec.Struct, frozen=True):
    """What a file of ours says of itself, as far as it matters here."""

    seq: int
    sum: str
    shape: int = 1
    next: dict[str, int] = {}
    """By table, the next new document's id."""


def read_file(path: Path) -> tuple[Made | None, Tables]:
    """The documents of a TinyDB file, and what it says of itself if it is of ours.

    Raises `StoreDamaged` if TinyDB didn't write it.
    """
    with disk.closing(disk.open_read(path)) as fd:
        data = disk.read_at(fd, disk.status(fd).st_size, 0)
    try:
        tables = _STOCK.decode(data) if data.strip() else {}
        said = tables.pop(HEADER, {}).get(1)
        return None if said is None else msgspec.convert(said, Made), tables
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreDamaged(f"{path.name} isn't a TinyDB file: {error}.") from error
