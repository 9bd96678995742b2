"""The slots of a person: what is at hand, opened by its number."""

from typing import Protocol

from textual.widgets import Input

from console.desk import Desk
from console.naming import title
from console.slots import SLOT, UNSLOT, slot_of, slots_of
from data.records.conversations import Conversation
from data.records.slots import Slot
from screens.frame.pick import Choice, Pick
from screens.hands import Hands, Stage
from screens.inbox.pane import presses, state

PUT, TAKE = "+", "-"
"""What else can be picked: keep the conversation under the cursor at hand, or put it away."""


class Slots(Pick):
    """A figure opens one; `+` and `-` are for the conversation under the cursor."""

    CSS_PATH = "../frame/modal.tcss"
    PLACEHOLDER = "a figure opens it, or type to narrow the list"

    def on_input_changed(self, event: Input.Changed) -> None:
        """One sign alone picks what it stands for."""
        if any(choice.value == event.value for choice in self.choices):
            self.dismiss(event.value)


class Opener(Stage, Protocol):
    """The app, as far as slots need it."""

    hands: Hands
    """What does verbs."""

    def open(self, ref: str) -> None:
        """To a record, wherever it is shown."""
        ...


async def open_slot(desk: Desk, opener: Opener) -> None:
    """Ask which slot and open it; or keep what is under the cursor at hand, or put it away."""
    here = next((r for r in opener.pane.subjects() if isinstance(r, Conversation)), None)
    slots = slots_of(desk.book, desk.me.name)
    choices = [choice for slot in slots if (choice := _choice(desk, slot))]
    if here is not None:
        mine = slot_of(desk.book, desk.me.name, here)
        own = f"{TAKE}  put {here.ref} away" if mine else f"{PUT}  keep {here.ref} at hand"
        choices.append(Choice(own[0], own, title(desk, here)))
    picked = await opener.answer(Slots("At hand", choices, ""))
    if picked in (PUT, TAKE) and here is not None:
        await opener.hands.do_to(SLOT if picked == PUT else UNSLOT, [here])
    elif picked is not None:
        [slot, *_] = [slot for slot in slots if str(slot.place) == picked]
        opener.open(f"{Conversation.LETTER}{slot.conversation}")


def _choice(desk: Desk, slot: Slot) -> Choice | None:
    """A slot with who, what and how soon."""
    kept = desk.book.get(Conversation, slot.conversation)
    if kept is None:
        return None
    letter, _ = state(desk, kept)
    about = f"{letter} {presses(desk, kept)} · {kept.assignee or 'nobody'}"
    return Choice(str(slot.place), f"{slot.place}  {kept.ref} {title(desk, kept)}", about)
