"""Whose turn it is: the conversations' list, and what came back by the clock."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import get_args

import msgspec

from console.args import EMPTY, PARTIES
from console.asked import by_client, by_tag, somebody
from console.clocks.clock import WARNINGS
from console.creators import handle_of
from console.desk import Desk
from console.grouping import conversations
from console.handles import same
from console.query import Listing, Test
from console.thread import AWAKE, let_go
from console.verb import Reader
from data.records.book import Tx
from data.records.conversations import Conversation, Party, Status, over
from data.records.creators import Creator
from data.records.incidents import Incident
from data.records.tickets import Ticket
from data.records.turns import Turn
from data.sla import read_length
from data.text import searchable

BREACHED = "breached"
"""`due:` that: a promise is broken already."""
_FAR = 1e12
"""Later than any instant, in seconds."""


def as_of(read: Reader, conversation: Conversation, now: datetime) -> Conversation:
    """The conversation as it is at `now`: what slept until then is awake, and it is our turn; it is
    nobody's, if whoever had it was away then.

    Nothing is written when the time comes; the next change keeps it.
    """
    here = awake(conversation, now)
    return here if here is conversation else let_go(read, here, here.woke_at or now)


def awake(conversation: Conversation, now: datetime) -> Conversation:
    """The same, whoever has it."""
    until = conversation.snooze_until
    if conversation.status != "snoozed" or until is None or until > now:
        return conversation
    return msgspec.structs.replace(
        conversation, status="open", waiting_on="us", woke="time", woke_at=until, **AWAKE
    )


def closed(conversation: Conversation, at: datetime, reopen: timedelta) -> bool:
    """Whether what the creator wrote at that instant begins another one."""
    ended = conversation.resolved_at
    return conversation.status == "resolved" and ended is not None and at - ended > reopen


def at_present(desk: Desk, conversation: Conversation) -> Conversation:
    """The conversation as people see it now: awake if its time came, closed after its while."""
    now = desk.clock.now()
    if conversation.status == "resolved" and closed(conversation, now, desk.clocks.reopen):
        return msgspec.structs.replace(conversation, status="closed")
    return as_of(desk.book, conversation, now)


def put(tx: Tx, conversation: Conversation) -> Conversation:
    """Keep a changed conversation, and whose turn it is from now on, if that changed."""
    before = tx.need(Conversation, conversation.id)
    kept = tx.put(conversation)
    if _turn(kept) != _turn(before):
        status, waiting_on, until = _turn(kept)
        tx.add(Turn(conversation=kept.id, status=status, waiting_on=waiting_on, until=until))
    return kept


def _turn(conversation: Conversation) -> tuple[Status, Party, datetime | None]:
    until = conversation.snooze_until if conversation.status == "snoozed" else None
    return conversation.status, conversation.waiting_on, until


def woken(found: Iterable[Conversation], since: datetime, now: datetime) -> bool:
    """Whether the time of any came in between."""
    return any(awake(each, since) is not awake(each, now) for each in found)


def our_turn(desk: Desk, conversation: Conversation) -> bool:
    """Whether we have to move, now."""
    here = awake(conversation, desk.clock.now())
    return _ours(here) or (undecided(here) and not _put_off(desk, here))


def _ours(here: Conversation) -> bool:
    return here.waiting_on == "us" and here.status in ("new", "open")


def undecided(here: Conversation) -> bool:
    """Whether another of us is to decide first."""
    return here.waiting_on == "us" and here.status == "waiting"


def turn_words(here: Conversation) -> str:
    """Whose turn it is, or the ticket by which one of us decides."""
    ticket = f"{Ticket.LETTER}{here.escalated}" if undecided(here) and here.escalated else None
    return ticket or here.waiting_on


def warns(desk: Desk, conversation: Conversation) -> bool:
    """Whether most of the time promised next is used up."""
    clock = desk.clocks.next(conversation)
    return clock is not None and clock.reading.warned >= WARNINGS[-1]


def _put_off(desk: Desk, here: Conversation) -> bool:
    """Whether nobody has to look before one of us decided: what the creator was promised doesn't
    press yet, and the decision isn't late."""
    ticket = desk.book.get(Ticket, here.escalated) if here.escalated else None
    if ticket is None or ticket.archived_at is not None or ticket.status == "closed":
        return False
    late = ticket.due is not None and desk.due_at(ticket.due, ticket.client) < desk.clock.now()
    return not late and not warns(desk, here)


def since(conversation: Conversation) -> datetime:
    """Since when it is as it is: the oldest unanswered message, else what was last written."""
    return conversation.waiting_since or conversation.spoken_at or conversation.created_at


def due(desk: Desk, conversation: Conversation) -> datetime | None:
    """When what we promised next is, or was, used up, where it is for us to move."""
    here = awake(conversation, desk.clock.now())
    if over(here.status) or not (here.waiting_since or _ours(here) or undecided(here)):
        return None
    return desk.clocks.due(conversation)


def pressing(desk: Desk, found: Iterable[Conversation], within: timedelta) -> list[Conversation]:
    """Those of which a promise is, or will be, broken that soon."""
    end = desk.clock.now() + within
    return [each for each in found if (at := due(desk, each)) is not None and at < end]


# -- looking for them -------------------------------------------------------------------------


