"""TOML files that people write by hand: ours that ship, and a workspace's own.

What is wrong with one is a sentence with the file and the key in it; what it says is harmless text.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from data.errors import RefusalError
from data.store import disk
from data.text import plain

T = TypeVar("T")
_PLACE = re.compile(r" - at `\$([^`]*)`")
_UNKNOWN = re.compile(r"unknown field `(\w+)`")
_PART = re.compile(r"\.(\w+)|\[(\d+)\]")
LONGEST = 1 << 20
"""A file of more bytes was written by nobody."""


def read_toml(path: Path, kind: type[T]) -> T:
    """What that file says. Raises `RefusalError` naming file, line and key."""
    shown, text = plain(path.name, limit=60), ""
    try:
        text = _text(path)
        return msgspec.convert(_harmless(tomllib.loads(text)), kind)
    except OSError as error:
        raise RefusalError(f"{shown} can't be read: {error.strerror}.") from None
    except RecursionError:
        raise RefusalError(f"{shown} can't be used: it is nested too deeply.") from None
    except ValueError as error:  # of tomllib, msgspec, UTF-8, and Python's own of over-long numbers
        reason = _placed(plain(str(error), limit=200).rstrip("."), text)
        raise RefusalError(f"{shown} can't be used: {reason}. Mend that and try again.") from None


def _placed(reason: str, text: str) -> str:
    """Why a text can't be used, with the line before it, if it names only the key."""
    place = _PLACE.search(reason)
    unknown = _UNKNOWN.search(reason)
    parts = [*_PART.findall(place[1] if place else ""), *([(unknown[1], "")] if unknown else [])]
    line = _line_of(text, parts)
    return f"line {line}: {reason}" if line else reason


def _line_of(text: str, parts: Sequence[tuple[str, str]]) -> int | None:
    """The first line that names the last of these keys, each beneath the one before; a number is
    which of its tables. `None`: it isn't written out like that.
    """
    lines, at, key = text.splitlines(), -1, ""
    for name, number in parts:
        key = name or key
        begins = re.compile(rf"\s*\[*\s*(?:[\w-]+\.)*[\"']?{re.escape(key)}\b")
        for _ in range(1 if name else int(number)):
            at = next((n for n in range(at + 1, len(lines)) if begins.match(lines[n])), -1)
            if at < 0:
                return None
    return at + 1 or None


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
