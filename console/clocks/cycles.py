"""From what happened in a conversation to the cycles of its clocks.

A wait begins with what the creator wrote, when they wrote it; only a confirmed reply of ours ends
it, and of what we knew when we wrote. Notes, copied texts and states never do.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from console.clocks.clock import Cycle
from data.records.conversations import category, over
from data.records.messages import Message
from data.records.turns import Turn


class Phase(msgspec.Struct, frozen=True):
    """A time in which a conversation was in one state, `[start, end)`."""

    start: datetime
    end: datetime | None
    """`None`: it still is."""
    ours: bool
    """It was our turn: the creator or somebody else is not waited on."""
    done: bool
    void: bool = False
    """Its clocks ended there, unmet: it was merged into another, taken for spam, or blocked."""
    deaf: bool = False
    """What came meanwhile waits for nothing until it ends: blocked, or spam still."""


def phases(turns: Sequence[Turn]) -> list[Phase]:
    """What the turns, in order, come to; a snooze that ended by the clock made it our turn."""
    cut: list[Phase] = []
    for at, turn in enumerate(turns):
        start = turn.created_at
        end = turns[at + 1].created_at if at + 1 < len(turns) else None
        paused = category(turn.status) == "paused" and turn.waiting_on != "us"
        done, void = over(turn.status), category(turn.status) == "void"
        wakes = turn.until
        if wakes is not None and start < wakes and (end is None or wakes < end):
            cut += [Phase(start, wakes, not paused, done), Phase(wakes, end, True, False)]
        else:
            deaf = turn.status == "blocked" or (turn.status == "spam" and end is None)
            cut.append(Phase(start, end, not paused, done, void, deaf))
    return cut


def waits(messages: Sequence[Message], turns: Sequence[Turn]) -> list[Cycle]:
    """Each wait for a reply: the first is for the first reply, the others for the next.

    A conversation that was resolved ends the wait; one that was opened again by hand never ended.
    """
    cut = phases(turns)
    ended = _ends(messages, cut)
    cycles: list[Cycle] = []
    waiting: list[_Waiting] = []
    for at, message in sorted(_known(messages), key=lambda each: (each[0], each[1].at)):
        while ended and ended[0] <= at:
            cycles += _voided(waiting, ended.pop(0))
        if not message.outbound:
            waiting += _heard(at, message, cut)
        elif answered := [each for each in waiting if _answers(message, each[1])]:
            start = min(since for since, _ in answered)
            cycles.append(Cycle(start, stop=max(start, message.at)))
            waiting = [each for each in waiting if each not in answered]
    for end in ended:
        cycles += _voided(waiting, end)
    if waiting:
        cycles.append(Cycle(min(since for since, _ in waiting)))
    return cycles


_Waiting = tuple[datetime, Message]
"""Since when a message waits."""


def _known(messages: Sequence[Message]) -> Iterator[tuple[datetime, Message]]:
    """What was said, and when we knew of it; a chat that was pasted says when we did."""
    for message in messages:
        if message.timed and message.state in ("received", "confirmed"):
            yield message.at, message
        elif not message.outbound:
            yield message.created_at, message
        elif message.state == "confirmed":
            yield max(message.created_at, message.at), message


def _answers(reply: Message, message: Message) -> bool:
    """Whether the reply is of somebody who knew of the message: it was copied after it came.

    What a chat tells with its time could be read in TikTok then, whenever it was put in here.
    """
    came = message.at if message.timed else message.created_at
    copied = reply.at if reply.timed else reply.created_at
    return came <= copied and message.at <= reply.at


def _voided(waiting: list[_Waiting], end: datetime) -> list[Cycle]:
    """The wait that ended so, if there was one; empties it."""
    if not waiting:
        return []
    cycle = Cycle(min(since for since, _ in waiting), voided=end)
    waiting.clear()
    return [cycle]


def _ends(messages: Sequence[Message], cut: Sequence[Phase]) -> list[datetime]:
    """When it ended and wasn't opened again by hand, nor they unblocked."""
    heard = {message.created_at for message in messages if not message.outbound}
    return [p.start for p in cut if p.done and (p.end is None or p.end in heard)]


def _heard(at: datetime, message: Message, cut: Sequence[Phase]) -> list[_Waiting]:
    """The message that was known then, as it waits: since it came, or since they were unblocked."""
    for p in cut:
        if p.deaf and p.start <= at and (p.end is None or at < p.end):
            return [] if p.end is None else [(p.end, message)]
    return [(message.at, message)]


def resolutions(
    messages: Sequence[Message], turns: Sequence[Turn], reopen: timedelta
) -> list[Cycle]:
    """Each run to its end; opened again, or unblocked, within `reopen`, it is the same run."""
    cut = phases(turns)
    inbound = (each for each in _known(messages) if not each[1].outbound)
    came = [heard for at, message in inbound for heard, _ in _heard(at, message, cut)]
    if not came:
        return []
    start, paused = min(came), list[tuple[datetime, datetime | None]]()
    cycles: list[Cycle] = []
    over: Phase | None = None
    for phase in cut:
        if phase.end is not None and phase.end <= start:
            continue
        if phase.done:
            over = over or phase
            continue
        if over is not None and phase.start - over.start > reopen:
            cycles.append(_run(start, paused, over))
            start, paused = phase.start, []
        elif over is not None:
            paused.append((over.start, phase.start))
        over = None
        if not phase.ours:
            paused.append((phase.start, phase.end))
    return [*cycles, _run(start, paused, over)]


def _run(
    start: datetime, paused: Sequence[tuple[datetime, datetime | None]], over: Phase | None
) -> Cycle:
    """A run that ended with that phase, if it did."""
    stood = tuple((max(start, at), end) for at, end in paused if end is None or end > start)
    if over is not None and over.void:
        return Cycle(start, paused=stood, voided=over.start)
    return Cycle(start, over.start if over else None, stood)
