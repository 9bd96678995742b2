"""What stands on the terminal while the console starts: its last frame, and nothing stays of it."""

import os
import pty
import signal
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.workspace import Workspace
from screens import lastframe
from tests.screens.terminal import Terminal

OPENING = "opening …"
WAITS = """
import sys, types
from screens import start
command = types.ModuleType("screens.line.main")
sys.modules["screens.line.main"] = command
def main(words):
    sys.stderr.write("said meanwhile\\n")
    sys.stdout.write("ready")
    sys.stdout.flush()
    sys.stdin.readline()
    return 3
command.main = main
start.run()
"""
"""`spotlight`, but that its command waits for a line and fails."""


@pytest.fixture
def cache() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "spotlight"


@contextmanager
def console(workspace: Workspace, person: str = "ana", columns: int = 80) -> Iterator[Terminal]:
    terminal = Terminal(workspace.root, person=person, columns=columns)
    yield terminal
    terminal.end()


def left(workspace: Workspace, keys: str = "") -> None:
    """Ana's console was there, and was left with Today's list in its frame."""
    with console(workspace) as terminal:
        terminal.until(lambda text: "store ok" in text)
        terminal.send(keys)
        if "2" in keys:
            terminal.until(lambda text: "▌2:Inbox" in text)
        terminal.send("q")
        assert terminal.ended() == 0


def standing(terminal: Terminal) -> str:
    """The screen with the frame that stood."""
    seen = ""

    def stands(text: str) -> bool:
        nonlocal seen
        seen = text
        return OPENING in text

    terminal.until(stands)
    return seen


def test_it_stands_until_the_first_live_frame(workspace: Workspace) -> None:
    left(workspace, "2")
    with console(workspace) as terminal:
        seen = standing(terminal)
        assert seen.startswith("▌1:Today ")
        assert " for:me " in seen
        assert " as it was " in seen
        terminal.until(lambda text: "store ok" in text and OPENING not in text)
        assert terminal.sent.count(b"\x1b[?1049h") == 1
        terminal.send("q")
        assert terminal.ended() == 0
        assert terminal.sent.count(b"\x1b[?1049l") == 1


def test_it_is_of_the_moment_one_left_from_wherever(workspace: Workspace) -> None:
    with console(workspace) as terminal:
        terminal.until(lambda text: "This workspace is new" in text and "store ok" in text)
        terminal.send("4n")
        terminal.until(lambda text: "ctrl+s save" in text)
        terminal.send("call Kim\rtoday\r\r\r")
        terminal.until(lambda text: "you wrote A1" in text)
        terminal.send("q")
        assert terminal.ended() == 0
    with console(workspace) as terminal:
        seen = standing(terminal)
        assert "A1" in seen
        assert "This workspace is new" not in seen


def test_what_is_typed_over_it_goes_to_the_console(workspace: Workspace) -> None:
    left(workspace)
    with console(workspace) as terminal:
        standing(terminal)
        terminal.send("4n")
        terminal.send("call Kim\r\r\r\r")
        terminal.until(lambda text: "you wrote A1" in text and "call Kim" in text)


def test_in_a_window_of_another_size_it_is_not_shown(workspace: Workspace) -> None:
    left(workspace)
    with console(workspace, columns=100) as terminal:
        terminal.until(lambda text: "store ok" in text)
        assert OPENING.encode() not in terminal.sent


def test_another_command_line_has_its_own(workspace: Workspace, cache: Path) -> None:
    left(workspace)
    (frame,) = cache.iterdir()
    assert (frame.stat().st_mode & 0o777, cache.stat().st_mode & 0o777) == (0o600, 0o700)
    with console(workspace, "jo") as terminal:
        terminal.until(lambda text: "store ok" in text)
        assert OPENING.encode() not in terminal.sent


def test_where_none_can_be_kept_the_console_ends_as_ever(workspace: Workspace, cache: Path) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("in its place")
    left(workspace)
    left(workspace)


def test_a_start_that_fails_leaves_the_terminal_and_then_says_why(workspace: Workspace) -> None:
    left(workspace)
    (workspace.root / "workspace.toml").write_text("agency = [")
    with console(workspace) as terminal:
        assert terminal.ended() == 3
        shown, gone, said = bytes(terminal.sent).partition(b"\x1b[?1049l")
        assert gone
        assert OPENING.encode() in shown
        assert b"workspace.toml" in said


def test_the_newest_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        monkeypatch.setattr("sys.argv", ["spotlight", "--as", f"p{number}"])
        lastframe.keep("a frame", (80, 24))
    assert len(list(cache.iterdir())) == 8


@pytest.mark.parametrize(
    ("by", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), ("an error", 3)]
)
def test_the_keyboard_is_as_it_was(
    cache: Path, by: signal.Signals | str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, inner = pty.openpty()
    termios.tcsetwinsize(inner, (24, 80))
    usual = termios.tcgetattr(inner)
    monkeypatch.setattr("sys.argv", ["-c"])
    lastframe.keep(f"a frame, {OPENING}", (80, 24))
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.login_tty(inner)
        os.execve(sys.executable, [sys.executable, "-c", WAITS], dict(os.environ))
    seen = b""
    while b"ready" not in seen:
        seen += os.read(outer, 4096)
    assert OPENING.encode() in seen
    assert not termios.tcgetattr(inner)[3] & termios.ECHO
    os.kill(pid, by) if isinstance(by, signal.Signals) else os.write(outer, b"\n")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == code
    assert termios.tcgetattr(inner) == usual
    os.close(inner)
    while b"said meanwhile" not in seen:
        seen += os.read(outer, 4096)
    assert seen.index(b"\x1b[?1049l") < seen.index(b"said meanwhile")
    os.close(outer)
