"""The `spotlight` command in a process of its own, forked from one that has loaded it already.

Loading it takes most of a short command's time, and the tests run some hundred. Nothing of it has
run where it is forked from: what differs from a start by the shell is only that it is there sooner.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

LONGEST = 60.0
"""Seconds a command may take."""


class Warm:
    """Runs commands; any number at once."""

    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
                cwd=Path(__file__).parents[1],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def run(self, argv: Sequence[str], cwd: Path, stdin: str) -> "subprocess.CompletedProcess[str]":
        """Run `spotlight` with these words in our environment; fails if it takes too long."""
        with ExitStack() as opened:
            ends = [opened.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            ends[0].write(stdin.encode())
            ends[0].seek(0)
            ours, theirs = map(opened.enter_context, socket.socketpair())
            ours.settimeout(LONGEST)
            fds = [theirs.fileno(), *(end.fileno() for end in ends)]
            socket.send_fds(self._line, [b"."], fds)
            theirs.close()
            said = opened.enter_context(ours.makefile("rw"))
            said.write(json.dumps([list(argv), dict(os.environ), str(cwd)]) + "\n")
            said.flush()
            pid = int(said.readline())
            try:
                status = int(said.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise AssertionError(f"spotlight {' '.join(argv)} goes on and on") from None
            for end in ends:
                end.seek(0)
            _, out, err = (end.read().decode().replace("\r\n", "\n") for end in ends)
        return subprocess.CompletedProcess(
            argv, os.waitstatus_to_exitcode(status), stdout=out, stderr=err
        )

    def end(self) -> None:
        """Nothing more will be run."""
        self._line.close()
        self._server.wait(LONGEST)


def serve(line: socket.socket) -> list[str] | None:
    """Fork for each that asks. Comes back in the forked one, with its words; `None`: it is over."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        _, fds, *_ = socket.recv_fds(line, 1, 4)
        if not fds:
            return None
        if os.fork() == 0:
            line.close()
            return _attend(*fds)
        for fd in fds:
            os.close(fd)


def _attend(asker: int, *ends: int) -> list[str]:
    """Stay to tell how the command ended; what comes back from here is to be the command."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = socket.socket(fileno=asker).makefile("rw")
    argv, environ, cwd = json.loads(said.readline())
    if pid := os.fork():
        with suppress(BrokenPipeError):
            said.write(f"{pid}\n")
            said.flush()
            said.write(f"{os.waitpid(pid, 0)[1]}\n")
            said.flush()
        os._exit(0)
    os.close(asker)
    for fd, end in enumerate(ends):
        os.dup2(end, fd)
        os.close(end)
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    os.chdir(cwd)
    return list(argv)


if __name__ == "__main__":
    from screens import start
    from screens.line import commands

    assert commands.names()
    if (words := serve(socket.socket(fileno=int(sys.argv[1])))) is not None:
        sys.argv[1:] = words
        start.run()
