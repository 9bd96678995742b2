"""What several of the store's tests do."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.store import Entry, Store, Transaction
from data.store.entry import Document, decode_document

SCRIPTS = Path(__file__).parent

Content: TypeAlias = dict[str, dict[int, Document]]
"""All documents by table and id."""


def add(store: Store, text: str, by: str = "ana") -> int:
    """Commit one new note; gives its id."""
    with store.begin("notes.add") as transaction:
        id = transaction.new_id("notes")
        transaction.set("notes", id, {"text": text, "by": by})
    return id


def change(store: Store, id: int, **fields: msgspec.Raw | str | int | None) -> None:
    """Commit new values of some fields of a note."""
    with store.begin("notes.change") as transaction:
        document = transaction.get("notes", id)
        assert document is not None
        transaction.set("notes", id, {**document, **fields})


def content(store: Store) -> Content:
    """Everything in the store."""
    return {
        table: {id: decode_document(raw) for id, raw in store.items(table)}
        for table in store.tables()
    }


def replay(entries: Iterable[Entry], before: Content | None = None) -> Content:
    """What the entries make of it: the plainest reading of a journal there is."""
    after = {table: dict(documents) for table, documents in (before or {}).items()}
    for change in (change for entry in entries for change in entry.changes):
        table = after.setdefault(change.table, {})
        if change.after is None:
            del table[change.id]
        else:
            gone = change.before or {}
            kept = {k: v for k, v in table.get(change.id, {}).items() if k not in gone}
            table[change.id] = {**kept, **change.after}
    return after


def take_back(transaction: Transaction, entry: Entry) -> None:
    """Undo what an entry did to each document that is still as the entry left it."""
    for change in entry.changes:
        now = transaction.get(change.table, change.id)
        if change.after is None:
            if now is None and change.before is not None:
                transaction.set(change.table, change.id, change.before)
        elif now is not None and now | change.after == now:
            if change.before is None:
                transaction.delete(change.table, change.id)
            else:
                kept = {k: v for k, v in now.items() if k not in change.after}
                transaction.set(change.table, change.id, kept | change.before)


def live(folder: Path, journal: str = "store.journal") -> Path:
    """The newest segment of the folder's journal."""
    return max((folder / journal).glob("*.jsonl"))


def cut_back(folder: Path, size: int) -> None:
    """Leave the newest segment as a writer does that dies at that byte of it."""
    os.truncate(live(folder), size)
    os.truncate(folder / "store.lock", 0)


Process: TypeAlias = "subprocess.Popen[str]"
Start = Callable[..., Process]
"""Starts a script of this folder as a process of its own, with pipes: `start("writer.py", …)`."""


def start_process(script: str, *argv: object) -> Process:
    """What the fixture `start` does, for it alone: it also cleans up."""
    return subprocess.Popen(
        [sys.executable, str(SCRIPTS / script), *map(str, argv)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def line(process: Process) -> str:
    """The next line the process says; empty when it is gone."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def finish(process: Process) -> int:
    """Give it no more, hear it out and wait for it; gives its exit code."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    if not process.stdout.closed:
        process.stdout.read()  # a pipe closed too early would break its last word
        process.stdout.close()
    return process.wait(30)
