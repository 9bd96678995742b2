"""The question before something that is hard to take back. Enter never says yes."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label


class Confirm(ModalScreen[bool]):
    """Asks; `y` does it, anything else that ends it doesn't."""

    CSS_PATH = "modal.tcss"
    BINDINGS = [
        Binding("y", "answer(True)", "yes", id="confirm.yes", tooltip="Do it."),
        Binding("n,escape,q", "answer(False)", "no", id="confirm.no", tooltip="Leave it."),
    ]

    def __init__(self, question: str, lines: list[str]) -> None:
        super().__init__()
        self._question = question
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The question, what it is about, the keys."""
        with Vertical(id="confirm"):
            yield Label(Content(self._question), id="confirm-question")
            for line in self._lines:
                yield Label(Content(line))
            yield Label(Content("y yes  n no"), id="confirm-keys")

    def action_answer(self, yes: bool) -> None:
        """Give the answer back."""
        self.dismiss(yes)
