"""The log, and a record as it was: asked for in words."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console import actions, qa
from console.desk import Desk
from console.table import find, verb_for
from console.verb import NoArgs
from data.clock import FrozenClock
from data.identity import author
from data.settings import Settings
from data.workspace import Workspace
from screens.line.main import main

Said = tuple[int, list[str], str]
Say = Callable[..., Said]
HOUR = timedelta(hours=1)
START = datetime.now(UTC).replace(microsecond=0) - 3 * HOUR
"""When the first thing was done; the rest an hour later each."""


@pytest.fixture
def past(tmp_path: Path) -> Path:
    """A workspace where something was done three, two and one hours ago."""
    clock = FrozenClock(START)
    workspace = Workspace.create(tmp_path / "past", Settings(shared_account=True))
    ana = Desk(workspace, author("ana", shared_account=True), clock)
    made = ana.make(actions.NEW, actions.NewAction(title="one", owner="ana"))
    clock.move(HOUR)
    jo = Desk(workspace, author("jo", shared_account=True), clock)
    jo.run(actions.EDIT, made, actions.EditAction(title="two"))
    run = jo.make(qa.NEW, qa.NewRun(title="promo"))
    clock.move(HOUR)
    ana.book.refresh()
    item = find(ana, f"{run.ref}.3")
    ana.run(verb_for("pass", item), item, NoArgs())
    ana.run(actions.DONE, made, NoArgs())
    for desk in (ana, jo):
        desk.close()
    return workspace.root


@pytest.fixture
def say(past: Path, capfd: pytest.CaptureFixture[str]) -> Say:
    """Runs a command there as jo: exit code, lines, what was said beside."""

    def run(*argv: str) -> Said:
        code = main(["--workspace", str(past), "--as", "jo", *argv])
        told = capfd.readouterr()
        return code, told.out.splitlines(), told.err

    return run


def sentences(said: Said) -> list[str]:
    assert (said[0], said[2]) == (0, "")
    return [line.partition("  ")[2] for line in said[1]]


def test_a_log_by_person_time_verb_and_number(say: Say) -> None:
    assert sentences(say("log", "--by", "me")) == ["jo began Q1", "jo changed A1"]
    assert sentences(say("log", "--by", "me", "--limit", "1")) == ["jo began Q1"]
    assert sentences(say("log", "--since", "90min")) == ["ana did A1", PASSED]
    since = (START + HOUR / 2).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert len(sentences(say("log", "--since", since))) == 4
    assert sentences(say("log", "--verb", "done")) == ["ana did A1"]
    assert sentences(say("log", "--verb", "actions.edit", "--by", "ana")) == []


PASSED = "ana passed an item of Q1"


def test_an_item_of_a_run_has_a_history_of_its_own(say: Say) -> None:
    code, lines, _ = say("log", "Q1.3")
    assert code == 0
    assert [line.partition("  ")[2] for line in lines if not line.startswith(" ")] == [
        PASSED,
        "jo began Q1",
    ]
    assert "    result: none → pass" in lines
    assert sentences(say("log", "Q1.4"))[0] == "jo began Q1"


@pytest.mark.parametrize(
    ("ago", "title", "status"),
    [("10m", "two", "done"), ("70min", "two", "open"), ("150min", "one", "open")],
)
def test_a_record_as_it_was(say: Say, ago: str, title: str, status: str) -> None:
    code, (line,), _ = say("show", "A1", "--at", ago, "--json")
    told = json.loads(line)
    assert (code, told["title"], told["status"]) == (0, title, status)


def test_at_an_hour_of_the_agencys_day_or_of_a_zone(say: Say, past: Path) -> None:
    zone = Desk(Workspace.open(past), author("jo", shared_account=True), FrozenClock(START)).zone
    half = START + HOUR / 2
    for at in (f"{half.astimezone(zone):%Y-%m-%dT%H:%M}", f"{half:%Y-%m-%dT%H:%M}Z"):
        assert ["title", "one"] in [line.split() for line in say("show", "A1", "--at", at)[1]]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["show", "A1", "--at", "2000-01-01T10:00"], 1, "A1 wasn't there yet: 2000-01-01 10:00"),
        (["show", "A2", "--at", "2h"], 1, "there is no A2."),
        (["show", "A1", "--at", "2026-11-20T99:00"], 2, "at: hour must be in 0..23"),
        (["log", "--limit", "many"], 2, "--limit wants a number"),
        (["log", "--verb", "clam"], 2, "nobody can “clam”; did you mean claim?"),
    ],
)
def test_what_cannot_be_told(say: Say, argv: list[str], code: int, said: str) -> None:
    got = say(*argv)
    assert (got[0], got[1]) == (code, [])
    assert said in got[2]
