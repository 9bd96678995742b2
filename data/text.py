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
_FILLERS = dict.fromkeys([0x115F, 0x1160, 0x3164, 0xFFA0])
"""Hangul letters that draw nothing."""
_JOINER = "\u200d"
_MARKS = 8
"""Combining marks that may follow each other: no language needs as many, and more climb out of
the line."""
_CROWD = re.compile(rf"[^\w\x00-\x7f]{{{_MARKS + 1},}}")  # marks, and symbols
_ACCENTS = re.compile("[\u0300-\u036f]")
"""Marks on Latin, Greek and Cyrillic letters; those of other scripts make other words."""
_STROKES = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters whose mark can't be taken off them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str, *, lines: bool = False, limit: int | None = None) -> str:
    """`text` as harmless NFC text.

    Escape sequences, control and format characters (bidi controls, tags, zero-width spaces, soft
    hyphens), lone surrogates and what else draws nothing are dropped; joiners stay where emoji and
    letters need them, and marks up to eight in a row. With `lines`, newlines stay and tabs become
    spaces; without, every run of white space becomes one space and the ends are trimmed. `limit`
    cuts after that many characters and ends the text in "…".
    """
    if not (text.isascii() and text.isprintable()):  # most texts are
        text = _clean(text, "" if lines else " ")
    text = text.strip("\n") if lines else " ".join(text.split())
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip().rstrip(_JOINER) + "…"
    return text


def searchable(text: str) -> str:
    """`text` as words are looked for in it, without capitals and accents: `José` is `jose`."""
    if text.isascii():
        return text.lower()
    parted = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", parted).translate(_STROKES))


def _clean(text: str, gap: str) -> str:
    """`text` without what steers, hides or draws nothing; `gap` stands for a control character."""
    text = _ESCAPES.sub("", _NEWLINES.sub("\n", text))
    if not gap:
        text = text.replace("\t", "    ")
    text = unicodedata.normalize("NFC", text).translate(_FILLERS)
    text = "".join(c if c.isprintable() else _unprintable(c, gap) for c in text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _joined(text))
    return _CROWD.sub(lambda crowd: _few_marks(crowd[0]), text)


def _unprintable(char: str, gap: str) -> str:
    """What becomes of a character that isn't printable by itself; blanks are among them."""
    if char in ("\n", _JOINER):
        return char
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    return gap if category.startswith("C") else char


def _joined(text: str) -> str:
    """`text` with only those joiners that join emoji, or letters of a script that knows them."""
    first, *rest = text.split(_JOINER)
    kept = [first]
    last = first[-1:]
    for part in rest:
        if _joins(last, "LMS") and _joins(part[:1], "LS"):
            kept.append(_JOINER)
        kept.append(part)
        last = part[-1:] or last
    return "".join(kept)


def _joins(char: str, kinds: str) -> bool:
    return not char.isascii() and unicodedata.category(char)[0] in kinds


def _few_marks(text: str) -> str:
    kept, run = list[str](), 0
    for char in text:
        run = run + 1 if unicodedata.category(char)[0] == "M" else 0
        if run <= _MARKS:
            kept.append(char)
    return "".join(kept)


def defused(cell: str) -> str:
    """`cell` so that no spreadsheet runs it: a leading = + - @ gets an apostrophe before it.

    For every CSV or workbook we write. Source: OWASP "CSV Injection".
    """
    return "'" + cell if cell.startswith(_FORMULA) else cell
