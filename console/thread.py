"""A thread: what was said in a conversation, messages and notes, and what is new in it."""

from datetime import datetime
from typing import Literal

import msgspec

from console.attachments import attached, described
from console.creators import blocked
from console.grouping import group, shown, standing
from console.verb import Reader, Refusal, View
from data.records.attachments import Attachment
from data.records.book import Tx
from data.records.conversations import Conversation, category
from data.records.messages import Message, State
from data.records.notes import Note
from data.records.people import Person
from data.text import plain

UNREAD = {"copied": "copied, not confirmed", "failed": "not sent"}
"""What is said of a reply that the creator can't read, by its state."""


class Said(msgspec.Struct, frozen=True):
    """One thing said: a message in or out; among us a note, a file, a call or mail noted down."""

    kind: Literal["in", "out", "note", "file", "call", "mail"]
    author: str
    text: str
    at: datetime
    written_at: datetime
    """When it was written down here."""
    written_by: str
    origin: str
    """The conversation it was written in (`C118`)."""
    state: State | None = None
    """Of a message."""
    dated: datetime | None = None
    """What a message says of its time, where that lay ahead."""


def thread(read: Reader, conversation: Conversation) -> list[Said]:
    """Everything said, oldest first."""
    found = [_message(message) for message in messages(read, conversation)]
    for each in group(read, conversation):
        notes = read.find(Note, "about", each.ref)
        found += [_note(note) for note in notes if note.archived_at is None]
        found += [_file(file) for file in attached(read, each.ref)]
    return sorted(found, key=lambda said: (said.at, said.written_at))


def aside(said: Said) -> str | None:
    """What has to stand beside it, if anything: that it wasn't sent, or is dated ahead."""
    if said.dated:
        return f"dated {said.dated:%Y-%m-%d} there, which is still to come"
    return UNREAD.get(said.state or "")


def marked(said: Said, conversation: Conversation) -> Said:
    """The same; what was written in another conversation with that one's id before its author."""
    if said.origin == conversation.ref:
        return said
    return msgspec.structs.replace(said, author=f"{said.origin} {said.author}")


def messages(read: Reader, conversation: Conversation) -> list[Message]:
    """The messages it shows, in the order they were written down."""
    return shown(read, conversation)


def newest(read: Reader, conversation: Conversation) -> Message | None:
    """What was said last, in or out; a reply that wasn't sent was never said."""
    said = [message for message in messages(read, conversation) if message.state != "failed"]
    return max(said, key=lambda message: (message.at, message.id), default=None)


def unsent(read: Reader, conversation: Conversation) -> str:
    """The text of a reply that wasn't sent and that no later one replaced; none: nothing."""
    ours = [message for message in messages(read, conversation) if message.outbound]
    return ours[-1].body if ours and ours[-1].state == "failed" else ""


def answered(read: Reader, conversation: Conversation) -> bool:
    """Whether any reply was confirmed there."""
    return any(message.state == "confirmed" for message in messages(read, conversation))


def unanswered(read: Reader, conversation: Conversation, after: datetime) -> datetime | None:
    """When the oldest of those messages came that were written down after that instant."""
    came = [message for message in messages(read, conversation) if not message.outbound]
    return min((message.at for message in came if message.created_at > after), default=None)


def last_written(read: Reader, conversation: Conversation) -> datetime | None:
    """When anything was last written; a reply that wasn't sent never was."""
    told = [said for said in thread(read, conversation) if said.state != "failed"]
    return max((max(said.at, said.written_at) for said in told), default=None)


def news(view: View, conversation: Conversation) -> Refusal | None:
    """What others wrote since the conversation was on the person's screen."""
    seen = view.seen
    if not isinstance(seen, Conversation) or seen.spoken_at == conversation.spoken_at:
        return None
    since = seen.spoken_at or seen.created_at
    new = [
        said
        for said in thread(view.read, conversation)
        if said.written_at > since and said.written_by != view.me and said.state != "failed"
    ]
    if not new:
        return None
    last, more = new[-1], len(new) - 1
    did = _DID.get(last.kind, "wrote")
    also = f", and {more} more" if more else ""
    said = plain(last.text, limit=120)
    return Refusal(f"{last.author} {did} since you looked: “{said}”{also}.", news=True)


