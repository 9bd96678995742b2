"""Lines of pieces on the screen. Of any change only what differs is sent."""

from abc import abstractmethod
from itertools import takewhile, zip_longest

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from screens.frame.paint import Pieces, cells, cut, strip, styles


class Painted(Widget):
    """A widget of such lines. Whoever changes what they say calls `repaint`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: list[tuple[Pieces, bool]] = []

    @abstractmethod
    def line(self, y: int) -> Pieces:
        """What the screen line `y` of it says now."""

    def lit(self, y: int) -> bool:
        """Whether that line stands out from the others."""
        return False

    def lit_style(self) -> Style:
        """The style of lines that stand out."""
        return self.visual_style.rich_style

    def repaint(self) -> None:
        """Take in what the lines say now; what differs is drawn with the next frame."""
        width, height = self.size
        now = [(cut(self.line(y), width), self.lit(y)) for y in range(height)] if width else []
        before, self._painted = self._painted, now
        for y, (old, new) in enumerate(zip_longest(before, now, fillvalue=_BLANK)):
            if old[1] != new[1]:
                self.refresh(Region(0, y, width, 1))
            elif old != new and (region := _difference(old[0], new[0], y)):
                self.refresh(region)

    def on_resize(self) -> None:
        """Say it again in the new size."""
        self.repaint()

    def watch_has_focus(self, has_focus: bool) -> None:
        """What has the keyboard may look different."""
        super().watch_has_focus(has_focus)
        self.repaint()

    def render_line(self, y: int) -> Strip:
        """One line, as it was last taken in."""
        pieces, lit = self._painted[y] if y < len(self._painted) else _BLANK
        base = self.lit_style() if lit else self.visual_style.rich_style
        return strip(pieces, self.size.width, base, styles(self.app))


_BLANK: tuple[Pieces, bool] = ([], False)


def _difference(old: Pieces, new: Pieces, y: int) -> Region:
    """Where two lines differ: neither what both begin with, nor what both end with."""
    same = _alike(old, new)
    first, end = cells(new[:same]), max(cells(old), cells(new))
    if cells(old) == cells(new):
        tail = _alike(old[same:][::-1], new[same:][::-1])
        end -= cells(new[len(new) - tail :])
    return Region(first, y, end - first, 1)


def _alike(old: Pieces, new: Pieces) -> int:
    """With how many same pieces both begin."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
