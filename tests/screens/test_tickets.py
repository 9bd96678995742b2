"""The Tickets pane, links and find everywhere, worked with real keys."""

from datetime import date

import pytest

from console import actions, clients, links, tickets
from console.args import read
from console.desk import Desk
from console.table import VERBS, find
from console.verb import NoArgs
from data.records.notes import Note
from data.records.tickets import Ticket
from data.records.views import SavedView
from screens.finding.facts import FactsPage
from screens.finding.finder import Finder
from screens.frame.pick import Pick
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting


def write(desk: Desk, title: str, **fields: object) -> Ticket:
    return desk.make(tickets.NEW, tickets.NewTicket(title=title, **fields))  # type: ignore[arg-type]


def ticket(desk: Desk, number: int = 1) -> Ticket:
    found = desk.book.get(Ticket, number)
    assert found is not None
    return found


async def test_open_one_work_it_and_close_it(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Peak Fitness"))
    async with console(desk) as ana:
        await ana.press("3")
        await ana.until(lambda: "n opens one" in ana.app.pane.page.text or not ana.rows)
        await ana.press("n")
        await ana.type("appeal the strike")
        await ana.press("enter")
        await ana.type("pol")
        await ana.press("enter")
        await ana.type("peak")
        await ana.press("enter")
        await ana.type("high")
        await ana.press("enter")
        await ana.type("tomorrow")
        await ana.press("ctrl+s")
        await ana.said("you opened T1")
        assert ana.rows[0].removeprefix("▌").split() == [
            ".", "tmw", "high", "ana", "peak-fitness", "appeal", "the", "strike",
        ]  # fmt: skip
        await ana.press("w", "ctrl+u")
        await ana.type("platform")
        await ana.press("enter")
        await ana.said("T1 · u takes it back")
        await ana.press("e")
        await ana.type("won it")
        await ana.press("enter")
        await ana.said("you closed T1")
        await ana.press("w")
        await ana.said("ana closed this 0 s ago · o opens it again")
        await ana.press("o")
        await ana.said("you reopened T1")
    made = ticket(desk)
    assert (made.type, made.priority, made.due, made.status) == (
        "policy", "high", date(2026, 11, 21), "open",
    )  # fmt: skip


async def test_a_choice_that_stands_there_gives_way_to_what_is_typed(
    desk: Desk, console: Open
) -> None:
    write(desk, "appeal the strike")
    async with console(desk) as ana:
        await ana.press("3", "p")
        await ana.type("high")
        await ana.press("enter")
        await ana.said("T1 · u takes it back")
    assert ticket(desk).priority == "high"


async def test_the_loser_of_a_claim_is_told_and_the_cursor_stays(
    open_desk: OpenDesk, console: Open
) -> None:
    ana_desk, jo = open_desk("ana"), open_desk("jo")
    for number in range(3):
        write(ana_desk, f"ticket {number}", assignee=None)
    async with console(ana_desk) as ana:
        await ana.press("3", "j")
        assert ana.app.pane.list.cursor == "T2"
        jo.book.catch_up()
        jo.run(tickets.CLAIM, ticket(jo, 2), NoArgs())
        write(jo, "brand new", priority="urgent")
        await ana.press("c")
        await ana.said("jo claimed this 0 s ago · : steal takes it over")
        assert ana.app.pane.list.cursor == "T2"
        await ana.until(lambda: "1 new" in ana.app.pane.query_line.right)
        await ana.press("R")
        assert ana.app.pane.list.keys[0] == "T4"
        assert ana.app.pane.list.cursor == "T2"


@pytest.fixture
def linked(desk: Desk) -> Desk:
    """T1 names A1 in a note and is linked with T2."""
    desk.make(clients.NEW, clients.NewClient(title="Peak"))
    write(desk, "first", client=1)
    write(desk, "second")
    desk.make(actions.NEW, actions.NewAction(title="call Kim"))
    desk.run(VERBS["tickets.note"], ticket(desk), tickets.NoteOn(text="see A1, not A99"))
    desk.run(VERBS["tickets.link"], ticket(desk), links.LinkTo(to="T2"))
    return desk


def choices(ana: Sitting) -> str:
    screen = ana.app.screen
    if not isinstance(screen, Pick):
        return ""
    return "\n".join(screen.list.render_line(y).text for y in range(len(screen.list.keys)))


async def test_links_open_what_belongs_and_esc_comes_back(linked: Desk, console: Open) -> None:
    async with console(linked) as ana:
        await ana.press("3", "enter")
        assert "T2" in ana.app.pane.page.text, "the link is shown"
        await ana.press("l")
        await ana.until(lambda: "call Kim" in choices(ana))
        assert "A99" not in choices(ana)
        assert "Peak" in choices(ana), "its client is offered"
        await ana.type("kim")
        await ana.press("enter")
        await ana.until(lambda: ana.app.current_mode == "actions" and ana.app.pane.opened)
        await ana.press("escape", "escape")
        await ana.until(lambda: ana.app.current_mode == "tickets")
        assert ana.app.pane.opened
        assert ana.app.pane.list.cursor == "T1"


async def test_a_link_within_the_pane_comes_back_to_the_record(linked: Desk, console: Open) -> None:
    async with console(linked) as ana:
        await ana.press("3", "enter", "l")
        await ana.until(lambda: "second" in choices(ana))
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.list.cursor == "T2" and ana.app.pane.opened)
        assert "T1" in ana.app.pane.page.text, "the other end shows it too"
        await ana.press("escape", "escape")
        await ana.until(lambda: ana.app.pane.list.cursor == "T1" and ana.app.pane.opened)


