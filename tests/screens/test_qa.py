"""The QA pane, worked with real keys; the store says what came of it."""

from rich.cells import cell_len

from console import checks, clients, qa
from console.checks import Because, items
from console.desk import Desk
from console.verb import NoArgs
from data.records.notes import Note
from data.records.runs import Check, Run
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


def begin(desk: Desk, title: str = "Black Friday flash deal") -> Run:
    return desk.make(qa.NEW, qa.NewRun(title=title))


def settle(desk: Desk, *, but: int = 0) -> None:
    """Pass every item, but that one."""
    run = desk.book.all(Run)[0]
    desk.run_all(checks.PASS, [c for c in items(desk.book, run) if c.number != but], NoArgs())


def item(desk: Desk, number: int) -> Check:
    desk.book.catch_up()
    return items(desk.book, desk.book.all(Run)[0])[number - 1]


def state(ana: Sitting) -> str:
    return ana.app.pane.status.text


async def test_begin_one_and_check_it(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    async with console(desk) as ana:
        await ana.press("5")
        assert "No run fits this query" in ana.app.pane.page.text
        await ana.press("n")
        await ana.type("Black Friday deal")
        await ana.press("enter")
        await ana.type("aurora-skin")
        await ana.press("ctrl+s")
        await ana.said("you began Q1")
        assert ana.app.pane.list.cursor == "Q1"
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.list.cursor == "Q1.1")
        assert len(ana.app.pane.list.keys) == 14 + 4, "items under their groups"
        await ana.press("space")
        await ana.said("you passed Q1.1 · u takes it back")
        await ana.press("j", "minus")
        await ana.type("11,90 too low")
        await ana.press("enter")
        await ana.said("you failed Q1.2")
        assert ana.app.pane.list.cursor == "Q1.2"
        await ana.press("j", "0")
        await ana.type("no flash deal")
        await ana.press("enter")
        await ana.said("you skipped Q1.3")
        await ana.press("k")
        await ana.until(
            lambda: state(ana).startswith(" 1 fail, 11 open · cannot sign: you made it · somebody")
        )
        assert ana.app.pane.query_line.right == "3 of 14 · 1 fail"
    assert [(c.result, c.reason) for c in items(desk.book, desk.book.all(Run)[0])[:4]] == [
        ("pass", None),
        ("fail", "11,90 too low"),
        ("n.a.", "no flash deal"),
        (None, None),
    ]


async def test_evidence_recheck_and_undo(desk: Desk, console: Open) -> None:
    begin(desk)
    async with console(desk) as ana:
        await ana.press("5", "enter", "v")
        await ana.type("Promotion Simulator, 14 SKUs")
        await ana.press("ctrl+s")
        await ana.said("you gave evidence on Q1.1")
        await ana.until(lambda: "Promotion Simulator, 14 SKUs" in ana.app.pane.page.text)
        await ana.press("c")
        await ana.said("there is nothing to clear: it is open")
        await ana.press("space")
        await ana.said("you passed Q1.1")
        await ana.press("space")
        await ana.said("ana passed it 0 s ago · c clears that")
        await ana.press("c")
        await ana.said("you cleared Q1.1")
        await ana.press("u")
        await ana.said("took back: ana cleared an item of Q1")
        await ana.until(lambda: "HISTORY" in ana.app.pane.page.text)
        past = ana.app.pane.page.text.partition("HISTORY")[2]
        said = [line.partition("ana · ")[2].strip() for line in past.splitlines() if "·" in line]
        assert said == ["pass", "open again", "pass"]
    assert item(desk, 1).result == "pass"
    assert [note.text for note in desk.book.find(Note, "about", "Q1.1")] == [
        "Promotion Simulator, 14 SKUs"
    ]


