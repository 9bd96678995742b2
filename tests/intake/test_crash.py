"""Processes that die in the middle, and several at once."""

from pathlib import Path

import pytest

from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from tests.exports.ledger import in_dollars
from tests.exports.sheet import sheet
from tests.exports.truth import truth
from tests.intake.conftest import NAME, sweep, sweeper


def kept(desk: Desk, client: Client) -> object:
    desk.book.catch_up()
    days = desk.book.find(Day, "client", client.id)
    return {day.day: in_dollars(day.sales) for day in days if day.sales}


@pytest.mark.parametrize("step", ["locked", "read", "facts", "committed", "moved"])
def test_a_console_killed_at_any_step_leaves_nothing_half_done(
    step: str, desk: Desk, client: Client, folder: Path, clock: FrozenClock, orders: bytes
) -> None:
    (folder / NAME).write_bytes(orders)
    with sweeper(desk, "jo", step) as dying:
        dying.communicate("go\n", timeout=60)
    assert dying.returncode == -9
    counted = step in ("committed", "moved")
    assert kept(desk, client) == (truth([(NAME, orders)]) if counted else {})
    assert len(desk.book.all(Import)) == counted
    assert (folder / NAME).exists() == (step != "moved")

    outcomes = sweep(Intake(desk), clock)
    assert [outcome.already for outcome in outcomes] == {
        "committed": ["I1"],
        "moved": [],
    }.get(step, [None])
    assert kept(desk, client) == truth([(NAME, orders)])
    (made,) = desk.book.all(Import)
    left = [path.name for path in desk.workspace.facts.rglob("*") if path.is_file()]
    assert left == [Path(made.facts or "").name]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [NAME]
    assert (folder / "done/2026-11" / NAME).read_bytes() == orders


@pytest.mark.parametrize("step", ["locked", "committed", "moved"])
def test_a_console_killed_while_it_refuses_a_file_refuses_it_once(
    step: str, desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / "shop.csv").write_text("Name\nJane\n")
    with sweeper(desk, "jo", step) as dying:
        dying.communicate("go\n", timeout=60)
    assert dying.returncode == -9
    sweep(Intake(desk), clock)
    assert [made.status for made in desk.book.all(Import)] == ["rejected"]
    assert sorted(path.name for path in (folder / "rejected").iterdir()) == [
        "shop.csv",
        "shop.csv.why.txt",
    ]


def test_what_a_dead_import_left_in_facts_goes_with_the_next_one(
    desk: Desk, client: Client, folder: Path, clock: FrozenClock
) -> None:
    (folder / NAME).write_bytes(sheet({}))
    with sweeper(desk, "jo", "facts") as dying:
        dying.communicate("go\n", timeout=60)
    (folder / NAME).unlink()
    assert len(list((desk.workspace.facts / client.slug).iterdir())) == 1
    (folder / "b.csv").write_bytes(sheet({"Order ID": "2"}))
    sweep(Intake(desk), clock)
    (made,) = desk.book.all(Import)
    left = [path.name for path in desk.workspace.facts.rglob("*") if path.is_file()]
    assert left == [Path(made.facts or "").name]
