"""The question after something was copied: did it get there? Enter says neither."""

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label

Way = Callable[[], Awaitable[str]]
"""Another way to the text; gives what to say of it."""


class Carried(ModalScreen[bool]):
    """`y` it did, `n` it didn't; whoever leaves with esc says so later."""

    CSS_PATH = "modal.tcss"
    BINDINGS = [
        Binding("y", "dismiss(True)", "yes", id="carried.yes", tooltip="It got there."),
        Binding("n", "dismiss(False)", "no", id="carried.no", tooltip="It didn't."),
        Binding("p", "way('p')", "plain", id="carried.plain", tooltip="The text alone."),
        Binding("f", "way('f')", "file", id="carried.file", tooltip="The text as a file."),
        Binding("escape", "dismiss(None)", "later", id="carried.later", tooltip="Say it later."),
    ]

    def __init__(self, question: str, text: str, news: str, *, plain: Way, file: Way) -> None:
        """`text` is what was copied, `news` what came in meanwhile; `plain` and `file` are for
        terminals that put nothing on a clipboard."""
        super().__init__()
        self._question = question
        self._text = text
        self._news = news
        self._ways = {"p": plain, "f": file}

    def compose(self) -> ComposeResult:
        """What was copied, the question, the keys."""
        with Vertical(id="confirm"):
            yield Label(Content(f"Copied. {self._question}"), id="confirm-question")
            yield Label(Content(self._text), id="carried-text")
            yield Label(Content(self._news), id="form-error")
            yield Label(
                Content(
                    "y sent  n not sent  esc say it later\n"
                    "not on your clipboard? p shows it alone, to be marked with the mouse,"
                    " f puts it in a file"
                ),
                id="confirm-keys",
            )

    def on_mount(self) -> None:
        """A line for what there is to say, if there is something."""
        self._say(self._news)

    async def action_way(self, key: str) -> None:
        """Get at the text another way."""
        self._say(await self._ways[key]())

    def _say(self, words: str) -> None:
        line = self.query_one("#form-error", Label)
        line.update(Content(words))
        line.display = bool(words)
