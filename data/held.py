"""A small file that stands for a process: locked for as long as that lives, readable for all.

The kernel lets go of the lock when the process dies. So there are no heartbeats, nothing is written
while nothing changes, and a file without a lock is a dead process's.
"""

from pathlib import Path

from data.store import disk

SIZE = 1024
"""Every file is filled up to this many bytes, so that a reader sees one whole write or another."""


class Held:
    """Such a file of this process."""

    def __init__(self, path: Path, text: bytes) -> None:
        """Make it, in place of whatever has its name. Raises `OSError`."""
        self._path = path
        # Locked before it has its name: nobody sees it without.
        nameless = path.with_suffix(".tmp")
        disk.remove(nameless)
        self._fd: int | None = disk.create_writable(nameless)
        try:
            disk.set_mode(self._fd, disk.FILE_MODE)
            disk.lock(self._fd)
            self.write(text)
            disk.rename(nameless, path)
        except BaseException:  # ctrl-c, too, leaves nothing
            disk.remove(nameless)
            self.close()
            raise

    def write(self, text: bytes) -> None:
        """Say something else; once it is closed, nothing. Raises `OSError`."""
        if self._fd is not None:
            disk.write_at(self._fd, text.ljust(SIZE), 0)

    def close(self) -> None:
        """Take it away. Raises `OSError`."""
        if self._fd is not None:
            disk.remove(self._path)
            disk.close(self._fd)
            self._fd = None


def is_held(fd: int) -> bool:
    """Whether the process that made the open file still lives."""
    return not disk.lock(fd, shared=True)


def read(fd: int) -> bytes:
    """What the open file says."""
    return disk.read_at(fd, SIZE, 0)
