"""Completing among many words: the same as looking at each; a handle by any part of it."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Label

from console import inbox
from console.args import read
from console.desk import Desk
from data.errors import UsageError
from data.records.creators import Creator
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


def test_a_handle_is_suggested_without_its_accents() -> None:
    found = asyncio.run(Within(["@josé", "@lena"]).get_suggestion("jose"))
    assert found == f"jose{LEADS}@josé"


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


async def test_a_part_of_a_handle_is_asked_about_before_somebody_new_is_made(
    desk: Desk, console: Open
) -> None:
    for handle in ("fitfindslena64", "tinykitchen"):
        desk.make(inbox.NEW, inbox.NewConversation(creator=handle))
    async with console(desk) as ana:
        await ana.press("2", "n")
        await ana.until(lambda: isinstance(ana.app.screen, Form))
        form = ana.app.screen
        assert "→ take what is offered" in str(form.query_one("#form-keys", Label).visual)
        field = form.query_one("#creator", Input)
        await ana.type("slena6")
        await ana.until(lambda: field._suggestion == "slena6 → @fitfindslena64")
        await ana.press("enter", "ctrl+s")
        wrong = form.query_one("#form-error", Label)
        await ana.until(lambda: "did you mean @fitfindslena64?" in str(wrong.visual))
        assert "A new one is new:slena6" in str(wrong.visual)
        field.focus()
        await ana.press("ctrl+u")
        assert str(wrong.visual) == "", "what was wrong goes with the next letter"
        await ana.type("new:slena6")
        await ana.press("ctrl+s")
        await ana.said("you began C3")
    assert [each.handle for each in desk.book.all(Creator)][-1] == "slena6"


@pytest.mark.parametrize("typed", ["@glowbylena", "https://www.tiktok.com/@lena", "new:LENA"])
def test_what_can_only_mean_one_is_not_asked_about(desk: Desk, typed: str) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="glowbylena"))
    args = read(inbox.NewConversation, {"creator": typed}, desk.reading())
    assert args.creator in ("glowbylena", "lena")


def test_no_more_than_three_are_named(desk: Desk) -> None:
    for number in range(5):
        desk.make(inbox.NEW, inbox.NewConversation(creator=f"lena{number}"))
    with pytest.raises(UsageError, match=r"mean @lena0, @lena1 or @lena2\? A new one is new:lena"):
        read(inbox.NewConversation, {"creator": "@Lena"}, desk.reading())
