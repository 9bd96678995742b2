"""Following: what the creator writes about something that was closed begins another conversation,
linked with it."""

from datetime import datetime, timedelta

from console.grouping import follower, goes_on
from console.turns import closed
from console.verb import Refusal, View
from data.records.book import Tx
from data.records.conversations import Conversation
from data.records.groupings import Grouping
from data.records.links import Link


def listening(
    tx: Tx,
    conversation: Conversation,
    at: datetime,
    reopen: timedelta,
    brought: str | None = None,
) -> Conversation:
    """Where what was said at that instant is written down: where it goes on, or, if that was closed
    by then, in one that begins with it."""
    here = goes_on(tx, conversation)
    if not closed(here, at, reopen):
        return here
    made = tx.add(
        Conversation(
            creator=here.creator,
            client=here.client,
            topic=here.topic,
            source=here.source,
            brought=brought,
            follows=here.id,
        )
    )
    tx.add(Link(one=made.ref, other=here.ref))
    tx.add(Grouping(whole=here.id, part=made.id))
    return made


def followed(view: View, conversation: Conversation) -> Refusal | None:
    """The rule that what another one goes on with stays closed."""
    after = follower(view.read, conversation)
    return Refusal(f"it was closed, and {after.ref} goes on with it") if after else None


def begun_anew(view: View, conversation: Conversation) -> str | None:
    """Says that it has just begun, and after which."""
    if conversation.follows is None or conversation.created_at != conversation.updated_at:
        return None
    before = f"{Conversation.LETTER}{conversation.follows}"
    return f"{before} was closed: this is in {conversation.ref}, linked with it"
