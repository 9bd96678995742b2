"""The look: two calm themes with one accent colour, chosen to survive 256 colours."""

from textual.theme import Theme

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
