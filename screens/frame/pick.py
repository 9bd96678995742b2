"""Picking one of a list, narrowed by typing: a view, a draft, a file's column, a market."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from data.exports.layout import normal
from screens.frame.lines import Line
from screens.frame.paint import Pieces, fit
from screens.frame.records import RecordList


class Choice(msgspec.Struct, frozen=True):
    """One of the things to pick from."""

    value: str
    label: str
    about: str = ""
    """What is shown behind it."""
    key: str = ""
    """The key that does the same."""


class Pick(ModalScreen[str | None]):
    """Gives the value picked; `None`: it stays as it was."""

    CSS_PATH = "modal.tcss"
    DEFAULT_CSS = """
    #pick { width: 76; max-width: 100%; height: 90%; background: $panel; padding: 1 2; }
    #pick Input { background: $surface; border: none; height: 1; padding: 0; }
    """
    BINDINGS = [
        Binding("down", "move(1)", "down", priority=True, tooltip="The next one."),
        Binding("up", "move(-1)", "up", priority=True, tooltip="The one above."),
        Binding("pagedown", "move(10)", "page", priority=True, tooltip="A page down."),
        Binding("pageup", "move(-10)", "page up", priority=True, tooltip="A page up."),
        Binding("escape", "dismiss", "back", tooltip="Leave it as it was."),
    ]

    PLACEHOLDER: ClassVar[str] = "type to narrow the list"

    def __init__(self, question: str, choices: Sequence[Choice], chosen: str) -> None:
        """`chosen` is the value the cursor begins on."""
        super().__init__()
        self._question = question
        self.choices = list(choices)
        self._chosen = chosen
        self.list = RecordList(self._draw, lambda: None)
        self.list.can_focus = False
        self._typed = Input(placeholder=self.PLACEHOLDER, compact=True)
        self._typed.cursor_blink = False  # nothing is sent while nobody types

    def compose(self) -> ComposeResult:
        """The question, what is typed, the list, the keys."""
        with Vertical(id="pick"):
            yield Label(Content(self._question), id="form-title")
            yield self._typed
            yield self.list
            keys = Line()
            keys.show([("up down move  enter pick  esc back", "dim")])
            yield keys

    def on_mount(self) -> None:
        """Show all of them."""
        self._fill("")
        values = [choice.value for choice in self.choices]
        if self._chosen in values:
            self.list.select(str(values.index(self._chosen)))
        self._typed.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what has all the words typed."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter: that one."""
        if self.list.cursor is not None:
            self.dismiss(self.choices[int(self.list.cursor)].value)

    def action_move(self, rows: int) -> None:
        """Move the cursor in the list."""
        self.list.move(rows)

    def found(self, typed: str) -> list[int]:
        """Where those stand that have all the words typed."""
        words = normal(typed).split()
        return [
            at
            for at, choice in enumerate(self.choices)
            if all(word in normal(f"{choice.label} {choice.about}") for word in words)
        ]

    def draw(self, choice: Choice, width: int) -> Pieces:
        """One of them as a row."""
        left = width * 3 // 5
        return [
            (fit(choice.label, left), "text"),
            (f" {fit(choice.about, width - left - 1)}", "dim"),
        ]

    def _fill(self, typed: str) -> None:
        self.list.show([str(at) for at in self.found(typed)])  # a value could be anything

    def _draw(self, key: str, width: int) -> Pieces:
        return self.draw(self.choices[int(key)], width)
