"""Tables for the person's own clipboard."""

import csv
import io
from collections.abc import Iterable, Sequence

from data.text import defused

LONGEST = 70_000
"""Characters a terminal surely takes for its clipboard."""


def as_csv(rows: Iterable[Sequence[str]]) -> tuple[str, int]:
    """As many of the rows as fit, as CSV with formulas defused, and how many that are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    written = 0
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        written += 1
        if text.tell() > LONGEST:
            break
    return text.getvalue(), written
