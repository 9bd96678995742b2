"""The bare terminal: a text with nothing around it, broken into lines by the terminal alone, so
that what is marked with the mouse is the text itself.
"""

import os
import sys
import termios
import tty

_CLEAR = "\x1b[2J\x1b[H"
_KEY = 64
"""Bytes of a key at most."""


def wait_beneath(text: str) -> None:
    """Show the text and wait for a key beneath it."""
    sys.stdout.write(f"{_CLEAR}{text}\n\n(any key goes back)\n")
    sys.stdout.flush()
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)
        os.read(keyboard, _KEY)
    finally:
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
