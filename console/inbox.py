"""The inbox: conversations with creators, begun, noted on, waiting, asleep and ended."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from console.args import Arg, ClientRef, CreatorRef, Party, SetPriority, Text
from console.attachments import attach_verb
from console.claiming import VERBS as HELD
from console.creators import creator_of
from console.desk import AnyVerb
from console.following import followed
from console.grouping import elsewhere, waiting_since
from console.guard import talks_beside
from console.holding import claimed
from console.incoming import VERBS as INCOMING
from console.links import link_verbs
from console.replies import VERBS as SAID
from console.replies import Words, ended, pending, put_tags
from console.tags import tag_verbs
from console.thread import AWAKE, UNRESOLVED, answered, hear
from console.turns import LIST as LIST
from console.turns import as_of, put, undecided
from console.verb import NoArgs, Reader, Refusal, Verb, View
from console.wake import Wake
from data.records.book import Tx
from data.records.conversations import Conversation, over
from data.records.notes import Note

Topic = Annotated[str, Arg("text", "what it is about, in a few words")]
Until = Annotated[Wake, Arg("wake", "fri 9:00, 3h, reply; mon keep: even when they write")]


class NewConversation(msgspec.Struct, frozen=True):
    """What a new conversation needs."""

    creator: CreatorRef
    client: ClientRef = None
    topic: Topic = ""
    message: Words | None = None


class EditConversation(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays."""

    client: ClientRef | UnsetType = UNSET
    topic: Topic | UnsetType = UNSET


class NoteOn(msgspec.Struct, frozen=True):
    """A note for the next person."""

    text: Text


class WaitOn(msgspec.Struct, frozen=True):
    """Whose turn it is."""

    waiting_on: Party


class SnoozeUntil(msgspec.Struct, frozen=True):
    """When it is to come back."""

    until: Until


# -- what is said -----------------------------------------------------------------------------


def begun(tx: Tx, args: NewConversation) -> Conversation:
    """A new conversation with that creator, known or not."""
    creator = creator_of(tx, args.creator)
    made = tx.add(Conversation(creator=creator.id, client=args.client, topic=args.topic))
    if args.message is None:
        return made
    return put(tx, hear(tx, made, f"@{creator.handle}", args.message, tx.at))


def _open_too(view: View, conversation: Conversation) -> str | None:
    """Says where else somebody writes with them about that client, so that nobody answers twice."""
    others = [
        talk.ref
        for talk in talks_beside(view.read, conversation)
        if talk.id != conversation.id and talk.status in Conversation.LIVE
    ]
    if not others:
        return None
    are = "are" if others[1:] else "is"
    return f"{', '.join(others)} with them {are} open, too: {view.press('inbox.merge')} joins them"


def _note(tx: Tx, conversation: Conversation, args: NoteOn) -> Conversation:
    tx.add(Note(about=conversation.ref, text=args.text))
    return put(tx, msgspec.structs.replace(conversation, spoken_at=tx.at))


# -- whose turn it is --------------------------------------------------------------------------


def _edit(tx: Tx, conversation: Conversation, args: EditConversation) -> Conversation:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    return put(tx, msgspec.structs.replace(conversation, **changed))


def _wait(tx: Tx, conversation: Conversation, args: WaitOn) -> Conversation:
    turn = args.waiting_on
    return put(
        tx,
        msgspec.structs.replace(
            as_of(tx, conversation, tx.at),
            waiting_on=turn,
            status="open" if turn == "us" else "waiting",
            woke=None,
            **AWAKE,
        ),
    )


def _snooze(tx: Tx, conversation: Conversation, args: SnoozeUntil) -> Conversation:
    return put(
        tx,
        msgspec.structs.replace(
            as_of(tx, conversation, tx.at),
            status="snoozed",
            snooze_until=args.until.at,
            snooze_reply=args.until.reply,
            slept_by=tx.by,
            woke=None,
        ),
    )


