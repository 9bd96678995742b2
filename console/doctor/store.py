"""The doctor on the store: versions, lock, journal, snapshot, backups, the chain of checksums."""

import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from console.ages import ago
from console.desk import Desk
from console.doctor.check import Check, number, some
from data.backup import backups, size_of
from data.errors import StoreError
from data.files import size_words
from data.identity import VERSION, account_name
from data.store import FileLock, disk
from data.store.journal import segment, segments

PATIENCE = 0.5
"""Seconds a lock may be held; a commit takes a hundredth of that."""
LONG = 8 << 20
"""Bytes of a live segment that should have been folded long ago."""


def look(desk: Desk) -> Iterator[Check]:
    """What can be told at once."""
    root, store = desk.workspace.root, desk.book.store
    ours = f"Spotlight {VERSION}, TinyDB {version('tinydb')}, Python {platform.python_version()}"
    yield Check("workspace", "ok", f"{root} · {ours}")
    if store.read_only:
        yield Check("store", "fail", f"it can be read but not written: {store.read_only}")
    else:
        yield Check("store", "ok", f"{desk.book.seq:,} changes")
    yield _lock(store.files.lock)
    yield _journal(store.files.journal)
    yield _snapshot(desk)
    yield _backups(desk)


def _lock(path: Path) -> Check:
    holder = FileLock(path).keeper(PATIENCE)
    if holder is None:
        return Check("lock", "ok", "nobody holds it for longer than a change takes")
    said = f"{holder.person} (process {holder.pid}) holds it and doesn't let go: everybody waits"
    wake = f"{holder.person} runs: kill -CONT {holder.pid}; if that doesn't help: kill {holder.pid}"
    return Check("lock", "fail", said, wake)


def _journal(folder: Path) -> Check:
    firsts = segments(folder)
    found = [disk.status_of(segment(folder, first)) for first in firsts]
    sizes = [status.st_size for status in found if status is not None]
    said = f"{size_words(sum(sizes))} in {number(firsts, 'segment')}"
    if sizes and sizes[-1] > LONG:
        live = f"{said}, {size_words(sizes[-1])} of it not yet in the snapshot"
        return Check("journal", "warn", live, "spotlight fold")
    return Check("journal", "ok", said)


def _snapshot(desk: Desk) -> Check:
    """The last fold: when, whose, and how far it reaches."""
    store = desk.book.store
    status, held = disk.status_of(store.files.snapshot), store.folded()
    if status is None:
        return Check("snapshot", "ok", "none yet: the journal has everything")
    at = datetime.fromtimestamp(status.st_mtime, UTC)
    made = f"{ago(at, desk.clock.now())} ago by {account_name(status.st_uid)}"
    since = number(desk.book.seq - held, "change")
    said = f"holds {number(held, 'change')}, {since} since; made {made}"
    if not store.indexed():
        slow = "store.index is missing or can't be read, so that opening and finding take longer"
        return Check("snapshot", "warn", f"{said}; {slow}", "spotlight fold")
    return Check("snapshot", "ok", said)


def _backups(desk: Desk) -> Check:
    """How many there are, how large, and the newest."""
    known = backups(desk.workspace)
    if not known:
        return Check("backups", "ok", "none in the workspace yet; `spotlight backup` makes one")
    taken = size_words(sum(map(size_of, known)))
    return Check("backups", "ok", f"{len(known)}, {taken} in all; the newest is {known[-1].name}")


def prove_chain(desk: Desk) -> Check:
    """That no line of the whole history was edited; reads every byte of it."""
    try:
        chain = desk.book.store.chain()
    except StoreError as error:
        return Check("history", "fail", str(error))
    if not chain.flaws:
        since = f", from {chain.first:,} on" if chain.first > 1 else ""
        return Check("history", "ok", f"{number(chain.last, 'change')}{since}, none edited")
    said = f"{number(chain.flaws, 'place')} that can't be trusted: {some(list(chain.flaws))}"
    return Check(
        "history",
        "fail",
        said,
        "compare with a backup; `spotlight doctor --repair` says what helps",
    )
