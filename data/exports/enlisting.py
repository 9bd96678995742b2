"""Enlisting: what a list of creators says, row by row.

Only the child process does this: a file may be huge, or meant to harm.
"""

from contextlib import closing
from pathlib import Path

import msgspec

from data.errors import ImportRefused
from data.exports.job import REJECTS, Reject
from data.exports.lines import Lines
from data.exports.listed import FORMAT, LISTED, BadCell, in_shares, listed
from data.exports.rejects import Rejects
from data.exports.talk import Heard
from data.text import plain

_SHOWN = 40


def enlist(path: Path, work: Path, thousands: str) -> Heard:
    """A list of creators, row by row, into the work folder. Raises `ImportRefused`, `OSError`.

    `thousands` are the marks between them where the client sells.
    """
    with closing(Lines(path)) as lines:
        filled = [(line, row) for line, row in lines if any(map(str.strip, row))]
    header = [plain(cell) for cell in filled[0][1]] if filled else []
    shares = in_shares(header, (row for _, row in filled))
    count, encoder = 0, msgspec.json.Encoder()
    with closing(Rejects(work / REJECTS)) as rejects, (work / LISTED).open("wb") as kept:
        for line, row in filled[1:]:
            try:
                said = listed(header, row, shares=shares, thousands=thousands)
                kept.write(encoder.encode(said) + b"\n")
                count += 1
            except BadCell as bad:
                column, value, reason = bad.args
                shown = plain(value, limit=_SHOWN)
                rejects.add([Reject(line=line, column=column, value=shown, reason=reason)])
    if not count:
        raise ImportRefused("no creator in it can be read.")
    rows, first = count + rejects.count, tuple(rejects.first)
    return Heard(FORMAT, rows, count, rejects.count, first, None)
