"""What belongs with a record, in the third column of a very wide terminal."""

import re
from datetime import timedelta

import msgspec
import pytest
from rich.cells import cell_len, set_cell_size

from console.args import read
from console.desk import Desk
from console.table import VERBS, find
from data.clock import FrozenClock
from data.records.base import Record
from data.records.creators import Creator
from screens.context import lines
from screens.creators.card import Card
from screens.frame.form import Form
from screens.frame.paint import Pieces
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting
from tests.screens.picture import settled, words
from tests.screens.scene import BIDI, ESCAPES, FAMILY, WIDE
from tests.screens.test_snapshots import hold

HEADS = ("CREATOR", "SAMPLES", "OTHER CONVERSATIONS", "CLIENT", "PLAYBOOK")
BROAD = [(160, 45), (200, 50), (240, 60)]
STORY: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("clients.new", "", {"title": "Aurora Skin", "market": "US"}),
    ("clients.new", "", {"title": "Peak Fitness", "market": "US"}),
    ("inbox.new", "", {"creator": "@lena", "client": "aurora", "topic": "sample",
                       "message": "where is my sample?"}),
    ("inbox.new", "", {"creator": "@lena", "client": "peak", "topic": "payout", "message": "hi"}),
    ("inbox.new", "", {"creator": "@marco", "topic": "rates", "message": "what do you pay?"}),
    ("inbox.waiting", "C2", {"waiting_on": "client"}),
    ("creators.edit", "K1", {"handle": "@glowbylena", "name": "Lena", "followers": "412k",
                             "fulfilment": "86", "health": "212"}),
    ("creators.tag", "K1", {"tag": "vegan"}),
    ("creators.block", "K1", {"client": "peak", "reason": "asked for cash"}),
    ("samples.new", "", {"creator": "@lena", "product": "Glow Serum", "client": "aurora"}),
    ("samples.approve", "S1", {}),
    ("samples.ship", "S1", {"tracking": "9400", "carrier": "USPS"}),
    ("samples.new", "", {"creator": "@lena", "product": "Old Lamp", "client": "aurora"}),
    ("samples.withdraw", "S2", {}),
    ("tickets.new", "", {"title": "late parcels", "client": "aurora", "due": "2026-11-18"}),
    ("actions.new", "", {"title": "call the warehouse", "client": "aurora"}),
    ("tickets.new", "", {"title": "nobody's matter"}),
)  # fmt: skip


def do(desk: Desk, id: str, ref: str, given: dict[str, str]) -> None:
    """A verb in the words of a person."""
    desk.book.catch_up()
    verb = VERBS[id]
    args = read(verb.args, given, desk.reading())
    if verb.creates:
        desk.make(verb, args)
    else:
        desk.run(verb, find(desk, ref), args)


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A creator with samples and conversations, a client with work, and what has neither."""
    desk.introduce("lead")
    for deed in STORY:
        do(desk, *deed)
    desk.book.catch_up()
    return desk


def column(person: Sitting) -> str:
    """What the column says on the screen; nothing: it isn't there."""
    shown = person.app.pane.context
    if not shown.is_attached or not shown.display:
        return ""
    drawn = [shown.render_line(y).text.rstrip() for y in range(shown.size.height)]
    return "\n".join(drawn).rstrip()


async def on(person: Sitting, ref: str, pane: str = "2") -> None:
    """With the cursor on that record."""
    await person.press(pane, "g")
    while person.app.pane.list.cursor != ref:
        before = person.app.pane.list.cursor
        await person.press("j")
        assert person.app.pane.list.cursor != before, f"{ref} isn't in the list"


async def resized(person: Sitting, width: int, height: int) -> None:
    await person.pilot.resize_terminal(width, height)
    await settled(person)


@pytest.mark.parametrize("size", BROAD)
async def test_what_belongs_with_a_conversation(
    told: Desk, console: Open, size: tuple[int, int]
) -> None:
    async with console(told, size) as ana:
        await on(ana, "C1")
        said = column(ana)
        heads = [line[1:].partition("  ")[0] for line in said.split("\n")]
        assert [head for head in heads if head in HEADS] == [*HEADS], said
        for fact in (
            "K opens the card", "@glowbylena · Lena", "412k followers", "posts 86 % of samples",
            "healthy (212)", "@lena until 20 Nov", "prospect", "vegan", "peak-fitness by ana",
            "S1    Glow Serum", "shipped · USPS 9400", "x now     C2    payout · peak",
            "Aurora Skin · ana's", "no figures yet · no file yet", "conversations 1 · tickets 1",
            "! -2 d    T1    late parcels", "A1    call the ware", "b picks one · checked",
            "Where is my sample?",
        ):  # fmt: skip
            assert fact in said, (fact, said)
        assert "Old Lamp" not in said, "nothing is still to come of it"
        assert "When am I paid?" not in said, "another topic's"
        await ana.press("K")
        await ana.until(lambda: isinstance(ana.app.screen, Card))


