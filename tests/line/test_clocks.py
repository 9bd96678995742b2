"""Clocks on the command line, and written down by whoever watches."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from console.args import read
from console.desk import Desk
from console.inbox import NEW
from data.clock import FrozenClock
from data.identity import author
from data.settings import Settings
from data.sla import WEEKDAYS
from data.workspace import Workspace
from screens.line.main import main

Run = Callable[..., CompletedProcess[str]]
Ask = Callable[..., Any]
SLA = """
dated = 2026-11-01
source = "a test"
[[policies]]
name = "usual"
first_reply = "2h"
"""


@pytest.fixture
def asked() -> datetime:
    """Three hours ago."""
    return datetime.now(UTC) - timedelta(hours=3)


@pytest.fixture
def here(tmp_path: Path, asked: datetime) -> Path:
    """A workspace where Lena wrote then, and nobody answered within the two hours promised."""
    workspace = Workspace.create(tmp_path / "here", Settings(shared_account=True))
    (workspace.root / "sla.toml").write_text(SLA, "utf-8")
    jo = Desk(workspace, author("jo", shared_account=True), FrozenClock(asked))
    said = {"creator": "@lena", "message": "hello?"}
    jo.make(NEW, read(NEW.args, said, jo.reading()))
    jo.close()
    return workspace.root


def test_each_run_and_when_it_ran(ask: Ask, say: Run, asked: datetime) -> None:
    [first] = ask("clocks", "C1")
    assert (first["clock"], first["run"], first["state"]) == ("first_reply", 1, "breached")
    assert (first["policy"], first["target_seconds"]) == ("usual", 7200)
    assert 10_800 <= first["elapsed_seconds"] < 10_900
    assert datetime.fromisoformat(first["due"]) == asked + timedelta(hours=2)
    assert [each["ran"] for each in first["intervals"]] == [True]
    told = say("clocks", "C1").stdout
    assert "promised: “usual”, around the clock" in told
    assert "first reply" in told
    assert "BREACHED" in told
    assert "state: BREACHED" in say("clocks", "C1", "--plain").stdout


@pytest.fixture
def closed(here: Path, asked: datetime) -> None:
    """It is Lena's third day, and the desk was closed on the second."""
    days = ", ".join(f'{day} = ["00:00-24:00"]' for day in WEEKDAYS)
    (here / "sla.toml").write_text(
        f"""{SLA}
calendar = "days"
resolution = "9d"
[calendars.days]
zone = "UTC"
week = {{ {days} }}
closed = [{asked.date() + timedelta(days=1)}]
""",
        "utf-8",
    )


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("asked", [datetime.now(UTC) - timedelta(days=2, hours=1)])
def test_working_time_and_wall_time_are_told_apart(ask: Ask, say: Run) -> None:
    [first, _] = ask("clocks", "C1")
    assert first["elapsed_seconds"] // 3600 == 25
    assert first["wall_seconds"] // 3600 == 49
    [span] = first["intervals"]
    assert span["working_seconds"] == first["elapsed_seconds"]
    plain = say("clocks", "C1", "--plain").stdout.splitlines()
    assert plain.count("wall time: 2 d 1 h") == 4, "of each run and of each span"
    spans = [line for line in plain if line.startswith("working time: 25 h")]
    assert len(spans) == 2
    assert any("of, used and left are working time" in line for line in plain)


def test_what_is_no_conversation_has_none(say: Run, ask: Ask) -> None:
    ask("actions", "new", "call Kim")
    told = say("clocks", "A1")
    assert (told.returncode, told.stderr) == (
        2,
        "A1 is no conversation; those have clocks.\n",
    )


def test_whoever_watches_writes_breaches_down(
    here: Path, ask: Ask, say: Run, asked: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("screens.line.intake._stirrings", lambda *_: iter([None] * 2))
    assert main(["--workspace", str(here), "--as", "ana", "watch"]) == 0
    newest = ask("log", "C1")[0]
    assert (newest["verb"], len(newest["changes"])) == ("clocks.alarm", 3)
    assert "breach written down: first reply 1, due" in say("clocks", "C1").stdout
