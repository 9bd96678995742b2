"""What several of the store's tests do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import msgspec

from data.store import Store
from data.store.entry import Document, decode_document

SCRIPTS = Path(__file__).parent


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


def content(store: Store) -> dict[str, dict[int, Document]]:
    """Everything in the store."""
    return {
        table: {id: decode_document(raw) for id, raw in store.items(table)}
        for table in store.tables()
    }


def live(folder: Path, journal: str = "store.journal") -> Path:
    """The newest segment of the folder's journal."""
    return max((folder / journal).glob("*.jsonl"))


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