async def test_nothing_to_link_says_what_to_do(desk: Desk, console: Open) -> None:
    write(desk, "alone")
    async with console(desk) as ana:
        await ana.press("3", "l")
        await ana.said("T1 names no other record · L says what it belongs with")


async def test_the_palette_opens_a_typed_id(linked: Desk, console: Open) -> None:
    async with console(linked) as ana:
        await ana.press("colon")
        await ana.type("t2")
        await ana.until(lambda: ana.offered.startswith("open T2  second"))
        await ana.press("enter")
        await ana.until(lambda: ana.app.current_mode == "tickets" and ana.app.pane.opened)
        assert ana.app.pane.list.cursor == "T2"


async def test_find_everywhere_goes_there(linked: Desk, console: Open) -> None:
    async with console(linked) as ana:
        await ana.press("F")
        await ana.type("see a1")
        finder = ana.app.screen
        assert isinstance(finder, Finder)
        await ana.until(lambda: finder.list.keys == ["T1"])
        assert "note ana: see A1" in finder.list.render_line(0).text
        await ana.press("enter", "enter")
        await ana.until(lambda: ana.app.current_mode == "tickets" and ana.app.pane.opened)
        await ana.press("F")
        again = ana.app.screen
        assert isinstance(again, Finder)
        assert again.sought == "see a1"
        await ana.until(lambda: again.list.keys == ["T1"])
        await ana.type("nothing at all")
        assert again.sought == "nothing at all", "the old words were to be typed over"
        await ana.until(lambda: "nothing like that" in again.status.text)
        await ana.press("enter")
        assert isinstance(ana.app.screen, Finder), "there is nothing to open"
        await ana.press("ctrl+u")
        await ana.type("see a1")
        await ana.until(lambda: again.list.keys == ["T1"])
        await ana.press("ctrl+u", "x", "y", "z")
        await ana.until(lambda: "nothing like that" in again.status.text)
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)


async def test_after_what_was_found_the_list_has_its_own_query_again(
    linked: Desk, console: Open
) -> None:
    closed = linked.book.all(Ticket)[0]
    linked.run(tickets.CLOSE, closed, tickets.CloseTicket(outcome="done"))
    async with console(linked) as ana:
        await ana.press("3")
        await ana.until(lambda: ana.app.current_mode == "tickets")
        before, rows = ana.app.pane.query_line.text, [*ana.app.pane.list.keys]
        assert closed.ref not in rows
        await ana.press("F")
        await ana.type(closed.ref.casefold())
        await ana.until(lambda: isinstance(f := ana.app.screen, Finder) and bool(f.list.keys))
        await ana.press("enter", "enter")
        await ana.until(lambda: ana.app.pane.opened and ana.app.pane.list.cursor == closed.ref)
        await ana.press("escape")
        await ana.until(lambda: not ana.app.pane.opened)
        assert (ana.app.pane.query_line.text, ana.app.pane.list.keys) == (before, rows)


