"""Finding text in kept documents, whatever its letters' case: as `str.casefold` makes it."""

from collections.abc import Sequence

import msgspec

from data.store.sieve import Sieve


class TextField:
    """Reads one text of documents."""

    def __init__(self, field: str) -> None:
        kept = msgspec.defstruct("Kept", [(field, str | None, None)])
        self._field = field
        self._decoder = msgspec.json.Decoder(kept)

    def folded(self, raw: bytes) -> str:
        """The text as it is searched; empty where there is none."""
        try:
            text = getattr(self._decoder.decode(raw), self._field)
        except msgspec.ValidationError:
            return ""
        return "" if text is None else text.casefold()


class Search:
    """Documents whose text `field` has all the words, in any case."""

    def __init__(self, field: str, words: Sequence[str]) -> None:
        self._words = sorted({word.casefold() for word in words if word}, key=len, reverse=True)
        if not self._words:
            raise ValueError("a search needs a word")
        self.field = field
        self._text = TextField(field)

    @property
    def sieves(self) -> list[Sieve]:
        """What a line of folded text must hold to be of such a document."""
        return [[text_line(word)] for word in self._words]

    def fits(self, raw: bytes) -> bool:
        """Whether it is such a document."""
        folded = self._text.folded(raw)
        return all(word in folded for word in self._words)


def text_line(folded: str) -> bytes:
    """A folded text as a line, without its end."""
    return folded.replace("\n", "\0").encode("utf-8", "surrogatepass")
