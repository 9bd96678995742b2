"""Drafts: what a person typed into a form and hasn't sent, one small file each.

They lie in `drafts/<person>/`, readable by that account only, and are no part of the store: they
are gone once what was typed is accepted.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import msgspec

from data.clock import Clock
from data.store import disk

Key = tuple[str, ...]
"""A verb and the records it was to be done to: `("actions.note", "A3")`."""
FILE_MODE = 0o600
FOLDER_MODE = 0o700
LARGEST = 1 << 20
"""Bytes no draft has; a file that is larger isn't one."""
_SUFFIX = ".json"
_LONGEST_NAME = 80


class Draft(msgspec.Struct, frozen=True):
    """What was typed into one form."""

    key: Key
    at: datetime
    """When it was typed last, in UTC."""
    words: Mapping[str, str]
    """By field, as it stands in the form."""
    over: Mapping[str, str]
    """What stood in those fields before."""


class Drafts:
    """One person's drafts. Safe to use from several threads."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """`folder` is the person's own; it is made when there is something to keep."""
        self._folder = folder
        self._clock = clock
        self._known: dict[Key, Draft] = {}
        """As this console saw or wrote them last."""
        self._lock = Lock()

    def keep(self, key: Key, words: Mapping[str, str], over: Mapping[str, str]) -> None:
        """Keep what was typed over what stood there; nothing typed: nothing is kept.

        Raises `StoreError`.

        What another console of the same person typed meanwhile into the same form is taken
        away only by typing over it.
        """
        with self._lock, disk.speaking("What you type isn't kept on disk"):
            known = self._known.get(key)
            if words:
                if known is None or known.words != words:
                    before = {field: over.get(field, "") for field in words}
                    self._write(Draft(key, self._clock.now(), dict(words), before))
            elif known is not None:
                del self._known[key]
                if _read(self._path(key)) == known:
                    disk.remove(self._path(key))

    def find(self, key: Key) -> Draft | None:
        """What was typed into that form, in any console, and not sent."""
        with self._lock:
            found = _read(self._path(key))
            if found is None or found.key != key:
                return None
            self._known[key] = found
            return found

    def all(self) -> list[Draft]:
        """Everything of this person that wasn't sent, the newest last. Raises `StoreError`."""
        with disk.speaking("Your drafts can't be read"):
            names = [name for name in disk.names(self._folder) if name.endswith(_SUFFIX)]
        found = (_read(self._folder / name) for name in names)
        return sorted((draft for draft in found if draft is not None), key=lambda d: d.at)

    def _path(self, key: Key) -> Path:
        name = "-".join(key)
        if len(name) > _LONGEST_NAME:  # a bulk
            name = f"{key[0]}-{blake2b(name.encode(), digest_size=8).hexdigest()}"
        return self._folder / f"{name}{_SUFFIX}"

    def _write(self, draft: Draft) -> None:
        """Written beside and renamed, so that whoever reads sees a whole one."""
        disk.make_folder(self._folder.parent)
        disk.make_folder(self._folder, FOLDER_MODE)
        path = self._path(draft.key)
        beside = path.with_suffix(f".{os.getpid()}")
        disk.remove(beside)
        with disk.closing(disk.create(beside, FILE_MODE)) as fd:
            disk.write_all(fd, msgspec.json.encode(draft))
            disk.sync_data(fd)
        disk.rename(beside, path)
        self._known[draft.key] = draft


def _read(path: Path) -> Draft | None:
    """The draft in that file; `None`: there is none that can be understood."""
    try:
        with disk.closing(disk.open_read(path)) as fd:
            return msgspec.json.decode(disk.read_at(fd, LARGEST, 0), type=Draft)
    except (OSError, msgspec.DecodeError):
        return None
