"""The look: calm themes with one accent colour, and which one a person chose.

Dark and light are chosen to survive 256 colours; `terminal` uses the sixteen the terminal is set
to; without colour (`NO_COLOR`) weight says what a letter or word hasn't said already.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from textual.app import App
from textual.theme import Theme

from data.text import plain
from screens.keyboard import read_forgivingly

T = TypeVar("T")

ROLES = ("dim", "accent", "good", "warn", "bad")
"""What a text can be beside plain and strong."""
_ROLES_DARK = {
    "spotlight-dim": "#8a8a8a",
    "spotlight-accent": "#5fafff",
    "spotlight-good": "#87af87",
    "spotlight-warn": "#d7af5f",
    "spotlight-bad": "#ff8787",
}
_ROLES_LIGHT = {
    "spotlight-dim": "#626262",
    "spotlight-accent": "#005faf",
    "spotlight-good": "#005f00",
    "spotlight-warn": "#875f00",
    "spotlight-bad": "#af0000",
}

DARK = Theme(
    name="spotlight-dark",
    primary="#5fafff",
    accent="#5fafff",
    success="#87af87",
    warning="#d7af5f",
    error="#ff8787",
    foreground="#d0d0d0",
    background="#1c1c1c",
    surface="#1c1c1c",
    panel="#262626",
    dark=True,
    variables=_ROLES_DARK,
)
LIGHT = Theme(
    name="spotlight-light",
    primary="#005faf",
    accent="#005faf",
    success="#005f00",
    warning="#875f00",
    error="#af0000",
    foreground="#303030",
    background="#eeeeee",
    surface="#eeeeee",
    panel="#e4e4e4",
    dark=False,
    variables=_ROLES_LIGHT,
)

_ANSI_NAMES = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "block-cursor-background": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-text-style": "bold reverse",
    "input-selection-background": "ansi_default",
    "input-selection-foreground": "ansi_default",
}


def _of_terminal(name: str, roles: Mapping[str, str]) -> Theme:
    """A theme on the terminal's own background, in its own colours."""
    plain = "ansi_default"
    colours = {f"spotlight-{role}": f"ansi_{roles.get(role, 'default')}" for role in ROLES}
    return Theme(
        name=name,
        ansi=True,
        primary=colours["spotlight-accent"],
        accent=colours["spotlight-accent"],
        success=colours["spotlight-good"],
        warning=colours["spotlight-warn"],
        error=colours["spotlight-bad"],
        foreground=plain,
        background=plain,
        surface=plain,
        panel=plain,
        boost=plain,
        variables=colours | _ANSI_NAMES,
    )


TERMINAL = _of_terminal(
    "spotlight-terminal",
    {"accent": "blue", "good": "green", "warn": "yellow", "bad": "red"},
)
COLOURLESS = _of_terminal("spotlight-colourless", {})

WEIGHTS: Mapping[str, Mapping[str, str]] = {
    TERMINAL.name: {"dim": "dim", "bad": "bold"},
    COLOURLESS.name: {"dim": "dim", "accent": "bold", "warn": "underline", "bad": "bold underline"},
}
"""By theme, how a role is set apart beside its colour; the others only make `bad` bold."""

LOOKS = {"dark": DARK, "light": LIGHT, "terminal": TERMINAL}
"""What a person can choose, by the word the console says."""


class Dressed(App[T]):
    """An app in the look its person chose; without colour where `NO_COLOR` is set."""

    def __init__(self, person: str) -> None:
        self._person = person
        self.look = chosen(person)
        dressed = COLOURLESS if os.environ.get("NO_COLOR") else LOOKS[self.look]
        read_forgivingly()
        super().__init__(ansi_color=dressed.ansi)
        self.animation_level = "none"
        for theme in (*LOOKS.values(), COLOURLESS):
            self.register_theme(theme)
        # Dressed before the style sheets are first read; from now on the theme says which colours.
        self.set_reactive(App.theme, dressed.name)
        self.set_reactive(App.ansi_color, None)

    def delay_update(self, delay: float = 0.015) -> None:
        """Hold the screen still; Textual does for 50 ms at each switch, our panes need less."""
        super().delay_update(delay)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles' colours, so that any other theme works too."""
        return dict(DARK.variables)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what can be pasted anywhere, a shell too: text that steers nothing."""
        super().copy_to_clipboard(plain(text, lines=True))

    def next_look(self) -> str:
        """Change to the next look and keep that choice; gives what to say about it."""
        if self.theme == COLOURLESS.name:
            return "NO_COLOR is set where this console was started; no other look there"
        words = [*LOOKS]
        self.look = words[(words.index(self.look) + 1) % len(words)]
        self.theme = LOOKS[self.look].name
        choose(self._person, self.look)
        return f"the {self.look} look, from now on"


def chosen(person: str) -> str:
    """The look that person chose last; dark until they do."""
    word = _choices().get(person, "dark")
    return word if word in LOOKS else "dark"


def choose(person: str, look: str) -> None:
    """Keep a person's choice; where that can't be written, it lasts as long as the console."""
    file = _file()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_bytes(msgspec.json.encode(_choices() | {person: look}))
        beside.replace(file)


def _choices() -> dict[str, str]:
    """By person: several may share an account."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}


def _file() -> Path:
    import platformdirs

    return platformdirs.user_config_path("spotlight") / "looks.json"
