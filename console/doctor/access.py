"""The doctor on access: who may read and write what, and whether the disk keeps locks."""

import grp
import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

from console.desk import Desk
from console.doctor.check import Check, State, number
from console.doctor.files import folder
from data.files import size_words
from data.identity import account_name
from data.records.clients import Client
from data.store import FileLock, disk

NETWORK = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "lustre", "nfs", "nfs4", "smb3"}
)
"""File systems of other boxes, where a lock may mean little."""
LITTLE = 100 << 20
"""Bytes free under which it is time to make room."""
_FOLDERS = (
    "store.journal", "drop", "facts", "formats", "presence", "drafts", "outbox", "files", "backups",
)  # fmt: skip
_SHARED = stat.S_IRWXG | stat.S_ISGID
_WRITTEN = stat.S_IRGRP | stat.S_IWGRP
_MOST = 8
"""Files that are named one by one."""


def look(desk: Desk) -> Iterator[Check]:
    """The disk, its locks, and every mode on it that matters."""
    yield _disk(desk.workspace.root)
    yield _locking(desk.book.store.files.lock)
    wrong = [check for path in _paths(desk) for check in _access(path, desk.workspace.root)]
    yield from wrong[:_MOST]
    if len(wrong) > _MOST:
        yield Check("permissions", "warn", f"and {len(wrong) - _MOST:,} more like these")
    if not wrong:
        yield Check(
            "permissions", "ok", f"everything is {_group(desk.workspace.root)}'s, no one else's"
        )
    yield from _open_to_us("drop folder", desk.workspace.drop) or [
        Check("drop folder", "ok", "you and the group can put files in and take them in")
    ]
    clients = desk.book.all(Client)
    kept_out = [check for c in clients for check in _open_to_us(c.slug, folder(desk, c))]
    yield from kept_out or [
        Check("clients", "ok", f"{number(clients, 'drop folder')}, all open to the group")
    ]


# -- the disk -------------------------------------------------------------------------------------


def _disk(root: Path) -> Check:
    kind, room = disk.filesystem(root) or "unknown kind", os.statvfs(root)
    free = room.f_bavail * room.f_frsize
    said = f"{kind}, {size_words(free)} free"
    if room.f_flag & os.ST_RDONLY:
        return Check("disk", "fail", f"{said}; mounted read-only", "have it mounted for writing")
    if kind in NETWORK:
        local = "move the workspace to a disk of the box everybody works on"
        return Check("disk", "warn", f"{said}; it is another box's, and locks may fail", local)
    if free < LITTLE:
        return Check("disk", "warn", said, "make room before nothing can be written")
    return Check("disk", "ok", said)


def _locking(path: Path) -> Check:
    """Whether a lock keeps a second one out."""
    try:
        if FileLock(path).is_kept():
            return Check("locking", "ok", "a lock that is held keeps others out")
        said = "a lock keeps nobody out: two who write at once can destroy each other's work"
    except OSError as error:
        if error.errno in disk.FORBIDDEN:
            return Check("locking", "warn", "you may not write here, so it wasn't tried")
        said = f"nothing can be locked: {error.strerror}"
    return Check("locking", "fail", said, "move the workspace to a disk of this box")


# -- modes ----------------------------------------------------------------------------------------


def _paths(desk: Desk) -> Iterator[Path]:
    """What everybody in the group needs, where it is there."""
    files = desk.book.store.files
    root = desk.workspace.root
    yield from (root, root / "workspace.toml", *(root / name for name in _FOLDERS))
    yield from (files.snapshot, files.previous, files.index, files.lock, files.fold_lock)
    yield from (files.journal / name for name in disk.names(files.journal))


def _access(path: Path, root: Path) -> list[Check]:
    """What is wrong with one file or folder, for the group or for everybody else."""
    status, group = disk.status_of(path), root.stat().st_gid
    if status is None:
        return []
    mode, owner = stat.S_IMODE(status.st_mode), account_name(status.st_uid)
    shown, name = shlex.quote(str(path)), path.name
    found: list[Check] = []

    def wrong(state: State, said: str, command: str) -> None:
        found.append(Check("permissions", state, said, f"{owner} runs: {command} {shown}"))

    if mode & stat.S_ISVTX and path.is_dir():
        said = f"{name} is sticky: only owners may rename in it, so nobody else's fold gets through"
        wrong("fail", said, "chmod -t")
    if mode & stat.S_IRWXO:
        reached = stat.S_IMODE(root.stat().st_mode) & stat.S_IRWXO
        wrong(
            "fail" if reached else "warn",
            f"everybody on this box may get at {name} (mode {mode:04o})",
            "chmod o=",
        )
    if status.st_gid != group:
        said = f"{name} is group {_group(path)}'s, the workspace {_group(root)}'s"
        wrong("warn", said, f"chgrp {_group(root)}")
    needed, command = _needed(path)
    if mode & needed != needed:
        wrong("warn", f"the group can't work with {name} (mode {mode:04o})", command)
    if name in ("store.json", "store.prev.json") and mode & (stat.S_IWUSR | stat.S_IWGRP):
        wrong("warn", f"{name} can be written past the journal (mode {mode:04o})", "chmod 440")
    return found


def _needed(path: Path) -> tuple[int, str]:
    """The rights the group needs, and the command that gives them."""
    if path.is_dir():
        return _SHARED, "chmod g+rwxs"
    if path.name in ("store.json", "store.prev.json", "workspace.toml") or path.suffix == ".part":
        return stat.S_IRGRP, "chmod g+r"
    return _WRITTEN, "chmod g+rw"


def _group(path: Path) -> str:
    number = path.stat().st_gid
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _open_to_us(about: str, folder: Path) -> list[Check]:
    """What keeps me, or the group, from working in a folder."""
    shown, status = shlex.quote(str(folder)), disk.status_of(folder)
    if status is None or not stat.S_ISDIR(status.st_mode):
        return [Check(about, "fail", f"{folder} isn't a folder", f"mkdir -m 2770 {shown}")]
    for_all = f"{account_name(status.st_uid)} runs: chmod g+rwxs {shown}"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
        return [Check(about, "fail", f"you may not read and write {folder}", for_all)]
    if status.st_mode & _SHARED != _SHARED:
        return [Check(about, "warn", f"the group may not read and write {folder}", for_all)]
    return []
