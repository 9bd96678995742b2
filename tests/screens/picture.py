"""The whole screen as text, cell for cell, and what sets each cell apart."""

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import digits

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from textual.strip import Strip

from screens.look import DARK, ROLES
from tests.screens.conftest import Sitting

KEPT = Path(__file__).with_name("snapshots")
"""The pictures as somebody looked at them and found them right."""
Screenful = Sequence[Strip]


def shot(person: Sitting) -> Screenful:
    """The screen as it is composed now."""
    return person.app.screen._compositor.render_strips()


async def settled(person: Sitting) -> Screenful:
    """The screen once it has come to rest."""
    before: list[Screenful] = []

    def still() -> bool:
        before.append(shot(person))
        return len(before) > 2 and before[-1] == before[-2] == before[-3]

    await person.until(still)
    return before[-1]


def words(picture: Screenful) -> list[str]:
    """Its lines as text, blanks at the ends left out."""
    return [strip.text.rstrip() for strip in picture]


# -- looks ---------------------------------------------------------------------------------------


def described(style: Style | None) -> str:
    """A style in words: `bold #ff8787 on #1c1c1c`; the terminal's own: `default`."""
    if style is None:
        return "default"
    told = [name for name in ("dim", "bold", "underline", "reverse") if getattr(style, name)]
    told.append(_colour(style.color))
    ground = _colour(style.bgcolor)
    return " ".join(told) + ("" if ground == "default" else f" on {ground}")


def _colour(colour: Color | None) -> str:
    if colour is None or colour.is_default:
        return "default"
    return colour.triplet.hex if colour.triplet else colour.name


def _styles(strip: Strip) -> Iterator[tuple[str, str]]:
    """Letter by letter with its style; blanks without."""
    for segment in strip:
        for letter in segment.text:
            yield letter, " " if letter == " " else described(segment.style)


def side_by_side(pictures: Mapping[str, Screenful]) -> list[str]:
    """One screen in several looks: each line, under it a letter for how each cell is set apart.

    The same letter is the same style, look by look, as told at the end. That the text is the same
    in every look is for the caller to hold.
    """
    letters: dict[tuple[str, ...], str] = {}
    lines: list[str] = []
    for strips in zip(*pictures.values(), strict=True):
        under = ""
        for cells in zip(*map(_styles, strips), strict=True):
            styles = tuple(style for _, style in cells)
            if styles[0] != " " and styles not in letters:
                letters[styles] = _letter(styles[0], letters.values())
            under += letters.get(styles, " ") * cell_len(cells[0][0])
        lines += [strips[0].text.rstrip(), under.rstrip()] if under.strip() else [""]
    for styles, name in letters.items():
        told = zip(pictures, styles, strict=True)
        lines += ["", name, *(f"  {look:<9} {style}" for look, style in told)]
    return lines


_ROLES = {DARK.variables[f"spotlight-{role}"]: role[0] for role in ROLES}


def _letter(style: str, taken: Iterable[str]) -> str:
    """By the first look: its role's, `s` for strong, a dot for plain; a capital on other ground."""
    plain = "s" if style.startswith("bold") else "."
    if DARK.foreground not in style.split():
        plain = next((letter for colour, letter in _ROLES.items() if f"{colour} " in style), "o")
    meant = plain if style.endswith(f" on {DARK.background}") else plain.upper()
    return next(each for each in meant + digits if each not in taken)


# -- comparing -----------------------------------------------------------------------------------


def difference(name: str, lines: Sequence[str]) -> list[str]:
    """How `lines` differ from the kept picture of that name; nothing: they don't.

    With `SPOTLIGHT_SNAPSHOTS=write` they are kept instead.
    """
    file = KEPT / f"{name}.txt"
    if WRITE:
        file.write_text("\n".join(lines) + "\n", "utf-8")
    kept = file.read_text("utf-8").splitlines() if file.exists() else []
    return list(difflib.unified_diff(kept, list(lines), f"{name} kept", f"{name} now", lineterm=""))


WRITE = os.environ.get("SPOTLIGHT_SNAPSHOTS") == "write"
"""Read before a test clears the variable away."""
