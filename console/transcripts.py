"""Transcripts: what was said elsewhere, written down here once, at the time it was said.

Messages have no number in a chat. What is here already is told by who said what in which order,
and by the time where both have one.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from pathlib import Path

import msgspec

from console.attachments import add
from console.creators import handle_of
from console.following import listening
from console.grouping import chat, goes_on, waiting_since
from console.pasting import Turn
from console.thread import roused
from console.turns import as_of, closed, put
from data.files import Kept, keep_text
from data.records.book import Tx
from data.records.conversations import Conversation
from data.records.messages import Message
from data.text import plain

WALL = 20_000
"""Characters of a message; a longer one is kept as a file, and begins here."""
_BEGINNING = 2_000
_ROOM = 120_000
"""Bytes of messages that one transaction takes, far from what a line of the journal may have."""
_MINUTE = timedelta(minutes=1)


class Fresh(msgspec.Struct, frozen=True):
    """A turn that isn't here yet."""

    turn: Turn
    after: Message | None
    """The message here that it comes after."""


def said_in_chat(found: Sequence[Message]) -> list[Message]:
    """Those that stand in a chat: a reply that wasn't sent never did."""
    chat = [each for each in found if each.via == "chat" and each.state != "failed"]
    return sorted(chat, key=lambda each: each.dated or each.at)  # those of one minute as they came


def fresh(known: Sequence[Message], turns: Sequence[Turn]) -> list[Fresh]:
    """The turns that aren't among the messages: what is left of the longest run of both."""
    matched, found = aligned(known, turns), list[Fresh]()
    last: Message | None = None
    for at, turn in enumerate(turns):
        if at in matched:
            last = known[matched[at]]
        else:
            found.append(Fresh(turn, last))
    return found


def aligned(known: Sequence[Message], turns: Sequence[Turn]) -> dict[int, int]:
    """Which turn is which message: the longest common subsequence (Hunt and Szymanski).

    A message that was written down by hand may stand elsewhere: its time isn't the chat's.
    """
    matched = _in_order(known, turns)
    left = set(range(len(known))) - {*matched.values()}
    by_hand: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in sorted(left):
        if not known[at].timed:
            by_hand[known[at].outbound, _words(known[at].body)].append(at)
    for at, turn in enumerate(turns):
        if at not in matched and (places := by_hand[turn.outbound, _words(turn.text)]):
            matched[at] = places.pop(0)
    return matched


def _in_order(known: Sequence[Message], turns: Sequence[Turn]) -> dict[int, int]:
    begin, most = 0, min(len(known), len(turns))
    while begin < most and _same(known[begin], turns[begin]):
        begin += 1
    places: defaultdict[tuple[bool, str], list[int]] = defaultdict(list)
    for at in range(begin, len(known)):
        places[known[at].outbound, _words(known[at].body)].append(at)
    ends: list[int] = []
    chains: list[_Link] = []
    for at in range(begin, len(turns)):
        turn = turns[at]
        for place in reversed(places[turn.outbound, _words(turn.text)]):
            if not _same(known[place], turn):
                continue
            length = bisect_left(ends, place)
            link = _Link(at, place, chains[length - 1] if length else None)
            ends[length : length + 1], chains[length : length + 1] = [place], [link]
    matched = {at: at for at in range(begin)}
    chain = chains[-1] if chains else None
    while chain is not None:
        matched[chain.turn] = chain.message
        chain = chain.before
    return matched


class _Link(msgspec.Struct, frozen=True):
    turn: int
    message: int
    before: "_Link | None"


def _same(message: Message, turn: Turn) -> bool:
    if message.outbound != turn.outbound or _words(message.body) != _words(turn.text):
        return False
    if not message.timed or turn.at is None:
        return True
    return abs((message.dated or message.at) - turn.at) < _MINUTE


def _words(text: str) -> str:
    return " ".join(text.split())


# -- writing down -----------------------------------------------------------------------------