async def test_what_a_query_lacks_is_said_also_after_enter(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("3", "f", "ctrl+u")
        await ana.type("owner:ana boss:jo")
        await ana.said("can't ask for")
        await ana.press("enter")
        await ana.said("can't ask for")
        await ana.press("ctrl+w", "enter")
        await ana.until(lambda: ana.app.pane.list.has_focus)
        assert ana.app.pane.query_line.text.strip() == "owner:ana"


async def test_a_kind_without_a_pane_is_shown_as_facts(desk: Desk, console: Open) -> None:

    with desk.book.begin("creators.new") as tx:
        tx.add(SavedView(name="late", list="actions", query="is:overdue"))
        tx.add(Note(about="V1", text="for the mornings"))
    async with console(desk) as ana:
        ana.app.open("V1")
        await ana.until(lambda: isinstance(ana.app.screen, FactsPage))
        page = ana.app.screen
        assert isinstance(page, FactsPage)
        await ana.until(lambda: "for the mornings" in page.page.text)
        assert "is:overdue" in page.page.text
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)


async def test_hostile_titles_are_only_text(desk: Desk, console: Open) -> None:
    """In the list, the detail, the chooser and what is found."""
    hostile = (
        "[@click=app.quit]x[/] A1",
        "[/nope",
        "\x1b]52;c;aGk=\x07hi",
        "\u202eevil",
        "漢字" * 40,
    )
    for title in hostile:
        write(desk, title)
    desk.make(actions.NEW, actions.NewAction(title=hostile[2]))
    async with console(desk) as ana:
        await ana.press("3", *["j", "enter", "escape"] * 5)
        assert "[@click=app.quit]x[/]" in "\n".join(ana.rows)
        for bad in ("\x1b", "\u202e"):
            assert bad not in ana.screen
        await ana.press("g", "l")
        await ana.until(lambda: "hi" in choices(ana))
        assert "\x1b" not in choices(ana)
        await ana.press("escape", "F")
        await ana.type("evil")
        finder = ana.app.screen
        assert isinstance(finder, Finder)
        await ana.until(lambda: len(finder.list.keys) == 1)
        assert "\u202e" not in finder.list.render_line(0).text


async def test_an_id_in_any_text_is_opened_from_where_it_stands(desk: Desk, console: Open) -> None:
    desk.introduce("lead")
    write(desk, "appeal the strike")
    for verb_id, ref, words in (
        ("inbox.new", "", {"creator": "lena", "message": "my ticket was T1 you said"}),
        ("inbox.new", "", {"creator": "kim"}),
        ("inbox.note", "C2", {"text": "as in T1"}),
        ("tickets.new", "", {"title": "another strike"}),
        ("tickets.note", "T2", {"text": "the same as T1"}),
        ("actions.new", "", {"title": "write the appeal for T1"}),
        ("qa.new", "", {"title": "Black Friday"}),
        ("qa.evidence", "Q1.1", {"evidence": "screenshot is in T1"}),
        ("qa.fail", "Q1.2", {"reason": "still T1"}),
        ("qa.note", "Q1", {"text": "T1 must be closed first"}),
    ):
        verb = VERBS[verb_id]
        args = read(verb.args, words, desk.reading())
        _ = desk.make(verb, args) if verb.creates else desk.run(verb, find(desk, ref), args)
    async with console(desk) as ana:
        for ref in ("C1", "C2", "T2", "A1", "Q1", "Q1.1", "Q1.2"):
            ana.app.open(ref)
            await ana.until(lambda ref=ref: ana.app.pane.list.cursor in (ref, f"{ref}.1"))  # type: ignore[misc]
            await ana.press("l")
            await ana.until(lambda: isinstance(ana.app.screen, Pick))
            await ana.press("enter")
            await ana.until(lambda: ana.app.pane.list.cursor == "T1" and ana.app.pane.opened)


async def test_a_verb_of_another_kind_says_what_it_is_for(desk: Desk, console: Open) -> None:
    write(desk, "appeal", due=date(2026, 11, 20))
    async with console(desk) as ana:
        await ana.until(lambda: ana.app.pane.list.cursor is not None)
        await ana.press("m")
        await ana.said("received: T1 is no conversation")
