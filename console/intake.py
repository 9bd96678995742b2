"""Intake: what lies in the drop folder becomes imports and day figures.

Every open console sweeps; whoever holds `import.lock` imports one file and lets go. In order: the
facts file is safe on the disk, one commit counts it, the source is moved. Whoever sweeps next
finishes what a crash left.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from console.arrivals import File, Outcome, outcome
from console.desk import Desk
from console.importing import Changed, Importing, counted
from data import facts
from data.drop import (
    Drop,
    Left,
    Look,
    Ready,
    Waiting,
    file_away,
    make_client_folder,
    sha256,
    turn_away,
)
from data.errors import Cancelled, ImportRefused, NotFound, RefusalError, StoreError, Unsure
from data.exports.job import Answers, Progress
from data.progress import announced
from data.records.clients import Client
from data.records.imports import BY_HAND, Import
from data.store import FileLock, disk
from data.text import plain

PATIENCE = 30.0
"""Seconds the command waits for another import to end."""
_AGAIN = timedelta(seconds=0.5)
"""Until a sweep is worth trying again while another process imports."""
_LATER = timedelta(seconds=30)
"""Until a file is tried again that the box couldn't import: its trouble takes a person's time."""
_LATEST = timedelta(hours=1)
"""The same of a file that fails again and again; each time doubles it."""


Tell = Callable[[File, Progress], None]
"""Told a few times a second how far the reading of a file is; what it raises stops the import."""


class _Failed(msgspec.Struct, frozen=True):
    """A file that can't be imported now, by no fault of its own."""

    look: Look
    at: datetime
    rest: timedelta
    """Until it is tried again."""
    left: Left


