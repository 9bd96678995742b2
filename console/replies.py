"""Replies: what the creator wrote, what we answer, and whether the answer was sent.

A reply is copied, pasted into TikTok by hand, and confirmed. Only then is it answered.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

import msgspec

from console import holding
from console.ages import ago
from console.args import Arg
from console.creators import handle_of
from console.desk import Desk, gone
from console.following import begun_anew, followed, listening
from console.grouping import elsewhere
from console.guard import may_write, unknown_quota
from console.incidents import drafted
from console.thread import AWAKE, hear, last_written, news, thread, unanswered, unsent
from console.turns import as_of, put
from console.verb import Asked, Handover, NoArgs, Reader, Refusal, Verb, View
from console.wording import Anyway, wording
from data.errors import RefusalError
from data.records.book import Tx
from data.records.conversations import Conversation, Party, Status
from data.records.messages import Message
from data.records.turns import Turn
from data.text import plain

_SENDING = timedelta(hours=1)
"""So long a copied reply is its writer's to confirm or to unsay."""
Words = Annotated[str, Arg("lines", "what the creator wrote; - reads it from stdin")]
Reply = Annotated[str, Arg("lines", "what to send; - reads it from stdin")]


class Received(msgspec.Struct, frozen=True):
    """What the creator wrote."""

    text: Words


class ReplyWith(msgspec.Struct, frozen=True):
    """What to send."""

    text: Reply
    anyway: Anyway = "no"


def _received(desk: Desk, conversation: Conversation, args: Received) -> Conversation:
    """Where it goes on, which what a desk promises decides."""
    with desk.book.begin(RECEIVED.id) as tx:
        asked = tx.need(Conversation, conversation.id)
        if asked.archived_at is not None:
            raise RefusalError(gone(asked).reason)
        here = as_of(tx, listening(tx, asked, tx.at, desk.clocks.reopen), tx.at)
        return put(tx, hear(tx, here, handle_of(tx, here.creator), args.text, tx.at))


def _reply(tx: Tx, conversation: Conversation, args: ReplyWith) -> Conversation:
    copied = Message(
        conversation=conversation.id,
        author=tx.by,
        outbound=True,
        body=args.text,
        at=tx.at,
        state="copied",
    )
    here = as_of(tx, conversation, tx.at)
    pending = tx.add(copied).id
    return put(tx, msgspec.structs.replace(here, pending=pending, spoken_at=tx.at))


