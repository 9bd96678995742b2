"""The demo workspace: full of life, kept between runs, and somewhere to drop a file."""

import json
import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import CompletedProcess

from console import turns
from console.desk import Desk
from console.intake import Intake
from console.metrics import sales_of, week
from console.thread import thread
from data.clock import FrozenClock, SystemClock
from data.demo.shop import CREATORS as SELLERS
from data.identity import author
from data.records.actions import Action
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from data.records.people import Person
from data.records.samples import Sample
from data.workspace import Workspace

Run = Callable[..., CompletedProcess[str]]


def test_the_demo(spotlight: Run) -> None:
    root = Path(os.environ["XDG_DATA_HOME"]) / "spotlight-demo"
    (root / "old").mkdir(parents=True)
    made = spotlight("demo")
    assert made.returncode == 0
    assert made.stdout.startswith("Today at Lantern & Co, ")
    (aside,) = root.parent.glob("spotlight-demo.before-*")
    assert (aside / "old").exists(), "one of an older making is put aside"
    put, making, *_ = made.stderr.splitlines()
    assert aside.name in put
    assert making.startswith("making the demo workspace")
    clock = FrozenClock(SystemClock().now())
    assert {*root.parent.iterdir()} == {root, aside}, "nothing else is left beside"
    desk = Desk(Workspace.open(root), author("jo", shared_account=True), clock)
    check_people_and_actions(desk)
    check_figures(desk)
    check_inbox(desk)

    copy = made.stderr.splitlines()[-1]
    subprocess.run(["sh", "-c", copy], check=True, timeout=30)
    intake = Intake(desk)
    assert intake.sweep() == []
    clock.move(timedelta(seconds=2))
    (outcome,) = intake.sweep()
    assert (outcome.client, outcome.already, outcome.rejected) == ("aurora-skin", None, 0)
    newest = desk.book.seq
    desk.close()

    again = spotlight("demo", "--json", as_="jo")
    items = json.loads(again.stdout)
    assert {item["section"] for item in items} >= {"NOW", "NEW"}
    assert "I15" in {item["id"] for item in items}
    assert "making" not in again.stderr, "it is kept"
    assert aside.name not in again.stderr
    log = json.loads(spotlight("log", "--json", workspace=root, as_="ana").stdout)
    assert log[0]["seq"] == newest


def check_people_and_actions(desk: Desk) -> None:
    assert {p.name: p.roles for p in desk.book.all(Person)} == {
        "ana": ("am", "lead"),
        "jo": ("rep",),
        "sam": ("am",),
    }
    items = desk.book.all(Action)
    assert {item.status for item in items} == {"open", "done", "dropped"}
    assert {item.created_by for item in items} == {"ana", "jo", "sam"}
    assert len({item.created_at for item in items}) == len(items), "written over days"


def check_inbox(desk: Desk) -> None:
    now = desk.clock.now()
    assert len(desk.book.all(Creator)) == 300 + len(SELLERS), "whom we wrote to, and who sells"
    sellers = [each for each in desk.book.all(Creator) if each.handle in SELLERS]
    assert all(each.sold and each.stage == "posted" for each in sellers)
    assert desk.book.all(Sample)
    found = [turns.as_of(desk.book, each, now) for each in desk.book.all(Conversation)]
    assert len(found) == 60
    assert {each.status for each in found} == {"new", "open", "waiting", "snoozed", "resolved"}
    assert any(each.pending for each in found)
    assert any(each.woke == "time" for each in found)
    for each in found:
        told = [said.at for said in thread(desk.book, each)]
        assert told == sorted(told)
        assert max(told) <= now


def check_figures(desk: Desk) -> None:
    assert {client.market for client in desk.book.all(Client)} == {"US", "ID"}
    for client in desk.book.all(Client):
        days = sales_of(desk, client)
        assert len(days) >= 55
        found = week(days, client)
        assert found is not None
        assert found.before is not None, "last week is covered, too"
    assert sorted(i.rejected for i in desk.book.all(Import)) == [0] * 13 + [2]
    assert any(i.duplicates for i in desk.book.all(Import)), "exports overlap"
