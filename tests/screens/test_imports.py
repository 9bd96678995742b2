"""Files that wait, that were refused and that are taken out, by keyboard."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console import clients, imports
from console.desk import Desk
from console.intake import Intake
from data.clock import SystemClock
from data.identity import author
from data.records.clients import Client
from data.records.days import Day
from data.records.imports import Import
from data.workspace import Workspace
from screens.imports.detail import page
from tests.exports.sheet import sheet
from tests.screens.conftest import Open
from tests.screens.test_inbox import drawn

NAME = "All order-2026-09-09-07_16.csv"
UNTOLD = sheet({}).replace(b",State,City,", b",A,B,")
"""An orders export whose columns don't tell the market."""


@pytest.fixture
def ana(workspace: Workspace) -> Iterator[Desk]:
    desk = Desk(workspace, author("ana", shared_account=True), SystemClock())
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    yield desk
    desk.close()


@pytest.fixture
def client(ana: Desk) -> Client:
    return ana.client("aurora")


def put_in(desk: Desk, data: bytes, name: str = NAME) -> None:
    (desk.workspace.drop / "aurora-skin" / name).write_bytes(data)


async def test_a_waiting_file_is_settled_from_today(ana: Desk, console: Open) -> None:
    put_in(ana, UNTOLD)
    async with console(ana) as person:
        await person.until(lambda: any("which market?" in row for row in person.rows))
        assert person.rows[0].strip() == "NOW"
        assert "s settle" in person.app.pane.keys_line.text
        await person.press("s")
        await person.type("us")
        await person.press("enter")
        await person.said("you settled I1")
        assert ana.book.all(Import)[0].status == "done"
        await person.until(lambda: person.app.pane.NAME == "today")
        await person.press("R")
        assert "1 row" in person.rows[-1]
    (day,) = ana.book.all(Day)
    assert day.sales
    assert (day.sales.gmv, day.sales.imports) == (1000, (1,))


async def test_a_wrong_answer_is_refused_in_the_form_and_kept(ana: Desk, console: Open) -> None:
    put_in(ana, UNTOLD)
    async with console(ana) as person:
        await person.until(lambda: any("which market?" in row for row in person.rows))
        await person.press("s")
        await person.type("vn")
        await person.press("enter")
        form = person.app.screen
        await person.until(
            lambda: "its client sells in US" in str(form.query_one("#form-error").render())
        )
        await person.press("escape")
    assert ana.book.all(Import)[0].status == "waiting"


async def test_an_import_is_taken_out_from_the_palette(
    ana: Desk, client: Client, tmp_path: Path, console: Open
) -> None:
    mine = tmp_path / NAME
    mine.write_bytes(sheet({}))
    Intake(ana).import_file(mine, client)
    async with console(ana) as person:
        await person.press("6", "i")
        await person.until(lambda: person.app.pane.NAME == "imports")
        assert person.app.pane.query_line.text == "client:aurora-skin"
        await person.press("colon")
        await person.type("void")
        await person.until(lambda: person.offered.startswith("void I1"))
        await person.press("enter")
        await person.until(lambda: type(person.app.screen).__name__ == "Form")
        await person.type("wrong shop")
        await person.press("enter")
        await person.said("you took out I1")
        assert "u takes it back" not in person.app.pane.status.text
        await person.press("u")
        await person.until(lambda: type(person.app.screen).__name__ == "Confirm")
        await person.press("escape")
    assert ana.book.get(Import, 1).status == "void"  # type: ignore[union-attr]
    assert [day.sales for day in ana.book.all(Day)] == [None]


async def test_rejected_rows_are_shown_and_copied_as_csv_without_formulas(
    ana: Desk, client: Client, tmp_path: Path, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / NAME
    bad = [{"Order ID": f"{n}", "Quantity": "=1+1"} for n in range(60)]
    mine.write_bytes(sheet({}, *bad, {"SKU ID": "9.43461E+21", "Product Name": "[/b]"}))
    Intake(ana).import_file(mine, client)
    async with console(ana) as person:
        await person.press("6", "i", "enter")
        await person.until(lambda: "REJECTED ROWS" in person.app.pane.page.text)
        text = person.app.pane.page.text
        assert "61 rejected" in text
        assert "line 62 · Quantity" in text
        assert "SKU ID · 9.43461E+21 · a spreadsheet saved this file" in text
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("y")
        await person.said("copied 61 rejected rows of I1 as CSV")
        beside = page(ana, ana.book.all(Import)[0], 60, whole=False)
    assert beside[-1][0][0].startswith(" and 11 more, in facts/aurora-skin/"), "read from no file"
    lines = copied[0].splitlines()
    assert lines[0] == "line,column,value,reason"
    assert len(lines) == 62
    assert lines[1] == "3,Quantity,'=1+1,not a whole number"


async def test_a_file_in_no_clients_folder_is_told_whose_it_is(ana: Desk, console: Open) -> None:
    (ana.workspace.drop / NAME).write_bytes(sheet({}))
    async with console(ana) as person:
        await person.until(lambda: any("whose is it?" in row for row in person.rows))
        await person.press("s")
        await person.type("aurora")
        await person.press("enter")
        await person.said("you settled I1")
    made = ana.book.all(Import)[0]
    assert (made.client, made.status, made.created_by) == (1, "done", "ana")
    filed = [path.name for path in ana.workspace.drop.glob("aurora-skin/done/*/*")]
    assert filed == [NAME]
    assert made.as_of == datetime(2026, 9, 9, 14, 16, tzinfo=UTC)


async def test_an_empty_list_says_what_its_words_find_otherwise(
    ana: Desk, client: Client, tmp_path: Path, console: Open
) -> None:
    mine = tmp_path / NAME
    mine.write_bytes(sheet({}))
    Intake(ana).import_file(mine, client)
    ana.run(imports.VOID, ana.book.all(Import)[0], imports.Void(reason="wrong shop"))
    async with console(ana) as person:
        await person.press("6", "i")
        await person.until(lambda: person.app.pane.NAME == "imports")
        await person.press("f", "ctrl+u")
        await person.type("is:done order")
        await person.until(lambda: "1 does without is:done: f changes the query" in drawn(person))
        await person.press("ctrl+u")
        await person.type("is:done xyz")
        await person.until(lambda: "No file fits this query" in drawn(person))
        assert "without" not in drawn(person)


async def test_an_empty_list_of_clients_says_so_too(
    ana: Desk, client: Client, console: Open
) -> None:
    async with console(ana) as person:
        await person.press("6")
        await person.until(lambda: person.app.pane.NAME == "clients")
        await person.press("f", "ctrl+u")
        await person.type("not:mine is:mine aurora")
        await person.until(lambda: "1 does without not:mine is:mine: f" in drawn(person))