def _confirm(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    """Stops the wait, but for what the creator wrote after the reply was copied."""
    reply = tx.need(Message, conversation.pending or 0)
    tx.put(msgspec.structs.replace(reply, state="confirmed", at=tx.at))
    here = as_of(tx, conversation, tx.at)
    still = unanswered(tx, conversation, reply.created_at)
    status, turn = here.status, here.waiting_on
    if status in ("new", "open"):
        theirs = still is None and turn == "us"
        status, turn = ("waiting", "creator") if theirs else ("open", turn)
    return put(
        tx,
        msgspec.structs.replace(
            here,
            pending=None,
            waiting_since=still,
            last_at=tx.at,
            spoken_at=tx.at,
            status=status,
            waiting_on=turn,
            woke=None,
        ),
    )


def _unsent(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    reply = tx.need(Message, conversation.pending or 0)
    tx.put(msgspec.structs.replace(reply, state="failed"))
    left = tuple(tag for tag in conversation.tags if tag not in reply.tags)
    back = _without(tx, msgspec.structs.replace(conversation, pending=None, tags=left), reply)
    if back.spoken_at == reply.created_at:
        back = msgspec.structs.replace(back, spoken_at=last_written(tx, back))
    return put(tx, back)


def put_tags(tx: Tx, conversation: Conversation) -> Conversation:
    """Keep its tags; those that come with a copied reply go with it, unless set by hand since."""
    reply = tx.get(Message, conversation.pending or 0)
    if reply is not None:
        before = tx.need(Conversation, conversation.id).tags
        along = {*reply.tags}
        if reply.created_at == tx.at:
            along |= {*conversation.tags} - {*before}
        kept = tuple(tag for tag in conversation.tags if tag in along)
        tx.put(msgspec.structs.replace(reply, tags=kept))
    return put(tx, conversation)


def _without(tx: Tx, conversation: Conversation, reply: Message) -> Conversation:
    """Whose turn it was before a macro said so together with the reply; not if somebody has said
    so since."""
    said = [t for t in tx.find(Turn, "conversation", conversation.id) if t.archived_at is None]
    if not said or said[-1].created_at != reply.created_at:
        return conversation
    before = [turn for turn in said if turn.created_at < reply.created_at]
    status: Status = before[-1].status if before else "new"
    turn: Party = before[-1].waiting_on if before else "us"
    if status == "snoozed" or (conversation.claimed_at is not None and status == "new"):
        status, turn = "open", "us"
    return msgspec.structs.replace(conversation, status=status, waiting_on=turn, **AWAKE)


# -- rules ------------------------------------------------------------------------------------


def ended(view: View, conversation: Conversation, args: msgspec.Struct | None) -> Refusal | None:
    """What is resolved must be open first; what was merged or followed goes on elsewhere."""
    if conversation.status == "spam":
        again = view.press("inbox.reopen")
        return Refusal(f"it was taken for spam · {again} opens it again")
    if conversation.status == "blocked":
        return may_write(view, conversation)
    if conversation.status != "resolved":
        return elsewhere(view, conversation, args)
    if refusal := followed(view, conversation):
        return refusal
    at = conversation.resolved_at or conversation.updated_at
    return holding.ended(view, conversation.resolved_by, "resolved", at, "inbox.reopen")


def pending(view: View, conversation: Conversation) -> Refusal | None:
    """Of a reply that is on somebody's clipboard they must say first whether it was sent."""
    reply = view.read.get(Message, conversation.pending) if conversation.pending else None
    if reply is None:
        return None
    when = ago(reply.created_at, view.now)
    sent, not_sent = view.press("inbox.confirm"), view.press("inbox.unsent")
    return Refusal(
        f"{reply.author} copied a reply {when} ago · {sent} if it was sent, {not_sent} if it wasn't"
    )


def _can_reply(view: View, conversation: Conversation, args: ReplyWith | None) -> Refusal | None:
    return (
        ended(view, conversation, args)
        or pending(view, conversation)
        or news(view, conversation)
        or may_write(view, conversation)
        or (_answered(view, conversation) if args and args.anyway == "no" else None)
        or (wording(view, conversation, args.text, args.anyway) if args else None)
    )


def _answered(view: View, conversation: Conversation) -> Refusal | None:
    """What a colleague answered already isn't answered twice by somebody who may not have looked:
    on a screen the thread is before them, a command doesn't say what was read.
    """
    if isinstance(view.seen, Conversation):
        return None
    told = [said for said in thread(view.read, conversation) if said.kind in ("in", "out")]
    last = told[-1] if told else None
    if last is None or last.state != "confirmed" or last.written_by == view.me:
        return None
    return Refusal(
        f"{last.author} answered {ago(last.at, view.now)} ago: “{plain(last.text, limit=120)}”"
        f" · {view.press('--anyway')} yes sends another"
    )


def _can_confirm(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    return _can_say(view, conversation, args) or news(view, conversation)


def _can_say(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    return None if conversation.pending else Refusal("no copied reply waits to be confirmed")


def _can_unsay(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    """Whoever copied it knows whether it went; the others only once they had time to say."""
    reply = view.read.get(Message, conversation.pending) if conversation.pending else None
    if reply is None:
        return _can_say(view, conversation, args)
    if reply.created_by != view.me and view.now - reply.created_at < _SENDING:
        when = ago(reply.created_at, view.now)
        return Refusal(
            f"{reply.created_by} copied it {when} ago and may be sending it now: theirs to say for"
            " an hour"
        )
    return None


# -- the verbs --------------------------------------------------------------------------------


def _begun(view: View, conversation: Conversation) -> Mapping[str, str]:
    text = unsent(view.read, conversation) or drafted(view, conversation)
    return {"text": text} if text else {}


def carried(read: Reader, conversation: Conversation) -> Handover:
    """The copied reply, to be sent by hand."""
    reply = read.get(Message, conversation.pending or 0)
    return Handover(
        text=reply.body if reply else "",
        question="Sent it in TikTok?",
        yes=CONFIRM.id,
        no=UNSENT.id,
    )


RECEIVED = Verb(
    id="inbox.received",
    label="received",
    past="logged a message in",
    help="Write down what the creator wrote.",
    kind=Conversation,
    args=Received,
    carry=_received,
    also=begun_anew,
    bulk=False,
)
REPLY = Verb(
    id="inbox.reply",
    label="reply",
    past="copied a reply to",
    help="Write to the creator: the text is copied, and counts once you confirm that it was sent.",
    kind=Conversation,
    args=ReplyWith,
    asks=lambda conversation: Asked(("text",), []),
    do=_reply,
    refuse=_can_reply,
    begins=_begun,
    hands_over=carried,
    also=unknown_quota,
    bulk=False,
)
CONFIRM = Verb(
    id="inbox.confirm",
    label="confirm",
    past="confirmed the reply in",
    help="The copied reply was sent in TikTok; then it is the creator's turn.",
    kind=Conversation,
    args=NoArgs,
    do=_confirm,
    refuse=_can_confirm,
    bulk=False,
    lasting=True,
)
UNSENT = Verb(
    id="inbox.unsent",
    label="not sent",
    past="didn't send the reply in",
    help="The copied reply wasn't sent: its text is the draft again; a macro's wait and tags are"
    " taken back.",
    kind=Conversation,
    args=NoArgs,
    do=_unsent,
    refuse=_can_unsay,
    bulk=False,
)

VERBS = (REPLY, CONFIRM, UNSENT, RECEIVED)
