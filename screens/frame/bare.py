"""The bare terminal: a text with nothing around it, broken into lines by the terminal alone, so
that what is marked with the mouse is the text itself.
"""

import sys

_CLEAR = "\x1b[2J\x1b[H"


def wait_beneath(text: str) -> None:
    """Show the text and wait for enter beneath it."""
    sys.stdout.write(f"{_CLEAR}{text}\n\n(enter goes back)\n")
    sys.stdout.flush()
    sys.stdin.readline()
