"""Slots: conversations kept at hand, by number, for whoever works on several at once."""

import msgspec

from console.verb import NoArgs, Reader, Refusal, Verb, View
from data.records.book import Tx
from data.records.conversations import Conversation
from data.records.slots import Slot

PLACES = range(1, 10)


def slots_of(read: Reader, name: str) -> list[Slot]:
    """A person's slots, by place."""
    found = (slot for slot in read.find(Slot, "owner", name) if slot.archived_at is None)
    return sorted(found, key=lambda slot: (slot.place, slot.id))


def slot_of(read: Reader, name: str, conversation: Conversation) -> Slot | None:
    """The slot of theirs that it is in."""
    found = (slot for slot in slots_of(read, name) if slot.conversation == conversation.id)
    return next(found, None)


def _free(read: Reader, name: str) -> int | None:
    taken = {slot.place for slot in slots_of(read, name)}
    return next((place for place in PLACES if place not in taken), None)


def _put_in(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    place = _free(tx, tx.by) or PLACES[-1]
    tx.add(Slot(owner=tx.by, place=place, conversation=conversation.id))
    return conversation


def _take_out(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    if slot := slot_of(tx, tx.by, conversation):
        tx.put(msgspec.structs.replace(slot, archived_at=tx.at))
    return conversation


def _can_put_in(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if slot := slot_of(view.read, view.me, conversation):
        return Refusal(f"it is in your slot {slot.place} already")
    if _free(view.read, view.me) is None:
        return Refusal("your nine slots are taken: unslot one")
    return None


def _can_take_out(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if slot_of(view.read, view.me, conversation) is None:
        return Refusal("it is in no slot of yours")
    return None


SLOT = Verb(
    id="inbox.slot",
    label="slot",
    past="kept at hand",
    help="Keep it at hand in the next free of your nine slots.",
    kind=Conversation,
    args=NoArgs,
    do=_put_in,
    refuse=_can_put_in,
)
UNSLOT = Verb(
    id="inbox.unslot",
    label="unslot",
    past="put away",
    help="Take it out of your slot.",
    kind=Conversation,
    args=NoArgs,
    do=_take_out,
    refuse=_can_take_out,
)
VERBS = (SLOT, UNSLOT)
