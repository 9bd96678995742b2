"""Shelves: what people write by hand and share, a TOML file each; ours that ship, and their own.

A file of one's own stands in for ours of the same name. What is wrong with one is said and stops
nothing.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from data.errors import RefusalError
from data.store import disk
from data.text import plain
from data.toml import read_toml

T = TypeVar("T")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SUFFIX = ".toml"


class Named(msgspec.Struct, Generic[T], frozen=True):
    """One of them."""

    name: str
    """What people call it: the file's name without `.toml`."""
    folder: Path
    what: T


class Shelf(msgspec.Struct, Generic[T], frozen=True):
    """All there are of one kind."""

    items: tuple[Named[T], ...]
    """By name."""
    broken: tuple[str, ...]
    """What is wrong with files that can't be used, a sentence each."""


def read_shelf(kind: type[T], folders: Sequence[Path]) -> Shelf[T]:
    """What is in those folders; a later one's stands in for an earlier one's. Never raises."""
    found: dict[str, Named[T]] = {}
    broken: list[str] = []
    for folder in folders:
        try:
            names = [name for name in disk.names(folder) if name.endswith(_SUFFIX)]
        except OSError as error:
            broken.append(f"{_shown(folder, folders)} can't be read: {error.strerror}.")
            continue
        for name in sorted(names):
            stem = name.removesuffix(_SUFFIX)
            try:
                found[stem] = Named(stem, folder, _read_again(folder / name, kind))
            except RefusalError as refusal:
                found.pop(stem, None)  # ours isn't what they meant
                broken.append(f"{_shown(folder, folders)}/{refusal}")
    return Shelf(tuple(found[name] for name in sorted(found)), tuple(broken))


def _shown(folder: Path, folders: Sequence[Path]) -> str:
    """A folder as people know it: `replies`, `replies/ana`."""
    within = f"{folder.parent.name}/" if folder.parent in folders else ""
    return plain(f"{within}{folder.name}", limit=60)


_KNOWN: dict[tuple[Path, type], tuple[tuple[int, int], object]] = {}
"""What files said, and how they looked then: a list is opened with a key, and read each time."""


def _read_again(path: Path, kind: type[T]) -> T:
    """What that file says, read again when somebody changed it. Raises `RefusalError`."""
    status = disk.status_of(path)
    look = (status.st_mtime_ns, status.st_size) if status else (0, 0)
    known = _KNOWN.get((path, kind))
    if known is None or known[0] != look or not isinstance(known[1], kind):
        read = _read(path, kind)
        _KNOWN[path, kind] = look, read
        return read
    return known[1]


def _read(path: Path, kind: type[T]) -> T:
    if not _NAME.fullmatch(path.name.removesuffix(_SUFFIX)):
        raise RefusalError(
            f"{plain(path.name, limit=60)} can't be used: its name is to be of small letters,"
            " digits and dashes. Mend that and try again."
        )
    return read_toml(path, kind)
