"""Teaching an export by keyboard, at 80×24, with real files and real keys."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from console import formats
from console.clients import NEW, NewClient
from console.desk import Desk
from console.intake import Intake
from data.exports.taught import Taught, read_shelf
from data.records.days import Day
from data.workspace import Workspace
from screens.teach.app import TeachApp
from tests.exports.sheet import ROW, sheet
from tests.screens.conftest import DEADLINE
from tests.screens.terminal import Terminal

NAMES = {
    "Order ID": "[@click=app.quit]Bestellung[/",
    "Order Status": "# Status",
    "SKU ID": "\x1b[31mSKU-ID",
    "Quantity": "数量",
    "SKU Subtotal Before Discount": "L" * 300,
    "SKU Subtotal After Discount": "Betrag",
    "Order Refund Amount": "Erstattung",
    "Created Time": "Angelegt",
    "Paid Time": "Bezahlt",
}
MORE = ("Buyer Username", "Käufer", "", "twice", "twice")


class Pupil:
    """A person at the table of columns."""

    def __init__(self, app: TeachApp, pilot: Pilot[Taught]) -> None:
        self.app = app
        self._pilot = pilot

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)

    async def type(self, text: str) -> None:
        await self._pilot.press(*text)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until it is so. Fails, showing the screen, if it doesn't come about."""
        loop = asyncio.get_running_loop()
        end = loop.time() + DEADLINE
        while loop.time() < end:
            await self._pilot.pause()
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(f"never came about; the screen says:\n{self.screen}")

    async def shows(self, words: str) -> None:
        await self.until(lambda: words in self.screen)

    async def pick(self, typed: str) -> None:
        """Enter on the row, type, enter: the first that is left."""
        await self.press("enter")
        await self.shows("type to narrow the list")
        await self.type(typed)
        await self.press("enter")
        await self.shows("enter pick  - none")

    @property
    def screen(self) -> str:
        """What is drawn, all of it."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text for strip in strips)

    def row(self, name: str) -> str:
        """The row of that column of ours."""
        return next(line for line in self.screen.splitlines() if line[1:].startswith(name))


Learn = Callable[..., AbstractAsyncContextManager[Pupil]]


@pytest.fixture
def learn(desk: Desk) -> Learn:
    """`async with learn(file, becomes="orders") as ana:`."""

    @asynccontextmanager
    async def sit(file: Path, becomes: str | None = None) -> AsyncIterator[Pupil]:
        lesson = formats.begin(desk, file, becomes=becomes)
        app = TeachApp(desk, lesson, choose=becomes is None)
        async with app.run_test(size=(80, 24)) as pilot:
            yield Pupil(app, pilot)

    return sit


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Two orders and a row that is none, under other headers, with a buyer beside them."""
    like = {theirs: ROW[ours] for ours, theirs in NAMES.items()}
    like |= {"Käufer": "[bold]Perpetua", "Buyer Username": "perpetua0001"}
    rows = (
        {"Bezahlt": "09/13/2026 3:00:04 PM"},
        {NAMES["Order ID"]: "576461234567890002", "数量": "2"},
        {NAMES["Order ID"]: "576461234567890003", "数量": "two"},
    )
    path = tmp_path / "Umsatz 2026-09-15-07_16.csv"
    path.write_bytes(sheet(*rows, header=[*NAMES.values(), *MORE], like=like))
    return path


async def test_a_file_is_taught_by_keys_alone_and_then_counts(
    desk: Desk, learn: Learn, export: Path
) -> None:
    client = desk.make(NEW, NewClient(title="Aurora Skin"))
    async with learn(export) as ana:
        await ana.shows("What are its rows?")
        await ana.type("seller center, orders")
        await ana.press("enter")
        await ana.shows("columns still to say: Order ID")
        assert "SKU-ID" in ana.row("SKU ID")  # found by itself, and what it would be drawn as
        await ana.press("ctrl+s")  # takes one to what is missing
        await ana.pick("bestell")
        assert NAMES["Order ID"][:10] in ana.row("Order ID")
        assert "576461" in ana.row("Order ID")
        await ana.pick("# sta")
        await ana.press("ctrl+s")
        for typed in ("数", "lll", "betr", "erst", "ang", "bez"):
            await ana.pick(typed)
        await ana.shows("of its first 3 rows 2 would be accepted")
        await ana.shows("rejected: 数量 “two”: not a whole number")
        assert "576461234567890001 · shipped · 1729384756102938475 · 1 · $12.50" in ana.screen
        await ana.press("ctrl+s")
        await ana.until(lambda: ana.app.return_value is not None)
    (taught,) = read_shelf(desk.workspace.formats).taught
    assert ana.app.return_value == taught
    assert (taught.name, taught.becomes, taught.taught_by) == ("umsatz", "orders", "ana")
    text = (desk.workspace.formats / "umsatz.toml").read_text("utf-8")
    assert "perpetua" not in text.casefold()
    done = Intake(desk).import_file(export, client)
    assert (done.format, done.accepted, done.rejected) == ("umsatz", 2, 1)
    days = {day.day.day: day.sales for day in desk.book.all(Day)}
    assert {day: sales.gmv for day, sales in days.items() if sales and sales.gmv} == {
        1: 1000,
        13: 1000,
    }


