"""The doctor: looks the workspace over and says what to do about what isn't well.

It changes nothing. No check says anything of what stands in an export's rows.
"""

import os
import platform
import shlex
import stat
from collections.abc import Iterable, Iterator, Sized
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from console.ages import ago
from console.desk import Desk
from console.importing import counted
from data.drop import DONE, Drop, Left
from data.errors import StoreError
from data.identity import VERSION, account_name
from data.kept import Kept, kept
from data.progress import UnderWay, look
from data.records.clients import Client
from data.records.imports import Import
from data.store import FileLock, disk
from data.text import plain

State = Literal["ok", "warn", "fail"]
RECENT = timedelta(days=7)
"""How long a refused file is told of."""
_TAKEN = timedelta(minutes=1)
"""After so long a file that is whole has been taken in, if anybody watches."""
_NAMED = 5
"""How many of many are named."""


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    about: str
    """What it is about, in a word or two."""
    state: State
    """`warn`: somebody should do something. `fail`: something doesn't work, or leaks."""
    said: str
    """What was found."""
    do: str | None = None
    """What to do about it; `None`: nothing."""


def examine(desk: Desk) -> Iterator[Check]:
    """Look everything over, for the person at the desk. Raises `StoreError`."""
    running = look(desk.workspace.presence)
    files = [each for client in desk.book.all(Client) for each in kept(_folder(desk, client))]
    imports = desk.book.all(Import)
    yield from _workspace(desk)
    yield from _drop(desk)
    yield from _clients(desk)
    yield from _lying(desk, imports, running)
    yield from _waiting(desk, imports)
    yield _refused(desk, imports)
    yield _retention(desk, files)
    yield _privacy(desk, files)
    yield from _facts(desk, imports)
    yield _import(desk, running)


def _folder(desk: Desk, client: Client) -> Path:
    return desk.workspace.drop / client.slug


# -- the workspace --------------------------------------------------------------------------------


def _workspace(desk: Desk) -> Iterator[Check]:
    root, store = desk.workspace.root, desk.book.store
    ours = f"Spotlight {VERSION}, TinyDB {version('tinydb')}, Python {platform.python_version()}"
    yield Check("workspace", "ok", f"{root} · {ours}")
    if store.read_only:
        yield Check("store", "fail", f"it can be read but not written: {store.read_only}")
    else:
        yield Check("store", "ok", f"{desk.book.seq:,} changes")


def _drop(desk: Desk) -> Iterator[Check]:
    yield from _open_to_us("drop folder", desk.workspace.drop) or [
        Check("drop folder", "ok", "you and the group can put files in and take them in")
    ]


def _clients(desk: Desk) -> Iterator[Check]:
    clients = desk.book.all(Client)
    wrong = [check for c in clients for check in _open_to_us(c.slug, _folder(desk, c))]
    yield from wrong or [
        Check("clients", "ok", f"{_number(clients, 'drop folder')}, all open to the group")
    ]


def _open_to_us(about: str, folder: Path) -> list[Check]:
    """What keeps me, or the group, from working in a folder."""
    shown, status = shlex.quote(str(folder)), disk.status_of(folder)
    if status is None or not stat.S_ISDIR(status.st_mode):
        return [Check(about, "fail", f"{folder} isn't a folder", f"mkdir -m 2770 {shown}")]
    for_all = f"{account_name(status.st_uid)} runs: chmod g+rwxs {shown}"
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
        return [Check(about, "fail", f"you may not read and write {folder}", for_all)]
    wanted = stat.S_IRWXG | stat.S_ISGID
    if status.st_mode & wanted != wanted:
        return [Check(about, "warn", f"the group may not read and write {folder}", for_all)]
    return []


# -- files ----------------------------------------------------------------------------------------


def _lying(desk: Desk, imports: Iterable[Import], running: UnderWay | None) -> Iterator[Check]:
    """Files that lie in the drop folder and aren't taken in."""
    drop, now = desk.workspace.drop, desk.clock.now()
    expected = {drop / each.source for each in imports if each.status == "waiting"}
    if running:
        expected.add(drop / running.client / running.file)
    about, fine = "drop folder", True
    try:
        found = Drop(drop).scan(now, [client.slug for client in desk.book.all(Client)])
    except StoreError as error:
        yield Check(about, "fail", str(error))
        return
    for each in found:
        if isinstance(each, Left):
            fine = False
            yield Check(about, "warn", f"{_shown(drop, each.path)} is left: {each.reason}")
        elif each.path not in expected and (age := _lies(each.path, now)):
            fine = False
            yield Check(
                about,
                "warn",
                f"{_shown(drop, each.path)} has lain there for {age} and isn't taken in",
                "open a console or run `spotlight watch`; if one runs, `spotlight import` on the"
                " file says what keeps it",
            )
    if fine:
        yield Check(about, "ok", "nothing is left behind in it")


def _lies(path: Path, now: datetime) -> str | None:
    """How long a file has lain there, if that is longer than it should."""
    status = disk.status_of(path)
    since = datetime.fromtimestamp(status.st_ctime, now.tzinfo) if status else now
    return ago(since, now) if now - since > _TAKEN else None


def _shown(drop: Path, path: Path) -> str:
    return plain(str(path.relative_to(drop)), limit=120)


