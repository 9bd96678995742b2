"""Mending the workspace: a damaged store, and what somebody changed in its file outside.

Both say what they would do before they do it, and back the workspace up first.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from console.desk import Desk
from console.kinds import TABLES
from data.backup import Backup, back_up, backups
from data.clock import Clock
from data.records.base import Record
from data.records.revert import STAMPS
from data.store import Change, Transaction
from data.store.files import in_workspace
from data.store.outside import Difference, difference, merge
from data.store.repair import Repair, mend, plan
from data.text import plain
from data.workspace import Workspace

_CALLED = ("title", "handle", "name", "file", "text", "body", "topic")
"""Fields that say what a record is called."""


class Touched(msgspec.Struct, frozen=True):
    """What adopting a file does to one document."""

    table: str
    ref: str
    """Its id, as people type it if they do."""
    name: str
    how: Literal["added", "changed", "taken away"]


class Look(msgspec.Struct, frozen=True):
    """What adopting a file does."""

    since: int | None
    """The change the file was made at; None: it doesn't say, so it is compared with now."""
    touched: tuple[Touched, ...]
    left: tuple[str, ...]
    """What stays as it is here, and why."""
    missing: int
    """How many documents stay that aren't in a file that doesn't say when it was made."""


class Adopted(msgspec.Struct, frozen=True):
    """What adopting a file did."""

    look: Look
    entries: int
    """In how many changes; more than one if it was too much for one."""
    backup: Backup


def look(desk: Desk, file: Path) -> Look:
    """What adopting the file would do. Changes nothing. Raises `StoreError`."""
    found = difference(desk.book.store, file)
    with desk.book.store.begin("store.adopt") as transaction:
        return _merged(transaction, found, keep=False)


def adopt(desk: Desk, file: Path) -> Adopted:
    """Back up, then make in the store what was changed in the file. Raises `StoreError`."""
    store = desk.book.store
    backup = back_up(desk.workspace, desk.clock.now())
    found = difference(store, file)
    with store.begin("store.adopt", split=True) as transaction:
        before = store.seq
        looked = _merged(transaction, found, keep=True)
    desk.book.refresh()
    entries = transaction.entry.seq - before if transaction.entry else 0
    if file.resolve() == store.files.snapshot.resolve():
        store.fold()  # sets the edited file aside
    return Adopted(looked, entries, backup)


def _merged(transaction: Transaction, found: Difference, *, keep: bool) -> Look:
    touched: list[Touched] = []
    left: list[str] = []
    for change in found.changes:
        try:
            document = _document(transaction, change)
        except ValueError as error:
            if _stands(transaction, change):
                continue
            left.append(f"{_ref(change)}: {plain(str(error), limit=200)}")
            continue
        now = transaction.get(change.table, change.id)
        if _said(document) == _said(now):
            continue
        touched.append(_touched(change, document, now))
        if not keep:
            continue
        if document is None:
            transaction.delete(change.table, change.id)
        else:
            transaction.set(change.table, change.id, document)
    return Look(found.since, tuple(touched), tuple(left), found.missing)


def _said(document: dict[str, Any] | None) -> dict[str, Any] | None:
    """A document without its stamps."""
    return document and {field: document[field] for field in document.keys() - STAMPS}


def _document(transaction: Transaction, change: Change) -> dict[str, Any] | None:
    """What becomes of a document. Raises `ValueError` if it can't be."""
    return _finished(transaction, change, merge(transaction, change))


def _stands(transaction: Transaction, change: Change) -> bool:
    """Whether what the file says is so here already: it was adopted before."""
    now = transaction.get(change.table, change.id)
    if change.after is None:
        return bool(now and now.get("archived_at"))
    if change.before is not None:
        return False
    with suppress(ValueError):
        return _said(_finished(transaction, change, change.after)) == _said(now)
    return False


def _finished(
    transaction: Transaction, change: Change, document: dict[str, Any] | None
) -> dict[str, Any] | None:
    """A document as it is kept, stamped if it is a record. Raises `ValueError`."""
    kind, now = TABLES.get(change.table), transaction.get(change.table, change.id)
    if kind is None or (document is None and now is None):
        return document
    at = transaction.at.isoformat().replace("+00:00", "Z")
    if document is None:
        # Others may speak of it: a record is taken away, never removed.
        document = {**(now or {}), "archived_at": (now or {}).get("archived_at") or at}
    who = transaction.author.name
    kept = {field: now[field] for field in STAMPS & now.keys()} if now else {}
    stamps = {"created_at": at, "created_by": who, **kept, "updated_at": at, "updated_by": who}
    stamps |= {"id": change.id, "rev": kept.get("rev", 0) + 1}
    return _as_record(kind, {**document, **stamps})


def _as_record(kind: type[Record], document: dict[str, Any]) -> dict[str, Any]:
    """The document as a record of that kind is kept. Raises `ValueError` if it isn't one."""
    if unknown := sorted(document.keys() - frozenset(kind.__struct_fields__)):
        raise ValueError(f"no record of {kind.TABLE} has “{unknown[0]}”")
    try:
        made: dict[str, Any] = msgspec.to_builtins(msgspec.convert(document, kind))
    except msgspec.ValidationError as error:
        raise ValueError(f"it can't be a record of {kind.TABLE}: {error}") from None
    return made


def _touched(
    change: Change, document: dict[str, Any] | None, now: dict[str, Any] | None
) -> Touched:
    how: Literal["added", "changed", "taken away"] = "added" if now is None else "changed"
    if document is None or (document.get("archived_at") and not (now or {}).get("archived_at")):
        how = "taken away"
    names = _names(document or now or {})
    return Touched(change.table, _ref(change), next(names, ""), how)


def _names(document: dict[str, Any]) -> Iterator[str]:
    return (plain(str(document[field]), limit=60) for field in _CALLED if document.get(field))


def _ref(change: Change) -> str:
    kind: type[Record] | None = TABLES.get(change.table)
    letter = kind.LETTER if kind else ""
    return f"{letter}{change.id}" if letter else f"{plain(change.table, limit=40)} {change.id}"


def repair_plan(workspace: Workspace) -> Repair:
    """What a repair would do. Changes nothing. Raises `StoreError`."""
    return plan(in_workspace(workspace.root), backups(workspace))


def repair(workspace: Workspace, clock: Clock) -> tuple[Repair, Backup]:
    """Back up as it is, then mend what is damaged. Raises `StoreError`."""
    known = backups(workspace)
    backup = back_up(workspace, clock.now())
    return mend(in_workspace(workspace.root), clock.now(), known), backup
