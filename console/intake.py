"""Intake: what lies in the drop folder becomes imports and day figures.

Every open console sweeps; whoever holds `import.lock` imports one file and lets go. In order: the
facts file is safe on the disk, one commit counts it, the source is moved. A crash between any two
of these leaves nothing half-imported, and whoever sweeps next finishes.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from console.desk import Desk
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
from data.errors import ImportRefused, NotFound, StoreError
from data.exports.job import THIS, DayFigures, Job, Known, Reject, Report
from data.exports.spawn import read_export
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import BY_HAND, Import
from data.store import FileLock, disk
from data.text import plain

PATIENCE = 30.0
"""Seconds the command waits for another import to end."""
_AGAIN = timedelta(seconds=0.5)
"""Until a sweep is worth trying again while another process imports."""
_LATER = timedelta(seconds=30)
"""Until a file is tried again that the box couldn't import: its trouble takes a person's time."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file. Counts are of the import it is, or already was."""

    ref: str
    """The import's id as people type it: `I3`."""
    already: str | None
    """The same, if these bytes had been imported before and nothing was done."""
    client: str
    """The client's short name."""
    file: str
    reason: str | None
    """Why it was rejected."""
    format: str | None
    market: str | None
    rows: int
    accepted: int
    rejected: int
    duplicates: int
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...]


class _File(msgspec.Struct, frozen=True):
    """A file to import, as it looked when its hash was taken."""

    path: Path
    name: str
    """The name it came with."""
    source: str
    look: Look
    sha256: str
    client: Client
    told: str | None = None
    """Its market, if a person named one."""


class _Failed(msgspec.Struct, frozen=True):
    """A file that can't be imported now, by no fault of its own."""

    look: Look
    at: datetime
    left: Left


class _Changed(Exception):
    """The file changed while it was read. Nothing was written; it is looked at again later."""


