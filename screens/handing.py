"""Handing over: a text goes to the person's own clipboard, and they say whether it got there.

Where the terminal puts nothing on a clipboard, the text is shown alone, or put in a file.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol, TypeVar

from textual.screen import Screen

from console.desk import AnyVerb, Desk
from console.table import VERBS
from console.verb import Handover
from data.errors import News, StoreError
from data.outbox import Outbox
from data.records.base import Record
from data.text import plain
from screens.ahead import TypedAhead
from screens.frame.paint import Role

T = TypeVar("T")
SHOWN = 400
"""How much of the text the question shows, in characters."""


class Hand(Protocol):
    """What is needed of the app."""

    ahead: TypedAhead
    """The keys that wait for what the last one began."""

    def say(self, words: str, role: Role = "text") -> None:
        """Answer the person in the status line."""
        ...

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text on the person's own clipboard (OSC 52)."""
        ...

    async def show_alone(self, text: str) -> str:
        """Show a text with nothing around it until a key; gives what to say afterwards."""
        ...

    async def answer(self, screen: Screen[T]) -> T | None:
        """Ask something and wait for the answer."""
        ...


async def hand_over(
    hand: Hand,
    desk: Desk,
    record: Record,
    carried: Handover,
    do: Callable[[AnyVerb, Record], Awaitable[None]],
) -> None:
    """Copy the text, ask whether it got there, and `do` the verb that says so.

    What came in meanwhile is shown and asked again. Raises what `do` raises.
    """
    from screens.frame.carried import Carried

    hand.copy_to_clipboard(carried.text)
    news, shown = "", plain(carried.text, lines=True, limit=SHOWN)
    outbox = Outbox(desk.workspace.outbox / desk.me.name)
    alone, file = partial(hand.show_alone, carried.text), partial(_file, outbox, record, carried)
    while True:
        asked = Carried(carried.question, shown, news, plain=alone, file=file)
        arrived = await hand.answer(asked)
        if arrived is None:
            yes, no = desk.press(carried.yes), desk.press(carried.no)
            keys = f"{yes} when it is sent, {no} when it isn't"
            hand.say(f"copied, not confirmed · {keys}", "warn")
            return
        try:
            await do(VERBS[carried.yes if arrived else carried.no], record)
        except News as error:
            hand.ahead.forget()
            news = str(error)
            record = desk.book.get(type(record), record.id) or record
        else:
            await asyncio.to_thread(outbox.clear, record.ref)
            return


async def _file(outbox: Outbox, record: Record, carried: Handover) -> str:
    try:
        path = await asyncio.to_thread(outbox.put, record.ref, carried.text)
    except StoreError as error:
        return str(error)
    return f"It is in {path} until you answer here."
