"""The real program in a real terminal: it starts, resizes, is hung up on, and leaves."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from data.workspace import Workspace
from tests.screens.terminal import DEADLINE, Terminal


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


@pytest.mark.parametrize("controls", [True, False])
def test_a_dropped_line_ends_it(workspace: Workspace, controls: bool) -> None:
    terminal = Terminal(workspace.root, controls=controls)
    terminal.until(lambda text: "1:Today" in text and "? keys" in text)
    terminal.hang_up()
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        pid, _ = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            break
    else:
        terminal.end()
        raise AssertionError("it goes on without a terminal")
    assert list(workspace.presence.iterdir()) == []


def test_what_is_typed_ahead_of_a_slow_line_goes_where_it_was_meant(terminal: Terminal) -> None:
    title = "call Kim about the samples, " * 8 + "then write it down"
    terminal.send("4n")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send(f"{title}\r2026-12-24\tjo\r\x1b[A\x1b[B\x13")
    terminal.until(lambda text: "you wrote A1" in text)
    terminal.resize(200, 50)
    terminal.until(lambda text: "then write it down" in text and "24 Dec" in text)
    terminal.until(lambda text: "owner   jo" in text)


def test_bytes_that_are_no_text_end_nothing(terminal: Terminal) -> None:
    terminal.send("4n")
    terminal.until(lambda text: "ctrl+s save" in text)
    terminal.send_bytes(b"call caf\xe9 \xed\xa0\x80\xff today")
    terminal.send("\x13")
    terminal.until(lambda text: "you wrote A1" in text and "call caf" in text)
