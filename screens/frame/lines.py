"""Single lines and plain pages of text: the quiet parts of a pane."""

from collections.abc import Callable

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from screens.frame.paint import Pieces, Styles, spread, strip
from screens.frame.painted import Painted


class Line(Painted, can_focus=False):
    """One line: pieces on the left, pieces on the right."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: Pieces = []
        self._right: Pieces = []

    def show(self, left: Pieces, right: Pieces | None = None) -> None:
        """Put these pieces on the line."""
        if (left, right or []) != (self._left, self._right):
            self._left, self._right = left, right or []
            self.repaint()

    @property
    def text(self) -> str:
        """What it says, without looks."""
        return "".join(text for text, _ in [*self._left, *self._right])

    def line(self, y: int) -> Pieces:
        """The line itself."""
        return spread(self._left, self._right, self.size.width) if self._right else self._left


class Rule(Widget, can_focus=False):
    """One thin rule."""

    DEFAULT_CSS = "Rule { height: 1; width: 1fr; color: $spotlight-dim 50%; }"

    def render_line(self, y: int) -> Strip:
        """The rule itself."""
        return strip([("─" * self.size.width, "text")], self.size.width, self.rich_style, _PLAIN)


_PLAIN: Styles = {"text": Style()}


class Page(Painted, can_focus=True, inherit_bindings=False):
    """A page of lines to read and scroll: a record's detail, help."""

    DEFAULT_CSS = "Page { height: 1fr; width: 1fr; }"

    def __init__(
        self,
        fill: Callable[[int], list[Pieces]],
        *,
        id: str | None = None,
        marked: bool = False,
    ) -> None:
        """`fill` gives the lines for a width in cells, a blank before each.

        `marked`: while it has the keyboard, `▌` stands in the blank at its top.
        """
        super().__init__(id=id)
        self._fill = fill
        self._marked = marked
        self._lines: list[Pieces] = []
        self.top = 0
        """The first line on the screen."""
        self._from_end = False
        """Whether it will be shown from its end."""

    def refill(self, *, top: bool = False) -> None:
        """Show what there is to say now; `top` begins at the first line, else the place is kept."""
        self.top = 0 if top else self.top
        if self._fits == self.size:  # in another size it is filled when it is drawn
            self.reshape()
            self.repaint()

    def begin(self, *, end: bool = False) -> None:
        """Show what there is to say then with the next frame, in the size it has then; from its
        first line, or with its last in view.
        """
        self.top, self._from_end, self._fits = 0, end, None
        self.refresh()

    @property
    def lowest(self) -> int:
        """The lowest place of `top`: the last line is the last on the screen."""
        return max(0, len(self._lines) - self.size.height)

    @property
    def text(self) -> str:
        """What it says, without looks."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def reshape(self) -> None:
        """Say it in the width there is now."""
        self._lines = self._fill(self.size.width) if self.size.width else []
        self.top = self.lowest if self._from_end else min(self.top, self.lowest)
        self._from_end = False

    def line(self, y: int) -> Pieces:
        """One visible line."""
        row = self.top + y
        pieces = self._lines[row] if row < len(self._lines) else []
        if y == 0 and self._marked and self.has_focus:
            (text, role), *rest = pieces or [(" ", "text")]
            pieces = [("▌", "accent"), (text.removeprefix(" "), role), *rest]
        return pieces

    def move(self, lines: int) -> None:
        """Scroll by that many lines, at once."""
        self.top = max(0, min(self.top + lines, self.lowest))
        self.repaint()

    def move_pages(self, pages: int) -> None:
        """Scroll by that many pages; a line of the one before stays."""
        self.move(pages * max(1, self.size.height - 1))

    def move_to_end(self, *, last: bool) -> None:
        """To the last lines or the first."""
        self.move(self.lowest if last else -self.lowest)
