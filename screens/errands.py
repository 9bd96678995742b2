"""Errands: what a person asks for by a key, or by its name, that changes no record by itself.

What an errand needs is loaded when it is first asked for: text fields and exports are slow to.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Protocol

from console.cancel import cancel_import
from console.desk import Desk
from screens.hands import Hands, Stage
from screens.headlines import unsent_words


class Sender(Stage, Protocol):
    """Who sends on errands: the app, as far as they need it."""

    hands: Hands
    """Whose drafts and views these are."""
    sought: str
    """What was last looked for everywhere."""

    def open(self, ref: str) -> None:
        """To a record, wherever it is shown."""
        ...

    async def run_action(self, action: str) -> bool:
        """Do what a key would."""
        ...

    def exit(self) -> None:
        """End the console."""
        ...


async def _links(desk: Desk, sender: Sender) -> None:
    from screens.finding.asking import open_link

    await open_link(desk, sender)


async def _card(desk: Desk, sender: Sender) -> None:
    from screens.creators.asking import show_creator

    await show_creator(desk, sender)


async def _where(desk: Desk, sender: Sender) -> None:
    from screens.creators.asking import where_is_it

    await where_is_it(desk, sender)


async def _payout(desk: Desk, sender: Sender) -> None:
    from screens.creators.asking import when_is_it_paid

    await when_is_it_paid(desk, sender)


async def _rate(desk: Desk, sender: Sender) -> None:
    from screens.creators.asking import from_when_it_counts

    await from_when_it_counts(desk, sender)


async def _playbook(desk: Desk, sender: Sender) -> None:
    from screens.inbox.answering import look_up

    await look_up(desk, sender)


async def _clocks(desk: Desk, sender: Sender) -> None:
    from screens.inbox.clocks import show_clocks

    await show_clocks(desk, sender)


async def _slots(desk: Desk, sender: Sender) -> None:
    from screens.inbox.slots import open_slot

    await open_slot(desk, sender)


async def _incidents(desk: Desk, sender: Sender) -> None:
    from screens.inbox.incidents import show_incidents

    await show_incidents(desk, sender)


async def _find(desk: Desk, sender: Sender) -> None:
    from screens.finding.asking import find_anywhere

    await find_anywhere(desk, sender)


async def _history(desk: Desk, sender: Sender, *, everything: bool) -> None:
    from screens.history import show_history

    await show_history(desk, sender, everything=everything)


async def _figures(desk: Desk, sender: Sender, *, what: str) -> None:
    from screens.tracing.asking import ask

    await ask(desk, sender, what)


async def _cancel(desk: Desk, sender: Sender) -> None:
    ended = await asyncio.to_thread(cancel_import, desk)
    sender.take_news()
    sender.say(f"{ended.file} is cancelled; nothing of it was imported", "good")


async def _palette(desk: Desk, sender: Sender) -> None:
    from screens.palette import Palette

    if action := await sender.answer(Palette(sender.pane)):
        await sender.run_action(action)


async def _views(desk: Desk, sender: Sender) -> None:
    from screens.frame.views import choose_view

    await choose_view(desk, sender.hands, sender.pane)


async def _drafts(desk: Desk, sender: Sender) -> None:
    await sender.hands.go_on()


async def _handover(desk: Desk, sender: Sender) -> None:
    from screens.handover import show_handover

    await show_handover(desk, sender)


async def _leave(desk: Desk, sender: Sender) -> None:
    """Leave. Asks if something was typed in this console and not sent.

    What this person left unsent before, or in another console, is named then, too, and never asked
    about by itself: it is where it was.
    """
    hands = sender.hands
    await hands.recall()
    here = [unsent_words(key) for key in hands.kept if key in hands.unsent]
    before = [unsent_words(key) for key in hands.kept if key not in hands.unsent]
    lines = [*here, f"and from before: {', '.join(before)}"] if before else here
    question = "Leave, with something typed and not sent? It is kept."
    if not here or await hands.confirm(question, lines):
        sender.exit()


ERRANDS: Mapping[str, Callable[[Desk, Sender], Awaitable[None]]] = {
    "links": _links,
    "card": _card,
    "where": _where,
    "payout": _payout,
    "rate": _rate,
    "playbook": _playbook,
    "clocks": _clocks,
    "slots": _slots,
    "incidents": _incidents,
    "find": _find,
    "history": partial(_history, everything=False),
    "log": partial(_history, everything=True),
    "trace": partial(_figures, what="trace"),
    "products": partial(_figures, what="products"),
    "creators": partial(_figures, what="creators"),
    "samples": partial(_figures, what="samples"),
    "cancel": _cancel,
    "palette": _palette,
    "views": _views,
    "drafts": _drafts,
    "handover": _handover,
    "leave": _leave,
}
"""Every errand by its name."""
