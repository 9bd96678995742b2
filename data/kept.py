"""What lies in `done/`: imported files, which hold buyers' data."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from data.drop import DONE


class Kept(msgspec.Struct, frozen=True):
    """One imported file."""

    path: Path
    size: int
    """In bytes."""
    changed: datetime
    """When its bytes were written last, in UTC: an export's own age, as near as can be told."""
    mode: int
    """Its permission bits."""


def kept(folder: Path) -> Iterator[Kept]:
    """The imported files of a client, by its drop folder; none that can't be looked at."""
    done = folder / DONE
    if done.is_symlink():  # whatever it leads to isn't ours
        return
    for place, _, names in os.walk(done):
        for name in sorted(names):
            path = Path(place, name)
            with suppress(OSError):  # taken away meanwhile
                status = path.lstat()
                if stat.S_ISREG(status.st_mode):
                    changed = datetime.fromtimestamp(status.st_mtime, UTC)
                    yield Kept(path, status.st_size, changed, stat.S_IMODE(status.st_mode))
