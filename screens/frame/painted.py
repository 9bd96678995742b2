"""Lines of pieces on the screen. Of any change only what differs is sent."""

from abc import abstractmethod
from itertools import takewhile, zip_longest
from typing import Self

from rich.style import Style
from textual import events
from textual.events import DescendantBlur, DescendantFocus
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from screens.frame.paint import Pieces, cells, cut, strip, styles


class Painted(Widget):
    """A widget of such lines. Whoever changes what they say calls `repaint`."""

    virtual_size = Reactive(Size(0, 0), repaint=False)
    """As any widget's; here it needs no second layout, and no second frame, after each layout."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._painted: list[tuple[Pieces, bool]] = []
        self._fits: Size | None = None
        """The size in which that was taken in; `None`: it is to be taken in anew."""

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
        if self._fits != self.size:  # drawn as a whole
            return
        before, self._painted = self._painted, self._taken_in()
        for y, (old, new) in enumerate(zip_longest(before, self._painted, fillvalue=_BLANK)):
            if old[1] != new[1]:
                self.refresh(Region(0, y, self.size.width, 1))
            elif old != new and (region := _difference(old[0], new[0], y)):
                self.refresh(region)

    def reshape(self) -> None:
        """It is about to be drawn in another size: what it says may have to be said otherwise."""

    def _taken_in(self) -> list[tuple[Pieces, bool]]:
        width, height = self.size
        return [(cut(self.line(y), width), self.lit(y)) for y in range(height)] if width else []

    # -- the keyboard: only what looks different with it is drawn, not the whole widget ----------

    def focus(self, scroll_visible: bool = True) -> Self:
        """Take the keyboard, at once."""
        self.screen.set_focus(self, scroll_visible)
        return self

    def _on_focus(self, event: events.Focus) -> None:
        self._has_keyboard(event, DescendantFocus(self))

    def _on_blur(self, event: events.Blur) -> None:
        self._has_keyboard(event, DescendantBlur(self))

    def _has_keyboard(self, event: events.Event, told: DescendantFocus | DescendantBlur) -> None:
        event.prevent_default()
        self.has_focus = isinstance(told, DescendantFocus)
        self.repaint()
        if self.parent is not None:
            self.parent.post_message(told)

    def render_line(self, y: int) -> Strip:
        """One line, as it was last taken in; in another size than that, all are, in one frame."""
        if self._fits != self.size:
            self.reshape()
            self._painted, self._fits = self._taken_in(), self.size
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
