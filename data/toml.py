"""TOML files that people write by hand: ours that ship, and a workspace's own.

What is wrong with one is a sentence with the file and the key in it; what it says is harmless text.
"""

import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from data.errors import RefusalError
from data.store import disk
from data.text import plain

T = TypeVar("T")
LONGEST = 1 << 20
"""A file of more bytes was written by nobody."""


def read_toml(path: Path, kind: type[T]) -> T:
    """What that file says. Raises `RefusalError` naming file and key."""
    shown = plain(path.name, limit=60)
    try:
        return msgspec.convert(_harmless(tomllib.loads(_text(path))), kind)
    except OSError as error:
        raise RefusalError(f"{shown} can't be read: {error.strerror}.") from None
    except RecursionError:
        raise RefusalError(f"{shown} can't be used: it is nested too deeply.") from None
    except ValueError as error:  # of tomllib, msgspec, UTF-8, and Python's own of over-long numbers
        reason = plain(str(error), limit=200).rstrip(".")
        raise RefusalError(f"{shown} can't be used: {reason}. Mend that and try again.") from None


def _text(path: Path) -> str:
    with disk.closing(disk.open_read(path)) as fd:
        data = disk.read_at(fd, LONGEST + 1, 0)
    if len(data) > LONGEST:
        raise ValueError("it is longer than 1 MB")
    return data.decode("utf-8")


def _harmless(value: object) -> object:
    match value:
        case str():
            return plain(value, lines=True)
        case list():
            return [_harmless(part) for part in value]
        case dict():
            return {key: _harmless(part) for key, part in value.items()}
        case _:
            return value