async def test_what_there_is_nothing_of_is_left_out(told: Desk, console: Open) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C3")
        said = column(ana)
        assert "their numbers aren't known yet" in said
        assert "@marco" in said
        assert not [head for head in HEADS[1:] if head in said]


async def test_it_follows_the_cursor_when_the_hand_rests(
    told: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    usual = lines.context_lines

    def counting(desk: Desk, record: Record, width: int, height: int) -> list[Pieces]:
        asked.append(record.ref)
        return usual(desk, record, width, height)

    async with console(told, (200, 50)) as ana:
        await on(ana, "C3")
        monkeypatch.setattr("screens.context.lines.context_lines", counting)
        pane = ana.app.pane
        for rows in (1, -1, 1, -1, 1):  # a burst: no moment for anything else between
            pane.action_move(rows)
        assert pane.following
        assert not asked
        assert "@marco" in column(ana)
        await ana.until(lambda: not pane.following)
        assert asked == [pane.list.cursor]
        assert "@glowbylena" in column(ana)


async def test_an_opened_one_is_told_of_at_once(told: Desk, console: Open) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C3")
        ana.app.pane.action_move(1)
        await ana.press("enter")
        await ana.until(lambda: ana.app.pane.opened and "@glowbylena" in column(ana))
        await ana.press("escape")
        await ana.until(lambda: not ana.app.pane.opened)
        assert "@glowbylena" in column(ana)


async def test_what_others_do_changes_it_in_place(
    told: Desk, console: Open, open_desk: OpenDesk
) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C1")
        jo = open_desk("jo")
        for deed, fact in (
            (("creators.tag", "K1", {"tag": "night"}), "night, vegan"),
            (("samples.deliver", "S1", {}), "delivered · due 4 Dec"),
            (("tickets.priority", "T1", {"priority": "urgent"}), "late parcels"),
            (("tickets.edit", "T1", {"title": "lost parcels"}), "lost parcels"),
            (("actions.done", "A1", {}), "tickets 1\n"),
            (("inbox.resolve", "C3", {}), "CREATOR"),
        ):
            do(jo, *deed)
            await ana.until(lambda fact=fact: fact in column(ana) + "\n")  # type: ignore[misc]
        assert ana.app.pane.list.cursor == "C1"


async def test_what_changed_while_another_pane_was_shown(
    told: Desk, console: Open, open_desk: OpenDesk
) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C1")
        await ana.press("6")
        do(open_desk("jo"), "tickets.edit", "T1", {"title": "lost parcels"})
        await ana.said("jo changed T1")
        await ana.press("2")
        await ana.until(lambda: "lost parcels" in column(ana))


async def test_tickets_and_actions_have_the_client_and_whom_they_are_linked_with(
    told: Desk, console: Open
) -> None:
    do(told, "tickets.link", "T1", {"to": "C1"})
    async with console(told, (200, 50)) as ana:
        await on(ana, "T1", "3")
        said = column(ana)
        assert "l opens the link" in said
        for fact in (
            "@glowbylena",
            "S1    Glow Serum",
            "n now     C1    sample",
            "Aurora Skin",
            "A1    call",
        ):
            assert fact in said, (fact, said)
        assert "T1" not in said, "it is beside it"
        await ana.press("j")
        assert " ".join(column(ana).split()) == "It has no client and isn't linked: L links it."
        await on(ana, "A1", "4")
        assert "late parcels" in column(ana)
        await on(ana, "C1", "1")
        assert "Where is my sample?" in column(ana)
        for pane in ("5", "6", "i"):
            await ana.press(pane)
            assert not column(ana), pane


async def test_a_sample_isnt_told_beside_itself(
    told: Desk, console: Open, clock: FrozenClock
) -> None:
    do(told, "samples.deliver", "S1", {})
    clock.move(timedelta(days=15))
    do(told, "samples.new", "", {"creator": "@lena", "product": "Night Set", "client": "aurora"})
    told.book.catch_up()
    async with console(told, (200, 50)) as ana:
        await on(ana, "S1", "1")
        said = column(ana)
        assert "K opens the card" in said
        assert "S3    Night Set" in said
        assert "S1    Glow Serum" not in said
        await on(ana, "C1", "2")
        assert "overdue · 1 d late" in column(ana)


@pytest.mark.parametrize("size", BROAD)
async def test_three_columns_with_a_rule_between_each(
    told: Desk, console: Open, size: tuple[int, int]
) -> None:
    async with console(told, size) as ana:
        await on(ana, "C1")
        picture = await settled(ana)
        assert {strip.cell_length for strip in picture} == {size[0]}
        listed, page, beside = (
            widget.region for widget in (ana.app.pane.list, ana.app.pane.page, ana.app.pane.context)
        )
        assert (listed.right, page.right, beside.right) == (page.x, beside.x, size[0])
        assert min(listed.width, page.width) >= 55
        assert 34 <= ana.app.pane.context.size.width <= 60
        for line in words(picture)[3:-2]:
            edges = [at for at in (page.x, beside.x) if set_cell_size(line, at + 1)[-1] == "│"]
            assert edges == [page.x, beside.x], line


async def test_below_it_is_as_it_was_and_back_again(told: Desk, console: Open) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C3")
        before = column(ana)
        await ana.press("r")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("we pay")
        for width in (159, 119, 160, 90, 200):
            await resized(ana, width, 45)
            pane = ana.app.pane
            assert bool(column(ana)) == (width >= 160), width
            assert pane.list.cursor == "C3"
            await ana.type(" x")
        form = ana.app.screen
        assert isinstance(form, Form)
        assert form.words()["text"] == "we pay" + " x" * 5
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)
        await resized(ana, 150, 50)
        await ana.press("j")
        assert not column(ana)
        await resized(ana, 200, 50)
        assert "@glowbylena" in column(ana), "not what it said when it was last shown"
        await ana.press("k")
        assert column(ana) == before


