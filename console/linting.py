"""Linting: what in a reply had better not be said to a creator. Offline, by editable lists."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from data.linting import OTHER_CLIENTS, Lint, Lints, read_lints
from data.records.clients import Client
from data.store import disk
from data.text import plain

_SHORTEST = 4
"""A shorter name of a client is a word of its own too often."""


class Finding(msgspec.Struct, frozen=True):
    """A word of a text that a list knows."""

    at: int
    """Where it begins."""
    word: str
    says: str
    """What is wrong with it."""


class Linter:
    """Looks through replies; its lists are read again when somebody changed the workspace's."""

    def __init__(self, path: Path, clients: Callable[[], Sequence[Client]]) -> None:
        """`path` is the workspace's own file; `clients` gives every client there is."""
        self._path = path
        self._clients = clients
        self._look: tuple[int, int] | None = None
        self._lints: Lints | None = None

    @property
    def lints(self) -> Lints:
        """The lists as they are now."""
        status = disk.status_of(self._path)
        look = (status.st_mtime_ns, status.st_size) if status else None
        if self._lints is None or look != self._look:
            self._look, self._lints = look, read_lints(self._path)
        return self._lints

    @property
    def wrong(self) -> str | None:
        """Why the workspace's own couldn't be used, if anybody asked for them."""
        return self._lints.wrong if self._lints else None

    def findings(self, text: str, client: int | None) -> list[Finding]:
        """What is found in a reply about that client, in the order of the text, each word once."""
        found = sorted(self._found(text, client), key=lambda each: each.at)
        return list({each.word.casefold(): each for each in reversed(found)}.values())[::-1]

    def _found(self, text: str, client: int | None) -> Iterator[Finding]:
        for lint in self.lints.lists:
            finders = list(_finders(lint))
            if lint.id == OTHER_CLIENTS:
                finders += [_name(name) for name in self._others(client)]
            for finder in finders:
                for match in finder.finditer(text):
                    yield Finding(match.start(), plain(match[0], limit=40), lint.says)

    def _others(self, client: int | None) -> Iterator[str]:
        """What clients other than that one are called."""
        for other in self._clients():
            if other.id != client:
                names = {other.title, other.shop or ""}
                yield from sorted(name for name in names if len(name) >= _SHORTEST)


def told(findings: Sequence[Finding]) -> str:
    """The first findings in words: `it says “cures”: sounds like a medical promise`."""
    first = [f"“{each.word}” {each.says}" for each in findings[:2]]
    more = f", and {len(findings) - 2} more" if len(findings) > 2 else ""
    return "; ".join(first) + more


@cache
def _finders(lint: Lint) -> tuple[re.Pattern[str], ...]:
    words = [_whole(lint.words)] if lint.words else []
    return tuple(re.compile(each, re.IGNORECASE) for each in (*words, *lint.patterns))


def _whole(words: Sequence[str]) -> str:
    """The pattern of any of those whole words, the longest first."""
    any = "|".join(_word(word) for word in sorted(words, key=len, reverse=True))
    return rf"(?<!\w)(?:{any})(?!\w)"


def _word(word: str) -> str:
    """With any blanks between its parts; a * for an ending."""
    return r"\s+".join(re.escape(part).replace(r"\*", r"\w*") for part in word.split())


@cache
def _name(name: str) -> re.Pattern[str]:
    """A name as it is written: “Peak” isn't found in a peak."""
    return re.compile(_whole([name.replace("*", "")]))
