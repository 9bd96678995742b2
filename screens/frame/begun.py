"""Completing what is typed into a field, among as many words as there are creators."""

from bisect import bisect_left
from collections.abc import Sequence

from textual.suggester import Suggester


class Begun(Suggester):
    """Suggests the first word, by the alphabet, that begins with what is typed."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=False)
        self._words = sorted((word.casefold(), word) for word in words)

    async def get_suggestion(self, value: str) -> str | None:
        """That word, whole; `None`: there is none. `value` is in small letters."""
        at = bisect_left(self._words, (value, ""))
        if at == len(self._words) or not self._words[at][0].startswith(value):
            return None
        return self._words[at][1]
