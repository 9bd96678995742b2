"""A record of a kind that has no pane of its own: its facts on a page."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from console.desk import Desk
from console.naming import title
from data.records.base import Record
from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces, wrap
from screens.frame.story import story
from screens.keymap import bindings, key_of
from screens.line import tables

_KEYS = ("list.down", "list.up", "list.page_down", "list.page_up", "list.back")


class FactsPage(ModalScreen[None]):
    """All that is kept of one record, its notes and its history."""

    DEFAULT_CSS = "FactsPage { background: $background; }"
    BINDINGS = [one for one in bindings("list") if isinstance(one, Binding) and one.id in _KEYS]

    def __init__(self, desk: Desk, record: Record) -> None:
        super().__init__()
        self._desk = desk
        self._record = record
        self.page = Page(self._lines)

    def compose(self) -> ComposeResult:
        """Its name, the facts, the keys."""
        head, keys = Line(), Line()
        head.show([(f" {self._record.ref}  {title(self._desk, self._record)}", "strong")])
        keys.show([(f" {key_of('list.down')} {key_of('list.up')}", "accent"), (" scroll ", "text"),
                   (f" {key_of('list.back')}", "accent"), (" back", "text")])  # fmt: skip
        yield head
        yield Rule()
        yield self.page
        yield keys

    def on_mount(self) -> None:
        """The keys scroll the page."""
        self.page.focus()

    def _lines(self, width: int) -> list[Pieces]:
        lines: list[Pieces] = []
        for label, value in tables.facts(self._desk, self._record):
            first, *more = wrap(value, width - 18) or [""]
            lines.append([(f" {label:<16}", "dim"), (first, "text")])
            lines += [[(" " * 17 + line, "text")] for line in more]
        return [*lines, *story(self._desk, self._record, width, whole=True)]

    def action_move(self, lines: int) -> None:
        """By that many lines."""
        self.page.move(lines)

    def action_page(self, pages: int) -> None:
        """By that many pages."""
        self.page.move(pages * max(1, self.page.size.height - 1))

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss()
