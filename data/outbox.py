"""The outbox: a text to be sent by hand, as a file of the person's own, for when nothing can be
put on their clipboard. It is gone once they say whether it was sent.
"""

import os
from contextlib import suppress
from pathlib import Path

from data.store import disk

FILE_MODE = 0o600
FOLDER_MODE = 0o700


class Outbox:
    """One person's."""

    def __init__(self, folder: Path) -> None:
        """`folder` is the person's own; it is made when there is something to put in."""
        self._folder = folder

    def put(self, ref: str, text: str) -> Path:
        """Write the text for that record; gives the file. Raises `StoreError`."""
        with disk.speaking("The text can't be written to a file"):
            disk.make_folder(self._folder.parent)
            disk.make_folder(self._folder, FOLDER_MODE)
            path = self._path(ref)
            beside = path.with_suffix(f".{os.getpid()}")
            disk.remove(beside)
            with disk.closing(disk.create(beside, FILE_MODE)) as fd:
                disk.write_all(fd, f"{text}\n".encode())
            disk.rename(beside, path)
        return path

    def clear(self, ref: str) -> None:
        """Take the file of that record away, if there is one. Raises `StoreError`."""
        with disk.speaking("The file of a text can't be removed"), suppress(NotADirectoryError):
            disk.remove(self._path(ref))

    def _path(self, ref: str) -> Path:
        return self._folder / f"{ref}.txt"
