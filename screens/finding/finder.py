"""Find everywhere: words over every kind of record, off the screen's thread."""

import asyncio
from contextlib import suppress

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.worker import Worker, WorkerCancelled

from console.desk import Desk
from console.find import Findings, Found, find_everywhere
from console.naming import client_of, state_word, title
from data.errors import SpotlightError
from screens.frame.fullpage import keys_of_lists
from screens.frame.lines import Line, Rule
from screens.frame.paint import Pieces, cells, fit
from screens.frame.query import QueryLine
from screens.frame.records import RecordList
from screens.keymap import key_of
from screens.say import how_much

_KINDS = {"runs": "qa", "conversations": "inbox"}
"""The lists that have another name than their table."""
_WIDE = 100
"""From so many cells, the kind has a column."""
_PAUSE = 0.12
"""Seconds without a key before the looking begins: while somebody types, nothing is read."""
_HINT = "Words of a title, a handle, a note or a message; or an id, as C118."


class Finder(ModalScreen[str | None]):
    """Gives the id of the record picked."""

    DEFAULT_CSS = "Finder { background: $background; }"
    BINDINGS = keys_of_lists(
        "list.down", "list.up", "list.page_down", "list.page_up", "list.first", "list.last",
        "list.open", "list.back", "list.query", "list.find",
    )  # fmt: skip

    def __init__(self, desk: Desk, query: str) -> None:
        """`query` is what was last looked for."""
        super().__init__()
        self._desk = desk
        self._found: dict[str, Found] = {}
        self._looking: Worker[None] | None = None
        self.query_line = QueryLine(query, self.look)
        self.list = RecordList(self._draw, lambda: None)
        self.status = Line()

    @property
    def sought(self) -> str:
        """What stands in the query line."""
        return self.query_line.text

    def compose(self) -> ComposeResult:
        """A title, the words, what was found, the keys."""
        head, keys = Line(), Line()
        head.show([(" Find everywhere", "strong")])
        pieces: Pieces = []
        for id, label in (("list.open", "open"), ("list.query", "other words"),
                          ("list.back", "back")):  # fmt: skip
            if key := key_of(id):
                pieces += [(f" {key}", "accent"), (f" {label} ", "text")]
        keys.show(pieces)
        yield head
        yield self.query_line
        yield Rule()
        yield self.list
        yield self.status
        yield keys

    def on_mount(self) -> None:
        """Ready to type; what was found last time is there again, until other words are typed."""
        self.query_line.begin(afresh=True)
        self.look()

    def look(self) -> None:
        """Look for what stands there now; what was being looked for before is given up."""
        self._looking = self.run_worker(self._look(self.query_line.text), exclusive=True)

    async def _look(self, query: str) -> None:
        def stopped() -> bool:
            return query != self.query_line.text or not self.is_attached

        await asyncio.sleep(_PAUSE)
        try:
            found = await asyncio.to_thread(find_everywhere, self._desk, query, stopped=stopped)
        except SpotlightError as error:
            self.status.show([(f" {error}", "warn")])
            return
        if not stopped():
            self._show(found, query)

    def _show(self, found: Findings, query: str) -> None:
        self._found = {one.record.ref: one for one in found.shown}
        self.list.show(list(self._found))
        self.list.move_to_end(last=False)
        self.status.show([(f" {how_much(found, query) if query.strip() else _HINT}", "dim")])

    @on(QueryLine.Ended)
    async def leave_query(self, event: QueryLine.Ended) -> None:
        """To what is found, once the looking is over; with nothing found, on typing, or back."""
        if self._looking is not None:
            with suppress(WorkerCancelled):
                await self._looking.wait()
        if self.list.keys:
            self.list.focus()
        elif event.given_up:
            self.dismiss(None)
        else:
            self.query_line.begin()

    @on(RecordList.Opened)
    def pick(self, event: RecordList.Opened) -> None:
        """That one."""
        self.dismiss(event.key)

    def _draw(self, key: str, width: int) -> Pieces:
        found = self._found[key]
        record = found.record
        kind = _KINDS.get(record.TABLE, record.TABLE) if width >= _WIDE else ""
        left: Pieces = [
            (f"{fit(key, 6)} ", "strong"),
            (f"{fit(kind, 8)} " if kind else "", "dim"),
            (f"{fit(state_word(self._desk, record), 9)} ", "text"),
            (f"{fit(self._desk.client_slug(client_of(record)) or '–', 12)} ", "dim"),
        ]
        room, name = width - cells(left), title(self._desk, record)
        if not (where := found.where):
            return [*left, (fit(name, room), "text")]
        name = fit(name, min(cell_len(name), room * 2 // 5))
        return [*left, (name, "text"), (fit(f"  {where}", room - cell_len(name)), "dim")]

    # -- keys ------------------------------------------------------------------------------------

    def action_move(self, rows: int) -> None:
        """A row up or down."""
        self.list.move(rows)

    def action_page(self, pages: int) -> None:
        """A page up or down."""
        self.list.move_pages(pages)

    def action_end(self, last: bool) -> None:
        """The first or the last."""
        self.list.move_to_end(last=last)

    def action_open(self) -> None:
        """That one."""
        self.list.open()

    def action_query(self) -> None:
        """Other words."""
        self.query_line.begin(afresh=True)

    def action_find(self) -> None:
        """More words."""
        self.query_line.begin(words=True)

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