class Intake:
    """Takes exports in, for one desk. `step` is told each step as it is reached; tests die there.

    The steps: `locked`, `read`, `facts`, `committed`, `moved`. `tell` may raise `Leaving`.
    """

    def __init__(
        self,
        desk: Desk,
        step: Callable[[str], object] = lambda _: None,
        tell: Tell = lambda file, progress: None,
    ) -> None:
        self._desk = desk
        self._book = desk.book
        self._workspace = desk.workspace
        self._lock = FileLock(desk.workspace.root / "import.lock")
        self._drop = Drop(desk.workspace.drop)
        self._importing = Importing(desk, step)
        self._step = step
        self._tell = tell
        self._due: datetime | None = None
        self._failed: dict[Path, _Failed] = {}
        self.left: tuple[Left, ...] = ()
        """What the last sweep left where it is, and why."""

    # -- the drop folder ----------------------------------------------------------------------

    def sweep(self) -> list[Outcome]:
        """Import each file that is ready; what can't be imported now is `left` for later.

        Raises `StoreError` if the store or the drop folder can't be read, and what `tell` raises.
        """
        now = self._desk.clock.now()
        self._due = now + _LATER  # whatever happens below
        if self._book.store.read_only is not None:
            return []
        self._book.refresh()
        clients = {client.slug: client for client in self._book.all(Client)}
        found = self._drop.scan(now, clients)
        dues = [each.until for each in found if isinstance(each, Waiting)]
        outcomes, failed = list[Outcome](), dict[Path, _Failed]()
        asked = self._asked()
        for ready in found:
            if not isinstance(ready, Ready) or _is_of(asked.get(ready.path), ready.look):
                continue
            match self._try(ready, clients.get(ready.client or ""), now):
                case Outcome() as done:
                    outcomes.append(done)
                case _Failed() as failure:
                    failed[ready.path] = failure
                    dues.append(failure.at + failure.rest)
                case None:
                    dues.append(now + _AGAIN)
        self._let_go(asked)
        astray = (each for each in found if isinstance(each, Left))
        self.left = (*astray, *(failure.left for failure in failed.values()))
        self._failed = failed
        self._due = min(dues, default=None)
        return outcomes

    def next_due(self) -> float | None:
        """Seconds until a sweep is worth while, something stirring or not; `None`: it isn't."""
        if self._due is None:
            return None
        return max(0.0, (self._due - self._desk.clock.now()).total_seconds())

    def _asked(self) -> dict[Path, Import]:
        """The imports that wait for an answer, by where their file lies."""
        every = self._book.all(Import)
        return {self._place(each): each for each in every if each.status == "waiting"}

    def _place(self, record: Import) -> Path:
        return self._workspace.drop / record.source

    def _let_go(self, asked: dict[Path, Import]) -> None:
        """Files that were taken away, or changed, wait no longer."""
        for path, record in asked.items():
            try:
                look = _look(path)
            except OSError:  # who may not look there can't tell
                continue
            if not _is_of(record, look):
                reason = "its file was taken away or changed before it was answered"
                self._stop_waiting(record, look, reason)

    def _stop_waiting(self, record: Import, look: Look | None, reason: str) -> None:
        with self._book.begin("imports.gone") as tx:
            fresh = tx.need(Import, record.id)
            if fresh.status == "waiting" and not _is_of(fresh, look):
                tx.put(msgspec.structs.replace(fresh, status="void", reason=reason))

    def _try(self, ready: Ready, client: Client | None, now: datetime) -> Outcome | _Failed | None:
        """Import one dropped file. `None`: another process imports, or the file just changed."""
        before = self._failed.get(ready.path)
        if before and before.look != ready.look:
            before = None
        if before and abs(now - before.at) < before.rest:
            return before
        try:
            with self._lock.try_hold() as held:
                return None if held is None else self._take(ready, client)
        except (Changed, FileNotFoundError):
            return None
        except StoreError as error:
            reason = str(error)
        except OSError as error:
            reason = f"it can't be imported now: {error.strerror or error}"
        rest = min(before.rest * 2, _LATEST) if before else _LATER
        return _Failed(ready.look, now, rest, Left(ready.path, reason))

    def _take(self, ready: Ready, client: Client | None) -> Outcome:
        """Import one dropped file, under the lock."""
        self._step("locked")
        if _look(ready.path) != ready.look:
            raise Changed
        return self._settle(
            File(
                path=ready.path,
                name=ready.path.name,
                source=ready.path.relative_to(self._workspace.drop).as_posix(),
                look=ready.look,
                sha256=sha256(ready.path),
                client=client,
            )
        )

    def _settle(self, file: File) -> Outcome:
        """Import a file that lies in the drop folder, or note why not; then move it."""
        client, already = file.client or self._holder(file), False
        if client is None:
            return outcome(self._importing.ask(file, self._unsure_whose()), file)
        folder = self._workspace.drop / client.slug
        try:
            self._check_refused(file)
            with facts.work_folder(self._workspace.facts) as work:
                made, already = self._take_in(file, client, work)
            if already and file.asked:
                self._stop_waiting(file.asked, None, f"it is {made.ref} already")
        except Unsure as unsure:
            return outcome(self._importing.ask(file, unsure), file)
        except ImportRefused as refusal:
            made = self._importing.refuse(file, str(refusal))
            with _moving(f"it was refused as {made.ref}"):
                turn_away(file.path, folder, str(refusal))
        else:
            with _moving(f"it is in as {made.ref}"):
                file_away(file.path, folder, file.path.name, self._desk.today)
        self._step("moved")
        return outcome(made, file, already=already)

    def _take_in(self, file: File, client: Client, work: Path) -> tuple[Import, bool]:
        """Import it, while everybody sees how far it is and may cancel it."""
        me = self._desk.me.name
        with announced(self._workspace.presence, file.name, client.slug, me) as announcement:

            def tell(progress: Progress) -> None:
                self._tell(file, progress)
                announcement.tell(progress.rows, progress.share)

            return self._importing.take(file, client, work, tell)

    def _check_refused(self, file: File) -> None:
        """Raise `ImportRefused` again for a very file whose refuser died before it was moved."""
        for before in self._book.find(Import, "sha256", file.sha256):
            if before.status == "rejected" and _is_of(before, file.look):
                raise ImportRefused(before.reason or "it was refused before")

    def _holder(self, file: File) -> Client | None:
        """Whose import it is already: who settled it may have died before it was moved."""
        before = counted(self._book.find(Import, "sha256", file.sha256))
        return self._book.get(Client, before[0].client or 0) if before else None

    def _unsure_whose(self) -> Unsure:
        slugs = tuple(client.slug for client in self._book.all(Client))
        return Unsure("it lies in no client's folder: whose is it?", "client", slugs)

    # -- by hand ------------------------------------------------------------------------------

    def import_file(self, path: Path, client: Client, answers: Answers | None = None) -> Outcome:
        """Import a person's own file, which stays where it is; a copy goes to `done/`.

        A file that can't be imported leaves nothing behind. Raises `NotFound`, `ImportRefused`,
        `Unsure`, `StoreError`.
        """
        name = plain(path.name, limit=100)
        with (
            disk.speaking(f"{name} can't be imported now"),
            self._lock.hold(PATIENCE),
            facts.work_folder(self._workspace.facts) as work,
        ):
            self._step("locked")
            copy = _copy(path, work)
            file = File(
                path=copy,
                name=path.name,
                source=BY_HAND,
                look=Look.at(copy),
                sha256=sha256(copy),
                client=client,
                answers=answers or Answers(),
            )
            try:
                made, already = self._take_in(file, client, work)
            except ImportRefused as refusal:
                how = "wasn't" if isinstance(refusal, Cancelled) else "can't be"
                raise ImportRefused(f"{name} {how} imported: {refusal}") from None
            if not already:
                make_client_folder(self._workspace.drop, client.slug)
                folder = self._workspace.drop / client.slug
                file_away(copy, folder, path.name, self._desk.today)
            self._step("moved")
        return outcome(made, file, already=already)

    def settle(self, record: Import, client: Client | None, answers: Answers) -> Import:
        """Import a file that waits, now that somebody answered.

        Gives the record, which may wait for another answer or be rejected. Raises `RefusalError`,
        `StoreError`.
        """
        path = self._place(record)
        with disk.speaking(f"{record.file} can't be imported now"), self._lock.hold(PATIENCE):
            self._book.refresh()
            fresh = self._book.get(Import, record.id)
            if fresh is None or fresh.status != "waiting" or not _is_of(fresh, _look(path)):
                raise RefusalError(f"{record.ref} isn't waiting any more")
            file = File(
                path=path,
                name=path.name,
                source=fresh.source,
                look=Look.at(path),
                sha256=fresh.sha256,
                client=client,
                answers=answers,
                asked=fresh,
            )
            try:
                self._settle(file)
            except Changed:
                raise RefusalError(f"{record.file} just changed; it is looked at again") from None
        return self._book.get(Import, record.id) or fresh

    def void(self, record: Import, reason: str) -> Import:
        """Take an import out. Raises `RefusalError`, `StoreError`."""
        with self._lock.hold(PATIENCE):
            self._book.refresh()
            fresh = self._book.get(Import, record.id) or record
            if fresh.status != "done":
                raise RefusalError(f"{fresh.ref} is {fresh.status} already")
            return self._importing.void(fresh, reason)


@contextmanager
def _moving(so_far: str) -> Iterator[None]:
    """Raises `StoreError` with what stands already, where a file can't be moved."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"{so_far}, but can't be moved: {error.strerror}") from error


def _look(path: Path) -> Look | None:
    """The file as it is now; `None`: it is gone. Raises `OSError`."""
    try:
        return Look.at(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # or of a name no file has
        return None


def _is_of(record: Import | None, look: Look | None) -> bool:
    """Whether the record was made of the file that looks so."""
    if record is None or look is None:
        return False
    return (record.inode, record.changed_ns) == (look.inode, look.changed_ns)


def _copy(path: Path, work: Path) -> Path:
    """A copy of a person's file that nobody changes. Raises `NotFound`, `ImportRefused`."""
    shown = plain(str(path), limit=200)
    if not path.exists():
        raise NotFound(f"there is no file {shown}.")
    if not path.is_file():
        raise ImportRefused(f"{shown} isn't a file.")
    if not os.access(path, os.R_OK):
        raise ImportRefused(f"{shown} can't be imported: you may not read it.")
    return shutil.copyfile(path, work / "copy")
