"""Finding text in kept documents, whatever its letters' case, without decoding them all.

Text is compared as `str.casefold` makes it. That is too slow for a hundred megabytes, so lines are
sieved as bytes first: those that hold the longest word with the ASCII letters lowered, and those
with a character that becomes a part of that word only when it is casefolded (É, ß, the Kelvin
sign). What goes through is decoded and compared as it should be.
"""

import sys
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from data.store.entry import encode_json


class Search:
    """Documents whose text `field` has all the words, in any case."""

    def __init__(self, field: str, words: Sequence[str]) -> None:
        self._words = [word.casefold() for word in words if word]
        if not self._words:
            raise ValueError("a search needs a word")
        word = max(self._words, key=len)
        self._sought = encode_json(word)[1:-1]
        self._lowers = word.upper() != word
        self._odd = [char.encode() for char, folded in _folding() if _touch(folded, word)]
        kept = msgspec.defstruct("Kept", [(field, str | None, None)])
        self._field = field
        self._decoder = msgspec.json.Decoder(kept)

    def lines(self, data: bytes) -> Iterator[bytes]:
        """The lines that may hold it, of whole lines."""
        found: dict[int, int] = {}
        _find(data.lower() if self._lowers else data, self._sought, found)
        for char in self._odd:
            if char[:1] in data:  # which is looked for much quicker than two bytes are
                _find(data, char, found)
        for start, end in sorted(found.items()):
            yield data[start:end]

    def fits(self, raw: bytes) -> bool:
        """Whether the document does hold it."""
        try:
            text = getattr(self._decoder.decode(raw), self._field)
        except msgspec.ValidationError:
            return False
        folded = "" if text is None else text.casefold()
        return all(word in folded for word in self._words)


def _find(data: bytes, sought: bytes, found: dict[int, int]) -> None:
    """Note from where to where each line goes that has the bytes."""
    at = data.find(sought)
    while at >= 0:
        end = data.find(b"\n", at)
        found[data.rfind(b"\n", 0, at) + 1] = end
        at = data.find(sought, end)


@cache
def _folding() -> list[tuple[str, str]]:
    """The characters beyond ASCII that casefolding changes, and what they become."""
    beyond = (chr(code) for code in range(0x80, sys.maxunicode) if not 0xD800 <= code < 0xE000)
    return [(char, folded) for char in beyond if (folded := char.casefold()) != char]


def _touch(folded: str, word: str) -> bool:
    """Whether a text that has `folded` in it can have the word around, within or across it."""
    return (
        folded in word
        or word in folded
        or any(
            word.startswith(folded[at:]) or word.endswith(folded[:at])
            for at in range(1, len(folded))
        )
    )