def _by_turn(desk: Desk, value: str) -> Test[Conversation]:
    if value not in PARTIES:
        raise ValueError(f"there is {', '.join(PARTIES)}")
    return _now(
        desk,
        lambda here: (
            here.waiting_on == value
            and not over(here.status)
            and not (undecided(here) and _put_off(desk, here))
        ),
    )


def _by_status(desk: Desk, value: str) -> Test[Conversation]:
    if value not in get_args(Status):
        raise ValueError(f"there is {', '.join(get_args(Status))}")
    if value == "resolved":
        ended = _closed(desk)
        return lambda kept: kept.status == value and not ended(kept)
    return _is(value)(desk)


def _by_creator(desk: Desk, value: str) -> Test[Conversation]:
    numbers = {each.id for each in same(desk.book, desk.creator(value))}
    return lambda conversation: conversation.creator in numbers


def _by_assignee(desk: Desk, value: str) -> Test[Conversation]:
    name = somebody(desk, value)
    return _now(desk, lambda here: here.assignee == name)


def _by_incident(desk: Desk, value: str) -> Test[Conversation]:
    if value in EMPTY:
        return lambda conversation: conversation.incident is None
    incident = desk.record(value)
    if not isinstance(incident, Incident):
        raise ValueError(f"{incident.ref} is no incident; those look like X2")
    numbers = {each.id for each in conversations(desk.book, incident)}
    return lambda conversation: conversation.id in numbers


def _by_topic(desk: Desk, value: str) -> Test[Conversation]:
    word = searchable(value)
    return lambda conversation: word in searchable(conversation.topic)


def _by_due(desk: Desk, value: str) -> Test[Conversation]:
    try:
        within = timedelta() if value == BREACHED else read_length(value, "due")
    except ValueError:
        raise ValueError(f"say {BREACHED}, or how soon: 30m, 1h, 2d") from None
    return lambda conversation: bool(pressing(desk, [conversation], within))


def _is(status: str) -> Callable[[Desk], Test[Conversation]]:
    """What is closed is resolved, too."""
    if status == "closed":
        return _closed
    return lambda desk: _now(desk, lambda here: here.status == status)


def _closed(desk: Desk) -> Test[Conversation]:
    now, reopen = desk.clock.now(), desk.clocks.reopen
    return lambda kept: closed(kept, now, reopen)


def _woken(desk: Desk) -> Test[Conversation]:
    return _now(desk, lambda here: here.woke is not None)


def _now(desk: Desk, test: Test[Conversation]) -> Test[Conversation]:
    """The test, of conversations as they are now. Only what sleeps is looked at twice."""
    now = desk.clock.now()
    return lambda kept: test(kept if kept.status != "snoozed" else as_of(desk.book, kept, now))


def _order(desk: Desk) -> Callable[[Conversation], tuple[float, ...]]:
    """Whoever waits for us, the longest first; what sleeps, by when it wakes; then what others
    have to do; then what is resolved, newest first.
    """
    now = desk.clock.now()

    def key(kept: Conversation) -> tuple[float, ...]:
        conversation = awake(kept, now)
        if over(conversation.status):
            ended = conversation.resolved_at or conversation.updated_at
            return (2, -ended.timestamp(), conversation.id)
        until, waits = conversation.snooze_until, conversation.waiting_since
        if conversation.status == "snoozed":
            return (0, until.timestamp() if until else _FAR, conversation.id)
        ours = waits is not None or conversation.waiting_on == "us"
        return (0 if ours else 1, since(conversation).timestamp(), conversation.id)

    return key


def due_first(desk: Desk) -> Callable[[Conversation], float]:
    """By the next breach: what is broken already first, what promises nothing last."""

    def key(conversation: Conversation) -> float:
        at = due(desk, conversation)
        return _FAR if at is None else at.timestamp()

    return key


def _text(desk: Desk, kept: Conversation) -> str:
    creator = desk.book.get(Creator, kept.creator)
    name = creator.name if creator else None
    handle = handle_of(desk.book, kept.creator)
    return " ".join(filter(None, (kept.ref, handle, kept.topic, name, *kept.tags)))


LIST = Listing(
    name="inbox",
    handles=True,
    kind=Conversation,
    fields={
        "waiting": _by_turn,
        "status": _by_status,
        "client": by_client,
        "creator": _by_creator,
        "assignee": _by_assignee,
        "topic": _by_topic,
        "incident": _by_incident,
        "due": _by_due,
        "tag": by_tag,
    },
    states={
        **{status: _is(status) for status in get_args(Status)},
        "over": lambda desk: lambda conversation: over(conversation.status),
        "mine": lambda desk: _by_assignee(desk, "me"),
        "claimed": lambda desk: _now(desk, lambda here: here.claimed_at is not None),
        "copied": lambda desk: lambda conversation: conversation.pending is not None,
        "woken": _woken,
        "undecided": lambda desk: _now(desk, undecided),
    },
    text=_text,
    order=_order,
    due=due_first,
    default="waiting:us not:snoozed",
    meanings={
        "WORDS": "in the id, handle, name, topic and tags; find looks in messages, too",
        "status:": "as it is shown; is:resolved has the closed ones, too",
        "is:undecided": "one of us is to decide first; waiting:us has it once it presses",
    },
    live=frozenset(
        {"not:over", "is:undecided", *(f"is:{status}" for status in Conversation.LIVE)}
        | {f"waiting:{party}" for party in PARTIES}
    ),
)
