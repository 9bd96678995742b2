"""A window too small to work in: says what it needs, and gives way when there is room again."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Label

LEAST = Size(72, 18)
"""Columns and lines that a list, a form and their keys can do with. At home it is in 80 × 24."""


class TooSmall(ModalScreen[None]):
    """One calm screen over whatever was there; nothing beneath it is lost."""

    CSS_PATH = "modal.tcss"
    DEFAULT_CSS = "TooSmall Label { width: 100%; text-align: center; }"
    BINDINGS = [
        Binding("q,ctrl+q", "app.errand('leave')", "quit", id="small.quit", tooltip="Leave.")
    ]

    def compose(self) -> ComposeResult:
        """What is needed, what there is, how to leave."""
        yield Label(id="small-need")
        yield Label(Content("All comes back with the room; keys pressed here go nowhere. q leaves"))

    def on_resize(self) -> None:
        """Say how big the window is now."""
        there = self.app.size
        need = f"Spotlight needs {LEAST.width} × {LEAST.height}"
        words = f"{need}; this window is {there.width} × {there.height}."
        self.query_one("#small-need", Label).update(Content(words))

    def on_screen_resume(self) -> None:
        """What lay over it is gone; there may be room by now."""
        if fits(self.app.size):
            self.dismiss()


def fits(size: Size) -> bool:
    """Whether one can work in a window of that size."""
    return size.width >= LEAST.width and size.height >= LEAST.height


def fit_window(app: App[None], size: Size) -> None:
    """Cover what is shown while the window is too small, uncover it when it no longer is."""
    covered = isinstance(app.screen, TooSmall)
    if not covered and not fits(size):
        app.push_screen(TooSmall())
    elif covered and fits(size):
        app.pop_screen()
