"""A workspace, and people typing commands at it: each in a process of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.settings import Settings
from data.workspace import Workspace

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A shared-account workspace of ana's with one client."""
    workspace = Workspace.create(tmp_path / "here", Settings(shared_account=True))
    ana = Desk(workspace, author("ana", shared_account=True), SystemClock())
    ana.introduce("lead")
    ana.make(NEW, NewClient(title="Aurora Skin"))
    ana.close()
    return workspace.root


@pytest.fixture
def say(spotlight: Run, here: Path) -> Run:
    """Runs a command there, as ana unless said: `say("claim", "A1", as_="jo")`."""

    def run(
        *argv: str, as_: str = "ana", stdin: str = "", env: dict[str, str] | None = None
    ) -> CompletedProcess[str]:
        return spotlight(*argv, workspace=here, as_=as_, stdin=stdin, env=env)

    return run


@pytest.fixture
def ask(say: Run) -> Callable[..., Any]:
    """The same with `--json`; gives what it printed, and wants it to go well."""

    def run(*argv: str, as_: str = "ana", stdin: str = "") -> object:
        done = say("--json", *argv, as_=as_, stdin=stdin)
        assert done.returncode == 0, done.stderr
        read: object = json.loads(done.stdout)
        return read

    return run
