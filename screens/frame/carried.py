"""The question after something was copied: did it get there? Enter says neither."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label


class Carried(ModalScreen[bool]):
    """`y` it did, `n` it didn't; whoever leaves with esc says so later."""

    CSS_PATH = "modal.tcss"
    BINDINGS = [
        Binding("y", "dismiss(True)", "yes", id="carried.yes", tooltip="It got there."),
        Binding("n", "dismiss(False)", "no", id="carried.no", tooltip="It didn't."),
        Binding("escape", "dismiss(None)", "later", id="carried.later", tooltip="Say it later."),
    ]

    def __init__(self, question: str, text: str, news: str = "") -> None:
        """`text` is what was copied, `news` what came in meanwhile."""
        super().__init__()
        self._question = question
        self._text = text
        self._news = news

    def compose(self) -> ComposeResult:
        """What was copied, the question, the keys."""
        with Vertical(id="confirm"):
            yield Label(Content(f"Copied. {self._question}"), id="confirm-question")
            yield Label(Content(self._text), id="carried-text")
            if self._news:
                yield Label(Content(self._news), id="form-error")
            yield Label(Content("y sent  n not sent  esc say it later"), id="confirm-keys")
