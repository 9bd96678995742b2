"""Text to terminal lines. Every line of ours is pieces: a text and the role it plays.

No markup is ever read and nothing unprintable is ever sent, so text from outside can only be text.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.content import Content
from textual.strip import Strip

from data.text import plain
from screens.look import DARK, WEIGHTS

Role = Literal["text", "strong", "dim", "accent", "good", "warn", "bad"]
ROLES: tuple[Role, ...] = ("text", "strong", "dim", "accent", "good", "warn", "bad")
Piece = tuple[str, Role]
Pieces = list[Piece]
Styles = Mapping[Role, Style]

_JOINER = "\u200d"
_KNOWN: dict[str, Styles] = {}


def styles(app: App[object]) -> Styles:
    """The look of each role in the app's theme: foregrounds only, the widget gives the rest."""
    if app.theme not in _KNOWN:
        colours = {**DARK.variables, **app.current_theme.variables}
        found: dict[Role, Style] = {"text": Style(), "strong": Style(bold=True)}
        weights = WEIGHTS.get(app.theme, {"bad": "bold"})
        for role in ROLES[2:]:
            colour = Color.parse(colours[f"spotlight-{role}"]).rich_color
            found[role] = Style.parse(weights.get(role, "")) + Style(color=colour)
        _KNOWN[app.theme] = found
    return _KNOWN[app.theme]


def strip(pieces: Iterable[Piece], width: int, base: Style, roles: Styles) -> Strip:
    """The pieces as one terminal line of exactly `width` cells on the `base` style."""
    told = [(text, roles[role]) for text, role in pieces if text]
    looks = [look for _, look in told]
    for at, (text, _) in enumerate(told):
        near = looks[at - 1] if at else looks[min(1, len(told) - 1)]
        if text.isspace() and not near.underline:  # a change of look costs a blank thirty bytes
            looks[at] = near
    texts = (text if text.isprintable() else plain(text) for text, _ in told)
    segments = [Segment(text, base + look) for text, look in zip(texts, looks, strict=True)]
    return Strip(segments).adjust_cell_length(width, base).simplify()


def fit(text: str, width: int) -> str:
    """`text` in exactly `width` cells, cut with “…” or padded on the right."""
    if width <= 0:
        return ""
    cut_short = cell_len(text) > width
    fitted = set_cell_size(text, width - 1) + "…" if cut_short else set_cell_size(text, width)
    if cell_len(fitted) != width:  # a joiner at an edge swallows its neighbour
        return fit(text.replace(_JOINER, ""), width)
    return fitted


def fit_right(text: str, width: int) -> str:
    """`text` in exactly `width` cells, padded on the left: for figures."""
    return " " * (width - cell_len(text)) + text if cell_len(text) <= width else fit(text, width)


def spread(left: Pieces, right: Pieces, width: int) -> Pieces:
    """Left and right pieces at the ends of a line; the left one gives way."""
    room = width - cells(right)
    if cells(left) < room:
        return [*left, (" " * (room - cells(left)), "text"), *right]
    return [*cut(left, max(room - 1, 0)), (" ", "text"), *right]


def cells(pieces: Iterable[Piece]) -> int:
    """How many cells the pieces take."""
    return sum(cell_len(text) for text, _ in pieces)


def cut(pieces: Pieces, width: int) -> Pieces:
    """The pieces in at most `width` cells, the last one cut with “…”."""
    room = width
    for at, (text, role) in enumerate(pieces):
        size = cell_len(text)
        if size > room:
            return [*pieces[:at], (fit(text, room), role)]
        room -= size
    return pieces


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at blanks where there are any."""
    whole = Content(text.replace(_JOINER, ""))  # what it joins may be torn apart
    return [line.plain.rstrip(" ") for line in whole.wrap(max(width, 2))]
