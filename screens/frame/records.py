"""The list of records: draws only the lines on screen, whatever the length.

The cursor is a key, never a row number: what others do can't move it.
"""

from collections.abc import Callable, Sequence

from rich.style import Style
from textual.geometry import Size
from textual.message import Message

from screens.frame.paint import Piece, Pieces
from screens.frame.painted import Painted

Draw = Callable[[str, int], Pieces]
"""Draws the row of a key in that many cells."""
HEADING = "# "
"""Rows that begin so are section headings: drawn, never selected."""


class RecordList(Painted, can_focus=True, inherit_bindings=False):
    """Rows by key, one line each."""

    DEFAULT_CSS = """
    RecordList { height: 1fr; width: 1fr; }
    RecordList > .records--cursor { background: $panel; text-style: bold; }
    """
    COMPONENT_CLASSES = {"records--cursor"}

    class Opened(Message):
        """Somebody wants the record under the cursor whole."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self,
        draw: Draw,
        moved: Callable[[], None],
        *,
        nothing: Callable[[], Sequence[Pieces]] = lambda: (),
        id: str | None = None,
    ) -> None:
        """`moved` is called, not posted, so that all a key changes is one frame.

        `nothing` gives the lines that stand there while there is no row.
        """
        super().__init__(id=id)
        self._draw = draw
        self._moved = moved
        self._nothing = nothing
        self._rows: Sequence[str] = ()
        self._cursor: str | None = None
        self._row = 0
        """Where the cursor stands."""
        self._instead: Sequence[Pieces] = ()
        """What stands there while there is no row."""
        self._fitted = 0
        """For so many rows it was given its height."""
        self.top = 0
        """The first row on the screen."""
        self._drawn: dict[str, Pieces] = {}
        self.marked: set[str] = set()
        """The keys marked for a bulk."""

    # -- what is shown --------------------------------------------------------------------------

    @property
    def cursor(self) -> str | None:
        """The key under the cursor."""
        return self._cursor

    @property
    def keys(self) -> Sequence[str]:
        """The rows, headings too, in order."""
        return self._rows

    def show(self, rows: Sequence[str]) -> None:
        """Show these rows. The cursor stays on its record, or goes to the nearest that is left."""
        nearest = self._neighbour(rows)
        self._rows = rows
        if self.marked:
            self.marked.intersection_update(rows)
        self._drawn.clear()
        if nearest is not None:
            self._set_cursor(rows.index(nearest))
        else:
            self._set_cursor(self._selectable(min(self._row, len(rows) - 1), 1))
        self._reveal()

    def fit(self) -> None:
        """Be as high as there are rows, where the list has no height of its own."""
        room = self.size.height + 1
        if self.styles.auto_dimensions and min(self._fitted, room) != min(len(self._rows), room):
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row each."""
        self._fitted = len(self._rows)
        return self._fitted

    def _neighbour(self, rows: Sequence[str]) -> str | None:
        """The cursor's record; if it goes, of those that stay the next below, else above."""
        if self._cursor is None or self._cursor in rows:
            return self._cursor
        kept = set(rows)
        after = [*self._rows[self._row :], *reversed(self._rows[: self._row])]
        return next((key for key in after if key in kept and not key.startswith(HEADING)), None)

    def select(self, key: str) -> None:
        """Put the cursor on that record, if it is shown."""
        if key in self._rows:
            self._set_cursor(self._rows.index(key))
            self._reveal()

    def redraw(self) -> None:
        """Draw again what is on screen; only lines that changed are sent."""
        self._drawn.clear()
        self.repaint()

    # -- moving ---------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor by that many rows."""
        if self._rows:
            there = max(0, min(self._row + rows, len(self._rows) - 1))
            self._set_cursor(self._selectable(there, 1 if rows > 0 else -1))
            self._reveal()

    def move_pages(self, pages: int) -> None:
        """Move the cursor by that many pages."""
        self.move(pages * max(1, self.size.height - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Put the cursor on the first or the last record."""
        self._set_cursor(self._selectable(len(self._rows) - 1 if last else 0, -1 if last else 1))
        self._reveal()

    def unmark(self) -> None:
        """No record is marked any more."""
        self.marked.clear()
        self.repaint()

    def mark(self) -> None:
        """Mark or unmark the record under the cursor and go on to the next."""
        if self._cursor is not None:
            self.marked ^= {self._cursor}
            self.move(1)

    def open(self) -> None:
        """Ask for the record under the cursor whole."""
        if self._cursor is not None:
            self.post_message(self.Opened(self._cursor))

    def _selectable(self, place: int, step: int) -> int | None:
        """That row if a record is there, else the next one that way, else the other way."""
        ways = (range(place, len(self._rows)), range(place, -1, -1))
        for way in ways if step > 0 else reversed(ways):
            for row in way:
                if 0 <= row < len(self._rows) and not self._rows[row].startswith(HEADING):
                    return row
        return None

    def _set_cursor(self, row: int | None) -> None:
        """Put the cursor on the record at that row; `None`: there is none."""
        self._row = row or 0
        key = None if row is None else self._rows[row]
        if key != self._cursor:
            self._cursor = key
            self._moved()

    def _reveal(self) -> None:
        """Bring the cursor into view; leaving it, jump half a page (less is sent over SSH)."""
        self._instead = () if self._rows else self._nothing()
        place, height = self._row, self.size.height
        if not self.top <= place < self.top + height:
            self.top = place - height // 2
        self.top = max(0, min(self.top, len(self._rows) - height))
        self.repaint()

    # -- drawing --------------------------------------------------------------------------------

    def reshape(self) -> None:
        """Draw to the new width and keep the cursor in view."""
        self._drawn.clear()
        self._reveal()

    def line(self, y: int) -> Pieces:
        """One visible row."""
        row = self.top + y
        if row < len(self._rows):
            key = self._rows[row]
            return [self._edge(key, here=key == self._cursor), *self._pieces(key)]
        return self._instead[y] if y < len(self._instead) else []

    def lit(self, y: int) -> bool:
        """The cursor's row."""
        return self._cursor is not None and self.top + y == self._row

    def lit_style(self) -> Style:
        """The cursor's."""
        return self.get_component_rich_style("records--cursor")

    def _edge(self, key: str, *, here: bool) -> Piece:
        if key in self.marked:
            return ("X" if here else "x", "warn")
        return ("▌" if here else " ", "accent" if self.has_focus else "dim")

    def _pieces(self, key: str) -> Pieces:
        if key.startswith(HEADING):
            return [(key.removeprefix(HEADING), "dim")]
        if key not in self._drawn:
            self._drawn[key] = self._draw(key, self.size.width - 1)
        return self._drawn[key]


def difference(now: Sequence[str], then: Sequence[str]) -> str:
    """What `R` would do, in words; nothing: nothing."""
    if now == then:
        return ""
    shown = [key for key in now if not key.startswith(HEADING)]
    there = [key for key in then if not key.startswith(HEADING)]
    new = len(set(there).difference(shown))
    gone = len(set(shown).difference(there))
    words = [f"{new} new"] if new else []
    words += [f"{gone} changed"] if gone else []
    return ", ".join(words) or ("new order" if there != shown else "")
