"""What the box does to a console: it is said, and the console goes on."""

import errno
import os
from collections.abc import Callable

import pytest
from textual.widgets import Input, Label

from console import actions
from console.desk import Desk
from data.store import disk
from data.workspace import Workspace
from screens.line.main import main
from tests.conftest import OpenDesk
from tests.screens.conftest import Open


async def test_a_damaged_journal_is_said_and_reading_goes_on(
    open_desk: OpenDesk, console: Open
) -> None:
    writer = open_desk("ana")
    for title in ("one", "two"):
        writer.make(actions.NEW, actions.NewAction(title=title))
    segment = next(writer.book.store.files.journal.glob("0*.jsonl"))
    text = segment.read_text("utf-8").replace('"two"', '"twX"')
    segment.write_text(text, "utf-8")
    async with console(open_desk("jo")) as jo:
        await jo.said("line 2")
        await jo.press("4", "j")
        await jo.said("read only")
        assert "one" in jo.rows[0]
        await jo.press("e")
        await jo.said("nothing can be written")


async def test_a_record_that_cannot_be_read_is_said(open_desk: OpenDesk, console: Open) -> None:
    ana_desk, other = open_desk("ana"), open_desk("jo")
    ana_desk.make(actions.NEW, actions.NewAction(title="one"))
    async with console(ana_desk) as ana:
        await ana.press("4")
        other.book.catch_up()
        with other.book.store.begin("test.odd") as tx:
            document = tx.get("actions", 1)
            assert document is not None
            tx.set("actions", 1, document | {"title": 5})
        await ana.said("actions 1 can't be read")
        await ana.press("j", "enter", "escape", "1")
        await ana.said("can't be read")
        await ana.press("7")
        await ana.said("isn't built yet")


Refuse = Callable[..., None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Has the disk say no: `refuse(errno.ENOSPC, "write")`. What was open stays readable."""

    def from_now_on(number: int, *calls: str) -> None:
        def no(*args: object, **kwargs: object) -> int:
            raise OSError(number, os.strerror(number), *args[:1])

        for call in calls:
            monkeypatch.setattr(disk, call, no)

    return from_now_on


WRITES = ("write", "write_all", "write_at", "create", "create_writable")
BARRED = (*WRITES, "open_append", "open_lock", "rename", "remove")


@pytest.mark.parametrize(
    ("number", "calls", "said"),
    [
        (errno.ENOSPC, WRITES, "Nothing was written: No space left on device"),
        (errno.EDQUOT, WRITES, "Nothing was written: Disk quota exceeded"),
        (errno.EROFS, BARRED, "Nothing was written: Read-only file system"),
        (errno.EACCES, BARRED, "Nothing was written: Permission denied"),
    ],
)
async def test_no_room_or_no_right_to_write_and_then_again(
    desk: Desk,
    console: Open,
    refuse: Refuse,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    calls: tuple[str, ...],
    said: str,
) -> None:
    """What was typed stays in the form, reading goes on, and once there is room it is saved."""
    for title in ("one", "two"):
        desk.make(actions.NEW, actions.NewAction(title=title))
    async with console(desk) as ana:
        await ana.press("4", "n")
        await ana.type("three")
        refuse(number, *calls)
        await ana.press("ctrl+s")
        form = ana.app.screen
        await ana.until(lambda: said in str(form.query_one("#form-error", Label).render()))
        assert form.query_one("#title", Input).value == "three"
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)
        await ana.press("j", "k", "enter")
        await ana.until(lambda: ana.app.pane.opened)
        assert len(ana.rows) == 2
        await ana.press("escape", "n")
        await ana.until(lambda: bool(ana.app.screen.query("#title")))
        monkeypatch.undo()
        if ana.app.screen.query_one("#title", Input).value != "three":
            await ana.type("three")
        await ana.press("ctrl+s")
        await ana.said("you wrote A3")


async def test_a_console_opens_where_nothing_can_be_written(
    open_desk: OpenDesk, console: Open, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_desk("ana").make(actions.NEW, actions.NewAction(title="one"))
    refuse(errno.EROFS, *BARRED, "make_folder")
    monkeypatch.setattr(disk, "make_folder", lambda path, mode=0: None)  # they are there already
    async with console(open_desk("jo")) as jo:
        await jo.press("4", "j")
        await jo.said("read only: The disk is mounted read-only: store.journal can't be written.")
        await jo.until(lambda: jo.rows != [])
        assert "one" in jo.rows[0]
        await jo.press("e")
        await jo.said("Nothing was written: Read-only file system")
        monkeypatch.undo()
        await jo.press("j", "e")
        await jo.said("you did A1")


def test_the_line_mode_says_it_with_exit_code_3(
    workspace: Workspace, desk: Desk, refuse: Refuse, capfd: pytest.CaptureFixture[str]
) -> None:
    desk.make(actions.NEW, actions.NewAction(title="one"))
    words = ["--workspace", str(workspace.root), "--as", "ana"]
    refuse(errno.ENOSPC, *WRITES)
    assert main([*words, "done", "A1"]) == 3
    assert "Nothing was written: No space left on device" in capfd.readouterr().err
    assert main([*words, "actions"]) == 0
    refuse(errno.EROFS, *BARRED)
    assert main([*words, "done", "A1"]) == 3
    assert "Nothing was written: Read-only file system" in capfd.readouterr().err
    assert main([*words, "actions", "--json"]) == 0
    assert '"one"' in capfd.readouterr().out


async def test_promises_that_cannot_be_used_are_said_at_the_start_once(
    desk: Desk, open_desk: OpenDesk, console: Open
) -> None:
    root = desk.workspace.root
    (root / "sla.toml").write_text("dated = 2026-11-01\npolicies = 1\n", "utf-8")
    async with console(desk, size=(80, 24)) as ana:
        await ana.said("Ours apply, for sla.toml can't be used: line 2: Expected `array`")
        await ana.press("j")
        await ana.until(lambda: "sla.toml" not in ana.app.pane.status.text)
        await ana.press("4", "1")
        assert "sla.toml" not in ana.app.pane.status.text
    (root / "sla.toml").unlink()
    (root / "rules.toml").write_text("rules = [", "utf-8")
    (root / "linting.toml").write_text("[[lists]]\nid = 3\n", "utf-8")
    async with console(open_desk("jo"), size=(200, 24)) as jo:
        await jo.said("Ours apply, for rules.toml can't be used: ")
        await jo.said("Ours apply, for linting.toml can't be used: line 2: Expected `str`")
