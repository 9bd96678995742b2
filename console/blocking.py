"""What nobody answers: spam, and creators that are blocked for a client. Their clocks end there,
neither met nor missed."""

from collections.abc import Iterator, Mapping

import msgspec

from console.args import ClientRef, Reason
from console.creators import blocked
from console.desk import AnyVerb
from console.handles import same
from console.inbox import can_resolve, opened_again
from console.thread import AWAKE
from console.turns import as_of, put
from console.verb import NoArgs, Refusal, Verb, View
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation, over
from data.records.creators import Blocked, Creator


class BlockFor(msgspec.Struct, frozen=True):
    """For whom nobody writes to them any more, and why."""

    client: ClientRef
    reason: Reason


class UnblockFor(msgspec.Struct, frozen=True):
    """For whom they may be written to again."""

    client: ClientRef


# -- what is done -----------------------------------------------------------------------------


def _spam(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    here = as_of(tx, conversation, tx.at)
    return put(tx, msgspec.structs.replace(here, status="spam", woke=None, **AWAKE))


def _block(tx: Tx, creator: Creator, args: BlockFor) -> Creator:
    assert args.client is not None  # the rule refuses it
    block = Blocked(args.client, args.reason, tx.by, tx.at)
    for talk in _talks(tx, creator, args.client):
        if not over(talk.status):
            put(tx, msgspec.structs.replace(talk, status="blocked", woke=None, **AWAKE))
    return tx.put(msgspec.structs.replace(creator, blocked=(*creator.blocked, block)))


def _unblock(tx: Tx, creator: Creator, args: UnblockFor) -> Creator:
    left = tuple(block for block in creator.blocked if block.client != args.client)
    free = tx.put(msgspec.structs.replace(creator, blocked=left))
    if blocked(tx, creator.id, args.client) is None:
        for talk in _talks(tx, creator, args.client):
            if talk.status == "blocked":
                _heard_again(tx, talk)
    return free


def _heard_again(tx: Tx, talk: Conversation) -> None:
    """Ours again, where something is unanswered; what they wrote meanwhile waits from now on."""
    back = opened_again(tx, talk)
    if back.waiting_since is None:
        put(tx, msgspec.structs.replace(back, status="waiting", waiting_on="creator"))


def _talks(tx: Tx, creator: Creator, client: int | None) -> Iterator[Conversation]:
    """The conversations with that person about a client, as they are now."""
    for each in same(tx, creator):
        for talk in tx.find(Conversation, "creator", each.id):
            if talk.client == client and talk.archived_at is None:
                yield as_of(tx, talk, tx.at)


def _came_back(view: View, creator: Creator) -> str | None:
    """Says which conversations wait for us again since just now."""
    ours = [
        talk.ref
        for each in same(view.read, creator)
        for talk in view.read.find(Conversation, "creator", each.id)
        if talk.waiting_since is not None and talk.updated_at == creator.updated_at
    ]
    wait = "waits" if len(ours) == 1 else "wait"
    return f"{', '.join(ours)} {wait} for us again" if ours else None


# -- rules ------------------------------------------------------------------------------------


def _can_block(view: View, creator: Creator, args: BlockFor | None) -> Refusal | None:
    if args is None:
        return None
    if args.client is None:
        return Refusal("say for which client: a creator is blocked shop by shop")
    for block in creator.blocked:
        if block.client == args.client:
            return Refusal(f"{block.by} blocked them for it already: {block.reason}")
    return None


def _can_unblock(view: View, creator: Creator, args: UnblockFor | None) -> Refusal | None:
    if not creator.blocked:
        return Refusal("nobody blocked them")
    if args is not None and args.client not in [block.client for block in creator.blocked]:
        return Refusal("they aren't blocked for that client")
    return None


def _blocked_for(view: View, creator: Creator) -> Mapping[str, str]:
    """For whom, where that is one client only."""
    found = [view.read.get(Client, block.client) for block in creator.blocked]
    return {"client": found[0].slug} if len(found) == 1 and found[0] else {}


# -- the verbs --------------------------------------------------------------------------------

SPAM = Verb(
    id="inbox.spam",
    label="spam",
    past="took for spam",
    help="Nobody answers it, whatever else comes; reopen takes that back.",
    kind=Conversation,
    args=NoArgs,
    do=_spam,
    refuse=can_resolve,
)
BLOCK = Verb(
    id="creators.block",
    label="block",
    past="blocked",
    help="Nobody writes to them for that client any more, nor sends samples; clocks end.",
    kind=Creator,
    args=BlockFor,
    do=_block,
    refuse=_can_block,
)
UNBLOCK = Verb(
    id="creators.unblock",
    label="unblock",
    past="unblocked",
    help="They may be written to for that client again; what is unanswered waits for us again.",
    kind=Creator,
    args=UnblockFor,
    do=_unblock,
    refuse=_can_unblock,
    begins=_blocked_for,
    also=_came_back,
)

VERBS: tuple[AnyVerb, ...] = (SPAM, BLOCK, UNBLOCK)
