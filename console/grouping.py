"""Grouping: conversations merged into another, or split off one. Messages never move: each stays
where it was written, and what a conversation shows is worked out from the groupings that stand.
"""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from console.clocks.cycles import waits
from console.verb import Reader, Refusal, View
from data.records.conversations import Conversation
from data.records.groupings import Grouping
from data.records.incidents import Incident
from data.records.messages import Message
from data.records.turns import Turn


def standing(read: Reader, conversation: Conversation) -> Conversation:
    """The conversation this one was merged into, at the end; itself if it wasn't."""
    into = conversation.merged_into
    found = read.get(Conversation, into) if into is not None else None
    return conversation if found is None else standing(read, found)


def conversations(read: Reader, incident: Incident) -> list[Conversation]:
    """Those an incident concerns, where they go on now, each once."""
    found = read.find(Conversation, "incident", incident.id)
    heirs = (standing(read, each) for each in found if each.archived_at is None)
    return [*{each.id: each for each in heirs}.values()]


def follower(read: Reader, conversation: Conversation) -> Conversation | None:
    """The one that was begun once this one was closed, if the creator wrote again."""
    return next(iter(_standing_of(read, "follows", conversation)), None)


def goes_on(read: Reader, conversation: Conversation) -> Conversation:
    """Where the creator is answered now: in what it was merged into, in what follows it."""
    here = standing(read, conversation)
    after = follower(read, here)
    return here if after is None else goes_on(read, after)


def elsewhere(
    view: View, conversation: Conversation, args: msgspec.Struct | None
) -> Refusal | None:
    """The rule that what was merged into another goes on there."""
    if conversation.status != "merged":
        return None
    into = standing(view.read, conversation).ref
    apart = view.press("inbox.unmerge")
    return Refusal(f"it was merged into {into} · go on there, or {apart} parts them again")


def group(read: Reader, conversation: Conversation) -> list[Conversation]:
    """Itself, and all that were merged into it."""
    return [*_beneath(read, conversation)]


def shown(read: Reader, conversation: Conversation) -> list[Message]:
    """The messages it shows, its own and those of its group, in the order they were written
    down."""
    found = [message for each in group(read, conversation) for message in of(read, each)]
    return sorted(found, key=lambda message: message.id)


def chat(read: Reader, conversation: Conversation) -> list[Message]:
    """What is known of the creator's chat: the messages of all that follow one another, each
    once."""
    here: Conversation | None = goes_on(read, conversation)
    found: dict[int, Message] = {}
    while here is not None:
        found |= {message.id: message for message in shown(read, here)}
        here = read.get(Conversation, here.follows) if here.follows is not None else None
    return [found[id] for id in sorted(found)]


def of(read: Reader, conversation: Conversation) -> list[Message]:
    """Those of the conversation without its group: its own and what it took along when it was
    split off, without what others took along."""
    all = _all(read, conversation)
    gone = {each.id for part in parts(read, conversation) for each in onward(all, part)}
    return [message for message in all if message.id not in gone]


def onward(messages: list[Message], part: Conversation) -> list[Message]:
    """Of those messages what `part` took along: from its first one on, of what there was then."""
    first = next((each for each in messages if each.id == part.from_message), None)
    if first is None:
        return []
    return [
        each
        for each in messages
        if (each.at, each.id) >= (first.at, first.id) and each.id <= (part.to_message or 0)
    ]


def waiting_since(read: Reader, conversation: Conversation) -> datetime | None:
    """When the oldest message shown came that nobody answered yet; none: `None`."""
    turns = [t for t in read.find(Turn, "conversation", conversation.id) if t.archived_at is None]
    cycles = waits(shown(read, conversation), turns)
    open_yet = cycles and cycles[-1].stop is None and cycles[-1].voided is None
    return cycles[-1].start if open_yet else None


def parts(read: Reader, conversation: Conversation) -> list[Conversation]:
    """Those that were split off it."""
    return _standing_of(read, "split_from", conversation)


def _beneath(read: Reader, conversation: Conversation) -> Iterator[Conversation]:
    yield conversation
    for each in _standing_of(read, "merged_into", conversation):
        yield from _beneath(read, each)


def _all(read: Reader, conversation: Conversation) -> list[Message]:
    """Its own messages and those it took along, also where others took them on from it."""
    found = read.find(Message, "conversation", conversation.id)
    own = [message for message in found if message.archived_at is None]
    whole = conversation.split_from
    before = read.get(Conversation, whole) if whole is not None else None
    return own if before is None else [*onward(_all(read, before), conversation), *own]


def _standing_of(read: Reader, field: str, conversation: Conversation) -> list[Conversation]:
    """Those of which `field` names it now. Most conversations have none, which is told at once."""
    ever = {each.part for each in read.find(Grouping, "whole", conversation.id)}
    found = (read.get(Conversation, part) for part in sorted(ever))
    return [
        each
        for each in found
        if each is not None and each.archived_at is None and getattr(each, field) == conversation.id
    ]
