"""Completing among many words: the same as looking at each."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from screens.frame.begun import Begun

WORDS = st.lists(st.text("aAbß@_.", max_size=5), max_size=20)


@given(WORDS, st.text("aAbß@_.", max_size=3))
def test_it_suggests_a_word_that_begins_so(words: list[str], typed: str) -> None:
    given = typed.casefold()
    found = asyncio.run(Begun(words).get_suggestion(given))
    fitting = [word for word in words if word.casefold().startswith(given)]
    assert (found in fitting) if fitting else found is None
