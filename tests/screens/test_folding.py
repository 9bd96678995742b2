"""A console at rest folds the journal in a process of its own, and stands on what others folded."""

import pytest

from console import actions
from screens import folding, watching
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "REST_SECONDS", 0.1)
    monkeypatch.setattr(folding, "DUE", 1_000)


async def test_two_consoles_at_rest_fold_once_and_go_on_from_it(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo_desk = open_desk("ana"), open_desk("jo")
    for number in range(5):
        ana_desk.make(actions.NEW, actions.NewAction(title=f"task {number}", owner=None))
    upto = ana_desk.book.seq
    async with console(ana_desk) as ana, console(jo_desk) as jo:
        await ana.press("4")
        await jo.press("4")
        for person, desk in ((ana, ana_desk), (jo, jo_desk)):
            await person.until(lambda desk=desk: desk.book.store.folded() == upto)  # type: ignore[misc]
            assert len(person.rows) == 5
        await ana.press("c")
        await jo.until(lambda: "ana" in "".join(jo.rows))
        for person in (ana, jo):
            assert "folded" not in person.app.pane.status.text
    assert len(list(ana_desk.book.store.files.journal.glob("0*.jsonl"))) == 2


async def test_somebody_who_types_is_left_alone(
    open_desk: OpenDesk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk("ana")
    for number in range(5):
        desk.make(actions.NEW, actions.NewAction(title=f"task {number}"))
    monkeypatch.setattr(watching, "REST_SECONDS", 30.0)
    async with console(desk) as ana:
        await ana.press("4", "j", "k")
        assert desk.book.store.folded() == 0


async def test_a_fold_that_fails_is_said_once_and_tried_again(
    open_desk: OpenDesk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "AGAIN_SECONDS", 0.1)
    desk = open_desk("ana")
    for number in range(5):
        desk.make(actions.NEW, actions.NewAction(title=f"task {number}"))
    in_the_way = desk.workspace.root / "store.json.tmp"
    in_the_way.mkdir()
    async with console(desk) as ana:
        await ana.said("The journal can't be folded: Nothing was folded: Is a directory")
        await ana.press("4", "j")
        assert "can't be folded" not in ana.app.pane.status.text
        in_the_way.rmdir()
        await ana.until(lambda: desk.book.store.folded() > 0)