async def test_it_asks_nothing_if_nothing_was_changed(learn: Learn, export: Path) -> None:
    async with learn(export, "orders") as ana:
        await ana.shows("columns still to say")
        await ana.press("escape")
        await ana.until(lambda: not ana.app.is_running)
    assert ana.app.return_value is None


async def test_it_asks_before_what_was_picked_is_lost(
    desk: Desk, learn: Learn, export: Path
) -> None:
    async with learn(export, "orders") as ana:
        await ana.shows("columns still to say")
        await ana.press("ctrl+s")
        await ana.pick("bestell")
        await ana.press("escape")
        await ana.shows("Leave, and forget what you picked?")
        await ana.press("n")
        await ana.shows("columns still to say")
        assert "576461" in ana.row("Order ID")
        await ana.press("k", "minus")  # nothing is changed any more
        await ana.until(lambda: "? which" in ana.row("Order ID"))
        await ana.press("q")
        await ana.until(lambda: not ana.app.is_running)
    assert list(desk.workspace.formats.iterdir()) == []


async def test_what_the_file_becomes_its_dates_and_market(learn: Learn, export: Path) -> None:
    async with learn(export, "orders") as ana:
        await ana.shows("columns still to say")
        await ana.press("j")
        await ana.pick("month")
        assert "month first" in ana.row("dates")
        await ana.press("j")
        await ana.pick("vietnam")
        assert " VN" in ana.row("market")
        await ana.press("minus")
        await ana.until(lambda: " any" in ana.row("market"))
        await ana.press("G", "g")
        await ana.pick("returns and refunds")
        await ana.shows("Return Order ID")
        assert "month first" in ana.row("dates")
        await ana.press("enter")
        await ana.shows("What are its rows?")
        await ana.press("escape")
        await ana.until(lambda: "Return Order ID" in ana.screen)


async def test_columns_that_cannot_be_told_apart_are_not_offered(
    learn: Learn, export: Path
) -> None:
    async with learn(export, "orders") as ana:
        await ana.shows("columns still to say")
        await ana.press("ctrl+s", "enter")
        await ana.shows("Which column is Order ID, an id of digits?")
        assert "none of them" in ana.screen
        assert "[bold]Perpetua" in ana.screen
        assert "twice" not in ana.screen
        await ana.type("nothing like it")
        await ana.press("enter", "down", "enter")
        assert "nothing like it" in ana.screen
        await ana.press("escape")
        await ana.until(lambda: "? which" in ana.row("Order ID"))


async def test_two_thousand_columns_of_three_hundred_letters(learn: Learn, tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    header = [f"欄{n} {'廣' * 295}" for n in range(2_000)]
    file.write_bytes(sheet({}, header=header, like={header[-1]: "the last"}))
    async with learn(file, "orders") as ana:
        await ana.shows("2,000 columns")
        await ana.press("ctrl+s")
        await ana.pick("欄1999")
        assert "the last" in ana.row("Order ID")
        assert all(cell_len(line) == 80 for line in ana.screen.splitlines())


async def test_a_file_that_goes_away_is_said(learn: Learn, export: Path) -> None:
    async with learn(export, "orders") as ana:
        await ana.shows("columns still to say")
        await ana.press("ctrl+s")
        for typed in ("bestell", "# sta"):
            await ana.pick(typed)
        await ana.press("ctrl+s")
        export.unlink()
        for typed in ("数", "lll", "betr", "erst", "ang", "bez"):
            await ana.pick(typed)
        await ana.shows("The file can't be looked at: No such file or directory")
        await ana.press("ctrl+s")
        assert ana.app.is_running


def test_on_a_terminal_the_command_opens_it_and_says_what_is_next(
    workspace: Workspace, export: Path
) -> None:
    terminal = Terminal(workspace.root, "formats", "teach", str(export), "--becomes", "orders")
    try:
        terminal.until(lambda text: "columns still to say" in text)
        for typed in ("bestell", "# sta"):
            terminal.send("\x13\r")  # ctrl+s: to what is missing; enter
            terminal.until(lambda text: "type to narrow the list" in text)
            terminal.send(f"{typed}\r")
            terminal.until(lambda text: "columns still to say" in text)
        terminal.send("q")
        terminal.until(lambda text: "forget what you picked" in text)
        terminal.send("y")
        terminal.until(lambda text: "nothing was taught" in text)
        assert terminal.ended() == 0
    finally:
        terminal.end()
