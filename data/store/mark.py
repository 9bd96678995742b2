"""The mark: how far the journal went for certain, kept in the lock's file.

A journal whose end was cut off looks like one that was never longer. So whoever committed writes
down the number of the entry, once it is on the disk: a journal that ends before it has lost
something. A mark that is behind, or can't be read, says nothing; it isn't synced.
"""

import zlib
from contextlib import suppress
from pathlib import Path

from data.store import disk

_SIZE = 22


def read(path: Path) -> int:
    """The number of an entry that was committed; 0 if none is known."""
    with suppress(OSError), disk.closing(disk.open_read(path)) as fd:
        line = disk.read_at(fd, _SIZE, 0)
        number = line[:12]
        if number.isdigit() and line == _line(int(number)):
            return int(number)
    return 0


def write(fd: int, seq: int) -> None:
    """Say that entry `seq` is on the disk. Only for the lock's holder, with the lock's file."""
    with suppress(OSError):  # the change stands without it
        disk.write_at(fd, _line(seq), 0)


def _line(seq: int) -> bytes:
    number = b"%012d" % seq
    return b"%b %08x\n" % (number, zlib.crc32(number))
