"""Conversations on the command line: their columns, their thread, what is copied from them."""

from collections.abc import Callable, Mapping

from console.creators import handle_of
from console.desk import Desk
from console.outstanding import due_of, standing_of
from console.thread import Said, aside, marked, messages, newest, thread
from console.turns import at_present, due, turn_words
from console.verb import Handover
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.messages import Message
from data.records.samples import Sample
from data.text import plain
from screens.line.call import Call
from screens.line.out import Json
from screens.line.shape import instant
from screens.say import NOTHING, age, compact, distance, due_words

_AMONG_US = {"note": "note by ", "file": "file by ", "call": "call by ", "mail": "mail by "}


def _waits(desk: Desk, conversation: Conversation) -> str:
    since, now = conversation.waiting_since, desk.clock.now()
    return NOTHING if since is None else age(since, now)


def _due_of(desk: Desk, conversation: Conversation) -> str:
    at = due(desk, conversation)
    return NOTHING if at is None else distance(at, desk.clock.now())


def _says(desk: Desk, conversation: Conversation) -> str:
    said = newest(desk.book, conversation)
    return plain(said.body) if said else NOTHING


def _due(desk: Desk, sample: Sample) -> str:
    until = due_of(desk, sample)
    return due_words(until.astimezone(desk.zone).date(), desk.today) if until else NOTHING


def _blocked_for(desk: Desk, creator: Creator) -> str:
    slugs = (desk.client_slug(block.client) for block in creator.blocked)
    return ", ".join(slug for slug in slugs if slug) or NOTHING


CONVERSATION: Mapping[str, Callable[[Desk, Conversation], str]] = {
    "id": lambda desk, each: each.ref,
    "status": lambda desk, each: at_present(desk, each).status,
    "waiting on": lambda desk, each: turn_words(at_present(desk, each)),
    "due": _due_of,
    "waits": _waits,
    "assignee": lambda desk, each: each.assignee or "nobody",
    "client": lambda desk, each: desk.client_slug(each.client) or NOTHING,
    "creator": lambda desk, each: handle_of(desk.book, each.creator),
    "topic": lambda desk, each: each.topic or NOTHING,
    "says": _says,
}
"""The columns of the inbox."""
CREATOR: Mapping[str, Callable[[Desk, Creator], str]] = {
    "id": lambda desk, creator: creator.ref,
    "handle": lambda desk, creator: f"@{creator.handle}",
    "stage": lambda desk, creator: creator.stage,
    "followers": lambda desk, creator: compact(creator.followers),
    "blocked for": _blocked_for,
    "name": lambda desk, creator: creator.name or NOTHING,
}
"""The columns of the creators."""
SAMPLE: Mapping[str, Callable[[Desk, Sample], str]] = {
    "id": lambda desk, sample: sample.ref,
    "status": standing_of,
    "due": _due,
    "creator": lambda desk, sample: handle_of(desk.book, sample.creator),
    "client": lambda desk, sample: desk.client_slug(sample.client) or NOTHING,
    "product": lambda desk, sample: sample.product,
    "tracking": lambda desk, sample: sample.tracking or NOTHING,
}
"""The columns of the samples."""


def shaped(desk: Desk, conversation: Conversation) -> list[Json]:
    """The messages of a conversation as JSON, as they were written down."""
    return [_message(message) for message in messages(desk.book, conversation)]


def _message(message: Message) -> Json:
    return {
        "id": message.ref,
        "at": instant(message.at),
        "author": message.author,
        "outbound": message.outbound,
        "state": message.state,
        "body": message.body,
        "via": message.via,
        "dated": instant(message.dated) if message.dated else None,
    }


def tell(call: Call, conversation: Conversation, exact: Callable[[Said], str]) -> None:
    """The thread, oldest first; `exact` gives the time of each."""
    for said in (marked(each, conversation) for each in thread(call.desk().book, conversation)):
        call.out.line()
        kind, at, state = _AMONG_US.get(said.kind, ""), exact(said), ""
        facts = [(kind.strip() or "message by", said.author), ("at", at)]
        if beside := aside(said):
            state = f" ({beside})"
            facts.append(("state", beside))
        call.out.written(f"{kind}{said.author}, {at}{state}", facts, said.text)


def hand_over(call: Call, record: Record, carried: Handover) -> None:
    """Give the text to be copied, and say how to say that it was sent."""
    if call.out.mode != "json":
        for line in carried.text.splitlines():
            call.out.line(line)
    yes, no = (verb.rpartition(".")[2] for verb in (carried.yes, carried.no))
    call.out.say(f"Send that text, then say: spotlight {yes} {record.ref} (or {no} {record.ref})")
