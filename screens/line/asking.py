"""Asking the person at the terminal whether something is meant."""

import sys

from data.errors import RefusalError
from screens.line.call import Call


def make_sure(call: Call, question: str, otherwise: str) -> None:
    """Go on only if it is meant: `--yes`, or a yes to the question.

    Raises `RefusalError`, which says `otherwise`, when it isn't, or when nobody can be asked.
    """
    if call.options.has("yes"):
        return
    if call.out.mode == "json" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise RefusalError(f"{otherwise}: --yes does it.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes"):
        raise RefusalError(f"{otherwise}.")
