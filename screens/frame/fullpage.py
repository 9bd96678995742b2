"""A page to read, over the whole screen: a title, the lines, what was said, the keys."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces
from screens.keymap import bindings, hints

T = TypeVar("T")


def keys_of_lists(*ids: str) -> list[BindingType]:
    """What some keys of a list do, for a page."""
    return [one for one in bindings("list") if isinstance(one, Binding) and one.id in ids]


class FullPage(ModalScreen[T]):
    """Such a page; the keys of lists scroll it."""

    DEFAULT_CSS = "FullPage { background: $background; }"
    BINDINGS = keys_of_lists(
        "list.down", "list.up", "list.page_down", "list.page_up", "list.first", "list.last",
        "list.back",
    )  # fmt: skip

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.page = Page(self.lines)
        self.status = Line()

    def compose(self) -> ComposeResult:
        """Title, lines, what was said, keys."""
        title, keys = Line(), Line()
        title.show([(f" {self._title}", "strong")])
        pieces: Pieces = []
        for key, word in self.hints():
            pieces += [(f" {key}", "accent"), (f" {word} ", "text")]
        keys.show(pieces)
        yield title
        yield Rule()
        yield self.page
        yield self.status
        yield keys

    @abstractmethod
    def lines(self, width: int) -> list[Pieces]:
        """What it says, in lines of `width` cells."""

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys of the last line and what they do."""
        scroll = " ".join(key for key, _ in hints("list.down", "list.up"))
        return [*([(scroll, "scroll")] if scroll else []), *hints("list.back")]

    def on_mount(self) -> None:
        """The keys scroll the page."""
        self.page.focus()

    def action_move(self, lines: int) -> None:
        """By that many lines."""
        self.page.move(lines)

    def action_page(self, pages: int) -> None:
        """By that many pages."""
        self.page.move_pages(pages)

    def action_end(self, last: bool) -> None:
        """To the beginning or the end."""
        self.page.move_to_end(last=last)

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)
