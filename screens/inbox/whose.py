"""Whose a copied chat is, asked where no conversation is selected."""

from collections.abc import Callable, Mapping, Sequence

from console.args import Field, fields, read
from console.desk import Desk
from console.inbox import NewConversation
from screens.handing import Hand

_ASKED = ("creator", "client")


async def ask_whose(
    desk: Desk, hand: Hand, suggestions: Callable[[Sequence[Field]], Mapping[str, list[str]]]
) -> NewConversation | None:
    """With whom it is, and about which client; nothing: it isn't to be pasted."""
    from screens.frame.form import Form  # text fields are slow to load

    asked = [field for field in fields(NewConversation) if field.name in _ASKED]
    said: list[NewConversation] = []

    async def submit(words: Mapping[str, str]) -> None:
        said.append(read(NewConversation, words, desk.reading()))

    form = Form(
        "paste: whose chat is it?", asked, submit,
        about=[], initial={}, unsent={}, suggestions=suggestions(asked),
    )  # fmt: skip
    await hand.answer(form)
    return said[0] if said else None