_DID = {
    "note": "noted",
    "file": "attached a file",
    "call": "noted a call",
    "mail": "noted a mail",
}


def hear(tx: Tx, conversation: Conversation, author: str, body: str, at: datetime) -> Conversation:
    """Write down what the creator wrote at that instant; gives the conversation as it is then.

    Whoever waited or slept until an answer wakes, and what was resolved is open again. What was
    merged into another is heard there.
    """
    conversation = standing(tx, conversation)
    tx.add(
        Message(
            conversation=conversation.id,
            author=author,
            outbound=False,
            body=body,
            at=at,
            state="received",
        )
    )
    resolved = conversation.status == "resolved"
    heard = msgspec.structs.replace(
        conversation,
        waiting_since=at if resolved else conversation.waiting_since or at,
        last_at=max(at, conversation.last_at or at),
        spoken_at=tx.at,
    )
    return roused(tx, heard)


def roused(tx: Tx, conversation: Conversation) -> Conversation:
    """The conversation, now that the creator wrote: awake and open, unless it sleeps on.

    What comes back while whoever had it is away is nobody's again. Spam stays spam, and of whom is
    blocked nothing is to be answered.
    """
    if blocked(tx, conversation.creator, conversation.client):
        void = category(conversation.status) == "void"
        status = conversation.status if void else "blocked"
        return msgspec.structs.replace(conversation, status=status, waiting_since=None, **AWAKE)
    if category(conversation.status) == "void":
        return conversation
    sleeps_on = conversation.status == "snoozed" and not conversation.snooze_reply
    if conversation.status == "new" or sleeps_on:
        return conversation
    came_back = conversation.status in ("resolved", "waiting", "snoozed")
    if came_back:
        conversation = let_go(tx, conversation, tx.at)
    return msgspec.structs.replace(
        conversation,
        status="open",
        waiting_on="us",
        woke="reply" if came_back else conversation.woke,
        **AWAKE,
        **UNRESOLVED,
    )


def let_go(read: Reader, conversation: Conversation, at: datetime) -> Conversation:
    """What came back at that instant: nobody's again, if whoever had it was away."""
    if not any(p.away(at) for p in read.find(Person, "name", conversation.assignee or "")):
        return conversation
    return msgspec.structs.replace(
        conversation, assignee=None, claimed_at=None, missed_by=conversation.assignee
    )


AWAKE = {"snooze_until": None, "snooze_reply": False, "slept_by": None}
"""The fields of what doesn't sleep."""
UNRESOLVED = {"resolved_at": None, "resolved_by": None}
"""The fields of what isn't resolved."""


_KINDS: dict[bool, Literal["in", "out"]] = {False: "in", True: "out"}


def _message(message: Message) -> Said:
    return Said(
        kind=_KINDS[message.outbound] if message.via == "chat" else message.via,
        author=message.author,
        text=message.body,
        at=message.at,
        written_at=message.created_at,
        written_by=message.created_by,
        origin=f"{Conversation.LETTER}{message.conversation}",
        state=message.state,
        dated=message.dated,
    )


def _note(note: Note) -> Said:
    by, at = note.created_by, note.created_at
    return Said(
        kind="note",
        author=by,
        text=note.text,
        at=at,
        written_at=at,
        written_by=by,
        origin=note.about,
    )


def _file(file: Attachment) -> Said:
    by, at = file.created_by, file.created_at
    return Said(
        kind="file",
        author=by,
        text=described(file),
        at=at,
        written_at=at,
        written_by=by,
        origin=file.about,
    )
