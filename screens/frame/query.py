"""The query line: which records the list shows, edited in place."""

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screens.frame.paint import Pieces, spread, strip, styles


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
        self._right: Pieces = []
        self._bad = False

    def begin(self) -> None:
        """Start typing."""
        self._before = self.text
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
        if event.key in ("enter", "escape", "down"):
            if event.key == "escape":
                self._set(self._before)
            self.can_focus = False
            self.post_message(self.Ended())
        elif event.key == "backspace":
            self._set(self.text[:-1])
        elif event.key == "ctrl+u":
            self._set("")
        elif event.key == "ctrl+w":
            self._set(self.text.rstrip().rpartition(" ")[0])
        elif event.is_printable and event.character:
            self._set(self.text + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self._set(self.text + " ".join(event.text.split()))

    def _set(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.refresh()
            self.post_message(self.Typed(text))

    def render_line(self, y: int) -> Strip:
        """The query on the left, the count on the right."""
        left: Pieces = [("▌" if self.has_focus else " ", "accent")]
        left.append((self.text, "bad" if self._bad else "text"))
        if self.has_focus:
            left.append(("█", "accent"))
        elif not self.text:
            left.append(("everything", "dim"))
        pieces = spread(left, self._right, self.size.width)
        return strip(pieces, self.size.width, self.rich_style, styles(self.app))
