"""A program in a terminal of its own, and what a person in front of it would feel.

It answers the questions Textual asks a terminal, so that nothing waits for an answer that never
comes. Times are `time.monotonic`, which all processes of a box share.
"""

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec

REPO = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds a program may take for anything."""
QUIET = 0.03
"""Seconds without output after which a frame is complete: nearly two of Textual's frames."""
PAINTED = 20
"""So many visible characters are a frame; modes set and a screen cleared are none."""
_ESCAPE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x00-\x1f]"
)
_UNFINISHED = re.compile(rb"\x1b[^a-zA-Z~\x1b]{0,64}$")
_ASKED = re.compile(rb"\x1b\[\?(\d+)\$p|\x1b\[c|\x1b\[6n")
_SYNC = b"2026"
"""The mode in which a frame is shown at once; terminals of today have it."""


class Press(msgspec.Struct, frozen=True):
    """One key and its answer."""

    ms: float
    """Until the last byte of the answer."""
    size: int
    """Bytes of the answer."""


class Rest(msgspec.Struct, frozen=True):
    """What a program does while nobody does anything."""

    size: int
    """Bytes sent."""
    cpu: float
    """Its share of one core, in percent."""


class Program:
    """A running program. Use it in a `with` block: it is killed at the end."""

    def __init__(self, *argv: str, home: Path, columns: int = 80, lines: int = 24) -> None:
        self.size = 0
        """Bytes sent so far."""
        self.painted: float | None = None
        """Milliseconds from the start to the first frame."""
        self._said = b""
        self._text = b""
        self._visible = 0
        self._last = 0.0
        self._fd, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        modes = termios.tcgetattr(inner)
        modes[3] &= ~(termios.ECHO | termios.ECHOCTL)  # our answers aren't its output
        termios.tcsetattr(inner, termios.TCSANOW, modes)
        self._began = time.monotonic()
        self._process = subprocess.Popen(
            [sys.executable, *argv],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            cwd=REPO,
            env=_environment(home),
            start_new_session=True,
        )
        os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    # -- output ------------------------------------------------------------------------------

    def read(self, timeout: float) -> int:
        """Take in what comes within `timeout` seconds; gives the number of bytes."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return 0
        try:
            data = os.read(self._fd, 65_536)
        except OSError:
            raise RuntimeError(f"the program ended; it said:\n{self._text.decode()}") from None
        self._last = time.monotonic()
        self.size += len(data)
        self._take(data)
        return len(data)

    def _take(self, data: bytes) -> None:
        whole = self._said + data
        unfinished = _UNFINISHED.search(whole)
        self._said = whole[unfinished.start() :] if unfinished else b""
        whole = whole[: unfinished.start()] if unfinished else whole
        for asked in _ASKED.finditer(whole):
            os.write(self._fd, _answer(asked))
        text = _ESCAPE.sub(b"", whole)
        self._text += text
        self._visible += len(text.replace(b" ", b"").decode(errors="ignore"))
        if self.painted is None and self._visible >= PAINTED:
            self.painted = (self._last - self._began) * 1000

    def forget(self) -> None:
        """Forget what was said, before waiting for something that was said before."""
        self._text = b""

    def said(self, words: str) -> bool:
        """Whether it has said that."""
        return words.encode() in self._text

    def until(self, words: str) -> float:
        """Wait until it says that; gives the moment. What changed of a line is all that is sent."""
        end = time.monotonic() + PATIENCE
        while not self.said(words):
            if time.monotonic() > end:
                raise RuntimeError(f"it never said “{words}” but:\n{self._text.decode()}")
            self.read(0.1)
        return self._last

    def shown(self, words: str) -> float:
        """Milliseconds from the start until it says that."""
        return (self.until(words) - self._began) * 1000

    def settle(self, quiet: float = 0.4) -> Self:
        """Wait until it has been silent for so many seconds."""
        while self.painted is None:
            self.read(0.1)
        while self.read(quiet):
            pass
        return self

    # -- input -------------------------------------------------------------------------------

    def press(self, key: str, quiet: float = QUIET) -> Press:
        """Press a key and wait for the whole answer: the last before so much silence."""
        press = self.tries(key, PATIENCE, quiet)
        if press is None:
            raise RuntimeError(f"no answer to the key {key!r}")
        return press

    def tries(self, key: str, patience: float, quiet: float = QUIET) -> Press | None:
        """Press a key that may have nothing to do: then there is no answer for so long."""
        while self.read(0):
            pass
        before, began = self.size, time.monotonic()
        os.write(self._fd, key.encode())
        if not self.read(patience):
            return None
        while self.read(quiet):
            pass
        return Press((self._last - began) * 1000, self.size - before)

    def type(self, *keys: str) -> None:
        """Press keys, and wait until it is silent after each."""
        for key in keys:
            self.press(key)
            self.settle(0.2)

    def leave(self) -> None:
        """Have it quit, and wait until it has."""
        os.write(self._fd, b"q")
        while self._process.poll() is None:
            try:
                self.read(0.05)
            except RuntimeError:  # the terminal is closed a moment before it has ended
                self._process.wait(PATIENCE)

    # -- what it costs -----------------------------------------------------------------------

    def rest(self, seconds: float) -> Rest:
        """Leave it alone for so long."""
        size, cpu, began = self.size, self._cpu_seconds(), time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            self.read(left)
        took = time.monotonic() - began
        return Rest(self.size - size, (self._cpu_seconds() - cpu) / took * 100)

    def _cpu_seconds(self) -> float:
        tasks = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def private_mb(self) -> float:
        """Memory that is its alone, in MB."""
        rollup = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text()
        return sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+)", rollup, re.M)) / 1024


def taking_turns(programs: Sequence[Program], keys: Sequence[str]) -> list[list[Press]]:
    """Press each key in each program, one program after the other: the box treats all alike."""
    pressed: list[list[Press]] = [[] for _ in programs]
    for key in keys:
        for program, presses in zip(programs, pressed, strict=True):
            presses.append(program.press(key))
    return pressed


def _answer(asked: "re.Match[bytes]") -> bytes:
    if mode := asked.group(1):
        return b"\x1b[?%b;%d$y" % (mode, 2 if mode == _SYNC else 0)
    return b"\x1b[?62;22c" if asked.group() == b"\x1b[c" else b"\x1b[1;1R"


def _environment(home: Path) -> dict[str, str]:
    """What `ssh` would leave of it, and nothing of the person's."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(REPO),
    }
