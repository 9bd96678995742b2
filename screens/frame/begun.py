"""Completing what is typed into a field, among as many words as there are creators."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from textual.suggester import Suggester

from data.text import searchable


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


LEADS = " → "
"""What stands between a part that was typed and the handle it leads to: the key that takes it."""


class Within(Suggester):
    """Suggests the handle that has what is typed in it; the first that begins so, if any does."""

    def __init__(self, handles: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=False)
        self._handles = sorted((searchable(handle).removeprefix("@"), handle) for handle in handles)
        self._ends: list[int] = []
        """Where each of them ends in the text."""
        at = 0
        for folded, _ in self._handles:
            at += len(folded) + 1
            self._ends.append(at)
        self._text = "\n".join(["", *(folded for folded, _ in self._handles), ""])

    async def get_suggestion(self, value: str) -> str | None:
        """`value` and the handle; `None`: there is none. `value` is in small letters."""
        part = searchable(value).removeprefix("@")
        begun, within = (self._text.find(each) for each in (f"\n{part}", part))
        if not part or (begun < 0 and within < 0):
            return None
        handle = self._handles[bisect_right(self._ends, begun if begun >= 0 else within - 1)][1]
        if handle.casefold().startswith(value):
            return handle
        return f"{value}{LEADS}{handle}"
