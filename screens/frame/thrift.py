"""The same frame in fewer bytes, for lines that are slow.

Rich writes each piece of text with its whole style before and a reset after it. Here only what
differs from the piece before is said, and nothing about how a blank would look if it were a letter.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_SGR = re.compile(r"\x1b\[([\d;]*)m")
_MOVES = re.compile(r"(?:\x1b\[[\d;]*H|[\r\n])*")
"""What moves the cursor looks the same in every style."""


class Look(NamedTuple):
    """How the terminal draws what comes next; colours and attributes as SGR has them."""

    fore: str = ""
    back: str = ""
    drawn: frozenset[str] = frozenset()
    """What is seen on blanks too: underlined, reversed, struck out …"""
    weight: frozenset[str] = frozenset()
    """Bold, dim, italic: seen on letters only."""


PLAIN = Look()
_WEIGHTS = {"1", "2", "3"}
_DRAWN = {"4", "5", "7", "9"}


def thrifty(frame: str) -> str:
    """A frame that looks the same, and leaves the terminal in the same style."""
    first, *rest = _SGR.split(frame)
    said, now, meant = [first], PLAIN, PLAIN
    for codes, text in zip(rest[::2], rest[1::2], strict=True):
        after = _after(meant, codes)
        if after is None:  # something we don't know: as it came
            return frame
        meant = after
        alike = text.isspace() and _blank(now) == _blank(meant)
        if not alike and not _MOVES.fullmatch(text):
            said.append(_change(now, meant))
            now = meant
        said.append(text)
    said.append(_change(now, meant))
    return "".join(said)


def _blank(look: Look) -> Look:
    """What is seen of it on a blank."""
    return look if look.drawn else PLAIN._replace(back=look.back)


@lru_cache(1024)
def _after(look: Look, codes: str) -> Look | None:
    """The look after an SGR sequence; `None` where that can't be told."""
    left = codes.split(";")
    while left:
        code = left.pop(0)
        if code in ("", "0"):
            look = PLAIN
        elif code in _WEIGHTS:
            look = look._replace(weight=look.weight | {code})
        elif code in _DRAWN:
            look = look._replace(drawn=look.drawn | {code})
        elif code in ("38", "48"):
            more = 1 if left[:1] == ["5"] else 3 if left[:1] == ["2"] else len(left)
            colour, left = ";".join([code, *left[: 1 + more]]), left[1 + more :]
            look = look._replace(fore=colour) if code == "38" else look._replace(back=colour)
        elif re.fullmatch("3[0-79]|9[0-7]", code):
            look = look._replace(fore="" if code == "39" else code)
        elif re.fullmatch("4[0-79]|10[0-7]", code):
            look = look._replace(back="" if code == "49" else code)
        else:
            return None
    return look


@lru_cache(4096)
def _change(now: Look, meant: Look) -> str:
    """What has to be said between the two."""
    if now == meant:
        return ""
    gone = bool(
        now.drawn - meant.drawn
        or now.weight - meant.weight
        or (now.fore and not meant.fore)
        or (now.back and not meant.back)
    )
    before = PLAIN if gone else now
    codes = ["0"] if gone and meant != PLAIN else []
    codes += sorted((meant.drawn - before.drawn) | (meant.weight - before.weight))
    codes += [meant.fore] if meant.fore != before.fore else []
    codes += [meant.back] if meant.back != before.back else []
    return f"\x1b[{';'.join(codes)}m" if codes or gone else ""
