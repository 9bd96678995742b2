"""A client with a drop folder, and files to put in."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from console.arrivals import Outcome
from console.clients import NEW, NewClient
from console.desk import Desk
from console.intake import Intake
from data.clock import FrozenClock
from data.demo.seller_center import export
from data.demo.shop import Shop
from data.records.clients import Client
from tests.conftest import REPO

FIRST = date(2026, 9, 1)
MADE = datetime.fromisoformat("2026-09-09T07:16:00")
NAME = "All order-2026-09-09-07_16.csv"


@pytest.fixture(scope="session")
def shop() -> Shop:
    return Shop("aurora-skin", seed=3, first=FIRST, days=8, orders_per_day=6)


@pytest.fixture
def orders(shop: Shop) -> bytes:
    """A week of orders, with descriptions, as of 9 September."""
    return export(shop, MADE, explained=True)


@pytest.fixture
def client(desk: Desk) -> Client:
    return desk.make(NEW, NewClient(title="Aurora Skin"))


@pytest.fixture
def folder(desk: Desk, client: Client) -> Path:
    """The client's drop folder."""
    return desk.workspace.drop / client.slug


def sweep(intake: Intake, clock: FrozenClock) -> list[Outcome]:
    """Sweep now and when every file has been quiet."""
    first = intake.sweep()
    clock.move(timedelta(seconds=11))
    return first + intake.sweep()


def sweeper(
    desk: Desk, person: str, fatal: str = "", act: str = "sweep"
) -> "subprocess.Popen[str]":
    """Another console's intake, about to sweep, or to settle or void the first import."""
    root = str(desk.workspace.root)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.intake.sweeper", root, person, fatal, act],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPO,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def at_once(*racers: "subprocess.Popen[str]") -> list[str]:
    """Let them all go, and hear what each said."""
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("go\n")
        racer.stdin.flush()
    said = [racer.communicate(timeout=60)[0] for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * len(racers)
    return said
