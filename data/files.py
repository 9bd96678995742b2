"""Files that belong to records: copies under `files/`, named by what is in them (SHA-256).

A copy is never written again, so two records with the same picture share one file.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from data.errors import NotFound, RefusalError
from data.store import disk
from data.text import plain

MODE = 0o440
_AT_ONCE = 1 << 20
_HEAD = 2
"""Digits of the hash that name the folder: no folder grows too long."""


class Kept(msgspec.Struct, frozen=True):
    """A file that is kept."""

    sha256: str
    size: int
    """In bytes."""


def size_words(count: float) -> str:
    """So many bytes in words: `4.5 MB`."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.1f} GB"


def place_of(root: Path, sha256: str) -> Path:
    """Where the file of that hash lies under `root`."""
    return root / sha256[:_HEAD] / sha256


def keep_file(root: Path, path: Path, most: int) -> Kept:
    """Copy a person's file of at most `most` bytes. Raises `NotFound`, `RefusalError`,
    `StoreError`.
    """
    shown = plain(str(path), limit=200)
    try:
        fd = disk.open_read(path.resolve())
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"there is no file {shown}.") from None
    except (OSError, ValueError, RuntimeError) as error:  # also NUL in its name, a loop of links
        reason = getattr(error, "strerror", None) or "no file has such a name"
        raise RefusalError(f"{shown} can't be attached: {reason}.") from None
    with disk.closing(fd):
        size = os.fstat(fd).st_size
        if size > most:
            raise RefusalError(
                f"{shown} has {size / 1e6:,.0f} MB, and {most / 1e6:,.0f} fit"
                " (largest_file_mb in workspace.toml). Put it on a drive and note where it lies."
            )
        return _keep(root, _parts(fd, most), shown)


def keep_text(root: Path, text: str) -> Kept:
    """Keep a long text whole. Raises `StoreError`."""
    return _keep(root, [text.encode()], "the text")


def _parts(fd: int, most: int) -> Iterator[bytes]:
    at = 0
    while part := disk.read_at(fd, min(_AT_ONCE, most - at), at):  # it may grow meanwhile
        yield part
        at += len(part)


def _keep(root: Path, parts: Iterable[bytes], shown: str) -> Kept:
    """Write it beside where it belongs, then name it by its hash: it is whole or absent."""
    with disk.speaking(f"{shown} can't be kept"):
        disk.make_folder(root)
        passing = root / f".{secrets.token_hex(8)}.part"
        digest, size = hashlib.sha256(), 0
        try:
            with disk.closing(disk.create(passing)) as copy:
                for part in parts:
                    disk.write_all(copy, part)
                    digest.update(part)
                    size += len(part)
                disk.set_mode(copy, MODE)
                disk.sync(copy)
            final = place_of(root, digest.hexdigest())
            disk.make_folder(final.parent)
            if disk.status_of(final) is None:
                disk.rename(passing, final)
                disk.sync_folder(final.parent)
                disk.sync_folder(root)
        finally:
            with suppress(OSError):
                disk.remove(passing)
    return Kept(digest.hexdigest(), size)