async def test_what_has_no_room_is_left_out_in_words(told: Desk, console: Open) -> None:
    for number in range(9):
        do(told, "inbox.new", "", {"creator": "@glowbylena", "client": "aurora",
                                   "topic": f"matter {number}", "message": "hi"})  # fmt: skip
    told.book.catch_up()
    async with console(told, (160, 60)) as ana:
        await on(ana, "C1")
        assert "and 4 more" in column(ana), "of ten other conversations six are shown"
        await resized(ana, 160, 38)
        assert "and 8 more" in column(ana)
        assert "PLAYBOOK" in column(ana)
        await resized(ana, 160, 20)
        last = column(ana).split("\n")[-1]
        assert re.fullmatch(r" and \d+ lines more", last), column(ana)


async def test_what_presses_most_stands_first(told: Desk, console: Open) -> None:
    do(told, "actions.edit", "A1", {"due": "2026-11-11"})
    async with console(told, (200, 50)) as ana:
        await on(ana, "C1")
        await settled(ana)
        said = column(ana)
        assert 0 < said.index("A1") < said.index("T1")
        do(told, "actions.edit", "A1", {"due": "2026-12-11"})
        await ana.until(lambda: column(ana).index("T1") < column(ana).index("A1"))


async def test_hostile_names_stay_names(told: Desk, console: Open) -> None:
    nasty = f"{FAMILY} {BIDI} {ESCAPES} {WIDE}" * 3
    creator = told.book.get(Creator, 1)
    client = told.client("aurora")
    assert creator is not None
    with told.book.begin("test.hostile") as tx:
        tx.put(msgspec.structs.replace(
            creator, handle="long_handle_" * 25, name=nasty, tags=(nasty, "x" * 300)))  # fmt: skip
        tx.put(msgspec.structs.replace(client, title=nasty, slug=nasty))
    for ref in ("S1", "T1"):
        record = find(told, ref)
        field = "product" if ref == "S1" else "title"
        with told.book.begin("test.hostile") as tx:
            tx.put(msgspec.structs.replace(record, **{field: nasty}))
    told.book.catch_up()
    async with console(told, (160, 45)) as ana:
        await on(ana, "C1")
        picture = await settled(ana)
        assert {strip.cell_length for strip in picture} == {160}
        said = column(ana)
        assert "CLIENT" in said
        assert "…" in said
        assert not {"\x1b", "\u202e", "\u2066"} & set(said)
        width = ana.app.pane.context.size.width
        assert all(cell_len(line) <= width for line in said.split("\n"))


async def test_the_picture_of_it(told: Desk, console: Open) -> None:
    async with console(told, (200, 50)) as ana:
        await on(ana, "C1")
        hold({"context-200x50": words(await settled(ana))})
