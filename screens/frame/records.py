"""The list of records: draws only the lines on screen, whatever the length.

The cursor is a key, never a row number: what others do can't move it.
"""

from collections.abc import Callable, Sequence

from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from screens.frame.paint import Piece, Pieces, strip, styles

Draw = Callable[[str, int], Pieces]
"""Draws the row of a key in that many cells."""
HEADING = "# "
"""Rows that begin so are section headings: drawn, never selected."""


class RecordList(ScrollView, can_focus=True):
    """Rows by key, one line each."""

    DEFAULT_CSS = """
    RecordList { height: 1fr; width: 1fr; scrollbar-size: 0 0; }
    RecordList > .records--cursor { background: $panel; text-style: bold; }
    """
    COMPONENT_CLASSES = {"records--cursor"}

    class Opened(Message):
        """Somebody wants the record under the cursor whole."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, draw: Draw, moved: Callable[[], None], *, id: str | None = None) -> None:
        """`moved` is called, not posted, so that all a key changes is one frame."""
        super().__init__(id=id)
        self._draw = draw
        self._moved = moved
        self._rows: Sequence[str] = ()
        self._places: dict[str, int] = {}
        self._cursor: str | None = None
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
        before = self._places.get(self._cursor or "", 0)
        gone = self._cursor is not None and self._cursor not in rows
        nearest = self._neighbour(rows) if gone else self._cursor
        self._rows = rows
        self._places = {key: place for place, key in enumerate(rows)}
        self.marked &= self._places.keys()
        self._drawn.clear()
        self.virtual_size = Size(self.size.width, len(rows))
        self.refresh()
        if nearest is None or nearest not in self._places:
            nearest = self._selectable(min(before, len(rows) - 1), 1)
        self._set_cursor(nearest)
        self._reveal()

    def _neighbour(self, rows: Sequence[str]) -> str | None:
        """Of the rows that stay, the one that was nearest below the cursor, else above."""
        kept = set(rows)
        place = self._places[self._cursor or ""]
        after = [*self._rows[place:], *reversed(self._rows[:place])]
        return next((key for key in after if key in kept and not key.startswith(HEADING)), None)

    def select(self, key: str) -> None:
        """Put the cursor on that record, if it is shown."""
        if key in self._places:
            self._set_cursor(key)
            self._reveal()

    def redraw(self) -> None:
        """Draw again what is on screen; only lines that changed are sent."""
        top = int(self.scroll_offset.y)
        on_screen = self._rows[top : top + self.size.height]
        stale = {key: self._drawn.get(key) for key in on_screen}
        self._drawn.clear()
        for key, before in stale.items():
            if before is None or self._pieces(key) != before:
                self.refresh_lines(self._places[key])

    # -- moving ---------------------------------------------------------------------------------

    def move(self, rows: int) -> None:
        """Move the cursor by that many rows."""
        if self._rows:
            here = self._places.get(self._cursor or "", 0)
            there = max(0, min(here + rows, len(self._rows) - 1))
            self._set_cursor(self._selectable(there, 1 if rows > 0 else -1) or self._cursor)
            self._reveal()

    def move_to_end(self, *, last: bool) -> None:
        """Put the cursor on the first or the last record."""
        self._set_cursor(self._selectable(len(self._rows) - 1 if last else 0, -1 if last else 1))
        self._reveal()

    def unmark(self) -> None:
        """No record is marked any more."""
        self.marked.clear()
        self.refresh()

    def mark(self) -> None:
        """Mark or unmark the record under the cursor and go on to the next."""
        if self._cursor is not None:
            self.marked ^= {self._cursor}
            self.refresh_lines(self._places[self._cursor])
            self.move(1)

    def open(self) -> None:
        """Ask for the record under the cursor whole."""
        if self._cursor is not None:
            self.post_message(self.Opened(self._cursor))

    def _selectable(self, place: int, step: int) -> str | None:
        """The record at that row, else the next one that way, else the next the other way."""
        ways = (range(place, len(self._rows)), range(place, -1, -1))
        for way in ways if step > 0 else reversed(ways):
            for row in way:
                if row >= 0 and not self._rows[row].startswith(HEADING):
                    return self._rows[row]
        return None

    def _set_cursor(self, key: str | None) -> None:
        if key == self._cursor:
            return
        for changed in (self._cursor, key):
            if changed in self._places:
                self.refresh_lines(self._places[changed])
        self._cursor = key
        self._moved()

    def _reveal(self) -> None:
        """Bring the cursor into view; leaving it, jump half a page (less is sent over SSH)."""
        place = self._places.get(self._cursor or "")
        height = self.size.height
        if place is None or height == 0:
            return
        top = int(self.scroll_offset.y)
        if place < top:
            top = place - height // 2 if place > height // 2 else 0
        elif place >= top + height:
            top = place - height // 2
        else:
            return
        self.scroll_to(y=max(0, top), animate=False, immediate=True)

    # -- drawing --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw to the new width and keep the cursor in view."""
        self._drawn.clear()
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        row = y + int(self.scroll_offset.y)
        width = self.size.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        key = self._rows[row]
        here = key == self._cursor
        base = self.get_component_rich_style("records--cursor") if here else self.rich_style
        pieces: Pieces = [self._edge(key, here=here), *self._pieces(key)]
        return strip(pieces, width, base, styles(self.app))

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