class Intake:
    """Takes exports in, for one desk. `step` is told each step as it is reached; tests die there.

    The steps: `locked`, `read`, `facts`, `committed`, `moved`.
    """

    def __init__(self, desk: Desk, step: Callable[[str], object] = lambda _: None) -> None:
        self._desk = desk
        self._book = desk.book
        self._workspace = desk.workspace
        self._lock = FileLock(desk.workspace.root / "import.lock")
        self._drop = Drop(desk.workspace.drop)
        self._step = step
        self._due: datetime | None = None
        self._failed: dict[Path, _Failed] = {}
        self.left: tuple[Left, ...] = ()
        """What the last sweep left where it is, and why."""

    # -- the drop folder ----------------------------------------------------------------------

    def sweep(self) -> list[Outcome]:
        """Import each file that is ready; what can't be imported now is `left` for later.

        Raises `StoreError` if the store or the drop folder can't be read.
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
        for ready in found:
            if not isinstance(ready, Ready):
                continue
            match self._try(ready, clients[ready.client], now):
                case Outcome() as outcome:
                    outcomes.append(outcome)
                case _Failed() as failure:
                    failed[ready.path] = failure
                    dues.append(failure.at + _LATER)
                case None:
                    dues.append(now + _AGAIN)
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

    def _try(self, ready: Ready, client: Client, now: datetime) -> Outcome | _Failed | None:
        """Import one dropped file. `None`: another process imports, or the file just changed."""
        before = self._failed.get(ready.path)
        if before and before.look == ready.look and abs(now - before.at) < _LATER:
            return before
        try:
            with self._lock.try_hold() as held:
                return self._take(ready, client) if held else None
        except (_Changed, FileNotFoundError):
            return None
        except StoreError as error:
            reason = str(error)
        except OSError as error:
            reason = f"it can't be imported now: {error.strerror or error}"
        return _Failed(ready.look, now, Left(ready.path, reason))

    def _take(self, ready: Ready, client: Client) -> Outcome:
        """Import one dropped file, under the lock."""
        self._step("locked")
        path = ready.path
        if Look.at(path) != ready.look:
            raise _Changed
        file = _File(
            path=path,
            name=path.name,
            source=f"{client.slug}/{path.name}",
            look=ready.look,
            sha256=sha256(path),
            client=client,
        )
        try:
            with facts.work_folder(self._workspace.facts) as work:
                made, already = self._import(file, work)
        except ImportRefused as refusal:
            made, already = self._reject(file, str(refusal)), False
            turn_away(path, str(refusal))
        else:
            file_away(path, path.parent, path.name, self._desk.today)
        self._step("moved")
        return _outcome(made, client, already)

    def _reject(self, file: _File, reason: str) -> Import:
        """Note that the file was refused: once, though we may have died before it was moved."""
        with self._book.begin("imports.reject") as tx:
            for before in tx.find(Import, "client", file.client.id):
                if before.status == "rejected" and _same(before, file):
                    return before
            made = tx.add(_refused(file, reason))
        self._step("committed")
        return made

    # -- by hand ------------------------------------------------------------------------------

    def import_file(self, path: Path, client: Client, *, told: str | None = None) -> Outcome:
        """Import a person's own file, which stays where it is; a copy goes to `done/`.

        `told` is the file's market as the person named it. A file that can't be imported leaves
        nothing behind. Raises `NotFound`, `ImportRefused`, `StoreError`.
        """
        name = plain(path.name, limit=100)
        with (
            disk.speaking(f"{name} can't be imported now"),
            self._lock.hold(PATIENCE),
            facts.work_folder(self._workspace.facts) as work,
        ):
            self._step("locked")
            copy = _copy(path, work)
            file = _File(
                path=copy,
                name=path.name,
                source=BY_HAND,
                look=Look.at(copy),
                sha256=sha256(copy),
                client=client,
                told=told,
            )
            try:
                made, already = self._import(file, work)
            except ImportRefused as refusal:
                raise ImportRefused(f"{name} can't be imported: {refusal}") from None
            if not already:
                make_client_folder(self._workspace.drop, client.slug)
                folder = self._workspace.drop / client.slug
                file_away(copy, folder, path.name, self._desk.today)
            self._step("moved")
        return _outcome(made, client, already)

    # -- one file, under the lock -------------------------------------------------------------

    def _import(self, file: _File, work: Path) -> tuple[Import, bool]:
        """The import the file becomes, or has been before. Raises `ImportRefused`, `_Changed`."""
        began = time.perf_counter()
        root, slug = self._workspace.facts, file.client.slug
        self._book.refresh()
        while True:
            counting = _counting(self._book.find(Import, "client", file.client.id))
            for before in counting:
                if before.sha256 == file.sha256:
                    return before, True
            facts.clean(root, slug, [each.facts for each in counting if each.facts])
            known = tuple(_known(each, root) for each in counting)
            report = read_export(
                Job(
                    file=str(file.path),
                    name=plain(file.name),
                    market=file.client.market,
                    told=file.told,
                    work=str(work),
                    now=self._desk.clock.now(),
                    known=known,
                )
            )
            self._step("read")
            name = facts.keep(work, root, slug, file.sha256)
            self._step("facts")
            if Look.at(file.path) != file.look:
                raise _Changed
            took = round((time.perf_counter() - began) * 1000)
            if made := self._commit(_made(file, report, name, took), report, known):
                self._step("committed")
                return made, False

    def _commit(self, new: Import, report: Report, known: tuple[Known, ...]) -> Import | None:
        """Count an import: its record and every day it changes, in one transaction.

        `None`: the client's imports aren't those the figures were made from any more.
        """
        with self._book.begin("imports.import") as tx:
            counting = _counting(tx.find(Import, "client", new.client))
            if tuple(_known(each, self._workspace.facts) for each in counting) != known:
                return None
            made = tx.add(new)
            kept = {day.day: day for day in tx.find(Day, "client", new.client)}
            for figures in report.days:
                before = kept.get(figures.day)
                blank = Day(client=made.client, day=figures.day, currency=report.currency)
                after = _day(before or blank, figures, made.id)
                tx.put(after) if before else tx.add(after)
        return made


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


def _counting(imports: Iterable[Import]) -> list[Import]:
    """Those whose rows count."""
    return [each for each in imports if each.status == "done" and each.archived_at is None]


def _same(made: Import, file: _File) -> bool:
    """Whether the import was made from the very file, not from one like it."""
    look = file.look
    return (made.sha256, made.inode, made.changed_ns) == (file.sha256, look.inode, look.changed_ns)


def _known(made: Import, root: Path) -> Known:
    return Known(
        number=made.id,
        facts=str(root / (made.facts or "")),
        as_of=made.as_of,
        first=made.first_day,
        last=made.last_day,
    )


def _made(file: _File, report: Report, facts_name: str, took_ms: int) -> Import:
    return msgspec.structs.replace(
        _arrived(file, "done"),
        format=report.format,
        market=report.market,
        rows=report.rows,
        accepted=report.accepted,
        rejected=report.rejected,
        duplicates=report.duplicates,
        first_day=report.first,
        last_day=report.last,
        days=len(report.days),
        as_of=report.as_of,
        took_ms=took_ms,
        facts=facts_name,
        rejects=report.rejects,
        warnings=report.warnings,
    )


def _refused(file: _File, reason: str) -> Import:
    return msgspec.structs.replace(_arrived(file, "rejected"), reason=reason)


def _arrived(file: _File, status: Literal["done", "rejected"]) -> Import:
    """What is known of a file before it is read."""
    return Import(
        client=file.client.id,
        file=plain(file.name),
        sha256=file.sha256,
        size=file.look.size,
        source=file.source,
        inode=file.look.inode,
        changed_ns=file.look.changed_ns,
        status=status,
    )


def _day(day: Day, figures: DayFigures, number: int) -> Day:
    """The day with these figures; `number` is the import they came with."""
    return msgspec.structs.replace(
        day,
        gmv=figures.gmv,
        net_gmv=figures.net_gmv,
        orders=figures.orders,
        units=figures.units,
        cancelled_orders=figures.cancelled_orders,
        refunded_amount=figures.refunded_amount,
        sample_orders=figures.sample_orders,
        imports=tuple(number if made == THIS else made for made in figures.imports),
        as_of=figures.as_of,
    )


def _outcome(made: Import, client: Client, already: bool) -> Outcome:
    return Outcome(
        ref=made.ref,
        already=made.ref if already else None,
        client=client.slug,
        file=made.file,
        reason=made.reason,
        format=made.format,
        market=made.market,
        rows=made.rows,
        accepted=made.accepted,
        rejected=made.rejected,
        duplicates=made.duplicates,
        rejects=made.rejects,
        warnings=made.warnings,
    )
