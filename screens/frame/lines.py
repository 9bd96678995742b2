"""Single lines and plain pages of text: the quiet parts of a pane."""

from collections.abc import Callable
from itertools import takewhile, zip_longest

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from screens.frame.paint import Pieces, Styles, cells, cut, spread, strip, styles


class Line(Widget, can_focus=False):
    """One line: pieces on the left, pieces on the right. Redrawn only when they change."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._left: Pieces = []
        self._right: Pieces = []

    def show(self, left: Pieces, right: Pieces | None = None) -> None:
        """Put these pieces on the line."""
        if (left, right or []) != (self._left, self._right):
            self._left, self._right = left, right or []
            self.refresh()

    @property
    def text(self) -> str:
        """What it says, without looks."""
        return "".join(text for text, _ in [*self._left, *self._right])

    def render_line(self, y: int) -> Strip:
        """The line itself."""
        width = self.size.width
        pieces = spread(self._left, self._right, width) if self._right else cut(self._left, width)
        return strip(pieces, width, self.rich_style, styles(self.app))


class Rule(Widget, can_focus=False):
    """One thin rule."""

    DEFAULT_CSS = "Rule { height: 1; width: 1fr; color: $spotlight-dim 50%; }"

    def render_line(self, y: int) -> Strip:
        """The rule itself."""
        return strip([("─" * self.size.width, "text")], self.size.width, self.rich_style, _PLAIN)


_PLAIN: Styles = {"text": Style()}


def _difference(old: Pieces, new: Pieces) -> Region:
    """Where two lines differ: what both begin with needn't be sent again, nor blanks behind."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    first = cells(now for _, now in same)
    return Region(first, 0, max(cells(old), cells(new)) - first, 1)


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """A page of lines to read and scroll: a record's detail, help."""

    DEFAULT_CSS = "Page { height: 1fr; width: 1fr; scrollbar-size: 0 0; }"

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

    def refill(self, *, top: bool = False) -> None:
        """Show what there is to say now; `top` begins at the first line, else the place is kept."""
        lines = self._fill(self.size.width) if self.size.width else []
        if lines != self._lines:
            before, self._lines = self._lines, lines
            self.virtual_size = Size(self.size.width, len(lines))
            top_row = int(self.scroll_offset.y)
            nothing: Pieces = []
            for y, (old, new) in enumerate(zip_longest(before, lines, fillvalue=nothing)):
                if old != new:
                    self.refresh(_difference(old, new).translate((0, y - top_row)))
        if top:
            self.scroll_to(0, 0, animate=False, immediate=True)

    @property
    def text(self) -> str:
        """What it says, without looks."""
        return "\n".join("".join(text for text, _ in line) for line in self._lines)

    def on_resize(self) -> None:
        """Say it again in the new width."""
        self.refill()
        self.virtual_size = Size(self.size.width, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        row = y + int(self.scroll_offset.y)
        pieces = self._lines[row] if row < len(self._lines) else []
        if y == 0 and self._marked and self.has_focus:
            (text, role), *rest = pieces or [(" ", "text")]
            pieces = [("▌", "accent"), (text.removeprefix(" "), role), *rest]
        width = self.size.width
        return strip(cut(pieces, width), width, self.rich_style, styles(self.app))

    def move(self, lines: int) -> None:
        """Scroll by that many lines, at once."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, immediate=True)
