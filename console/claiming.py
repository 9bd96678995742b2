"""Who has a conversation: claiming it, taking it over, letting go, handing it on."""

import msgspec

from console.args import Owner
from console.desk import AnyVerb
from console.grouping import elsewhere
from console.holding import can_steal, claimed, given_to, had
from console.replies import ended
from console.turns import as_of, put
from console.verb import NoArgs, Refusal, Verb, View
from data.records.book import Tx
from data.records.conversations import Conversation


class AssignConversation(msgspec.Struct, frozen=True):
    """Who is to see to it."""

    assignee: Owner


def held_by(view: View, conversation: Conversation) -> str:
    """Who else has it, in words for whoever is about to answer; nobody: nothing."""
    here = as_of(view.read, conversation, view.now)
    return had(view, here.assignee, here.claimed_at)


# -- what is done -----------------------------------------------------------------------------


def _take(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    here = as_of(tx, conversation, tx.at)
    status = "open" if here.status == "new" else here.status
    return put(
        tx,
        msgspec.structs.replace(here, assignee=tx.by, claimed_at=tx.at, status=status, woke=None),
    )


def _assign(tx: Tx, conversation: Conversation, args: AssignConversation) -> Conversation:
    here = as_of(tx, conversation, tx.at)
    return put(tx, msgspec.structs.replace(here, assignee=args.assignee, claimed_at=None))


def _release(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    return put(tx, msgspec.structs.replace(conversation, assignee=None, claimed_at=None))


# -- rules ------------------------------------------------------------------------------------


def _can_claim(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if refusal := ended(view, conversation, args):
        return refusal
    here = as_of(view.read, conversation, view.now)
    if here.assignee == view.me and here.claimed_at is not None:
        return Refusal("you already hold it")
    return claimed(view, here.assignee, here.claimed_at, "inbox.steal")


def _can_steal(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if refusal := ended(view, conversation, args):
        return refusal
    holder = as_of(view.read, conversation, view.now).assignee
    return can_steal(view, holder, "inbox.claim")


def _can_release(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    if refusal := elsewhere(view, conversation, args):
        return refusal
    if conversation.assignee == view.me:
        return None
    return Refusal(f"{conversation.assignee or 'nobody'} holds it, not you")


# -- the verbs --------------------------------------------------------------------------------

CLAIM = Verb(
    id="inbox.claim",
    label="claim",
    past="claimed",
    help="Take it on; the others see that you have it.",
    kind=Conversation,
    args=NoArgs,
    do=_take,
    refuse=_can_claim,
)
STEAL = Verb(
    id="inbox.steal",
    label="steal",
    past="took over",
    help="Take over what somebody else has claimed.",
    kind=Conversation,
    args=NoArgs,
    do=_take,
    refuse=_can_steal,
    danger=True,
)
RELEASE = Verb(
    id="inbox.release",
    label="release",
    past="let go of",
    help="Let go of it: nobody has it then.",
    kind=Conversation,
    args=NoArgs,
    do=_release,
    refuse=_can_release,
)
ASSIGN = Verb(
    id="inbox.assign",
    label="assign",
    past="assigned",
    help="Hand it to somebody, or to nobody.",
    kind=Conversation,
    args=AssignConversation,
    do=_assign,
    refuse=ended,
    also=lambda view, record: given_to(record.assignee),
)

VERBS: tuple[AnyVerb, ...] = (CLAIM, STEAL, RELEASE, ASSIGN)