def _waiting(desk: Desk, imports: Iterable[Import]) -> Iterator[Check]:
    """Files that wait for an answer."""
    waiting = [each for each in imports if each.status == "waiting"]
    if not waiting:
        yield Check("answers", "ok", "no file waits for one")
    for each in waiting:
        could = f"; it can be {', '.join(each.options)}" if each.options else ""
        yield Check(
            "answers",
            "warn",
            f"{each.ref} {desk.client_slug(each.client) or '–'} {each.file} waits: {each.reason}",
            f"spotlight settle {each.ref} --{each.question} …{could}",
        )


def _refused(desk: Desk, imports: Iterable[Import]) -> Check:
    now = desk.clock.now()
    refused = [i for i in imports if i.status == "rejected" and now - i.created_at < RECENT]
    if not refused:
        return Check("refused", "ok", f"no file in the last {RECENT.days} days")
    newest = [f"{each.ref} {each.file}" for each in reversed(refused)]
    return Check(
        "refused",
        "warn",
        f"in the last {RECENT.days} days: {_some(newest)}",
        "spotlight imports is:rejected; `show` says why; put them in again once mended",
    )


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


# -- buyers' data ---------------------------------------------------------------------------------


def _retention(desk: Desk, files: list[Kept]) -> Check:
    """What `done/` holds for longer than is set; counted as `find -mtime` does."""
    about, days, now = "retention", desk.workspace.settings.keep_done_days, desk.clock.now()
    held = f"{_files(files)} in {DONE}/"
    if not days:
        return Check(about, "ok", f"{held}, kept for ever (keep_done_days = 0)")
    old = [each for each in files if (now - each.changed) // timedelta(days=1) > days]
    if not old:
        return Check(about, "ok", f"{held}, none older than {days} days")
    oldest = min(each.changed for each in old).astimezone(desk.zone).date()
    return Check(
        about,
        "warn",
        f"{_files(old)} in {DONE}/ older than {days} days (keep_done_days), the oldest of {oldest}",
        f"a lead runs: find {_places(desk, old)} -type f -mtime +{days} -delete",
    )


def _privacy(desk: Desk, files: list[Kept]) -> Check:
    """Whether others than the group could read imported files."""
    about, bare = "privacy", [each for each in files if each.mode & stat.S_IRWXO]
    if not bare:
        return Check(about, "ok", f"nobody outside the group can read {DONE}/")
    reached = stat.S_IMODE(desk.workspace.root.stat().st_mode) & stat.S_IRWXO
    so_far = "" if reached else "; the workspace's folder still keeps them out"
    return Check(
        about,
        "fail" if reached else "warn",
        f"{_files(bare)} in {DONE}/ may be read by everybody on this box{so_far}",
        f"their owners run: find {_places(desk, bare)} -type f -perm /007 -exec chmod o= {{}} +",
    )


def _number(what: Sized, one: str) -> str:
    return f"{len(what):,} {one}" + ("" if len(what) == 1 else "s")


def _files(files: list[Kept]) -> str:
    size = float(sum(each.size for each in files))
    count = _number(files, "file")
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{count} ({size:.3g} {unit})"
        size /= 1000
    return f"{count} ({size:,.1f} GB)"


def _places(desk: Desk, files: list[Kept]) -> str:
    """The `done/` folders those files lie in, for a shell."""
    drop = desk.workspace.drop
    slugs = dict.fromkeys(each.path.relative_to(drop).parts[0] for each in files)
    return " ".join(shlex.quote(str(drop / slug / DONE)) for slug in slugs)


# -- facts and imports ----------------------------------------------------------------------------


def _facts(desk: Desk, imports: Iterable[Import]) -> Iterator[Check]:
    root = desk.workspace.facts
    named = {each.facts: each for each in counted(imports) if each.facts}
    missing = [each for name, each in named.items() if not (root / name).is_file()]
    for each in missing:
        where = f"{desk.client_slug(each.client)} {each.file}"
        yield Check(
            "facts",
            "fail",
            f"{each.ref} {where}: its facts file is gone, so its days can't be worked out again",
            f"put facts/{each.facts} back from a backup, or import the export again",
        )
    stems = {name.removesuffix(".parquet") for name in named}
    over = [path for path in root.glob("*/*") if path.parent.name[0] != "." and path.is_file()]
    over = [p for p in over if f"{p.parent.name}/{p.name.split('.')[0]}" not in stems]
    if over and not _importer(desk):
        yield Check(
            "facts",
            "warn",
            f"{_number(over, 'file')} no import names: {_some([plain(p.name) for p in over])}",
            "nothing: the client's next import clears them away",
        )
    elif not missing:
        yield Check("facts", "ok", f"none is missing, of {_number(named, 'import')}")


def _import(desk: Desk, running: UnderWay | None) -> Check:
    if running:
        share = "" if running.share is None else f" {running.share * 100:.0f} %"
        said = f"{running.client}: {running.file}{share} · {running.by}"
        return Check("importing", "ok", said, "`spotlight cancel` stops it")
    return Check("importing", "ok", _importer(desk) or "nothing just now")


def _importer(desk: Desk) -> str | None:
    """Who imports now."""
    holder = FileLock(desk.workspace.root / "import.lock").holder()
    return f"{holder.person} (process {holder.pid})" if holder else None
