"""Merging and splitting: which conversations are one, and where one became two. Reversible: what
was said stays where it was written."""

from typing import Annotated

import msgspec

from console.args import Arg
from console.grouping import elsewhere, of, parts, standing, waiting_since
from console.handles import root
from console.inbox import Topic
from console.replies import ended, pending
from console.turns import as_of, put, undecided
from console.verb import NoArgs, Reader, Refusal, Verb, View
from data.records.book import Tx
from data.records.conversations import Conversation, Status
from data.records.creators import Creator
from data.records.groupings import Grouping
from data.records.links import Link
from data.records.messages import Message
from data.records.turns import Turn

Into = Annotated[str, Arg("ref", "the conversation that goes on with it, as C3")]
First = Annotated[str, Arg("ref", "the first message that goes along, as G12")]


class MergeInto(msgspec.Struct, frozen=True):
    """What goes on with it."""

    into: Into


class SplitFrom(msgspec.Struct, frozen=True):
    """What becomes a conversation of its own."""

    message: First
    topic: Topic = ""


def _merge(tx: Tx, conversation: Conversation, args: MergeInto) -> Conversation:
    into = tx.need(Conversation, int(args.into[1:]))
    merged = put(tx, msgspec.structs.replace(conversation, status="merged", merged_into=into.id))
    tx.add(Grouping(whole=into.id, part=merged.id))
    _recount(tx, into)
    return merged


def _unmerge(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    into = standing(tx, conversation)
    back = put(
        tx,
        msgspec.structs.replace(conversation, status=_before(tx, conversation), merged_into=None),
    )
    _recount(tx, into)
    return _recount(tx, back)


def _before(tx: Tx, conversation: Conversation) -> Status:
    """The state it was in when it was merged."""
    turns = tx.find(Turn, "conversation", conversation.id)
    were = [t.status for t in turns if t.status != "merged" and t.archived_at is None]
    return were[-1] if were else "new"


def _split(tx: Tx, conversation: Conversation, args: SplitFrom) -> Conversation:
    here = as_of(tx, conversation, tx.at)
    part = tx.add(
        Conversation(
            creator=here.creator,
            client=here.client,
            topic=args.topic or here.topic,
            status=here.status if here.status == "waiting" and not undecided(here) else "open",
            waiting_on=here.waiting_on,
            assignee=here.assignee,
            claimed_at=here.claimed_at,
            priority=here.priority,
            split_from=here.id,
            from_message=int(args.message[1:]),
            to_message=max(message.id for message in of(tx, here)),
        )
    )
    tx.add(Link(one=part.ref, other=here.ref))
    tx.add(Grouping(whole=here.id, part=part.id))
    _recount(tx, part)
    return _recount(tx, here)


def _became(view: View, conversation: Conversation) -> str | None:
    """What goes on with the rest."""
    split = parts(view.read, conversation)
    return f"{split[-1].ref} goes on with the rest" if split else None


def _recount(tx: Tx, conversation: Conversation) -> Conversation:
    """Since when the creator waits there, now that it shows other messages; everybody who looks
    at it is told that something is new."""
    since = waiting_since(tx, conversation)
    wakes = since is not None and conversation.waiting_since is None
    changed = msgspec.structs.replace(conversation, waiting_since=since, spoken_at=tx.at)
    if wakes and conversation.status == "waiting" and conversation.waiting_on == "creator":
        changed = msgspec.structs.replace(changed, status="open", waiting_on="us")
    return put(tx, changed)


# -- rules ------------------------------------------------------------------------------------


def _can_merge(view: View, conversation: Conversation, args: MergeInto | None) -> Refusal | None:
    if refusal := elsewhere(view, conversation, args) or pending(view, conversation):
        return refusal
    if args is None:
        return None
    into = _conversation(view.read, args.into)
    if into is None or into.archived_at is not None:
        return Refusal(f"{args.into} is no conversation; those look like C3")
    if into.id == conversation.id:
        return Refusal("it can't be merged into itself")
    if refusal := ended(view, into, args):
        return Refusal(f"{into.ref}: {refusal.reason}")
    if not _one_person(view.read, conversation, into):
        return Refusal(f"{into.ref} is with another creator; if they are one person, merge those")
    if None not in (into.client, conversation.client) and into.client != conversation.client:
        return Refusal(f"{into.ref} is about another client")
    return None


def _can_unmerge(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    return None if conversation.status == "merged" else Refusal("it isn't merged into another")


def _can_split(view: View, conversation: Conversation, args: SplitFrom | None) -> Refusal | None:
    if refusal := ended(view, conversation, args) or pending(view, conversation):
        return refusal
    said = sorted(of(view.read, conversation), key=lambda message: (message.at, message.id))
    if len(said) < 2:
        return Refusal("there is nothing to split: it has one message at most")
    if args is None or args.message in [message.ref for message in said[1:]]:
        return None
    if args.message == said[0].ref:
        return Refusal(f"{args.message} is its first message: nothing would be left")
    return Refusal(f"{args.message} isn't one of its messages; those are {_named(said[1:])}")


def _named(said: list[Message]) -> str:
    return ", ".join(message.ref for message in said[-5:])


def _conversation(read: Reader, ref: str) -> Conversation | None:
    return read.get(Conversation, int(ref[1:])) if ref[0] == Conversation.LETTER else None


def _one_person(read: Reader, one: Conversation, other: Conversation) -> bool:
    both = [read.get(Creator, each.creator) for each in (one, other)]
    return len({root(read, each).id for each in both if each is not None}) == 1


# -- the verbs --------------------------------------------------------------------------------

MERGE = Verb(
    id="inbox.merge",
    label="merge",
    past="merged",
    help="Another conversation goes on with it, and shows its messages too; none is moved.",
    kind=Conversation,
    args=MergeInto,
    do=_merge,
    refuse=_can_merge,
)
UNMERGE = Verb(
    id="inbox.unmerge",
    label="unmerge",
    past="unmerged",
    help="It is a conversation of its own again, as it was.",
    kind=Conversation,
    args=NoArgs,
    do=_unmerge,
    refuse=_can_unmerge,
)
SPLIT = Verb(
    id="inbox.split",
    label="split",
    past="split",
    help="From one message on it becomes a conversation of its own; merging takes it back.",
    kind=Conversation,
    args=SplitFrom,
    do=_split,
    refuse=_can_split,
    begins=lambda view, conversation: {"topic": ""},
    also=_became,
    bulk=False,
)

VERBS = (MERGE, UNMERGE, SPLIT)
