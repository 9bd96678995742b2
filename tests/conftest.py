"""A test sees nothing of the box it runs on, and leaves nothing behind."""

import locale
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from data.clock import FrozenClock
from data.identity import author
from data.settings import Settings
from data.workspace import Workspace
from tests.warm import Warm

if TYPE_CHECKING:
    from console.desk import Desk

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

REPO = Path(__file__).parents[1]
NOON = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
"""A Friday noon in Los Angeles."""

OpenDesk = Callable[[str], "Desk"]
Spotlight = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _sealed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A home of its own, no settings of the person running it, UTC, a plain locale."""
    for name in list(os.environ):
        if name.startswith(("SPOTLIGHT_", "XDG_", "LC_", "SSH_", "TEXTUAL")):
            monkeypatch.delenv(name)
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "COLORTERM", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)  # children needn't compile all
    home = tmp_path / "home"
    home.mkdir()
    for name, path in {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
    }.items():
        monkeypatch.setenv(name, str(path))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PYTHONPATH", str(REPO))
    time.tzset()
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    umask = os.umask(0o022)
    yield
    os.umask(umask)


@pytest.fixture
def clock() -> FrozenClock:
    """Stands at a Friday noon in Los Angeles, 20 November 2026."""
    return FrozenClock(NOON)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace several people share through one account."""
    return Workspace.create(tmp_path / "workspace", Settings(shared_account=True))


@pytest.fixture
def open_desk(workspace: Workspace, clock: FrozenClock) -> Iterator[OpenDesk]:
    """Sits a person down at the workspace: `open_desk("jo")`. Each call is a new session."""
    from console.desk import Desk

    opened: list[Desk] = []

    def sit(name: str) -> Desk:
        desk = Desk(workspace, author(name, shared_account=True), clock)
        opened.append(desk)
        return desk

    yield sit
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(open_desk: OpenDesk) -> "Desk":
    """Ana's desk."""
    return open_desk("ana")


@pytest.fixture(scope="session")
def warm() -> Iterator[Callable[[], Warm]]:
    """What commands are forked from; started by the first test that needs it, within its seal."""
    started: list[Warm] = []

    def get() -> Warm:
        if not started:
            started.append(Warm())
        return started[0]

    yield get
    for each in started:
        each.end()


@pytest.fixture
def spotlight(tmp_path: Path, warm: Callable[[], Warm]) -> Spotlight:
    """Runs the command in a process of its own: `spotlight("actions", "--json", as_="jo")`.

    Give `workspace=` a folder to work in; `stdin=` is what is piped in. With an `env=` of its own
    it is started anew, by the interpreter: what that makes of a locale counts.
    """

    def run(
        *argv: str,
        workspace: Path | None = None,
        as_: str | None = None,
        stdin: str = "",
        env: dict[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        options = ["--workspace", str(workspace)] if workspace else []
        options += ["--as", as_] if as_ else []
        if env is None:
            return warm().run([*options, *argv], tmp_path, stdin)
        return subprocess.run(
            [sys.executable, "-m", "screens", *options, *argv],
            cwd=tmp_path,
            env=os.environ | env,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )

    return run
