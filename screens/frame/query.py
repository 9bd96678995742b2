"""The query line: which records the list shows, edited in place."""

from collections.abc import Callable, Mapping

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from data.text import plain
from screens.frame.paint import Pieces, Role, spread, strip, styles

_MOVES: Mapping[str, Callable[[int], int]] = {
    "left": lambda at: at - 1,
    "right": lambda at: at + 1,
    "home": lambda at: 0,
    "ctrl+a": lambda at: 0,
    "end": lambda at: 10**6,
    "ctrl+e": lambda at: 10**6,
}
"""Where a key puts the place of typing."""


class QueryLine(Widget, can_focus=False):
    """Shows the query and the count; while focused, it is being typed."""

    DEFAULT_CSS = "QueryLine { height: 1; width: 1fr; }"

    class Typed(Message):
        """The query's text changed under somebody's fingers."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Ended(Message):
        """The typing is over; given up: the text is what it was before."""

    def __init__(self, text: str) -> None:
        super().__init__(id="query")
        self.text = text
        self._before = text
        self._at = len(text)
        self._right: Pieces = []
        self._bad = False

    def begin(self, *, words: bool = False) -> None:
        """Start typing at the end; `words`: a new word of it."""
        self._before = self.text
        if words and self.text:
            self.text += " "
        self._at = len(self.text)
        self.can_focus = True
        self.focus()
        self.refresh()

    def say(self, right: Pieces, *, bad: bool = False) -> None:
        """Put the count, or what is wrong with the query, at the right end."""
        if (right, bad) != (self._right, self._bad):
            self._right, self._bad = right, bad
            self.refresh()

    @property
    def right(self) -> str:
        """What stands at the right end."""
        return "".join(text for text, _ in self._right)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """While typing, what prints is text, not a verb."""
        return character is not None and character.isprintable()

    async def _on_key(self, event: events.Key) -> None:
        before, after = self.text[: self._at], self.text[self._at :]
        if event.key == "escape":
            self._put(self._before, "")
            self._end()
        elif event.key in ("enter", "down"):
            if not self._bad:
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
            self.refresh()
        elif event.is_printable and event.character:
            self._put(before + event.character, after)
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._put(self.text[: self._at] + plain(event.text), self.text[self._at :])

    def _put(self, before: str, after: str) -> None:
        """The text is these two now, the typing goes on between them."""
        self._at = len(before)
        self.refresh()
        if before + after != self.text:
            self.text = before + after
            self.post_message(self.Typed(self.text))

    def _end(self) -> None:
        self.can_focus = False
        self.post_message(self.Ended())

    def render_line(self, y: int) -> Strip:
        """The query on the left, the count on the right."""
        left: Pieces = [("▌" if self.has_focus else " ", "accent")]
        role: Role = "bad" if self._bad else "text"
        if self.has_focus:
            left.append((self.text[: self._at], role))
            left.append(("▏", "accent"))
            left.append((self.text[self._at :], role))
        elif self.text:
            left.append((self.text, role))
        else:
            left.append(("everything", "dim"))
        pieces = spread(left, self._right, self.size.width)
        return strip(pieces, self.size.width, self.rich_style, styles(self.app))
