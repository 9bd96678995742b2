"""The demo workspace."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from console.demo import open_demo
from console.desk import Desk
from console.intake import Intake
from console.metrics import days_of, week
from console.today import today
from data.clock import FrozenClock
from data.identity import author
from data.records.actions import Action
from data.records.clients import Client
from data.records.imports import Import
from data.records.people import Person


def test_the_demo_is_full_of_life_and_kept(tmp_path: Path) -> None:
    clock = FrozenClock(datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
    said: list[str] = []
    demo = open_demo(tmp_path / "demo", clock, fresh=False, say=said.append)
    assert said
    desk = Desk(demo.workspace, author("jo", shared_account=True), clock)
    assert {p.name: p.roles for p in desk.book.all(Person)} == {
        "ana": ("am", "lead"),
        "jo": ("rep",),
        "sam": ("am",),
    }
    for client in desk.book.all(Client):
        days = days_of(desk, client)
        assert len(days) >= 56
        found = week(days, client)
        assert found is not None
        assert found.before is not None
        assert found.last == datetime(2026, 11, 19).date()  # noqa: DTZ001
    imports = desk.book.all(Import)
    assert sorted(i.rejected for i in imports) == [0] * 7 + [2]
    assert {i.created_by for i in imports} == {"ana"}
    assert {item.section for item in today(desk, everyone=True)} == {"NOW", "TODAY", "NEW"}
    assert {a.status for a in desk.book.all(Action)} == {"open", "done", "dropped"}
    assert len({a.created_by for a in desk.book.all(Action)}) == 3

    newest = desk.book.seq
    copied = demo.drop_into / demo.waiting.name
    copied.write_bytes(demo.waiting.read_bytes())
    intake = Intake(desk)
    assert intake.sweep() == []
    clock.move(timedelta(seconds=2))
    (outcome,) = intake.sweep()
    assert (outcome.client, outcome.rejected) == ("aurora-skin", 0)
    desk.close()

    said.clear()
    again = open_demo(tmp_path / "demo", clock, fresh=False, say=said.append)
    assert not said, "it is kept"
    desk = Desk(again.workspace, author("ana", shared_account=True), clock)
    assert desk.book.seq == newest + 1
    desk.close()