async def test_somebody_else_signs_and_a_later_change_undoes_it(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo_desk = open_desk("ana"), open_desk("jo")
    begin(ana_desk)
    settle(ana_desk)
    jo_desk.book.catch_up()
    async with console(jo_desk) as jo:
        await jo.press("5", "enter")
        await jo.until(lambda: state(jo) == " 0 fail, 0 open · s signs it")
        await jo.press("s", "y")
        await jo.said("you signed Q1")
        await jo.press("u")
        await jo.said("nothing of yours to take back")
        await jo.press("j")
        await jo.until(lambda: "signed by jo" in state(jo))
        await jo.press("minus")
        await jo.type("price changed")
        await jo.press("enter")
        await jo.said("you failed Q1.2 · jo's signature on Q1 no longer stands")
        await jo.press("u")
        await jo.said("a signature on Q1 is for what was signed: recheck the item instead")
        await jo.press("k")
        await jo.until(lambda: "jo's signature fell" in state(jo))
    assert jo_desk.book.all(Run)[0].status == "checking"


async def test_marked_items_pass_together_after_a_preview(desk: Desk, console: Open) -> None:
    begin(desk)
    async with console(desk) as ana:
        await ana.press("5", "enter", "x", "x", "x", "space", "y")
        await ana.said("you passed Q1.1, Q1.2, Q1.3 · u takes it back")
        await ana.press("u")
        await ana.said("took back")
    assert [item(desk, number).result for number in (1, 2, 3)] == [None] * 3


async def test_what_others_do_never_moves_the_cursor(open_desk: OpenDesk, console: Open) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    begin(ana_desk)
    async with console(ana_desk) as ana:
        await ana.press("5", "enter", "f")
        await ana.type("is:open")
        await ana.press("enter", "g", "j", "j")
        jo.book.catch_up()
        jo.run(checks.FAIL, item(jo, 3), Because("12.90"))
        await ana.until(lambda: "12.90" in "\n".join(ana.rows))
        assert ana.app.pane.list.cursor == "Q1.3"
        assert "1 changed · R" in ana.app.pane.query_line.right
        await ana.press("R")
        await ana.until(lambda: "Q1.3" not in ana.app.pane.list.keys)


async def test_esc_goes_back_a_step_at_a_time(desk: Desk, console: Open) -> None:
    begin(desk, "first")
    begin(desk, "second")
    async with console(desk) as ana:
        await ana.press("5", "j", "enter", "enter")
        assert ana.app.pane.opened
        await ana.press("escape")
        assert ana.app.pane.list.cursor == "Q2.1"
        await ana.press("escape")
        assert (ana.app.pane.list.cursor, list(ana.app.pane.list.keys)) == ("Q2", ["Q1", "Q2"])
        assert ana.app.pane.query_line.text == "is:open"
        await ana.press("escape")
        await ana.until(lambda: ana.app.pane.NAME == "today")
        ana.app.go_to("qa", "Q1.4")
        await ana.until(lambda: ana.app.pane.list.cursor == "Q1.4")
        await ana.press("escape")
        assert ana.app.pane.list.cursor == "Q1"


async def test_footers_fit_and_grey_what_cannot_be_done(desk: Desk, console: Open) -> None:
    begin(desk)
    async with console(desk) as ana:
        await ana.press("5")
        pane = ana.app.pane
        for _ in range(2):
            await ana.until(lambda: "? keys" in pane.keys_line.text)
            assert cell_len(pane.keys_line.text) <= 80
            assert len(pane.footer(None)) <= 7
            await ana.press("enter")
        await ana.press("s")
        await ana.said("you made it · somebody else signs")


async def test_hostile_words_are_only_text(desk: Desk, console: Open) -> None:
    hostile = ("[@click=app.quit]x[/]", "[/nope", "\x1b]52;c;aGk=\x07hi", "\u202eevil", "漢字" * 60)
    begin(desk, hostile[0])
    for number, words in enumerate(hostile, 1):
        desk.run(checks.FAIL, item(desk, number), Because(words))
    for size in ((80, 24), (200, 50)):
        async with console(desk, size=size) as ana:
            await ana.press("5", "enter", *["enter", "escape", "j"] * 5)
            assert "[/nope" in ana.screen
            assert "\x1b" not in ana.screen
            assert "\u202e" not in ana.screen


async def test_an_empty_list_says_where_it_did_not_look(desk: Desk, console: Open) -> None:
    begin(desk)
    desk.run(qa.VOID, desk.book.all(Run)[0], qa.VoidRun(reason="another day"))
    async with console(desk, size=(80, 24)) as ana:
        await ana.press("5", "slash")
        await ana.type("friday")
        await ana.until(lambda: "What has ended wasn't looked through: F" in ana.app.pane.page.text)
        assert "empty, it shows the signed and void ones too" in ana.app.pane.page.text
