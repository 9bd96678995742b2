"""The rows of one file that couldn't be taken: all in a CSV, the first few at hand."""

import csv
from collections.abc import Iterable
from pathlib import Path

from data.exports.job import Reject
from data.text import defused

SHOWN = 50
"""So many are kept at hand."""


class Rejects:
    """Writes `line, column, value, reason` as they come, formulas defused. None: no file. For
    `closing`."""

    def __init__(self, path: Path) -> None:
        self.count = 0
        self.first: list[Reject] = []
        self._path = path
        self._file = path.open("w", newline="", encoding="utf-8")
        self._rows = csv.writer(self._file)
        self._rows.writerow(Reject.__struct_fields__)

    def add(self, rejects: Iterable[Reject]) -> None:
        """Keep some more."""
        for reject in rejects:
            self.count += 1
            if len(self.first) < SHOWN:
                self.first.append(reject)
            words = (reject.column, reject.value, reject.reason)  # a taught column may be anything
            self._rows.writerow((reject.line, *map(defused, words)))

    def close(self) -> None:
        """Let go of the file; of an empty one, wholly."""
        self._file.close()
        if not self.count:
            self._path.unlink()
