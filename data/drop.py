"""The drop folder: where people put exports, and what may be picked up when.

    drop/<client>/FILE                  waits to be imported
    drop/<client>/done/YYYY-MM/FILE     imported
    drop/<client>/rejected/FILE         refused, with FILE.why.txt beside it

A file is left alone until it is quiet: somebody may still be copying it. Nothing is ever deleted.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from errno import EXDEV
from pathlib import Path

import msgspec

from data.errors import StoreError
from data.identity import account_name
from data.store import disk
from data.text import plain

DONE, REJECTED = "done", "rejected"
QUIET = timedelta(seconds=1)
"""How long a file must be unchanged when it ends as a whole CSV or workbook does."""
QUIET_UNENDED = timedelta(seconds=10)
"""The same for a file that may have been cut short."""
KEPT_MODE = 0o640
"""Imported files hold buyers' data: the group may read them, nobody may change them by chance."""
_NOTE = ".why.txt"
_LONGEST_NAME = 255
"""Bytes a file's name may have, on Linux."""
_LONGEST_SUFFIX = 10
"""Characters; what is longer after a dot is no suffix."""
_ZIP_END = 22
"""Bytes of the record a zip without a comment ends in."""
_UNFINISHED = (".part", ".filepart", ".tmp")
_HIDDEN = (".", "~$")


class Look(msgspec.Struct, frozen=True):
    """What tells that a file changed."""

    inode: int
    size: int
    changed_ns: int
    """When its bytes, name or mode changed last: the kernel's word, which nobody can set back."""

    @classmethod
    def at(cls, path: Path) -> "Look":
        """The file as it is now. Raises `OSError`."""
        status = path.lstat()
        return cls(status.st_ino, status.st_size, status.st_ctime_ns)


class Ready(msgspec.Struct, frozen=True):
    """A file that can be imported."""

    path: Path
    client: str | None
    """The short name of its folder; `None`: it lies in no client's."""
    look: Look


class Waiting(msgspec.Struct, frozen=True):
    """A file that isn't quiet yet."""

    path: Path
    until: datetime


class Left(msgspec.Struct, frozen=True):
    """Something that is left where it is until somebody does something about it."""

    path: Path
    reason: str


class Drop:
    """Looks through the folder, again and again, and remembers since when each file is quiet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._since: dict[Path, tuple[Look, datetime]] = {}

    def scan(self, now: datetime, clients: Collection[str]) -> list[Ready | Waiting | Left]:
        """What lies in the folder of each of the `clients`, and what lies astray, by name.

        Raises `StoreError` if the drop folder itself can't be read.
        """
        with disk.speaking("The drop folder can't be read"):
            names = disk.names(self._folder)
        visible = (self._folder / name for name in names if not name.startswith(_HIDDEN))
        found = [each for path in visible for each in self._scan(path, now, clients)]
        here = {each.path for each in found}
        self._since = {path: since for path, since in self._since.items() if path in here}
        return found

    def _scan(
        self, path: Path, now: datetime, clients: Collection[str]
    ) -> Iterator[Ready | Waiting | Left]:
        try:
            if not path.is_dir() or path.is_symlink():
                if not path.name.casefold().endswith(_UNFINISHED):
                    yield self._judge(path, now, None)
            elif path.name in clients:
                yield from self._scan_client(path, now)
            elif disk.names(path):
                yield Left(path, f"no client has the short name “{plain(path.name, limit=40)}”")
        except FileNotFoundError:
            return  # another console was quicker
        except OSError as error:
            yield Left(path, f"it can't be looked into: {error.strerror}")

    def _scan_client(self, folder: Path, now: datetime) -> Iterator[Ready | Waiting | Left]:
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
            yield Left(
                folder, "you may not move files in it; its owner can run `chmod g+rwxs` on it"
            )
            return
        for name in disk.names(folder):
            ignored = name.startswith(_HIDDEN) or name.casefold().endswith(_UNFINISHED)
            if ignored or name in (DONE, REJECTED):
                continue
            try:
                yield self._judge(folder / name, now, folder.name)
            except FileNotFoundError:
                continue  # another console was quicker
            except OSError as error:
                yield Left(folder / name, f"it can't be read: {error.strerror}")

    def _judge(self, path: Path, now: datetime, client: str | None) -> Ready | Waiting | Left:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            return Left(path, "it isn't a file; put the export itself here")
        if not path.name.isprintable() or path.name != path.name.encode(errors="ignore").decode():
            return Left(path, "its name can't be shown; give it a plain one")
        look = Look.at(path)
        before, since = self._since.get(path, (None, now))
        if before != look or since > now:  # the clock may go back
            since = now
        self._since[path] = look, since
        try:
            quiet = QUIET if ends_well(path) else QUIET_UNENDED
        except PermissionError:
            owner = account_name(status.st_uid)
            return Left(path, f"only {owner} may read it: {owner}, run `chmod g+r` on it")
        if now - since >= quiet:
            return Ready(path, client, look)
        return Waiting(path, since + quiet)


def make_client_folder(drop: Path, slug: str) -> None:
    """Make the folder a client's exports are put into. Raises `StoreError`.

    It follows a commit, so the message says what stands.
    """
    try:
        disk.make_folder(drop / slug)
    except OSError as error:
        raise StoreError(
            f"the change is written, but {drop.name}/{slug} can't be made: {error.strerror}."
            " Exports of this client need that folder: make it by hand, writable for the group."
        ) from error


def ends_in_newline(path: Path) -> bool:
    """Whether the file's last byte is a newline. Raises `OSError`."""
    return _end(path, 1) == b"\n"


