"""What the box does to a console: it is said, and the console goes on."""

from console import actions
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
