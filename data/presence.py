"""Who else is here, and what they have open.

Each console holds a small file of its own for as long as it runs; see `data.held`.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from data.clock import Clock
from data.held import Held, is_held, read
from data.identity import Author
from data.store import disk
from data.text import plain

_SUFFIX = ".json"


Level = Literal["viewing", "composing", "away"]
"""What a person does: looks; has typed something and not sent it; isn't at the keyboard."""


class Where(msgspec.Struct, frozen=True):
    """What a console has open."""

    pane: str = ""
    """The pane's name."""
    record: str = ""
    """The typed id (`C118`) of the record that is open, or written to."""
    level: Level = "viewing"


class Present(msgspec.Struct, frozen=True):
    """A console that runs now."""

    name: str
    """The person."""
    session: str
    since: datetime
    """When the console was opened, in UTC."""
    where: Where
    at: datetime | None = None
    """Since when they do that; `None`: an earlier version doesn't say."""


class Presence:
    """This console's own file in the folder, and a look at the others'."""

    def __init__(self, folder: Path, author: Author, clock: Clock) -> None:
        """Nobody sees us before `announce`. `folder` is made if missing; its parent isn't."""
        self._folder = folder
        self._path = folder / f"{author.session}{_SUFFIX}"
        self._clock = clock
        self._me = Present(author.name, author.session, clock.now(), Where())
        self._file: Held | None = None

    def announce(self, where: Where) -> None:
        """Say what is open here now. Writes only if it is something else than before.

        Raises `StoreError` where that can't be written; it can be tried again.
        """
        if self._file is not None and where == self._me.where:
            return
        me = msgspec.structs.replace(self._me, where=where, at=self._clock.now())
        with disk.speaking("The others can't be told that you are here"):
            if self._file is None:
                disk.make_folder(self._folder)
                self._file = Held(self._path, msgspec.json.encode(me))
            else:
                self._file.write(msgspec.json.encode(me))
        self._me = me

    def others(self) -> list[Present]:
        """The other consoles that run now, in order of session. Clears away dead ones' files."""
        return list(self._others())

    def _others(self) -> Iterator[Present]:
        for name in disk.names(self._folder):
            path = self._folder / name
            if path == self._path or path.suffix != _SUFFIX:
                continue
            try:
                fd = disk.open_read(path)
            except OSError:  # gone meanwhile, or nothing we may read
                continue
            with disk.closing(fd):
                if is_held(fd):
                    yield from _read(fd)
                else:
                    with suppress(OSError):
                        disk.remove(path)

    def close(self) -> None:
        """Say that we are gone."""
        if self._file is not None:
            self._file.close()


def _read(fd: int) -> Iterator[Present]:
    try:
        found = msgspec.json.decode(read(fd), type=Present)
    except msgspec.DecodeError:
        return
    pane, record = (plain(text, limit=40) for text in (found.where.pane, found.where.record))
    where = Where(pane, record, found.where.level)
    yield msgspec.structs.replace(found, name=plain(found.name, limit=40), where=where)
