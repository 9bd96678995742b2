"""The `spotlight` command: finds what was asked for, does it, says what went wrong in a sentence.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the store can't be used, 4 done, but the answer
couldn't be printed: doing it again would do it twice.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.errors import SpotlightError, StoreError, UsageError
from data.text import plain
from screens.line.words import Words, nearest, parse

if TYPE_CHECKING:
    from screens.line.call import Command

_UNPRINTED = (
    "It is done, only the answer couldn't be printed: {why}. Don't do it again; spotlight log says"
    " what was done.\n"
)


def main(argv: Sequence[str]) -> int:
    """Carry out one command line; gives the exit code."""
    _stand_in()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a locale may lack a letter
    try:
        code = _obey(parse(argv))
        sys.stdout.flush()
        return code
    except SpotlightError as error:
        sys.stderr.write(f"{plain(str(error))}\n")
        return _code(error)
    except BrokenPipeError:  # whoever read our output has seen enough
        _stop_writing()
        return 0
    except OSError as error:
        _stop_writing()
        sys.stderr.write(f"{_words(error)}. Nothing more was done.\n")
        return 3
    except KeyboardInterrupt:
        return 130


def _stand_in() -> None:
    """Let a stream that was closed before we began lead nowhere.

    Else a file of the store would get its number, and be written to by whoever means the stream.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def _words(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    return plain(f"{error.strerror or error}{where}")


def _stop_writing() -> None:
    """Let what is still in the buffer go nowhere, or Python says so on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code(error: SpotlightError) -> int:
    if isinstance(error, UsageError):
        return 2
    return 3 if isinstance(error, StoreError) else 1


def _obey(words: Words) -> int:
    if words.has("version"):
        from data.identity import VERSION

        sys.stdout.write(f"spotlight {VERSION}\n")
        return 0
    if words.has("help") or words.words[:1] == ("help",):
        from screens.line.help import show_help

        return show_help(words)
    command, taken = _command(words.words)
    if not command.console:
        gc.enable()
    call = command.call(Words(words.words[taken:], words.options))
    whole = True
    try:
        code = command.run(call)
        call.out.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError) or not (call.wrote and call.out.failed):
            raise
        _stop_writing()
        sys.stderr.write(_UNPRINTED.format(why=_words(error)))
        code = 4
    finally:
        whole = call.close()
    return code if whole else 3


def _command(words: Sequence[str]) -> "tuple[Command, int]":
    """The command meant, and how many words its name has. Raises `UsageError`."""
    if not words:
        from screens.line.house import OPEN  # a console's start needs no other command

        return OPEN, 0
    from screens.line.commands import find, names

    if found := find(words):
        return found
    word = plain(words[0], limit=40)
    raise UsageError(f"“{word}” is no command{nearest(words[0], names(), mark='')}")
