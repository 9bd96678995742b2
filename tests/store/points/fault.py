"""A process that dies at a chosen call of the disk."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from data.store import disk

WRITES = ("write", "write_all", "write_at")
SAID = {
    "make_folder": "making the folder",
    "create": "making",
    "create_writable": "making",
    "write": "writing",
    "write_all": "writing",
    "write_at": "writing the beginning of",
    "cut": "cutting",
    "set_mode": "protecting",
    "sync_data": "syncing",
    "sync": "syncing",
    "sync_folder": "syncing the folder",
    "rename": "renaming",
    "remove": "removing",
}
"""Every call of `data.store.disk` that changes what is on the disk, in words."""


class Died(BaseException):
    """The process is gone: nothing that comes after is done."""


class Call:
    """One call, and what it is about."""

    def __init__(self, name: str, args: tuple[Any, ...]) -> None:
        self.name = name
        self.args = args
        self.said = f"{SAID[name]} {_name(args[0])}"
        if name == "rename":
            self.said += f" to {_name(args[1])}"

    def do_half(self) -> None:
        """Write half of what it should."""
        fd, data, *rest = self.args
        half = data[: len(data) // 2]
        os.pwrite(fd, half, *rest) if rest else os.write(fd, half)


def _name(of: int | Path) -> str:
    path = Path(f"/proc/self/fd/{of}").readlink() if isinstance(of, int) else of
    return path.name


@contextmanager
def seam(wrapped: Callable[[Call, Callable[[], object]], object]) -> Iterator[None]:
    """Have every call that changes the disk go through `wrapped(call, do)`."""
    with ExitStack() as patches:
        for name in SAID:
            patches.enter_context(patch.object(disk, name, _through(name, wrapped)))
        yield


@contextmanager
def syncing_nothing() -> Iterator[None]:
    """Syncs take no time: no power is cut but in the model."""
    with patch.object(os, "fsync", lambda _: None), patch.object(os, "fdatasync", lambda _: None):
        yield


def _through(
    name: str, wrapped: Callable[[Call, Callable[[], object]], object]
) -> Callable[..., object]:
    real = getattr(disk, name)

    def called(*args: object) -> object:
        return wrapped(Call(name, args), lambda: real(*args))

    return called


def calls(work: Callable[[], object]) -> list[Call]:
    """The calls that a piece of work makes, in order."""
    made: list[Call] = []

    def note(call: Call, do: Callable[[], object]) -> object:
        made.append(call)
        return do()

    with seam(note):
        work()
    return made


def die_at(work: Callable[[], object], number: int, *, half: bool = False) -> None:
    """Do the work up to its call `number`, that one not at all or half, and nothing after."""
    made = 0

    def stop(call: Call, do: Callable[[], object]) -> object:
        nonlocal made
        made += 1
        if made <= number:
            return do()
        assert made == number + 1, f"{call.said}: somebody tidied up after dying"
        if half:
            call.do_half()
        raise Died

    try:
        with seam(stop):
            work()
    except Died:
        pass