def shortened(files: Path, turns: Sequence[Turn]) -> tuple[list[Turn], Mapping[str, Kept]]:
    """The turns with what is too long kept whole as a file, by the text that stands for it."""
    kept: dict[str, Kept] = {}
    found = list[Turn]()
    for turn in turns:
        if len(turn.text) > WALL:
            file = keep_text(files, turn.text)
            begins = plain(turn.text[:_BEGINNING], lines=True)
            text = f"{begins}…\n[all {len(turn.text):,} characters: {file.sha256[:8]}]"
            kept[text] = file
            turn = msgspec.structs.replace(turn, text=text)
        found.append(turn)
    return found, kept


def write_down(
    tx: Tx,
    conversation: Conversation,
    turns: Sequence[Turn],
    kept: Mapping[str, Kept],
    reopen: timedelta,
    brought: str | None = None,
) -> tuple[Conversation, int]:
    """Write down the first of those that aren't here, as many as one transaction takes; where it
    goes on, if it was closed when they were said.

    Gives the conversation they are in as it is then, and how many they were.
    """
    unknown = fresh(said_in_chat(chat(tx, conversation)), turns)
    if not unknown:
        return goes_on(tx, conversation), 0
    at = _time(unknown, unknown[0]) or tx.at
    conversation = listening(tx, conversation, at, reopen, brought)
    new = list(_fitting(_in_time(tx, conversation, unknown, reopen)))
    creator = handle_of(tx, conversation.creator)
    added, last = list[Message](), None
    for each in new:
        last = max((m.at for m in (each.after, *added[-1:]) if m), default=None)
        at = each.turn.at or last or _time(new, each) or tx.at
        message = _message(tx, conversation, each.turn, creator, at)
        added.append(tx.add(msgspec.structs.replace(message, brought=brought)))
        if each.turn.text in kept:
            add(tx, conversation.ref, "pasted text.txt", kept[each.turn.text])
    return put(tx, settled(tx, conversation, added)) if added else conversation, len(added)


def _in_time(
    tx: Tx, conversation: Conversation, new: Sequence[Fresh], reopen: timedelta
) -> Iterator[Fresh]:
    """Those said before it was closed; the others are looked at once these are written down."""
    if conversation.status != "resolved":
        return iter(new)
    return takewhile(lambda each: not closed(conversation, _time(new, each) or tx.at, reopen), new)


def _fitting(new: Iterable[Fresh]) -> Iterator[Fresh]:
    room = _ROOM
    for each in new:
        room -= len(msgspec.json.encode(each.turn.text)) + 500
        if room < 0:
            return
        yield each


def _time(new: Sequence[Fresh], one: Fresh) -> datetime | None:
    """When it was said, or else the first after it of which that is known."""
    later = new[new.index(one) :]
    return next((each.turn.at for each in later if each.turn.at), None)


def _message(tx: Tx, conversation: Conversation, turn: Turn, creator: str, at: datetime) -> Message:
    ahead = at > tx.at
    ours = tx.by if turn.name in ("you", "me") else turn.name
    return Message(
        conversation=conversation.id,
        author=ours if turn.outbound else creator,
        outbound=turn.outbound,
        body=turn.text,
        at=tx.at if ahead else at,
        state="confirmed" if turn.outbound else "received",
        timed=turn.at is not None,
        dated=at if ahead else None,
    )


def settled(tx: Tx, conversation: Conversation, added: Sequence[Message]) -> Conversation:
    """The conversation with those messages in it: who waits since when, and whose turn it is.

    Only what the creator wrote and nobody answered since wakes it.
    """
    here = as_of(tx, conversation, tx.at)
    since = waiting_since(tx, conversation)
    settled = msgspec.structs.replace(
        here,
        waiting_since=since,
        last_at=max((at for at in (here.last_at, *(e.at for e in added)) if at), default=None),
        spoken_at=tx.at,
    )
    if since is not None and any(not each.outbound and each.at >= since for each in added):
        return roused(tx, settled)
    answered = since is None and any(each.outbound for each in added)
    if answered and here.status in ("new", "open") and here.waiting_on == "us":
        return msgspec.structs.replace(settled, status="waiting", waiting_on="creator", woke=None)
    return settled
