"""A real terminal with the real program in it: a pty, and what a terminal makes of the bytes."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

DEADLINE = 60.0


class Terminal:
    """A terminal with the console in it."""

    def __init__(
        self,
        workspace: Path,
        *argv: str,
        person: str = "ana",
        columns: int = 80,
        lines: int = 24,
        controls: bool = True,
    ) -> None:
        """`controls`: the program is told when the line drops; else it has to notice."""
        self.sent = bytearray()
        """All that came from the program."""
        self.beside: Sequence[Terminal] = ()
        """Terminals that are read too while this one is waited for."""
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        command = [sys.executable, "-m", "screens", "--workspace", str(workspace), "--as", person]
        command += argv
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            if not controls:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
                fcntl.ioctl(0, termios.TIOCNOTTY)
            os.execve(command[0], command, dict(os.environ))  # readline meddles with the other
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Make the window that big."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def send(self, keys: str) -> None:
        """Press keys."""
        self.send_bytes(keys.encode())

    def send_bytes(self, typed: bytes) -> None:
        """Have these bytes come from the keyboard."""
        os.write(self._fd, typed)

    @property
    def text(self) -> str:
        """What the screen shows."""
        lines = (self.cells[y] for y in range(self._screen.lines))  # pyte's `display` fails where
        columns = range(self._screen.columns)  # half of a wide letter was drawn over
        return "\n".join("".join(line[x].data for x in columns) for line in lines)

    @property
    def cells(self) -> Mapping[int, Mapping[int, pyte.screens.Char]]:
        """What is drawn, by line and column, with its colours."""
        buffer: Mapping[int, Mapping[int, pyte.screens.Char]] = self._screen.buffer
        return buffer

    def _read(self) -> bool:
        """Take in what was written; False: the other end is gone."""
        open_here = {each._fd: each for each in (self, *self.beside)}
        for fd in select.select(list(open_here), [], [], 0.05)[0]:
            try:
                some = os.read(fd, 65_536)
            except OSError:
                return fd != self._fd
            open_here[fd].sent += some
            open_here[fd]._stream.feed(some)
        return True

    def until(self, true: Callable[[str], bool]) -> None:
        """Wait until the screen is so."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and self._read():
            if true(self.text):
                return
        raise AssertionError(f"never came about; the screen says:\n{self.text}")

    def asleep(self) -> None:
        """Wait until the program has stopped itself, as on ctrl+z."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                return
        raise AssertionError("it goes on")

    def wipe(self) -> None:
        """The shell has written over everything."""
        self._screen.reset()

    def ended(self) -> int:
        """Wait for the program to end; its exit code."""
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
        os.kill(self.pid, signal.SIGKILL)
        raise AssertionError("it goes on")

    def end(self) -> None:
        """See to it that the program is gone."""
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    def hang_up(self) -> None:
        """The line drops."""
        os.close(self._fd)
