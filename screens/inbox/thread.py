"""A thread on the screen: the conversation in a few facts, then who said what, and when."""

from datetime import datetime

from console.coach import sample_step
from console.creators import blocked, handle_of
from console.desk import Desk, gone
from console.grouping import standing
from console.links import linked_refs
from console.slots import slot_of
from console.thread import Said, aside, marked, thread
from console.turns import turn_words
from data.records.conversations import Conversation, over
from data.records.creators import Creator
from data.records.incidents import Incident
from screens.frame.paint import Pieces, Role, cut, fit, wrap
from screens.inbox.clocks import clocks_line
from screens.say import age, moment, until, when

_WHEN, _WHO = 17, 14
_BESIDE = 70
"""From so many cells, who and when stand beside what was said."""
_AMONG_US = {"note": "NOTE", "file": "FILE", "call": "CALL", "mail": "MAIL"}
"""What the creator never sees, and the word it begins with."""
_WOKE = {
    "time": "its time came",
    "reply": "the creator wrote",
    "decided": "it is decided",
    "fixed": "it is fixed",
}


def card(desk: Desk, conversation: Conversation, width: int) -> list[Pieces]:
    """Who, where, what about; whose turn, who has it, how long they wait."""
    about = [handle_of(desk.book, conversation.creator), conversation.topic]
    if slug := desk.client_slug(conversation.client):
        about.insert(1, slug)
    title = " · ".join(part for part in about if part)
    words, role = _state(desk, conversation)
    has = f"{conversation.assignee} has it" if conversation.assignee else "nobody has it"
    facts: Pieces = [(f" {words}", role), (f" · {has}", "text")]
    if conversation.waiting_since is not None and not over(conversation.status):
        since = age(conversation.waiting_since, desk.clock.now())
        facts.append((f" · waits {since}", "text"))
    if conversation.tags:
        facts.append((f" · {' '.join(f'#{tag}' for tag in conversation.tags)}", "text"))
    if slot := slot_of(desk.book, desk.me.name, conversation):
        facts.append((f" · your slot {slot.place}", "accent"))
    joined = [f"{Incident.LETTER}{conversation.incident}"] if conversation.incident else []
    if refs := [*joined, *linked_refs(desk.book, conversation.ref)]:
        facts.append((f" · {', '.join(refs)}", "accent"))
    return [
        cut([(f" {conversation.ref} ", "strong"), (title, "strong")], width),
        cut(facts, width),
        *([cut(clocks, width)] if (clocks := clocks_line(desk, conversation)) else []),
        *([cut(step, width)] if (step := _next(desk, conversation)) else []),
        [],
    ]


def _next(desk: Desk, conversation: Conversation) -> Pieces:
    """What to do next about the creator's samples for this client, if there is anything."""
    creator = desk.book.get(Creator, conversation.creator)
    if creator is None or over(conversation.status):
        return []
    step = sample_step(desk, creator, conversation.client)
    return [(" next: ", "dim"), (step, "text")] if step else []


def _state(desk: Desk, conversation: Conversation) -> tuple[str, Role]:
    if conversation.archived_at is not None:
        return gone(conversation).reason, "warn"
    if conversation.pending:
        return "a reply is copied: was it sent?", "warn"
    if conversation.status == "snoozed":
        wakes = conversation.snooze_until
        ends = [until(wakes, desk.clock.now(), desk.zone)] if wakes else []
        ends += ["a reply"] if conversation.snooze_reply else []
        return f"{conversation.slept_by} snoozed it until {' or '.join(ends)}", "text"
    if conversation.status == "merged":
        return f"merged into {standing(desk.book, conversation).ref}", "text"
    if conversation.status == "spam":
        return "taken for spam", "dim"
    if conversation.status == "blocked":
        block = blocked(desk.book, conversation.creator, conversation.client)
        return f"{block.by} blocked them: {block.reason}" if block else "blocked", "warn"
    if conversation.status in ("resolved", "closed"):
        ended = conversation.resolved_at
        when_words = f", {moment(ended, desk.zone)}" if ended else ""
        since = ", closed since" if conversation.status == "closed" else ""
        return f"resolved by {conversation.resolved_by}{when_words}{since}", "good"
    if conversation.waiting_on != "us":
        return f"waits for the {conversation.waiting_on}", "text"
    if (ticket := turn_words(conversation)) != "us":
        return f"waits for {ticket} to be decided", "text"
    new = "new, " if conversation.status == "new" else ""
    return f"{new}our turn{_back(desk, conversation)}", "text"


def _back(desk: Desk, conversation: Conversation) -> str:
    """Why it came back, if it did and nobody did anything since."""
    why = _WOKE.get(conversation.woke or "")
    if why is None:
        return ""
    if conversation.woke == "time" and conversation.woke_at:
        why += f" ({when(conversation.woke_at, desk.clock.now(), desk.zone)})"
    if conversation.missed_by and conversation.assignee is None:
        why += f", {conversation.missed_by} is away"
    return f", back: {why}"


def said(desk: Desk, conversation: Conversation, width: int, *, notes: bool = True) -> list[Pieces]:
    """The thread line by line, oldest first; `notes`: with what is among us."""
    lines: list[Pieces] = []
    for each in thread(desk.book, conversation):
        if notes or each.kind in ("in", "out"):
            lines += _lines(marked(each, conversation), _at(desk, each.at), width)
    return lines or [[(" nothing was said yet", "dim")]]


def _at(desk: Desk, at: datetime) -> str:
    """When it was said; of another year with that."""
    local = at.astimezone(desk.zone)
    here = local.year == desk.today.year
    return moment(at, desk.zone) if here else f"{local:%Y-%m-%d %H:%M}"


def _lines(said: Said, when: str, width: int) -> list[Pieces]:
    """One thing said. A note has its own word and edge; what wasn't sent says so."""
    note = said.kind in _AMONG_US
    edge = "┊" if note else " "
    who = f"{_AMONG_US[said.kind]} {said.author}" if note else said.author
    role: Role = "warn" if note else "strong" if said.kind == "in" else "accent"
    unsent = aside(said)
    body: Role = "dim" if unsent or note else "text"
    mark: Pieces = [(f"  ({unsent})", "warn")] if unsent else []
    if width < _BESIDE:
        head: Pieces = [(edge, "warn"), (f"{when}  ", "dim"), *cut([(who, role)], width - 24)]
        text = wrap(said.text, width - 4)
        return [[*head, *mark], *([(f"{edge}  ", "warn"), (line, body)] for line in text)]
    beside = f"{when:<{_WHEN}}"
    room = width - 1 - _WHEN - _WHO - 1
    lines: list[Pieces] = []
    for line in wrap(said.text, room):
        first = not lines
        lines.append(
            [
                (edge, "warn"),
                (beside if first else " " * _WHEN, "dim"),
                (fit(who if first else "", _WHO) + " ", role),
                (line, body),
            ]
        )
    return [*lines, [(" " * (1 + _WHEN + _WHO - 1), "text"), *mark]] if mark else lines
