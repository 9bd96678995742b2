"""A pane: the frame around a list and the record it stands on. Each pane is a mode of the app."""

import asyncio
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container

from console.creators import meant
from console.desk import Desk
from console.table import VERBS
from data.errors import SpotlightError
from data.records.base import Record
from data.store import Entry
from screens.context.column import TABLES, Column
from screens.frame.content import Content
from screens.frame.host import Host
from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces, cells, fit, wrap
from screens.frame.query import QueryLine
from screens.frame.records import RecordList, difference
from screens.keymap import bindings, by_name, key_of, label_of, press

RESTS = 0.08
"""Seconds after the last key at which a hand rests: longer than between a held key's repeats."""


class Pane(Content):
    """One of the numbered panes: a list by a query, and the record under the cursor."""

    def __init_subclass__(cls) -> None:
        if "NAME" in cls.__dict__:
            cls.BINDINGS = bindings("list", *cls.SECTIONS)
        super().__init_subclass__()

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, host)
        self.top = Line(id="top")
        self.query_line = QueryLine(self.DEFAULT_QUERY, self.load, self.completions)
        self.heads = Line(id="heads")
        self.left = Container(id="left")
        self.list = RecordList(self._row, self.moved, nothing=self._nothing, id="list")
        self.page = Page(self._page_lines, id="page", marked=True)
        self.context = Column(desk, self._under_cursor)
        self.status = Line(id="status")
        self.keys_line = Line(id="keys")
        self._stale = True
        self._pending = ""
        self._following: asyncio.TimerHandle | None = None
        """Will show what the cursor stands on, once the hand rests."""
        self._query = self.DEFAULT_QUERY
        """The query the list was made by: the last one that was understood."""
        self._before: str | None = None
        """The query there was before another was typed; `None`: none was."""
        self._own: str | None = None
        """The list's own query, while a record it doesn't pick is shown whole."""

    def compose(self) -> ComposeResult:
        """Top line, query, list, detail and what belongs with it, status, keys."""
        yield self.top
        yield self.query_line
        yield Rule()
        with Container(id="body"):
            with self.left:
                yield self.heads
                yield self.list
            yield self.page
            if self.CONTEXT:
                yield self.context
        yield self.status
        yield self.keys_line

    def on_mount(self) -> None:
        """Give the keyboard to the list."""
        self.set_class(self.FOLLOWS, "-follows")
        self.list.focus()

    # -- showing ---------------------------------------------------------------------------------

    @property
    def opened(self) -> bool:
        """Whether the record is shown whole."""
        return self.page.has_class("-open")

    @property
    def stale(self) -> bool:
        """Whether it will be filled afresh when it is next shown."""
        return self._stale

    @property
    def following(self) -> bool:
        """Whether what is told is still of the record that the cursor just left."""
        return self._following is not None

    def load(self, *, select: str | None = None) -> None:
        """Take in membership and order afresh; the cursor keeps its record."""
        try:
            rows = self.rows(self.query_line.text)
        except SpotlightError as error:
            self.query_line.say([("not understood", "bad")], bad=True)
            self.host.say(str(error), "warn")
            return
        self._query = self.query_line.text
        self._stale = False
        self._pending = ""
        self.list.show(rows)
        if select is not None:
            self.list.select(select)
        self._show_count()
        self._refit()

    def _show_count(self) -> None:
        words = self.count(self.list.keys)
        if self._pending:
            self.query_line.say(
                [(f"{self._pending} · {press('list.reorder')}  ", "accent"), (words, "dim")]
            )
        else:
            self.query_line.say([(words, "dim")])

    def _row(self, key: str, width: int) -> Pieces:
        """A row; of a record that can't be read, why not."""
        try:
            return self.draw(key, width)
        except SpotlightError as error:
            return [(fit(str(error), width), "bad")]

    def _page_lines(self, width: int) -> list[Pieces]:
        """The record under the cursor for the page beside the list."""
        key = self.list.cursor
        if key is not None:
            try:
                return self.detail(key, width, whole=self.opened)
            except SpotlightError as error:
                return [[(f" {line}", "bad")] for line in wrap(str(error), width - 1)]
        return self._hints(width)

    def _nothing(self) -> list[Pieces]:
        """What stands in an empty list, unless the page beside it says so."""
        return [] if self.page.display else self._hints(self.list.size.width)

    def _hints(self, width: int) -> list[Pieces]:
        lines = [part for line in self.empty().split("\n") for part in wrap(line, width - 2)]
        hints: list[Pieces] = [[(f" {line}", "dim")] for line in lines]
        return [[], *hints]

    def _show_detail(self, *, top: bool) -> None:
        """What is told of the record under the cursor: its page, where it shows, and its keys."""
        self._show_keys()
        if self.opened or self.wide or self.FOLLOWS:
            self.page.refill(top=top)

    def _show_keys(self) -> None:
        """The keys of the record under the cursor, and what belongs with it."""
        self._stop_following()
        self.list.fit()
        self.paint_keys()
        if self.broad:
            self.context.refill(top=True)

    def paint_keys(self) -> None:
        """The footer: at most seven keys, greyed where the rule refuses, whatever the reason."""
        under = self._under_cursor()
        pieces: Pieces = []
        for id in self.footer(next(iter(under), None)):
            if self.opened and id == "list.open":
                id = "list.back"
            verb = VERBS.get(id)
            refused = False
            if verb is not None and not verb.creates:
                record = next(iter(meant(self.desk.book, verb.kind, under)), None)
                refused = record is None or self.desk.refusal(verb, record) is not None
            key = key_of(id) or by_name()
            pieces.append((f" {key}", "dim" if refused else "accent"))
            pieces.append((f" {label_of(id)} ", "dim" if refused else "text"))
        while cells(pieces) > self.size.width and len(pieces) > 2:
            del pieces[-4:-2]  # whole keys give way, the last one says where the others are
        self.keys_line.show(pieces)

    def taken(self, entries: Sequence[Entry]) -> None:
        """Somebody changed something: cells change in place, order and membership wait for R."""
        self.follow(entries)
        tables = {change.table for entry in entries for change in entry.changes}
        if not tables & (self.TABLES | TABLES if self.broad else self.TABLES) or not self._shows():
            return
        if tables & self.TABLES:
            self.refresh_cells()
        else:
            self.context.refill(top=True)

    def people_changed(self) -> None:
        """Whoever opened or left something, or writes in it, shows there."""
        if self.PEOPLE and self._shows():
            self.list.redraw()
            self._show_detail(top=False)

    def _shows(self) -> bool:
        """Whether it is seen, be it under a form; else it is filled afresh when it is again."""
        self._stale = self._stale or self not in self.app.screen_stack
        return self in self.app.screen_stack

    def refresh_cells(self) -> None:
        """Draw what is on screen again; say what `R` would take in."""
        self.list.redraw()
        try:
            target = self.rows(self._query)
        except SpotlightError as error:
            self.host.say(str(error), "warn")
            return
        if not self.list.keys and target:
            self.load()
            return
        self._pending = difference(self.list.keys, target)
        self._show_count()
        self._show_detail(top=False)

    def on_screen_resume(self) -> None:
        """Shown again: take in what happened meanwhile."""
        if self._stale:
            self.call_after_refresh(self.load)
        self.host.shown(self.NAME)

    def on_resize(self) -> None:
        """Fit list and detail to the new size."""
        self.set_class(self.wide, "-wide")
        self.set_class(self.broad, "-broad")
        if not self._stale:
            self.call_after_refresh(self._refit)

    def _refit(self) -> None:
        header = self.header(self.list.size.width - 1)
        self.heads.display = bool(header)
        self.heads.show(header)
        if self.query_line.has_focus:
            self.moved()
        else:
            self._show_detail(top=False)

    def reveal(self, key: str) -> None:
        """Show that record whole, widening the query meanwhile if it is not among its rows."""
        self._take_own()
        self.load(select=key)
        if key not in self.list.keys:
            self._own, self.query_line.text = self.query_line.text, ""
            self.load(select=key)
        self.show_whole()

    def narrow_to(self, query: str) -> None:
        """Show the list by that query."""
        self._before = self._own = None
        self.query_line.text = query
        self._back_to_list()
        self.load()

    # -- moving about ----------------------------------------------------------------------------

    @property
    def _reading(self) -> bool:
        """Whether the keys scroll the detail rather than move in the list."""
        return self.page.has_focus

    @property
    def _in_hand(self) -> Page | RecordList:
        """What the keys move in."""
        return self.page if self._reading else self.list

    def action_move(self, rows: int) -> None:
        """A row up or down; in an open record, a line."""
        self._in_hand.move(rows)

    def action_page(self, pages: int) -> None:
        """A page up or down."""
        self._in_hand.move_pages(pages)

    def action_end(self, last: bool) -> None:
        """The first or the last row."""
        self._in_hand.move_to_end(last=last)

    def action_open(self) -> None:
        """Show the record whole."""
        self.list.open()

    @on(RecordList.Opened)
    def show_whole(self) -> None:
        """The record fills the pane, or in a wide one gets the keyboard."""
        self._set_opened(True)
        self.page.focus()
        self._show_keys()
        self.page.begin(end=self.ENDS)

    def _set_opened(self, opened: bool) -> None:
        """Only what changes its place is styled anew, not the whole pane."""
        self.left.set_class(opened, "-open")
        self.page.set_class(opened, "-open")

    def action_back(self) -> None:
        """Back to the list, to the query there was, to the pane one came from: a step a time."""
        if self.opened or self._reading:
            self._back_to_list()
        elif self.list.marked:
            self.list.unmark()
        elif self._before is not None:
            self.query_line.text, self._before = self._before, None
            self.load()
        else:
            self.host.go_back()

    def _back_to_list(self) -> None:
        self._set_opened(False)
        self.list.focus()
        if self._take_own():
            self.load()
        else:
            self._show_keys()
            self.page.begin()

    def _take_own(self) -> bool:
        """Put the list's own query back, if another stood in for it."""
        if self._own is None:
            return False
        self.query_line.text, self._own = self._own, None
        return True

    def action_section(self) -> None:
        """Between list and detail, where both show."""
        if self._reading and not self.opened:
            self.list.focus()
        elif self.wide or self.FOLLOWS:
            self.page.focus()

    def action_mark(self) -> None:
        """Mark the record for a bulk."""
        self.list.mark()

    def action_reorder(self) -> None:
        """Take in what is new, in order."""
        self.load()

    def action_copy(self) -> None:
        """Copy the record as text to the person's own clipboard."""
        if (key := self.list.cursor) is not None:
            lines = self.detail(key, 100, whole=False)
            text = "\n".join("".join(t for t, _ in line).strip() for line in lines)
            self.app.copy_to_clipboard(text.strip())
            self.host.say(f"copied {self._ref(key)} · in tmux: set -g set-clipboard on", "dim")

    def _ref(self, key: str) -> str:
        record = self.record(key)
        return record.ref if record is not None else key

    def action_query(self) -> None:
        """Type a query."""
        self._ask()

    def action_find(self) -> None:
        """Type words to look for."""
        self._ask(words=True)

    def _ask(self, *, words: bool = False) -> None:
        self._take_own()
        self._before = self.query_line.text if self._before is None else self._before
        self.query_line.begin(words=words)

    @on(QueryLine.Ended)
    def leave_query(self) -> None:
        """Back to the list."""
        if self.query_line.text.strip() == self._before:
            self._before = None
        self.list.focus()
        self.load()

    def moved(self) -> None:
        """The detail follows the cursor once the hand rests: a held key passes by most records."""
        self._stop_following()
        loop = asyncio.get_running_loop()
        self._following = loop.call_later(RESTS, self.call_later, self._follow_cursor)

    def _follow_cursor(self) -> None:
        if self.following:
            self._show_detail(top=True)

    def _stop_following(self) -> None:
        if self._following is not None:
            self._following.cancel()
            self._following = None

    def subjects(self) -> list[Record]:
        """The records a verb acts on: the marked ones, else the one under the cursor."""
        if not self.list.marked or self.opened:
            return self._under_cursor()
        found = (self.record(key) for key in self.list.keys if key in self.list.marked)
        return [record for record in found if record is not None]

    def _under_cursor(self) -> list[Record]:
        try:
            record = self.record(self.list.cursor) if self.list.cursor else None
        except SpotlightError:  # its row says so
            return []
        return [] if record is None else [record]
