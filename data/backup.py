"""Backups: a copy of the workspace that is a workspace itself.

    backups/spotlight-20261122T084000Z/    store and history, settings, all that people wrote by
                                           hand, facts, evidence, and how to go back to it

Plain copies, no links: what damages the workspace must not reach them. Not in them: what lies in
`drop/` (exports hold buyers' data, and the facts hold what counted in them) and what people are
just typing. Nothing deletes a backup but a person.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from os.path import realpath
from pathlib import Path
from shlex import quote

import msgspec

from data.errors import RefusalError, StoreError
from data.store import FileLock, disk
from data.store.backup import PATIENCE, copy_file, copy_store
from data.store.disk import speaking
from data.store.files import in_workspace
from data.store.journal import STAMP
from data.workspace import Workspace

_NAME = "spotlight-"
_README = "HOW-TO-RESTORE.txt"
_LEFT_OUT = frozenset({"drop", "presence", "drafts", "outbox", "backups", _README})
"""What is no part of a backup; so are other backups, wherever they lie, and the store, which is
copied apart. All else is, also what a later version keeps."""
_HOW = """\
A backup of the Spotlight workspace {root}, as of {now:%Y-%m-%d %H:%M} UTC and change {seq}.

To look into it, copy it (a backup that was opened is no longer what it was):
    cp -a {here} /some/where/new
    spotlight --workspace /some/where/new

To go back to it, close every console and `spotlight watch`, then:
    before={root}.before-$(date +%Y%m%d-%H%M%S)
    mv {root} "$before"
    cp -a {then} {root}

What isn't in it: exports in drop/, and what people were typing. They are in the folder that was
set aside; so are the other backups of the workspace's own backups/. To take those along:
    mv "$before/backups" {root}/
"""


class Backup(msgspec.Struct, frozen=True):
    """A backup that was made."""

    path: Path
    seq: int
    """The last change in it."""
    documents: int
    files: int
    """How many files of the workspace it holds beside the store."""
    bytes: int
    """How much it takes on the disk."""
    damage: str | None
    """What was damaged in the store, and is so in the backup."""


def back_up(workspace: Workspace, now: datetime, into: Path | None = None) -> Backup:
    """Copy the workspace into a new folder in `into`; `backups/` unless said, or if it is the root.

    Others go on working; imports wait. Raises `StoreBusy`, `StoreError`, and `RefusalError` for
    another folder of the workspace.
    """
    root = workspace.root
    if into is None or realpath(into) == realpath(root):
        into = workspace.backups
    elif _within(into, root) and not _within(into, workspace.backups):
        raise RefusalError(
            f"{into} is a part of the workspace and no place for a backup:"
            " say backups/, or a folder outside it."
        )
    with speaking(f"No backup was made in {into}"):
        into.parent.mkdir(parents=True, exist_ok=True)
        disk.make_folder(into)
        place = _free(into / f"{_NAME}{now:{STAMP}}")
        making = place.with_name(f".{place.name}.part")
        disk.make_folder(making)
        # No import may tidy facts away that the copied store still counts.
        with FileLock(root / "import.lock").hold(PATIENCE):
            copied = copy_store(in_workspace(root), making)
            files = sum(1 for _ in _beside(root, making))
        names = {"root": quote(str(root)), "here": quote(str(place)), "then": _moved(place, root)}
        text = _HOW.format(now=now, seq=copied.seq, **names)
        with disk.closing(disk.create(making / _README)) as fd:
            disk.write_all(fd, text.encode())
            disk.sync(fd)
        disk.sync_folder(making)
        disk.rename(making, place)
        disk.sync_folder(into)
    return Backup(place, copied.seq, copied.documents, files, size_of(place), copied.damage)


def _moved(place: Path, root: Path) -> str:
    """Where it is once the workspace was set aside, for a shell."""
    real = Path(realpath(place))
    if not _within(place, root):
        return quote(str(real))
    return f'"$before"/{quote(str(real.relative_to(realpath(root))))}'


def _within(path: Path, folder: Path) -> bool:
    return Path(realpath(path)).is_relative_to(realpath(folder))


def _free(place: Path) -> Path:
    """That name, or with a number after it if there is one of this second."""
    for number in range(1, 100):
        named = place if number == 1 else place.with_name(f"{place.name}-{number}")
        if disk.status_of(named) is None:
            return named
    raise StoreError(f"{place.parent} has a hundred backups of this second; wait for the next.")


def _beside(root: Path, to: Path) -> Iterator[Path]:
    """Copy what is no part of the store; gives each file that was."""
    for name in ("drop", "presence"):
        disk.make_folder(to / name)
    for client in disk.names(root / "drop"):  # a client's folder is part of being a client
        if (root / "drop" / client).is_dir():
            disk.make_folder(to / "drop" / client)
    own = {n for n in disk.names(root) if n.startswith("store.") or n.endswith(".lock")}
    yield from _copied(root, to, own | _LEFT_OUT)


def _copied(folder: Path, to: Path, left_out: Collection[str] = ()) -> Iterator[Path]:
    """Copy a folder but for those names; gives each file that was."""
    for name in disk.names(folder):
        path = folder / name
        if name in left_out or name.startswith("."):  # or what an import, an editor hasn't finished
            continue
        if path.is_dir() and not path.is_symlink():
            if not is_backup(path):
                disk.make_folder(to / name)
                yield from _copied(path, to / name)
        elif copy_file(path, to / name):
            yield path


def is_backup(folder: Path) -> bool:
    """Whether that folder is one."""
    return disk.status_of(folder / _README) is not None


def backups(workspace: Workspace) -> list[Path]:
    """The backups in the workspace's own folder, and in folders in there, oldest first."""
    folder = workspace.backups
    found = (*folder.glob(f"{_NAME}*"), *folder.glob(f"*/{_NAME}*"))
    return sorted((each for each in found if each.is_dir()), key=lambda each: each.name)


def size_of(backup: Path) -> int:
    """How many bytes the files of a backup have."""
    return sum(path.lstat().st_size for path in backup.rglob("*") if path.is_file())
