"""The form: asks for what a verb needs to know. Made from the verb's args, never by hand.

What was typed stays until it has been accepted: a refusal is shown in the form.
"""

from collections.abc import Awaitable, Callable, Mapping

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, TextArea
from textual.widgets.text_area import Selection

from console.args import Field
from data.errors import SpotlightError
from data.text import plain
from screens.frame.begun import LEADS, Begun, Within
from screens.frame.drafts import Typing

Words = Mapping[str, str]
LINE_FEED = "ctrl+j"
"""No enter: that sends another sign. Terminals that can't mark what is pasted send it for a line's
end; where they send an enter instead, it is one, for nobody can tell it from quick typing."""
Submit = Callable[[Words], Awaitable[None]]
_ROOM = 54
"""So many cells of a hint a field shows; longer ones stand below it."""


class Said(Label):
    """What is said now and then; drawn only when it is something else, not with every letter."""

    def __init__(self, *, id: str) -> None:
        super().__init__("", id=id)
        self.words = ""

    def say(self, words: str) -> None:
        """Say that instead."""
        if words != self.words:
            self.words = words
            self.update(Content(plain(words, lines=True)))


class Form(ModalScreen[Words]):
    """One field a line; enter goes on, and submits from the last; ctrl+s submits; esc leaves.

    Gives back what was typed and not sent, so that it can be taken up again.
    """

    CSS_PATH = "modal.tcss"
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keyboard; who gets or loses it draws itself, not the whole screen."""
    BINDINGS = [
        Binding("ctrl+s", "submit", "save", id="form.save", tooltip="Save.", priority=True),
        Binding("escape", "leave", "back", id="form.leave", tooltip="Leave it as it is."),
        Binding("down", "app.focus_next", "next", id="form.next", tooltip="The next field."),
        Binding("up", "app.focus_previous", "previous", id="form.previous", tooltip="Back."),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: list[Field],
        submit: Submit,
        *,
        about: list[str],
        initial: Words,
        unsent: Words,
        suggestions: Mapping[str, list[str]],
        typing: Typing | None = None,
    ) -> None:
        """`about` is what it is for, a line a record; `initial` what stands there; `unsent` what
        was typed over it last time; `typing` keeps what is typed now."""
        super().__init__()
        self._heading = title
        self._fields = fields
        self._submit = submit
        self._about = about
        self._initial = initial
        self._busy = False
        self._typing = typing
        self.meanwhile = Said(id="form-meanwhile")
        self.wrong = Said(id="form-error")
        self.meanwhile.display = False
        shown = {**initial, **unsent}
        self._inputs = {
            field.name: _input(
                field,
                shown.get(field.name, ""),
                list(field.arg.choices) or suggestions.get(field.arg.what),
            )
            for field in fields
        }

    def compose(self) -> ComposeResult:
        """Title, fields, a line for what is wrong, the keys."""
        with Vertical(id="form"):
            yield Label(Content(self._heading), id="form-title")
            for line in self._about:
                yield Label(Content(line))
            for field in self._fields:
                with Horizontal(classes="form-row"):
                    yield Label(Content(field.name.replace("_", " ")), classes="form-label")
                    yield self._inputs[field.name]
                if cell_len(field.arg.help) > _ROOM and field.arg.what == "choice":
                    yield Label(Content(field.arg.help), classes="form-hint")
            yield self.meanwhile
            yield self.wrong
            yield Label(
                Content(f"enter next  {self._taking}ctrl+s save  esc leave"), id="form-keys"
            )

    @property
    def _taking(self) -> str:
        """How to take what is offered, where something can be."""
        lines = (field for field in self._inputs.values() if isinstance(field, Input))
        return "→ take what is offered  " if any(line.suggester for line in lines) else ""

    def tell(self, words: str) -> None:
        """Show what others do meanwhile to what it is about."""
        self.meanwhile.say(words)
        self.meanwhile.display = bool(words)

    def reword(self, was: str, now: str) -> None:
        """What is said to be wrong has other words now; or none, and is right."""
        if self.wrong.words == was:
            self.wrong.say(now)

    def words(self) -> dict[str, str]:
        """What to send: the fields that were changed, and those that must be there."""
        needed = {
            field.name: self._initial.get(field.name, "")
            for field in self._fields
            if field.required
        }
        return needed | self._typed()

    def _typed(self) -> dict[str, str]:
        """What was typed, by field, where it differs from what stood there."""
        shown = {name: _text(area) for name, area in self._inputs.items()}
        return {n: text for n, text in shown.items() if text != self._initial.get(n, "")}

    @on(Input.Changed)
    @on(TextArea.Changed)
    def keep(self) -> None:
        """On its way to the disk with every key; what was wrong may be right now."""
        self.wrong.say("")
        if self._typing is not None:
            self._typing.typed(self._typed(), self._initial)

    def on_unmount(self) -> None:
        """The console may be going away with it: nothing typed is lost."""
        if self._typing is not None:
            self._typing.flush()

    def action_enter(self) -> None:
        """Enter in a field of one line: the next field, or the end."""
        if self.focused is not None and self.focused.id == self._fields[-1].name:
            self.action_submit()
        else:
            self.focus_next()

    def action_submit(self) -> None:
        """Try it, once at a time; a refusal stays in the form."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._try())

    async def _try(self) -> None:
        try:
            await self._submit(self.words())
        except SpotlightError as error:
            self.wrong.say(str(error))
            self.call_after_refresh(self.wrong.scroll_visible, animate=False)
            self._busy = False
        else:
            self.dismiss({})

    def action_leave(self) -> None:
        """Leave without doing it, unless it is being done."""
        if not self._busy:
            self.dismiss(self._typed())


