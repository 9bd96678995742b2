"""A TinyDB file to work on elsewhere: a snapshot, put where somebody wants it."""

from pathlib import Path

from data.errors import RefusalError, StoreReadOnly
from data.store import disk
from data.store.disk import speaking
from data.store.documents import Kept
from data.store.files import Files
from data.store.fold import header_of
from data.store.press import Pressed, press
from data.store.state import load


def export(files: Files, path: Path) -> Pressed:
    """Write all documents as a TinyDB file, which its owner may change.

    Raises `StoreReadOnly` where the store is damaged, `RefusalError` where that file can't be made.
    """
    with speaking(f"{path} wasn't made"):
        state = load(files, Kept(), verify=True)
        if state.damage is not None:
            raise StoreReadOnly(f"{state.damage} {path} wasn't made: it would lack documents.")
        try:
            pressed = press(path, None, state.documents, header_of(state))
        except FileExistsError:
            raise RefusalError(f"{path} is there already: name a new file.") from None
        except OSError as error:
            disk.remove(path)
            raise RefusalError(f"{path} wasn't made: {error.strerror}.") from error
        with disk.closing(disk.open_read(path)) as fd:
            disk.set_mode(fd, disk.FILE_MODE)
    return pressed
