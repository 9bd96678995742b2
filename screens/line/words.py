"""The words of a command line, and the options among them.

Options stand anywhere, as `--name value` or `--name=value`; `--` ends them.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

import msgspec

from data.errors import UsageError
from data.text import plain
from screens.line.out import Mode

FLAGS = frozenset({"fresh", "help", "json", "plain", "repair", "shared-account", "version", "yes"})
"""Options that take no value; all others take one."""
_MOST = 10
"""So many words are named to somebody who typed none of them."""
EVERYWHERE = ("workspace", "as", "json", "plain", "help")
"""Options every command understands."""


class Words(msgspec.Struct, frozen=True):
    """What was typed."""

    words: tuple[str, ...]
    options: Mapping[str, str | None]
    """By name without the dashes. A flag has an empty value; `None`: its value is missing."""

    def has(self, flag: str) -> bool:
        """Whether that flag was given."""
        return flag in self.options

    def value(self, option: str) -> str | None:
        """What was given for that option, if it was."""
        return self.options.get(option)

    def check(self, known: Collection[str], *, most: int | None, usage: str) -> None:
        """Raise `UsageError` for an unknown option, a missing value or more than `most` words."""
        for name, value in self.options.items():
            if name not in known:
                raise UsageError(f"there is no --{_said(name)} here{nearest(name, known)}")
            if value is None:
                raise UsageError(f"--{name} wants a value.")
            if name in FLAGS and value:
                raise UsageError(f"--{name} takes no value.")
        if most is not None and len(self.words) > most:
            raise UsageError(
                f"“{_said(self.words[most])}” is one word too many: {usage}."
                " Put quotes around a sentence."
            )


def parse(argv: Sequence[str]) -> Words:
    """The words and options of a command line.

    Raises `UsageError` for an option given twice and for a word that isn't UTF-8.
    """
    for word in argv:
        if word != word.encode(errors="ignore").decode():
            raise UsageError(f"“{_said(word)}” isn't written in UTF-8.")
    words: list[str] = []
    options: dict[str, str | None] = {}
    rest = list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--":
            words += rest
            break
        if word == "-h":
            word = "--help"
        if not word.startswith("--"):
            words.append(word)
            continue
        name, equals, given = word[2:].partition("=")
        if name in options:
            raise UsageError(f"--{_said(name)} is there twice; once, please.")
        if equals or name in FLAGS:
            options[name] = given
        else:
            options[name] = rest.pop(0) if rest and not rest[0].startswith("--") else None
    return Words(tuple(words), options)


def as_query(words: Sequence[str]) -> str:
    """Words of the shell as a query, in which a word with blanks stays one."""
    return " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)


def mode_of(words: Words) -> Mode:
    """How the answer is to be written; a terminal that can't draw gets it plain."""
    if words.has("json"):
        return "json"
    return "plain" if words.has("plain") or os.environ.get("TERM") == "dumb" else "text"


def nearest(word: str, known: Collection[str], *, mark: str = "--") -> str:
    """The end of a sentence that says what was probably meant, or what there is; of much, what is
    nearest."""
    near = get_close_matches(word, known, n=1)
    if near:
        return f"; did you mean {mark}{near[0]}?"
    few = len(known) <= _MOST
    named = known if few else get_close_matches(word, known, n=_MOST, cutoff=0)
    return f"; there is {', '.join(f'{mark}{name}' for name in named)}{'.' if few else ' …'}"


def _said(word: str) -> str:
    return plain(word, limit=40)
