"""The card of a creator or a sample: everything that is known, and the way to what can be done."""

from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from console.desk import Desk
from console.naming import title
from data.records.base import Record
from data.records.creators import Creator
from screens.creators.facts import creator_lines, sample_lines
from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces
from screens.frame.story import story
from screens.keymap import bindings, key_of

_KEYS = ("list.down", "list.up", "list.page_down", "list.page_up", "list.back", "links.open")


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants who looks at a card."""

    what: str
    """`do`: pick a verb. `open`: pick a record that belongs to it. `reply`: answer what waits."""


class Card(ModalScreen[Wish | None]):
    """One creator, or one sample; gives what is wanted next, nothing to go back."""

    DEFAULT_CSS = "Card { background: $background; }"
    ALSO: ClassVar[tuple[tuple[str, str], ...]] = ()
    """What else can be done from it: keys and their words."""
    BINDINGS = [
        *(one for one in bindings("list") if isinstance(one, Binding) and one.id in _KEYS[:-1]),
        Binding("enter", "wish('do')", "do", id="card.do", tooltip="What can be done."),
        Binding("l", "wish('open')", "open", id="card.open", tooltip="What belongs to it."),
    ]

    def __init__(self, desk: Desk, record: Record, note: str = "") -> None:
        """`note` is what the last thing that was wanted came to."""
        super().__init__()
        self._desk = desk
        self._record = record
        self._note = note
        self.page = Page(self._lines)
        self.status = Line()

    def compose(self) -> ComposeResult:
        """Its name, the facts, what was said, the keys."""
        head, keys = Line(), Line()
        head.show([(f" {self._record.ref}  {title(self._desk, self._record)}", "strong")])
        pieces: Pieces = []
        for key, word in (
            ("enter", "do"), *self.ALSO, ("l", "open"),
            (f"{key_of('list.down')} {key_of('list.up')}", "scroll"),
            (key_of("list.back") or "esc", "back"),
        ):  # fmt: skip
            pieces += [(f" {key}", "accent"), (f" {word} ", "text")]
        keys.show(pieces)
        self.status.show([(f" {self._note}", "warn")] if self._note else [])
        yield head
        yield Rule()
        yield self.page
        yield self.status
        yield keys

    def on_mount(self) -> None:
        """The keys scroll the page."""
        self.page.focus()

    def facts(self, width: int) -> list[Pieces]:
        """What is known, line by line."""
        facts = creator_lines if isinstance(self._record, Creator) else sample_lines
        return facts(self._desk, self._record, width)

    def _lines(self, width: int) -> list[Pieces]:
        return [*self.facts(width), *story(self._desk, self._record, width, whole=True)]

    def action_wish(self, what: str) -> None:
        """Give what is wanted."""
        self.dismiss(Wish(what))

    def action_move(self, lines: int) -> None:
        """By that many lines."""
        self.page.move(lines)

    def action_page(self, pages: int) -> None:
        """By that many pages."""
        self.page.move(pages * max(1, self.page.size.height - 1))

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
