"""A long import in the status line of every console, and stopping it from any."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from console.clients import NEW, NewClient
from console.desk import Desk
from data.clock import FrozenClock
from data.progress import look
from data.records.imports import Import
from data.store import FileLock
from tests.conftest import OpenDesk
from tests.exports.sheet import sheet
from tests.intake.conftest import NAME
from tests.intake.slow import importing, stand_in
from tests.screens.conftest import Open, Sitting

FAR = "aurora-skin: All order-2….csv 43 % · 430,000 rows · sam · : cancel stops it"


def put_in(desk: Desk) -> Path:
    """An export among a person's own files; its client is there."""
    desk.make(NEW, NewClient(title="Aurora Skin"))
    path = desk.workspace.root.parent / NAME
    path.write_bytes(sheet({}))
    return path


async def rested(person: Sitting) -> None:
    """Nothing is left of it in the status line."""
    await person.until(lambda: "43 %" not in person.app.pane.status.text)


async def test_every_console_sees_it_and_any_can_stop_it(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo_desk = open_desk("ana"), open_desk("jo")
    file = put_in(ana_desk)
    async with console(ana_desk) as ana, console(jo_desk) as jo:
        with importing(ana_desk.workspace.root, "sam", str(file)) as sam:
            await ana.said(FAR)
            await jo.said(FAR)
            await jo.press(":")
            await jo.type("cancel import")
            await jo.press("enter")
            await jo.said(f"{NAME} is cancelled; nothing of it was imported")
            assert sam.wait(30) == 0
        await rested(ana)
        await rested(jo)
        await jo.press("j")
        await jo.said("store ok")
    assert ana_desk.book.all(Import) == []


async def test_one_that_is_opened_meanwhile_sees_it_too(open_desk: OpenDesk, console: Open) -> None:
    desk = open_desk("ana")
    with importing(desk.workspace.root, "sam", str(put_in(desk))):
        async with console(desk) as ana:
            await ana.said(FAR)
            await ana.press("4")
            await ana.said(FAR)


async def test_an_answer_stays_and_the_import_goes_to_the_corner(
    open_desk: OpenDesk, console: Open
) -> None:
    desk = open_desk("ana")
    file = put_in(desk)
    async with console(desk) as ana:
        await ana.press("7")
        await ana.said("Rhythm isn't built yet")
        with importing(desk.workspace.root, "sam", str(file)):
            await ana.said("importing 43 %")
            assert "Rhythm isn't built yet" in ana.app.pane.status.text
            await ana.press("j")
            await ana.said(FAR)


async def test_one_that_dies_is_seen_to_be_dead(open_desk: OpenDesk, console: Open) -> None:
    desk = open_desk("ana")
    file = put_in(desk)
    async with console(desk) as ana:
        with importing(desk.workspace.root, "sam", str(file)) as sam:
            await ana.said(FAR)
            sam.kill()
            await rested(ana)


async def test_whoever_quits_leaves_the_file_to_the_next(
    open_desk: OpenDesk, console: Open, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk("ana")
    dropped = put_in(desk)
    dropped = dropped.rename(desk.workspace.drop / "aurora-skin" / NAME)
    lock = FileLock(desk.workspace.root / "import.lock")
    with monkeypatch.context() as patched:
        patched.setattr("data.exports.spawn.sys.executable", str(stand_in(dropped.parents[3])))
        patched.setattr("data.progress.SLOW", 0.0)
        async with console(desk) as ana:
            clock.move(timedelta(seconds=11))
            await ana.said("43 %")
            await ana.press("q")
        async with asyncio.timeout(30):
            while lock.holder():
                await asyncio.sleep(0.01)
    assert dropped.exists()
    assert desk.book.all(Import) == []
    assert look(desk.workspace.presence) is None


async def test_where_nothing_is_imported_it_says_so(open_desk: OpenDesk, console: Open) -> None:
    async with console(open_desk("ana")) as ana:
        await ana.press(":")
        await ana.type("cancel import")
        await ana.press("enter")
        await ana.said("nothing is being imported")
