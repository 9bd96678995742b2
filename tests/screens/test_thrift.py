"""Fewer bytes, the same picture."""

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color, ColorSystem
from rich.style import Style

from data.workspace import Workspace
from screens.frame.thrift import thrifty
from tests.screens.terminal import Terminal

SYSTEMS = st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR])
COLOURS = st.one_of(
    st.none(),
    st.integers(0, 255).map(Color.from_ansi),
    st.just(Color.parse("default")),
    st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Color.from_rgb(*rgb)),
)
FLAGS = st.sampled_from([None, True, False])
STYLES = st.builds(
    lambda fore, back, bold, dim, italic, underline, reverse, strike: Style.from_color(
        fore, back
    ) + Style(
        bold=bold, dim=dim, italic=italic, underline=underline, reverse=reverse, strike=strike
    ),
    COLOURS, COLOURS, FLAGS, FLAGS, FLAGS, FLAGS, FLAGS, FLAGS,
)  # fmt: skip
MOVES = st.tuples(st.integers(1, 6), st.integers(1, 20)).map(lambda at: f"\x1b[{at[0]};{at[1]}H")
TEXTS = st.sampled_from(["Inbox 23", " ", "    ", "─", "n", "早", "", "\r\n", "a b "])


def picture(frame: str) -> list[list[tuple[object, ...]]]:
    """What a terminal shows; of a blank only what is seen of it."""
    screen = pyte.Screen(24, 8)
    pyte.Stream(screen).feed(frame)
    cells = [[screen.buffer[y][x] for x in range(24)] for y in range(8)]

    def seen(c: pyte.screens.Char) -> bool:
        return bool(c.reverse or c.underscore or c.strikethrough)

    drawn = [
        [(c.data, c.bg, c.reverse, c.underscore, c.strikethrough, seen(c) and c.fg) for c in line]
        for line in cells
    ]
    letters = [
        [(c.fg, c.bold, c.italics) if c.data.strip() else () for c in line] for line in cells
    ]
    return [
        [a + b for a, b in zip(*lines, strict=True)] for lines in zip(drawn, letters, strict=True)
    ]


@given(st.lists(st.one_of(MOVES, st.tuples(STYLES, TEXTS)), max_size=30), SYSTEMS)
def test_it_looks_the_same(parts: list[str | tuple[Style, str]], system: ColorSystem) -> None:
    frame = "".join(
        part if isinstance(part, str) else part[0].render(part[1], color_system=system)
        for part in parts
    )
    short = thrifty(frame)
    assert picture(short + "after") == picture(frame + "after")
    assert len(short) <= len(frame)


CODES = st.sampled_from(
    ["", "0", "1", "3", "4", "7", "22", "24", "27", "31", "39", "49", "99", "107", "38;5;9",
     "48;5;2", "38;2;1;2;3", "48;2;9;9;9"]
)  # fmt: skip
SETS = st.lists(CODES, max_size=4).map(lambda codes: f"\x1b[{';'.join(codes)}m")


@given(st.lists(st.one_of(SETS, MOVES, TEXTS, st.sampled_from(["\x1b[K", "\x1b7", "[m"]))))
def test_other_sequences_are_as_they_came(parts: list[str]) -> None:
    frame = "".join(parts)
    assert picture(thrifty(frame) + "after") == picture(frame + "after")


def test_a_style_is_said_once(workspace: Workspace) -> None:
    blue, grey = "\x1b[38;5;75;48;5;234m", "\x1b[38;5;245;48;5;234m"
    off = "\x1b[0m"
    assert thrifty(f"{blue}a{off}{grey}b{off}\n\x1b[2;1H{grey}  {off}{blue}c{off}") == (
        f"{blue}a\x1b[38;5;245mb\n\x1b[2;1H  \x1b[38;5;75mc\x1b[m"
    )
    terminal = Terminal(workspace.root)
    try:
        terminal.until(lambda text: "? keys" in text and "store ok" in text)
        assert terminal.sent.count(b"\x1b[0m") < terminal.sent.count(b";5;") / 4
    finally:
        terminal.end()
