"""What every pane is made of: painted lines, the list and its cursor, the keys."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip

from console import actions, clients
from console.desk import Desk
from console.table import VERBS
from screens.clients.chart import chart, sparkline
from screens.frame.lines import Page
from screens.frame.paint import Pieces, cells, cut, fit, fit_right, spread, wrap
from screens.frame.records import RecordList
from screens.keymap import COMMANDS, UNBUILT, check, shipped
from tests.screens.conftest import Open

WORDS = st.text(alphabet="ab é漢字👩‍👩‍👧́ -", max_size=60)


@given(WORDS, st.integers(1, 40))
def test_fit_takes_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    assert cell_len(fit_right(text, width)) == width


@given(st.lists(WORDS, max_size=4), WORDS, st.integers(1, 80))
def test_a_spread_line_never_runs_over(left: list[str], right: str, width: int) -> None:
    pieces = spread([(text, "text") for text in left], [(fit(right, width // 3), "dim")], width)
    assert cells(pieces) == width
    assert cells(cut(pieces, width // 2)) <= width // 2


@given(WORDS, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    shown = [part.replace(" ", "").replace("\u200d", "") for part in ("".join(lines), text)]
    assert shown[0] == shown[1]


def test_a_day_without_data_is_a_gap_not_a_zero() -> None:
    assert sparkline([0, None, 8]) == "▁·█"
    assert chart([4, None, 8], 2) == ["  █", "█·█"]


class Holder(App[None]):
    """A list and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RecordList(lambda key, width: [(key, "text")], moved=lambda: None)

    def compose(self) -> ComposeResult:
        yield self.list


async def test_the_cursor_is_a_record_whatever_comes_and_goes() -> None:
    rng = random.Random(5)
    app = Holder()
    async with app.run_test(size=(30, 10)) as pilot:
        rows = [f"A{n}" for n in range(40)]
        app.list.show(rows)
        app.list.select("A20")
        for _ in range(60):
            rng.shuffle(rows)
            if rng.random() < 0.5 and len(rows) > 5:
                rows = [row for row in rows if row == app.list.cursor or rng.random() < 0.9]
            rows.insert(rng.randrange(len(rows)), f"A{rng.randrange(10**6)}")
            before = app.list.cursor
            app.list.show(list(rows))
            assert app.list.cursor == before
            await pilot.pause()
            top = app.list.top
            assert top <= rows.index(before or "") < top + 10, "the cursor stays in view"


async def test_a_cursor_whose_record_goes_moves_to_its_neighbour() -> None:
    app = Holder()
    async with app.run_test(size=(30, 10)):
        app.list.show(["# NOW", "A1", "A2", "# LATER", "A3"])
        assert app.list.cursor == "A1", "never a heading"
        app.list.select("A2")
        app.list.show(["# NOW", "A1", "# LATER", "A3"])
        assert app.list.cursor == "A3"
        app.list.show(["# NOW", "A1"])
        assert app.list.cursor == "A1"
        app.list.show([])
        assert app.list.cursor is None


async def test_fifty_thousand_rows_draw_only_what_shows() -> None:
    drawn: set[str] = set()

    def draw(key: str, width: int) -> list[tuple[str, str]]:
        drawn.add(key)
        return [(key, "text")]

    app = Holder()
    app.list = RecordList(draw, moved=lambda: None)  # type: ignore[arg-type]
    async with app.run_test(size=(30, 10)) as pilot:
        app.list.show([f"A{n}" for n in range(50_000)])
        await pilot.pause()
        app.list.move_to_end(last=True)
        await pilot.pause()
        assert app.list.cursor == "A49999"
        assert 0 < len(drawn) <= 40