class _Line(Input):
    """A field of one line; what is pasted can't steer the terminal."""

    BINDINGS = [  # with priority: an `Input` has its own idea of enter
        Binding("enter", "screen.enter", show=False, priority=True),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding(LINE_FEED, "space", show=False),
    ]

    def action_space(self) -> None:
        """The end of a pasted line."""
        self.insert_text_at_cursor(" ")

    def _on_paste(self, event: events.Paste) -> None:
        event.text = plain(event.text)


class _Creator(_Line):
    """A creator's handle, by any part of it."""

    def action_cursor_right(self, select: bool = False) -> None:
        """At the end: take what the part leads to."""
        super().action_cursor_right(select)
        if LEADS in self.value:
            self.value = self.value.rpartition(LEADS)[2]
            self.cursor_position = len(self.value)


class _Lines(TextArea):
    """A field of several lines; what is pasted can't steer the terminal."""

    BINDINGS = [Binding(LINE_FEED, "new_line", show=False)]

    def __init__(self, text: str, id: str, hint: str = "") -> None:
        super().__init__(text, id=id, compact=True, placeholder=hint)
        self.selection = Selection.cursor(self.document.end)

    def on_mount(self) -> None:
        """One goes on where the text ends."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def action_new_line(self) -> None:
        """The end of a pasted line."""
        self.insert("\n")

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = plain(event.text, lines=True)


class _Wall(_Lines):
    """A field for what is pasted whole: of a wall of text only the beginning is drawn."""

    DRAWN = 20_000
    """Characters. A megabyte would take ten seconds to lay out."""

    def __init__(self, text: str, id: str) -> None:
        self._whole, self._drawn = text, self._beginning(text)
        super().__init__(self._drawn, id)

    @property
    def said(self) -> str:
        """The whole text, unless somebody went on to write in it."""
        return self._whole if self.text == self._drawn else self.text

    def _beginning(self, text: str) -> str:
        more = len(text) - self.DRAWN
        return f"{text[: self.DRAWN]}\n[{more:,} characters more]" if more > 0 else text

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = plain(event.text, lines=True)
        if len(event.text) > self.DRAWN:  # in place of what was there, or it would lose its end
            self._whole, self._drawn = event.text, self._beginning(event.text)
            self.text, event.text = "", self._drawn


def _text(field: Input | TextArea) -> str:
    if isinstance(field, _Wall):
        return field.said
    return field.text if isinstance(field, TextArea) else field.value


def _input(field: Field, value: str, choices: list[str] | None) -> Input | TextArea:
    made: Input | TextArea
    if field.arg.what == "pasted":
        made = _Wall(plain(value, lines=True), id=field.name)
    elif field.arg.what == "lines":
        said, _, _ = field.arg.help.partition("; -")  # what follows is for the line mode
        made = _Lines(plain(value, lines=True), id=field.name, hint=said)
    else:
        by_part = field.arg.what == "creator"
        made = (_Creator if by_part else _Line)(
            plain(value),
            placeholder=field.arg.help,
            id=field.name,
            compact=True,
            select_on_focus=field.arg.what == "choice",  # another is typed in its place
            suggester=(Within if by_part else Begun)(choices) if choices else None,
        )
    made.cursor_blink = False  # nothing is sent while nobody types
    return made
