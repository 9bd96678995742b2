"""The doctor on files: what lies in the drop folder, what is kept of imports, and for how long."""

import shlex
import stat
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from console.ages import ago
from console.desk import Desk
from console.doctor.check import Check, number, some
from console.importing import counted
from console.talks import brought_by
from data.backup import is_backup
from data.drop import DONE, Drop, Left
from data.errors import StoreError
from data.files import size_words
from data.kept import Kept, kept
from data.progress import UnderWay
from data.progress import look as look_at_import
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.store import FileLock, disk
from data.text import plain

RECENT = timedelta(days=7)
"""How long a refused file is told of."""
_TAKEN = timedelta(minutes=1)
"""After so long a file that is whole has been taken in, if anybody watches."""


def look(desk: Desk) -> Iterator[Check]:
    """What lies in the drop folder and what is kept. Raises `StoreError`."""
    running = look_at_import(desk.workspace.presence)
    done = [each for client in desk.book.all(Client) for each in kept(folder(desk, client))]
    imports = desk.book.all(Import)
    yield from _lying(desk, imports, running)
    yield from _waiting(desk, imports)
    yield _refused(desk, imports)
    yield _retention(desk, done)
    yield _privacy(desk, done)
    yield from _facts(desk, imports)
    yield _import(desk, running)
    yield from _broken_off(desk, imports)


def folder(desk: Desk, client: Client) -> Path:
    """The client's drop folder."""
    return desk.workspace.drop / client.slug


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
        f"in the last {RECENT.days} days: {some(newest)}",
        "spotlight imports is:rejected; `show` says why; put them in again once mended",
    )


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


def _files(files: list[Kept]) -> str:
    return f"{number(files, 'file')} ({size_words(sum(each.size for each in files))})"


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
    folders = [each for each in root.glob("[!.]*") if not is_backup(each)]
    over = [path for folder in folders for path in folder.glob("*") if path.is_file()]
    over = [p for p in over if f"{p.parent.name}/{p.name.split('.')[0]}" not in stems]
    if over and not _importer(desk):
        yield Check(
            "facts",
            "warn",
            f"{number(over, 'file')} no import names: {some([plain(p.name) for p in over])}",
            "nothing: the client's next import clears them away",
        )
    elif not missing:
        yield Check("facts", "ok", f"none is missing, of {number(named, 'import')}")


def _broken_off(desk: Desk, imports: Iterable[Import]) -> Iterator[Check]:
    """What a file brought before whoever imported it died; in the drop folder it is read again."""
    known = {brought_by(each) for each in imports}
    left = [each for each in desk.book.all(Conversation) if each.brought not in {None, *known}]
    if left and not _importer(desk):
        yield Check(
            "imports",
            "warn",
            f"{number(left, 'conversation')} came with a file whose import was broken off:"
            f" {some([each.ref for each in left])}",
            "import that file again, what is here is known; if it isn't wanted, `spotlight void`"
            " then takes all of it out",
        )


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
