"""What was done, newest first: to one record or to everything; enter opens the record."""

import asyncio
from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.changes import settings
from console.desk import Desk
from console.history import find, refs, sentence
from data.errors import RefusalError
from data.records.base import Record
from data.store import Entry
from screens.frame.lines import Line, Page
from screens.frame.paint import Pieces, fit, wrap
from screens.frame.records import RecordList
from screens.hands import Stage
from screens.keymap import press
from screens.say import moment

MOST = 1_000
"""Entries shown; `spotlight log` has them all."""


class Opener(Stage, Protocol):
    """The app, as far as the history needs it."""

    def open(self, ref: str) -> None:
        """To a record, wherever it is shown."""
        ...


class History(ModalScreen[str | None]):
    """Entries over what the one under the cursor changed. Gives the record to open."""

    CSS_PATH = "frame/modal.tcss"
    DEFAULT_CSS = """
    #history { width: 100%; height: 100%; padding: 0; }
    #history Page { height: 8; margin: 1 0 0 0; }
    """
    BINDINGS = [
        Binding("j,down", "move(1)", "down", tooltip="The next one."),
        Binding("k,up", "move(-1)", "up", tooltip="The one above."),
        Binding("pagedown,space", "move(12)", "page", tooltip="A page down."),
        Binding("pageup", "move(-12)", "page up", tooltip="A page up."),
        Binding("g,home", "end(False)", "newest", tooltip="The newest."),
        Binding("G,end", "end(True)", "oldest", tooltip="The oldest."),
        Binding("enter", "open", "open", tooltip="Its record."),
        Binding("escape,q", "dismiss", "back", tooltip="Back."),
    ]

    def __init__(
        self, desk: Desk, title: str, entries: Sequence[Entry], record: Record | None
    ) -> None:
        """`record` is the one they are about; `None`: they are of everything."""
        super().__init__()
        self._desk = desk
        self._record = record
        self._title = title
        self._entries = entries
        self.list = RecordList(self._row, self._moved)
        self.page = Page(self._changes)
        self.page.can_focus = False

    def compose(self) -> ComposeResult:
        """Title, entries, what one of them changed, keys."""
        with Vertical(id="history"):
            title, keys = Line(), Line()
            title.show([(f" {self._title}", "strong")], [(f"{len(self._entries)} ", "dim")])
            yield title
            yield self.list
            yield self.page
            keys.show(
                [
                    (
                        f" {press('list.down')} {press('list.up')} move"
                        f"  {press('list.open')} open  {press('list.back')} back",
                        "dim",
                    )
                ]
            )
            yield keys

    @property
    def _about(self) -> str:
        return self._record.ref if self._record else ""

    def on_mount(self) -> None:
        """The newest first."""
        self.list.show([str(at) for at in range(len(self._entries))])
        self.list.focus()

    def _row(self, key: str, width: int) -> Pieces:
        entry = self._entries[int(key)]
        when = moment(entry.at, self._desk.zone)
        return [
            (f"{fit(when, 17)} ", "dim"),
            (fit(sentence(entry, self._about), width - 18), "text"),
        ]

    def _changes(self, width: int) -> list[Pieces]:
        if self.list.cursor is None:
            return []
        entry = self._entries[int(self.list.cursor)]
        lines = [
            (ref, str(setting))
            for ref in ([self._about] if self._about else refs(entry))
            for setting in settings(self._desk, entry, ref, self._record)
        ]
        return [
            [(f" {ref:<6}" if first else " " * 7, "dim"), (part, "text")]
            for ref, line in lines
            for first, part in ((at == 0, p) for at, p in enumerate(wrap(line, width - 8)))
        ]

    def _moved(self) -> None:
        self.page.refill(top=True)

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.list.move(rows)

    def action_end(self, last: bool) -> None:
        """The newest or the oldest."""
        self.list.move_to_end(last=last)

    def action_open(self) -> None:
        """The first record the entry is about, if it is about any."""
        if self.list.cursor is not None:
            named = refs(self._entries[int(self.list.cursor)])
            if named:
                self.dismiss(named[0])


async def show_history(desk: Desk, stage: Opener, *, everything: bool) -> None:
    """The history of the record on the screen, or of everything; opens what is picked.

    Raises `RefusalError` where no record is selected.
    """
    if everything:
        title, here = "Everything that was done, newest first", None
    else:
        here = next(iter(stage.pane.subjects()), None)
        if here is None:
            raise RefusalError("history: nothing is selected")
        title = f"What was done to {here.ref}, newest first"
    found = await asyncio.to_thread(_entries, desk, here)
    if picked := await stage.answer(History(desk, title, found, here)):
        stage.open(picked)


def _entries(desk: Desk, record: Record | None) -> list[Entry]:
    return list(islice(find(desk, record), MOST))
