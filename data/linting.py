"""Linting: the lists of what a reply had better not say, dated and with their sources.

Ours are in `linting.toml` beside this module; a workspace's own `linting.toml` adds lists to them,
and stands in for those of the same id.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from data.errors import RefusalError
from data.store import disk
from data.toml import read_toml

_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
OTHER_CLIENTS = "client"
"""The list of what other clients are called: its words are looked up."""


class Lint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One list."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z-]+$")]
    says: _Words
    """What is wrong with what it finds, said after the word: `sounds like a medical promise`."""
    source: _Words
    checked_on: date
    words: tuple[_Words, ...] = ()
    """Found whole, in any case; a * stands for an ending."""
    patterns: tuple[_Words, ...] = ()
    """Regular expressions, in any case."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming a pattern that can't be used."""
        for pattern in self.patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"patterns: “{pattern}” is none: {error}") from None


class Lints(msgspec.Struct, frozen=True):
    """The lists of one workspace."""

    lists: tuple[Lint, ...]
    wrong: str | None = None
    """Why the workspace's own can't be used."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lists: tuple[Lint, ...] = ()


@cache
def shipped() -> tuple[Lint, ...]:
    """Ours."""
    return read_toml(Path(__file__).with_name("linting.toml"), _File).lists


def read_lints(path: Path) -> Lints:
    """Ours and those in that file, if there is one. Never raises: what is wrong is `wrong`."""
    try:
        own = read_toml(path, _File).lists if disk.status_of(path) else ()
    except RefusalError as refusal:
        return Lints(shipped(), str(refusal))
    return Lints(tuple({lint.id: lint for lint in (*shipped(), *own)}.values()))