def _resolve(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    return put(
        tx,
        msgspec.structs.replace(
            as_of(tx, conversation, tx.at),
            status="resolved",
            resolved_at=tx.at,
            resolved_by=tx.by,
            woke=None,
            **AWAKE,
        ),
    )


def _was_unanswered(view: View, conversation: Conversation) -> str | None:
    """That the creator still waits for a reply where it has ended."""
    words = _waits_yet(view.read, conversation)
    return f"{conversation.ref} was {words}" if words else None


def _unanswered(read: Reader, found: Sequence[Conversation]) -> str:
    """How many of these creators still wait for a reply."""
    said = [words for each in found if (words := _waits_yet(read, each))]
    return ", ".join(f"{words}: {said.count(words)}" for words in dict.fromkeys(said))


def _waits_yet(read: Reader, conversation: Conversation) -> str:
    if conversation.waiting_since is None:
        return ""
    return "not answered to the end" if answered(read, conversation) else "never answered"


def _set_priority(tx: Tx, conversation: Conversation, args: SetPriority) -> Conversation:
    return put(tx, msgspec.structs.replace(conversation, priority=args.priority))


def opened_again(tx: Tx, conversation: Conversation) -> Conversation:
    """By hand: whoever waited when it ended has waited all the time."""
    back = put(
        tx, msgspec.structs.replace(conversation, status="open", waiting_on="us", **UNRESOLVED)
    )
    return put(tx, msgspec.structs.replace(back, waiting_since=waiting_since(tx, back)))


# -- rules ------------------------------------------------------------------------------------


def _can_edit(
    view: View, conversation: Conversation, args: EditConversation | None
) -> Refusal | None:
    if args is not None and all(getattr(args, f) is UNSET for f in args.__struct_fields__):
        return Refusal("nothing to change: say a client or a topic")
    return elsewhere(view, conversation, args)


def _can_wait(view: View, conversation: Conversation, args: WaitOn | None) -> Refusal | None:
    if refusal := ended(view, conversation, args):
        return refusal
    here = as_of(view.read, conversation, view.now)
    same = here.status != "snoozed" and not undecided(here)
    if args is not None and same and args.waiting_on == here.waiting_on:
        whom = "us" if args.waiting_on == "us" else f"the {args.waiting_on}"
        return Refusal(f"it waits on {whom} already")
    return None


def _can_snooze(view: View, conversation: Conversation, args: SnoozeUntil | None) -> Refusal | None:
    if refusal := ended(view, conversation, args):
        return refusal
    if args is not None and args.until.at is not None and args.until.at <= view.now:
        return Refusal("that is past: say when it is to come back")
    return None


def can_resolve(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    """The rule for ending it: no copied reply waits, and nobody else claimed it."""
    if refusal := ended(view, conversation, args) or pending(view, conversation):
        return refusal
    here = as_of(view.read, conversation, view.now)
    return claimed(view, here.assignee, here.claimed_at, "inbox.steal")


def _can_reopen(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if refusal := elsewhere(view, conversation, args) or followed(view, conversation):
        return refusal
    if conversation.status == "blocked":
        return ended(view, conversation, args)
    return None if over(conversation.status) else Refusal("it is open")


# -- the verbs --------------------------------------------------------------------------------

NEW = Verb(
    id="inbox.new",
    label="new",
    past="began",
    help="Begin a conversation with a creator, by handle; with what they wrote, if they did.",
    kind=Conversation,
    args=NewConversation,
    make=begun,
    also=_open_too,
)
NOTE = Verb(
    id="inbox.note",
    label="note",
    past="noted on",
    help="Leave a note for whoever comes next; the creator never sees it.",
    kind=Conversation,
    args=NoteOn,
    do=_note,
    refuse=elsewhere,
    bulk=False,
)
WAITING = Verb(
    id="inbox.waiting",
    label="waiting on",
    past="said whose turn it is in",
    help="Say whose turn it is.",
    kind=Conversation,
    args=WaitOn,
    do=_wait,
    refuse=_can_wait,
    begins=lambda view, conversation: {"waiting_on": ""},
)
SNOOZE = Verb(
    id="inbox.snooze",
    label="snooze",
    past="snoozed",
    help="Let it sleep until a time or an answer; what they write wakes it, unless you say keep.",
    kind=Conversation,
    args=SnoozeUntil,
    do=_snooze,
    refuse=_can_snooze,
)
RESOLVE = Verb(
    id="inbox.resolve",
    label="resolve",
    past="resolved",
    help="It is settled; what the creator writes in the days after opens it again.",
    kind=Conversation,
    args=NoArgs,
    do=_resolve,
    refuse=can_resolve,
    regards=_unanswered,
    also=_was_unanswered,
)
REOPEN = Verb(
    id="inbox.reopen",
    label="reopen",
    past="reopened",
    help="Open again what was resolved, or taken for spam.",
    kind=Conversation,
    args=NoArgs,
    do=lambda tx, conversation, args: opened_again(tx, conversation),
    refuse=_can_reopen,
)
PRIORITY = Verb(
    id="inbox.priority",
    label="priority",
    past="set how much presses",
    help="Say how much a conversation presses.",
    kind=Conversation,
    args=SetPriority,
    do=_set_priority,
    refuse=ended,
)
EDIT = Verb(
    id="inbox.edit",
    label="edit",
    past="changed",
    help="Change the client or the topic.",
    kind=Conversation,
    args=EditConversation,
    do=_edit,
    refuse=_can_edit,
)

VERBS: tuple[AnyVerb, ...] = (
    NEW,
    *SAID,
    NOTE,
    *HELD,
    WAITING,
    SNOOZE,
    RESOLVE,
    REOPEN,
    PRIORITY,
    EDIT,
    *tag_verbs("inbox", Conversation, put_tags),
    *INCOMING,
    *link_verbs("inbox", Conversation),
    attach_verb("inbox", Conversation),
)