def ends_well(path: Path) -> bool:
    """Whether the file ends in a newline, or in a zip's end record. Raises `OSError`."""
    end = _end(path, _ZIP_END)
    return end.endswith(b"\n") or end.startswith(b"PK\x05\x06")


def _end(path: Path, length: int) -> bytes:
    with disk.closing(disk.open_read(path)) as fd:
        size = disk.status(fd).st_size
        return disk.read_at(fd, length, max(0, size - length))


def sha256(path: Path) -> str:
    """The hash of the file's bytes. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_away(file: Path, folder: Path, name: str, day: date) -> Path:
    """Move a file imported that `day` to `done/YYYY-MM/` of the client's `folder`, as `name`.

    Gives its new path. Raises `OSError`.
    """
    done = folder / DONE
    place = done / f"{day:%Y-%m}"
    disk.make_folder(done)
    disk.make_folder(place)
    with suppress(PermissionError):  # it is somebody else's; they chose who may read it
        file.chmod(KEPT_MODE)
    return _move(file, place / name)


def turn_away(file: Path, folder: Path, reason: str) -> Path:
    """Move a file to `rejected/` of the client's `folder`, with a note why. Gives its new path.

    Raises `OSError`.
    """
    place = folder / REJECTED
    disk.make_folder(place)
    final = _free(place / file.name, spare=len(_NOTE))
    note = final.with_name(final.name + _NOTE)
    note.write_text(f"{plain(file.name)} wasn't imported: {reason}\n", "utf-8")
    note.chmod(disk.FILE_MODE)
    return _move(file, final)


def _move(file: Path, wanted: Path) -> Path:
    final = _free(wanted)
    try:
        disk.rename(file, final)
    except OSError as error:
        if error.errno != EXDEV:
            raise
        _move_over(file, final)
    disk.sync_folder(final.parent)
    disk.sync_folder(file.parent)
    return final


def _move_over(file: Path, final: Path) -> None:
    """Move a file to another file system, where its name appears once it is whole."""
    part = final.with_name(f".{final.name[:40]}.part")
    shutil.copy2(file, part)
    with disk.closing(disk.open_append(part)) as fd:
        disk.sync(fd)
    disk.rename(part, final)
    disk.remove(file)


def _free(wanted: Path, spare: int = 0) -> Path:
    """`wanted`, or the same with a number, so that no file is overwritten.

    Cut where it would be too long a name with `spare` more bytes.
    """
    path, number = _fitting(wanted, "", spare), 1
    while disk.status_of(path) is not None:
        number += 1
        path = _fitting(wanted, f" ({number})", spare)
    return path


def _fitting(wanted: Path, mark: str, spare: int) -> Path:
    suffix = wanted.suffix if len(wanted.suffix) < _LONGEST_SUFFIX else ""
    stem, end = wanted.name.removesuffix(suffix), mark + suffix
    while len(os.fsencode(stem + end)) + spare > _LONGEST_NAME:
        stem = stem[:-1]
    return wanted.with_name(stem + end)
