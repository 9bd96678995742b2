"""The query line: which records the list shows, edited in place."""

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from data.text import plain
from screens.frame.paint import Pieces, Role, cells, spread
from screens.frame.painted import Painted

_MOVES: Mapping[str, Callable[[int], int]] = {
    "left": lambda at: at - 1,
    "right": lambda at: at + 1,
    "home": lambda at: 0,
    "ctrl+a": lambda at: 0,
    "end": lambda at: 10**6,
    "ctrl+e": lambda at: 10**6,
}
"""Where a key puts the place of typing."""


class QueryLine(Painted, can_focus=False):
    """Shows the query and the count; while focused, it is being typed."""

    DEFAULT_CSS = "QueryLine { height: 1; width: 1fr; }"

    class Ended(Message):
        """The typing is over; given up: the text is what it was before."""

        def __init__(self, *, given_up: bool) -> None:
            super().__init__()
            self.given_up = given_up

    def __init__(
        self,
        text: str,
        typed: Callable[[], None],
        complete: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        """`typed` is called, not posted, so that all a key changes is one frame.

        `complete` gives what the last word of a text could become.
        """
        super().__init__(id="query")
        self._typed = typed
        self._complete = complete
        self._choices: Sequence[str] = ()
        """What the word before the place of typing could become."""
        self._turn: int | None = None
        """Which of them stands there, while tab goes through them."""
        self.text = text
        self._before = text
        self._at = len(text)
        self._right: Pieces = []
        self._bad = False
        self._afresh = False
        """Whether the next letter takes the place of all that stands there."""

    def begin(self, *, words: bool = False, afresh: bool = False) -> None:
        """Start typing at the end; `words`: a new word of it; `afresh`: in place of it all, unless
        the first key goes on with it."""
        self._before = self.text
        self._afresh = afresh and bool(self.text)
        if words and self.text:
            self.text += " "
        self._at = len(self.text)
        self._turn = None
        self._look_ahead()
        self.can_focus = True
        self.focus()
        self.repaint()

    def say(self, right: Pieces, *, bad: bool = False) -> None:
        """Put the count, or what is wrong with the query, at the right end."""
        self._right, self._bad = right, bad
        self.repaint()

    @property
    def right(self) -> str:
        """What stands at the right end."""
        return "".join(text for text, _ in self._right)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While typing, what prints is text, not a verb."""
        return character is not None and character.isprintable()

    async def _on_key(self, event: events.Key) -> None:
        typed = event.is_printable or event.key == "backspace"
        before, after = self._sides(typed=typed)
        if event.key == "tab":
            self._take_choice(before, after)
            event.stop()
            event.prevent_default()
            return
        self._turn = None
        if event.key == "escape":
            self._put(self._before, "")
            self._end(given_up=True)
        elif event.key in ("enter", "down"):
            if self._bad:  # what is wrong is said once more: this key took the answer away
                self._typed()
            else:
                self._end()
        elif event.key == "backspace":
            self._put(before[:-1], after)
        elif event.key == "delete":
            self._put(before, after[1:])
        elif event.key == "ctrl+u":
            self._put("", after)
        elif event.key == "ctrl+k":
            self._put(before, "")
        elif event.key == "ctrl+w":
            self._put(before.rstrip().rpartition(" ")[0], after)
        elif event.key in _MOVES:
            self._at = max(0, min(_MOVES[event.key](self._at), len(self.text)))
            self._look_ahead()
            self.repaint()
        elif event.is_printable and event.character:
            self._put(before + event.character, after)
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        before, after = self._sides()
        self._put(before + plain(event.text), after)

    def _sides(self, *, typed: bool = True) -> tuple[str, str]:
        """What stands before and after the place of typing; nothing, where it begins afresh."""
        afresh, self._afresh = self._afresh, False
        return ("", "") if afresh and typed else (self.text[: self._at], self.text[self._at :])

    def _put(self, before: str, after: str) -> None:
        """The text is these two now, the typing goes on between them."""
        self._at = len(before)
        if before + after != self.text:
            self.text = before + after
            self._typed()
        if self._turn is None:
            self._look_ahead()
        self.repaint()

    def _look_ahead(self) -> None:
        self._choices = self._complete(self.text[: self._at])

    def _take_choice(self, before: str, after: str) -> None:
        """The next of the choices in place of the last word; the only one is taken for good."""
        if not self._choices:
            return
        turn = 0 if self._turn is None else (self._turn + 1) % len(self._choices)
        self._turn = turn if len(self._choices) > 1 else None
        head, space, _ = before.rpartition(" ")
        self._put(f"{head}{space}{self._choices[turn]}", after)

    def _ahead(self, room: int) -> Pieces:
        """The choices, dim, the one that stands there brighter; as many as fit."""
        pieces: Pieces = []
        for at, choice in enumerate(self._choices):
            room -= cell_len(choice) + 2
            if room < 0:
                break
            pieces.append((f"  {choice}", "text" if at == self._turn else "dim"))
        return pieces

    def _end(self, *, given_up: bool = False) -> None:
        self.can_focus = False
        self.post_message(self.Ended(given_up=given_up))

    def line(self, y: int) -> Pieces:
        """The query on the left, the count on the right."""
        left: Pieces = [("▌" if self.has_focus else " ", "accent")]
        role: Role = "bad" if self._bad else "text"
        if self.has_focus:
            left.append((self.text[: self._at], "accent" if self._afresh else role))
            left.append(("▏", "accent"))
            left.append((self.text[self._at :], role))
            left += self._ahead(self.size.width - cells(left) - cells(self._right) - 2)
        elif self.text:
            left.append((self.text, role))
        else:
            left.append(("everything", "dim"))
        return spread(left, self._right, self.size.width)
