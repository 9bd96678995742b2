"""How far an import is, on one line of a terminal's stderr that is written over and over."""

import os
import sys
import time
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from data.progress import SLOW
from screens.line.out import Mode, harmless
from screens.say import how_far

if TYPE_CHECKING:
    from console.arrivals import File
    from data.exports.job import Progress

_BACK = "\r\x1b[K"
"""To the line's beginning, and nothing behind."""


class ProgressLine:
    """Shown for a file that takes longer than a second; never in a pipe or to a screen reader."""

    def __init__(self, mode: Mode) -> None:
        self._shows = sys.stderr.isatty() and mode != "plain"
        self._file: File | None = None
        self._since = 0.0
        self._shown = ""

    def show(self, file: "File", progress: "Progress") -> None:
        """The file is that far."""
        if file is not self._file:
            self._file, self._since = file, time.monotonic()
        if not self._shows or time.monotonic() - self._since < SLOW:
            return
        client = file.client.slug if file.client else ""
        words = harmless(how_far(client, file.name, progress.rows, progress.share))
        if words != self._shown:
            self._write(words)

    def clear(self) -> None:
        """Nothing is being read any more."""
        if self._shown:
            self._write("")

    def _write(self, words: str) -> None:
        self._shown = words
        room = os.get_terminal_size(sys.stderr.fileno()).columns - 1
        cut = set_cell_size(words, room) if cell_len(words) > room > 0 else words
        sys.stderr.write(_BACK + cut)
        sys.stderr.flush()
