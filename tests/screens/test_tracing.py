"""Where figures come from, by keyboard."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Label

from console import clients
from console.desk import Desk
from console.intake import Intake
from data.clock import SystemClock
from data.demo.seller_affiliate import HEADER as SELLERS
from data.identity import author
from data.workspace import Workspace
from screens.frame.sheet import Column, Sheet
from screens.tracing.page import SheetPage, sheet_lines
from tests.exports.sheet import ROW, SALE, sheet
from tests.screens.conftest import Open, Sitting

HOSTILE = "[@click=app.quit]Serum[/] 漢字"
ORDER = ROW["Order ID"].strip()


@pytest.fixture
def ana(workspace: Workspace, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(workspace, author("ana", shared_account=True), SystemClock())
    client = desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    exports = {
        "All order-2026-09-05-07_16.csv": sheet(
            {"Product Name": HOSTILE},
            *({"Order ID": f"{n}", "Product Name": "=1+1"} for n in range(1, 40)),
        ),
        "All order-2026-09-03-07_16.csv": sheet({"Quantity": "7"}),
        "Affiliate orders-2026-09-09-07_16.csv": sheet({}, header=SELLERS, like=SALE),
    }
    for name, data in exports.items():
        (tmp_path / name).write_bytes(data)
        Intake(desk).import_file(tmp_path / name, client)
    yield desk
    desk.close()


async def by_name(person: Sitting, name: str) -> None:
    """Choose it in the palette."""
    await person.press("colon")
    await person.type(name)
    await person.until(lambda: person.offered.startswith(name))
    await person.press("enter")


async def page_of(person: Sitting, words: str) -> SheetPage:
    """The page, once it says that."""
    screens: list[SheetPage] = []

    def shown() -> bool:
        screens[:] = [s for s in person.app.screen_stack if isinstance(s, SheetPage)]
        return bool(screens) and words in screens[0].page.text

    await person.until(shown)
    return screens[0]


def drawn(page: SheetPage) -> list[str]:
    """The page's lines as they are on the screen."""
    return [page.page.render_line(y).text for y in range(page.page.size.height)]


async def test_an_order_is_traced_from_its_client_and_copied(
    ana: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(ana) as person:
        await person.press("6", "enter")
        await by_name(person, "trace")
        await person.until(lambda: len(person.app.screen_stack) > 1)
        await person.type("glow")
        await person.press("enter")
        wrong = person.app.screen.query_one("#form-error", Label)
        await person.until(lambda: "“glow” is no day and no id" in str(wrong.render()))
        await person.press("ctrl+u")
        await person.type(ORDER)
        await person.press("enter")
        page = await page_of(person, "what counts")
        text = page.page.text
        assert "orders, by the day paid" in text
        assert "affiliate orders, by the day paid" in text
        assert "I1 does" in text
        assert HOSTILE[:10] in text
        assert all(len(line.rstrip()) <= 80 for line in drawn(page))
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("y")
        assert "I2      All order-2026-09-03-07_16.csv" in text
        assert "copied 9 lines as CSV" in page.status.text
        lines = copied[0].splitlines()
        assert lines[0].startswith("import,file,line,counts,day,order,")
        assert lines[1].startswith("I1,All order-2026-09-05-07_16.csv,2,yes,2026-09-01,")
        assert HOSTILE in lines[1]
        assert lines[2].startswith("I2,All order-2026-09-03-07_16.csv,2,I1 does,2026-09-01,")
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.app.pane)
        assert person.app.pane.opened, "the client is still open"


async def test_what_isnt_there_is_said_on_the_page(ana: Desk, console: Open) -> None:
    async with console(ana) as person:
        await person.press("6")
        await by_name(person, "trace")
        await person.until(lambda: len(person.app.screen_stack) > 1)
        await person.type("2026-08-01")
        await person.press("enter")
        page = await page_of(person, "no import of aurora-skin has a row of 2026-08-01")
        await person.press("y", "escape")
        assert page.status.text == ""


async def test_a_long_day_scrolls_and_is_copied_without_formulas(
    ana: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(ana) as person:
        await person.press("6", "i")
        await person.until(lambda: person.app.pane.NAME == "imports")
        await by_name(person, "trace")
        await person.until(lambda: len(person.app.screen_stack) > 1)
        await person.type("2026-09-01")
        await person.press("enter")
        page = await page_of(person, "what counts")
        assert drawn(page)[0].strip() == "orders, by the day paid"
        await person.press("j")
        assert drawn(page)[0].split()[:2] == ["import", "line"]
        await person.press("G")
        assert "est commission $1.70" in "".join(drawn(page))
        assert drawn(page)[-1].split(maxsplit=1)[0] == "I3"
        await person.press("g")
        assert drawn(page)[0].strip() == "orders, by the day paid"
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy_to_clipboard", copied.append)
        await person.press("y")
        assert copied[0].count("'=1+1") == 39
        assert ",=1+1" not in copied[0]


@pytest.mark.parametrize(
    ("name", "heads", "row"),
    [
        ("products", "product GMV kept units orders returns affiliate GMV", "$400.00"),
        ("creators", "creator GMV orders units est. commission", "@glowbyjo $10.00 1 1 $1.70"),
        ("samples", "paid creator product", ""),
    ],
)
async def test_a_clients_figures_by_name(
    ana: Desk, console: Open, name: str, heads: str, row: str
) -> None:
    async with console(ana) as person:
        await person.press("6")
        await by_name(person, name)
        page = await page_of(person, "2026-08-05 to 2026-09-01: ")
        said = [" ".join(line.split()) for line in drawn(page)]
        assert said[1].startswith(heads)
        assert row in said[2]


async def test_without_a_client_it_is_said_what_to_do(ana: Desk, console: Open) -> None:
    async with console(ana) as person:
        await person.press("4")
        await by_name(person, "products")
        await person.said("products: put the cursor on a client, or on one of its imports")


async def test_keys_work_while_it_is_looked_up(ana: Desk, console: Open) -> None:
    found = Event()
    table = Sheet("a table", (Column("n"),), (("1",),))

    def look_up() -> list[Sheet]:
        assert found.wait(timeout=20)
        return [table]

    async with console(ana) as person:
        page = SheetPage("figures", look_up)
        await person.app.push_screen(page)
        await person.until(lambda: page.page.text == " looking it up …")
        await person.press("j", "y", "escape")
        assert person.app.screen is person.app.pane
        await person.app.push_screen(page := SheetPage("figures", look_up))
        found.set()
        await person.until(lambda: page.page.text.startswith(" a table"))


def test_a_table_gives_way_to_a_narrow_screen() -> None:
    table = Sheet(
        "t",
        (Column("name", gives=True), Column("more", wide=True), Column("n", right=True)),
        (("a long name it has", "much more of it", "1"), ("漢字漢字漢字漢字", "", "1,000")),
        ("a note that is longer than the page is wide",),
    )

    def texts(width: int) -> list[str]:
        return ["".join(text for text, _ in line) for line in sheet_lines(table, width)]

    assert texts(60)[2] == " a long name it has  much more of it      1"
    assert texts(28)[2:4] == [" a long name it has      1", " 漢字漢字漢字漢字    1,000"]
    assert texts(20)[2:4] == [" a long name…      1", " 漢字漢字漢 …  1,000"]
    assert texts(20)[4:] == [" a note that is", " longer than the", " page is wide"]
