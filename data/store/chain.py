"""The chain: every line's checksum, and that each follows from the one before it, through folds.

A line edited by hand shows by itself; one that was edited and sealed again, taken out or put in
shows in the line after it, and at the end in the snapshot, which keeps the seal it was folded at.
"""

from pathlib import Path

import msgspec

from data.store import disk
from data.store.entry import LOST, unseal
from data.store.journal import segment, segments


class Chain(msgspec.Struct, frozen=True):
    """The whole journal, looked through."""

    segments: int
    bytes: int
    first: int
    """The number of the oldest entry there is; 0 where there is none."""
    last: int
    flaws: tuple[str, ...]
    """What doesn't hold, naming file and line."""


class _Links(msgspec.Struct):
    """Of a line, what the chain is made of."""

    seq: int
    verb: str
    prev: str = ""


_links = msgspec.json.Decoder(_Links)


def look_through(folder: Path, *, seq: int = 0, seal: str = "") -> Chain:
    """Prove every line of the journal; the snapshot says that entry `seq` has that `seal`."""
    walk = _Walk(seq, seal)
    size, firsts = 0, segments(folder)
    for first in firsts:
        path = segment(folder, first)
        with disk.closing(disk.open_read(path)) as fd:
            data = disk.read_at(fd, disk.status(fd).st_size, 0)
        size += len(data)
        walk.enter(folder, path.name, first)
        for number, line in enumerate(data.split(b"\n")[:-1]):
            walk.take(f"{path.name} line {number + 1}", line)
        if first != firsts[-1] and not data.endswith(b"\n"):
            walk.flaws.append(f"{path.name} ends in an unfinished line, and others follow")
    return Chain(len(firsts), size, min(firsts, default=0), walk.seq, tuple(walk.flaws))


class _Walk:
    """A place in the journal, and what was wrong on the way there."""

    def __init__(self, folded: int, seal: str) -> None:
        self.seq = 0
        self.flaws: list[str] = []
        self._sum: str | None = ""
        """The seal of the line before; `None`: it can't be told."""
        self._folded = folded, seal

    def enter(self, folder: Path, name: str, first: int) -> None:
        """Go on with the segment that begins with that entry."""
        if self._sum == "" and self.seq == 0:  # the history may begin later: what is old was moved
            self.seq = first - 1
            self._sum = "" if first == 1 else None
        if first > self.seq + 1:
            self.flaws.append(f"{folder.name} lacks entries {self.seq + 1:,} to {first - 1:,}")
        elif first <= self.seq:
            self.flaws.append(f"{name} begins with entry {first:,}, which was there before")
        if first != self.seq + 1:
            self.seq, self._sum = first - 1, None

    def take(self, where: str, line: bytes) -> None:
        """Prove the line after this place."""
        self.seq, here = self.seq + 1, self.seq + 1
        before, self._sum = self._sum, None
        try:
            sealed = unseal(line)
            links = _links.decode(line)
        except (ValueError, msgspec.DecodeError) as error:
            self.flaws.append(f"{where} isn't as it was written: {error}")
            return
        self.seq, self._sum = links.seq, sealed
        if links.seq != here:
            self.flaws.append(f"{where} is entry {links.seq:,}, and {here:,} should stand there")
        elif before is not None and links.prev != before:
            self.flaws.append(
                f"{where} doesn't follow from the line before it, which was exchanged"
            )
        if links.verb == LOST:  # a repair put it there, and `spotlight log` tells of it
            self._sum = None
            return
        if self._folded[0] == self.seq and self._folded[1] != sealed:
            self.flaws.append(f"{where} isn't the one the snapshot was made from")
