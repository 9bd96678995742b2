"""The card of a creator, opened from a thread; what is done from it; the answers they ask for."""

from pathlib import Path

from textual.widgets import Label, TextArea

from console.args import read
from console.desk import Desk
from console.intake import Intake
from console.samples import DELIVER
from console.table import VERBS, find
from data.clock import FrozenClock
from data.records.creators import Creator
from data.records.samples import Sample
from screens.creators.card import Card
from screens.frame.form import Form
from screens.frame.pick import Pick
from screens.inbox.composer import Reply
from tests.conftest import OpenDesk
from tests.exports.sheet import ROW, sheet
from tests.screens.conftest import Open, Sitting

STORY: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("clients.new", "", {"title": "Aurora Skin"}),
    ("inbox.new", "", {"creator": "@lena", "client": "aurora", "message": "where is my sample?"}),
    ("creators.edit", "K1", {"handle": "@glowbylena", "followers": "412k", "fulfilment": "86",
                             "health": "212"}),
    ("creators.tag", "K1", {"tag": "vegan"}),
    ("samples.new", "", {"creator": "@lena", "product": "Glow Serum", "client": "aurora"}),
    ("samples.approve", "S1", {}),
    ("samples.ship", "S1", {"tracking": "9400", "carrier": "USPS"}),
)  # fmt: skip


def tell(desk: Desk) -> None:
    """Do all that at the desk."""
    for id, ref, words in STORY:
        verb = VERBS[id]
        args = read(verb.args, words, desk.reading())
        if verb.creates:
            desk.make(verb, args)
        else:
            desk.run(verb, find(desk, ref), args)
        desk.book.catch_up()


def card(person: Sitting) -> str:
    screen = person.app.screen
    return screen.page.text if isinstance(screen, Card) else ""


async def test_the_card_from_the_thread_by_a_key(desk: Desk, console: Open) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2", "K")
        await ana.until(lambda: "CONVERSATIONS" in card(ana))
        text = card(ana)
        for words in (
            "@lena until 20 Nov", "412k followers · posts 86 % of samples · healthy (212)",
            "vegan", "S1 Glow Serum is on its way since 20 Nov", "S1    shipped", "C1    new",
        ):  # fmt: skip
            assert words in text, text
        await ana.press("escape")
        await ana.until(lambda: ana.app.screen is ana.app.pane)


async def test_what_to_do_next_stands_beside_the_thread_and_moves_on(
    desk: Desk, console: Open, open_desk: OpenDesk
) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2")
        await ana.until(lambda: "next: S1 Glow Serum is on its way" in ana.app.pane.page.text)
        jo = open_desk("jo")
        jo.run(DELIVER, jo.book.all(Sample)[0], DELIVER.args())
        await ana.until(lambda: "next: sampled 0 days ago, no post yet" in ana.app.pane.page.text)
        await ana.press("e")
        await ana.said("you resolved C1")
        await ana.until(lambda: "resolved by ana" in ana.app.pane.page.text)
        assert "next:" not in ana.app.pane.page.text


async def test_what_can_be_done_is_picked_on_the_card(desk: Desk, console: Open) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2", "K")
        await ana.until(lambda: "CONVERSATIONS" in card(ana))
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("stage")
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.press(*["backspace"] * 9)
        await ana.type("scaling")
        await ana.press("ctrl+s")
        await ana.until(lambda: "they sell" not in card(ana) and "scaling" in card(ana))
        await ana.press("l")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("S1")
        await ana.press("enter")
        await ana.until(lambda: "The Glow Serum left on 20 Nov" in card(ana))
        await ana.press("enter")
        await ana.until(lambda: isinstance(ana.app.screen, Pick))
        await ana.type("remind")
        await ana.press("enter")
        await ana.until(
            lambda: isinstance(ana.app.screen, Card) and "on its way" in ana.app.screen.status.text
        )
    desk.book.catch_up()
    creator = desk.book.get(Creator, 1)
    assert creator is not None
    assert creator.stage == "scaling"


async def test_where_the_sample_is_becomes_a_reply(desk: Desk, console: Open) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2", "S")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        text = ana.app.screen.query_one(TextArea).text
        assert text == "The Glow Serum left on 20 Nov (USPS, tracking 9400)."
        assert "from S1, as ana noted it on 20 Nov" in ana.app.pane.status.text
        await ana.press("ctrl+s")
        await ana.until(lambda: ana.app.clipboard == text)


async def test_the_payout_is_explained_below_what_was_typed(
    desk: Desk, console: Open, clock: FrozenClock
) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2", "r")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("Hi Lena!")
        await ana.press("escape", "dollar_sign")
        await ana.until(lambda: "when is @glowbylena paid" in labels(ana))
        await ana.press("ctrl+s")
        await ana.until(lambda: "or none before that" in labels(ana))
        await ana.type("2026-11-18")
        await ana.press("enter")
        await ana.type("30")
        await ana.press("enter")
        await ana.until(lambda: bool(ana.app.screen.query(TextArea)))
        assert ana.app.screen.query_one(TextArea).text == (
            "Hi Lena!\n\nYour order was delivered on 18 Nov; TikTok Shop pays commission about 15"
            " days after delivery, so expect it around 3 Dec. 30 % of it was refunded, so the"
            " commission is less in proportion."
        )


async def test_the_payout_of_an_order_is_explained_by_what_the_imports_know(
    desk: Desk, console: Open, tmp_path: Path
) -> None:
    tell(desk)
    file = tmp_path / "All order-2026-11-19-07_16.csv"
    came = {"Delivered Time": "11/18/2026 9:00:00 AM\t", "Order Status": "Delivered"}
    file.write_bytes(sheet({"Created Time": "11/12/2026 9:00:00 AM\t"} | came))
    Intake(desk).import_file(file, desk.client("aurora"))
    async with console(desk) as ana:
        await ana.press("2", "dollar_sign")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.type("571234567890123456")
        await ana.press("ctrl+s")
        await ana.until(lambda: "is no order of aurora" in labels(ana))
        await ana.press("ctrl+u")
        await ana.type(ROW["Order ID"].strip())
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Reply))
        text = ana.app.screen.query_one(TextArea).text
        assert text.startswith("Your order was delivered on 18 Nov; TikTok Shop pays"), text
        assert "All order-2026-11-19-07_16.csv (I1)" in ana.app.pane.status.text


async def test_a_rate_that_was_lowered_is_explained(desk: Desk, console: Open) -> None:
    tell(desk)
    async with console(desk) as ana:
        await ana.press("2", "percent_sign")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        await ana.press("ctrl+s")
        await ana.until(lambda: "lowered: say the day" in labels(ana))
        await ana.type("2026-11-01")
        await ana.press("ctrl+s")
        await ana.until(lambda: isinstance(ana.app.screen, Reply))
        text = ana.app.screen.query_one(TextArea).text
        assert text.startswith("Your rate is locked for 30 days: the lower one of 1 Nov"), text
        assert "reaches you on 1 Dec" in text


async def test_without_a_sample_it_says_so(desk: Desk, console: Open) -> None:
    verb = VERBS["inbox.new"]
    desk.make(verb, read(verb.args, {"creator": "@lena", "message": "hi"}, desk.reading()))
    async with console(desk) as ana:
        await ana.press("2", "S")
        await ana.said("no sample of @lena is known")
        await ana.press("dollar_sign")
        await ana.said("E says which client it is about")
        assert desk.book.all(Sample) == []


def labels(person: Sitting) -> str:
    return "\n".join(str(label.render()) for label in person.app.screen.query(Label))