class Beside(Holder):
    """A list, and beside it a page that says as much of a row as its number."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RecordList(lambda key, width: [(key, "text")], moved=self._moved)
        self.page = Page(self._say)

    def compose(self) -> ComposeResult:
        yield self.list
        yield self.page

    def _moved(self) -> None:
        self.page.refill(top=True)

    def _say(self, width: int) -> list[Pieces]:
        count = int((self.list.cursor or "A0")[1:])
        return [[("line ", "dim"), (f"{number}", "text")] for number in range(count)]


async def test_a_longer_page_draws_only_the_lines_it_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Beside()
    async with app.run_test(size=(30, 20)) as pilot:
        app.list.show([f"A{n}" for n in range(9)])
        await pilot.pause()
        drawn: list[int] = []

        def line(y: int) -> Strip:
            drawn.append(y)
            return Page.render_line(app.page, y)

        monkeypatch.setattr(app.page, "render_line", line)
        for longer in range(1, 6):
            app.list.move(1)
            await pilot.pause()
            assert app.page.text.count("line") == longer
        assert drawn == [0, 1, 2, 3, 4]


def test_the_shipped_key_map_is_sound() -> None:
    assert list(check(shipped())) == []


@pytest.mark.parametrize(
    ("section", "id", "keys", "says"),
    [
        ("actions", "actions.asign", "a", "nothing is called “actions.asign”"),
        ("actions", "actions.note", "ctrl+h", "no terminal sends “ctrl+h”"),
        ("actions", "actions.note", "e", "e is both actions.done and actions.note"),
        ("actions", "actions.note", "q", "q is actions.note in actions and desk.quit everywhere"),
        ("everywhere", "desk.quit", "", "desk.quit must have a key"),
    ],
)
def test_a_broken_key_map_is_told_what_is_wrong(
    section: str, id: str, keys: str, says: str
) -> None:
    broken = {name: dict(entries) for name, entries in shipped().items()}
    broken[section][id] = keys
    assert any(says in problem.words for problem in check(broken))


async def test_footers_fit_eighty_columns_and_seven_keys(desk: Desk, console: Open) -> None:
    desk.make(clients.NEW, clients.NewClient(title="Aurora Skin"))
    desk.make(actions.NEW, actions.NewAction(title="one"))
    async with console(desk) as ana:
        for number in ("1", "4", "6"):
            await ana.press(number)
            pane = ana.app.pane
            assert len(pane.KEYS) <= 7
            await ana.until(lambda pane=pane: "?" in pane.keys_line.text)  # type: ignore[misc]
            assert cell_len(pane.keys_line.text) <= 80


async def test_help_and_palette_know_every_verb_of_the_pane(desk: Desk, console: Open) -> None:
    desk.make(actions.NEW, actions.NewAction(title="one"))
    async with console(desk) as ana:
        await ana.press("4", "question_mark")
        from screens.help import Help

        help_screen = ana.app.screen
        assert isinstance(help_screen, Help)
        await ana.until(lambda: bool(help_screen.page.text))
        for id, verb in VERBS.items():
            if id.startswith("actions."):
                assert verb.help in help_screen.page.text
        await ana.press("escape")
        from screens.palette import offers

        offered = {offer.id: offer for offer in offers(ana.app.pane)}
        assert set(VERBS) <= set(offered)
        assert offered["actions.claim"].help == "not now: you already hold it"
        moving = {id for id in COMMANDS if id.startswith("list.")}
        unbuilt = {f"pane.{name}" for name in UNBUILT}
        assert set(COMMANDS) - set(offered) == moving | unbuilt | {
            "desk.palette",
            "clients.imports",
        }


async def test_the_palette_does_a_verb_by_name(desk: Desk, console: Open) -> None:
    desk.make(actions.NEW, actions.NewAction(title="one"))
    async with console(desk) as ana:
        await ana.press("4", "colon")
        await ana.type("done")
        await ana.until(lambda: ana.offered.startswith("done A1"))
        await ana.press("enter")
        await ana.said("you did A1")


async def test_a_pane_that_is_not_built_says_so(desk: Desk, console: Open) -> None:
    async with console(desk) as ana:
        await ana.press("7")
        await ana.said("Rhythm isn't built yet")
        await ana.press("e")
        await ana.said("nothing is selected")
