"""Text from outside, made harmless (a creator's message, an export's cell, a file's name).

`plain` is the one gate on the way in. What it lets through is printable text that can't steer a
terminal, hide its order or draw outside its cell. Markup is not its business: screens never show
text as markup.
"""

import re
import unicodedata

_NEWLINES = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]P^_X][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, PM, APC, SOS
    r"|\x1b[ -/]*[0-~]?"  # two-character escapes, and a bare one
    r"|\x9b[0-?]*[ -/]*[@-~]"  # CSI in one character
)
# Bidi embeddings, overrides and isolates; zero-width spaces, joiners used alone, and BOMs are
# invisible, so they only serve to disguise. ZWJ and variation selectors stay: emoji need them.
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str, *, lines: bool = False, limit: int | None = None) -> str:
    """`text` as harmless NFC text.

    Escape sequences, control characters, bidi controls, invisible characters and lone surrogates
    are dropped. With `lines`, newlines stay and tabs become spaces; without, every run of white
    space becomes one space and the ends are trimmed. `limit` cuts after that many characters and
    ends the text in "…".
    """
    text = _NEWLINES.sub("\n", text)
    text = _ESCAPES.sub("", text).translate(_INVISIBLE)
    if lines:
        kept = (c for c in text.replace("\t", "    ") if c == "\n" or _printable(c))
        text = "".join(kept).strip("\n")
    else:
        text = " ".join("".join(c if _printable(c) else " " for c in text).split())
    text = unicodedata.normalize("NFC", text)
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return text


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co")


def defused(cell: str) -> str:
    """`cell` so that no spreadsheet runs it: a leading = + - @ gets an apostrophe before it.

    For every CSV or workbook we write. Source: OWASP "CSV Injection".
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell
