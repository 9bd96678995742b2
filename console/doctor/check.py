"""What the doctor finds, and how it is said."""

from collections.abc import Sized
from typing import Literal

import msgspec

State = Literal["ok", "warn", "fail"]
_NAMED = 5
"""How many of many are named."""


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at."""

    about: str
    """What it is about, in a word or two."""
    state: State
    """`warn`: somebody should do something. `fail`: something doesn't work, or leaks."""
    said: str
    """What was found."""
    do: str | None = None
    """What to do about it; `None`: nothing."""


def number(what: Sized | int, one: str) -> str:
    """How many: `1 file`, `12,345 changes`."""
    count = what if isinstance(what, int) else len(what)
    return f"{count:,} {one}" + ("" if count == 1 else "s")


def some(names: list[str]) -> str:
    """The first of them, and how many more."""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
