"""The real program in a real terminal: it starts, resizes, is hung up on, and leaves."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pyte
import pytest

from data.workspace import Workspace

DEADLINE = 30.0


class Terminal:
    """A terminal with the console in it."""

    def __init__(self, workspace: Path, *argv: str, columns: int = 80, lines: int = 24) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        command = [sys.executable, "-m", "screens", "--workspace", str(workspace), "--as", "ana"]
        command += argv
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, dict(os.environ))  # readline meddles with the other
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Make the window that big."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    @property
    def cells(self) -> Mapping[int, Mapping[int, pyte.screens.Char]]:
        """What is drawn, by line and column, with its colours."""
        buffer: Mapping[int, Mapping[int, pyte.screens.Char]] = self._screen.buffer
        return buffer

    def _read(self) -> bool:
        """Take in what was written; False: the other end is gone."""
        if select.select([self._fd], [], [], 0.05)[0]:
            try:
                self._stream.feed(os.read(self._fd, 65_536))
            except OSError:
                return False
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


@pytest.fixture
def terminal(workspace: Workspace) -> Iterator[Terminal]:
    made = Terminal(workspace.root)
    made.until(lambda text: "1:Today" in text and "? keys" in text)
    yield made
    made.end()


def test_it_starts_works_and_leaves(terminal: Terminal) -> None:
    terminal.send("4")
    terminal.until(lambda text: "No action item" in text or "is:open" in text)
    terminal.send("n")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send("call Kim\r\r\r\r")
    terminal.until(lambda text: "call Kim" in text and "you wrote A1" in text)
    terminal.send("q")
    assert terminal.ended() == 0


def test_it_follows_the_window(terminal: Terminal) -> None:
    terminal.send("4n")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send("call Kim\r\r\r\r")
    terminal.until(lambda text: "you wrote A1" in text)
    terminal.resize(160, 40)
    terminal.until(lambda text: "last changed by ana" in text)
    terminal.resize(80, 24)
    terminal.until(lambda text: "last changed by ana" not in text and "call Kim" in text)


def test_it_comes_back_from_the_shell_as_it_was(terminal: Terminal) -> None:
    terminal.send("4")
    terminal.until(lambda text: "is:open" in text)
    terminal.send("\x1a")
    terminal.asleep()
    terminal.wipe()
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.until(lambda text: "is:open" in text and "? keys" in text)


@pytest.mark.parametrize("by", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(terminal: Terminal, by: signal.Signals) -> None:
    os.kill(terminal.pid, by)
    assert terminal.ended() == 0


def test_a_dropped_line_ends_it(terminal: Terminal, workspace: Workspace) -> None:
    terminal.hang_up()
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        pid, _ = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            break
    else:
        raise AssertionError("it goes on without a terminal")
    assert list(workspace.presence.iterdir()) == []
