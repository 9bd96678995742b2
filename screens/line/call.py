"""One run of a command: its words, its output, and the desk it is done at."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.desk import Desk
from console.history import as_at
from data.clock import SystemClock
from data.errors import NotFound, UsageError
from data.identity import author
from data.text import plain
from data.workspace import Workspace, find_root
from screens.line.out import Out
from screens.line.words import EVERYWHERE, Words, mode_of


class Call:
    """What a command is given. The desk is opened when it is first asked for."""

    def __init__(self, words: Words, *, console: bool) -> None:
        self.words = words.words
        self.options = words
        self.out = Out(mode_of(words))
        self.draws = console and self.out.mode == "text" and _on_terminal()
        """Whether this opens the console; else its command is done as text."""
        self._desk: Desk | None = None
        self._stdin_read = False

    def root(self) -> Path:
        """The workspace folder meant. Raises `StoreError`."""
        return find_root(self.options.value("workspace"), os.environ)

    def desk(self) -> Desk:
        """The desk of whoever runs this. Raises `UsageError`, `StoreError`."""
        return self._desk or self.sit(Workspace.open(self.root()))

    def sit(self, workspace: Workspace, name: str | None = None) -> Desk:
        """A desk at that workspace, as `--as` says, else as `name`, else by the account.

        All commands of one shell are one session, so that `undo` finds what `done` did; each
        console is a session of its own.
        """
        me = author(
            name if (told := self.options.value("as")) is None else told,
            shared_account=workspace.settings.shared_account,
            session=None if self.draws else f"line-{os.getsid(0)}",
        )
        self._desk = Desk(workspace, me, SystemClock(), resumed=not self.draws)
        return self._desk

    def go_back(self, moment: datetime) -> Desk:
        """From now on the desk is as it was at that moment. Raises `StoreError`."""
        present = self.desk()
        self._desk = as_at(present, moment)
        present.close()
        return self._desk

    @property
    def wrote(self) -> bool:
        """Whether this run changed something."""
        return self._desk is not None and self._desk.book.store.wrote

    def close(self) -> bool:
        """Let go of the desk, having said what the store had to do without; whether it is whole."""
        if self._desk is None:
            return True
        store = self._desk.book.store
        damage = [f"{store.damage} What is shown may lack what came after."] if store.damage else []
        for note in (*store.notes, *damage, *self._desk.wrong_files):
            self.out.say(note)
        self._desk.close()
        return store.damage is None

    def word(self, number: int, name: str) -> str:
        """The word at that place. Raises `UsageError` naming what is missing there."""
        if len(self.words) <= number:
            raise UsageError(f"{name} is missing.")
        return self.words[number]

    def stdin(self) -> str:
        """What is piped in, whole, for `-`. Raises `UsageError` the second time."""
        if self._stdin_read:
            raise UsageError("only one - can be read from stdin.")
        self._stdin_read = True
        return sys.stdin.buffer.read().decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the line mode."""

    name: str
    usage: str
    """What follows the name."""
    help: str
    """One sentence."""
    run: Callable[[Call], int]
    """Does it; gives the exit code."""
    options: tuple[str, ...] = ()
    most: int | None = None
    """The most words it takes; `None`: it looks itself."""
    console: bool = False
    """Whether it opens the console when there is a terminal."""
    more: tuple[tuple[str, str], ...] = ()
    """What its help says beneath: a word and its meaning."""
    examples: tuple[str, ...] = ()
    """Some that work, without the word `spotlight`."""

    def call(self, words: Words) -> Call:
        """A call of this command, its options and words checked. Raises `UsageError`."""
        usage = f"spotlight {self.name} {self.usage}".rstrip()
        words.check((*self.options, *EVERYWHERE), most=self.most, usage=usage)
        if words.has("json") and words.has("plain"):
            raise UsageError("--json or --plain, not both.")
        return Call(words, console=self.console)


def file_named(word: str) -> Path:
    """The file a person named. Raises `NotFound`."""
    path = Path(word).expanduser()
    if path.is_dir():
        raise NotFound(f"{plain(word, limit=200)} is a folder: say a file in it.")
    if not path.is_file():
        raise NotFound(f"there is no file {plain(word, limit=200)}.")
    return path.absolute()


def said(words: Iterable[str]) -> str:
    """Names in a row: `ana, jo and sam`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _on_terminal() -> bool:
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
