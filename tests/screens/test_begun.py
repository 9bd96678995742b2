"""Completing among many words: the same as looking at each; a handle by any part of it."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from console import inbox
from console.desk import Desk
from screens.frame.begun import LEADS, Begun, Within
from screens.frame.form import Form
from tests.screens.conftest import Open

WORDS = st.lists(st.text("aAbß@_.", max_size=5), max_size=20)


@given(WORDS, st.text("aAbß@_.", max_size=3))
def test_it_suggests_a_word_that_begins_so(words: list[str], typed: str) -> None:
    given = typed.casefold()
    found = asyncio.run(Begun(words).get_suggestion(given))
    fitting = [word for word in words if word.casefold().startswith(given)]
    assert (found in fitting) if fitting else found is None


@given(
    st.lists(st.text("aAbß_.", min_size=1, max_size=5), max_size=20), st.text("aAbß_.@", max_size=3)
)
def test_a_handle_is_suggested_by_any_part_of_it(handles: list[str], typed: str) -> None:
    given = typed.casefold()
    part = given.removeprefix("@")
    found = asyncio.run(Within([f"@{handle}" for handle in handles]).get_suggestion(given))
    fitting = [handle for handle in handles if part in handle.casefold()]
    if not part or not fitting:
        assert found is None
        return
    assert found is not None
    handle = found.rpartition(LEADS)[2].removeprefix("@")
    assert handle in fitting
    first = [each for each in fitting if each.casefold().startswith(part)]
    assert handle in (first or fitting), "what begins so comes first"
    assert found.casefold().startswith(given)


async def test_in_a_form_right_takes_the_handle_that_a_part_leads_to(
    desk: Desk, console: Open
) -> None:
    for handle in ("glowbylena", "lenabakes", "tinykitchen"):
        desk.make(inbox.NEW, inbox.NewConversation(creator=handle))
    async with console(desk) as ana:
        await ana.press("2", "n")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        field = ana.app.screen.query_one("#creator", Input)
        for typed, shown in (("kitch", "kitch → @tinykitchen"), ("lena", "lena → @lenabakes")):
            await ana.press("ctrl+u")
            await ana.type(typed)
            await ana.until(lambda shown=shown: field._suggestion == shown)  # type: ignore[misc]
        await ana.press("right")
        assert field.value == "@lenabakes"
        await ana.press("ctrl+s")
        await ana.said("you began C4")
    begun = desk.book.all(inbox.NEW.kind)
    assert begun[3].creator == begun[1].creator
