"""What a card says: a creator in numbers and words, their samples, what was said with them."""

from collections.abc import Iterator
from datetime import datetime

from console.coach import next_step
from console.creators import handle_of
from console.desk import Desk
from console.handles import former, same
from console.outstanding import due_of, of_creator, standing_of
from console.parcels import explain
from console.terms import Terms
from console.turns import at_present
from data.money import money_text
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.samples import Sample
from screens.frame.paint import Pieces, Role, cut, fit, wrap
from screens.say import compact, day_words, due_words, moment

_LABEL = 10
_MOST = 12
"""So many samples and conversations are shown, the newest."""


def creator_lines(desk: Desk, creator: Record, width: int) -> list[Pieces]:
    """The card of a creator, line by line."""
    if not isinstance(creator, Creator):
        return []
    lines = [line for label, text in _facts(desk, creator) for line in labelled(label, text, width)]
    lines += labelled("next", next_step(desk, creator), width, strong=True)
    samples = of_creator(desk, creator)
    lines += part("SAMPLES", [_sample(desk, each) for each in samples], width)
    said = [_talk(desk, each) for each in talks(desk, creator)]
    return lines + part("CONVERSATIONS", said, width)


def _facts(desk: Desk, creator: Creator) -> Iterator[tuple[str, str]]:
    if creator.name:
        yield "name", creator.name
    if known := handles(desk, creator):
        yield "handles", known
    yield "stage", creator.stage
    yield "reach", reach(desk, creator)
    for sold in creator.sold:
        gmv = [money_text(amount, sold.currency) for amount in (sold.gmv_30, sold.gmv_90)]
        until = day_words(sold.until, desk.today)
        shop = desk.client_slug(sold.client) or "–"
        yield "GMV", f"{shop}: {gmv[0]} in 30 days, {gmv[1]} in 90, up to {until}"
    yield from marks(desk, creator)


def handles(desk: Desk, creator: Creator) -> str:
    """The handles they had before, and those of whom they are the same person; empty: none."""
    had = [f"@{each.handle} until {_day(desk, each.until)}" for each in former(desk.book, creator)]
    others = [f"@{e.handle} ({e.ref})" for e in same(desk.book, creator) if e.id != creator.id]
    also = [f"the same person as {', '.join(others)}"] if others else []
    return " · ".join([*had, *also])


def marks(desk: Desk, creator: Creator) -> Iterator[tuple[str, str]]:
    """What we put to them: tags; where they are blocked, by whom and why."""
    if creator.tags:
        yield "tags", ", ".join(creator.tags)
    for block in creator.blocked:
        slug = desk.client_slug(block.client)
        yield "BLOCKED", f"{slug} by {block.by}, {_day(desk, block.at)}: {block.reason}"


def reach(desk: Desk, creator: Creator) -> str:
    """Followers, how many samples led to posts, health: in a line."""
    words = [f"{compact(creator.followers)} followers" if creator.followers is not None else ""]
    if creator.fulfilment is not None:
        words.append(f"posts {creator.fulfilment} % of samples")
    words.append(health(desk, creator))
    return " · ".join(word for word in words if word) or "–"


def health(desk: Desk, creator: Creator) -> str:
    """The Creator Health Rating in a word, by the dated rules; empty: it isn't known."""
    if creator.health is None:
        return ""
    watch = desk.rules.find("health.watch", None, desk.today)
    bad = desk.rules.find("health.unhealthy", None, desk.today)
    if bad and creator.health <= bad.value:
        return f"UNHEALTHY ({creator.health})"
    if watch and creator.health <= watch.value:
        return f"health watched ({creator.health})"
    return f"healthy ({creator.health})"


def talks(desk: Desk, creator: Creator) -> list[Conversation]:
    """The conversations with a creator, of all shops and handles, what was last said first."""
    found = [
        at_present(desk, talk)
        for each in same(desk.book, creator)
        for talk in desk.book.find(Conversation, "creator", each.id)
    ]
    return sorted(found, key=lambda talk: talk.last_at or talk.created_at, reverse=True)


def _sample(desk: Desk, sample: Sample) -> Pieces:
    state, until = standing_of(desk, sample), due_of(desk, sample)
    role: Role = "warn" if state in ("overdue", "lapsed") else "text"
    when = due_words(until.astimezone(desk.zone).date(), desk.today) if until else ""
    shop = desk.client_slug(sample.client) or "–"
    return [
        (f" {sample.ref:<6}", "strong"),
        (f"{fit(state, 10)} ", role),
        (f"{fit(when, 8)} {fit(shop, 14)} {sample.product}", "text"),
    ]


def _talk(desk: Desk, talk: Conversation) -> Pieces:
    when = moment(talk.last_at or talk.created_at, desk.zone)
    shop = desk.client_slug(talk.client) or "–"
    return [
        (f" {talk.ref:<6}", "strong"),
        (f"{fit(talk.status, 10)} {when:<17}", "dim"),
        (f"{fit(shop, 14)} {talk.topic}", "text"),
    ]


def sample_lines(desk: Desk, sample: Record, width: int) -> list[Pieces]:
    """The card of a sample, line by line."""
    if not isinstance(sample, Sample):
        return []
    terms = Terms.of(sample, desk.book, desk.rules)
    answer = explain(sample, terms, desk.clock.now(), desk.zone_of(sample.client))
    steps: tuple[tuple[str, datetime | None, str | None], ...] = (
        ("asked for", sample.requested_at, None),
        ("decided", sample.decided_at, sample.decided_by),
        ("shipped", sample.shipped_at, sample.tracking),
        ("delivered", sample.delivered_at, None),
        ("extended", sample.extended_at, None),
        ("reminded", sample.reminded_at, sample.reminded_by),
        ("posted", sample.posted_at, ", ".join(sample.links)),
        ("appealed", sample.appealed_at, sample.appeal),
    )
    until = due_of(desk, sample)
    facts = [
        ("creator", handle_of(desk.book, sample.creator)),
        ("client", desk.client_slug(sample.client) or "–"),
        ("status", standing_of(desk, sample)),
        ("due", moment(until, desk.zone) if until else "–"),
        ("order", sample.order or "–"),
        *((label, f"{_day(desk, at)} {word or ''}".rstrip()) for label, at, word in steps if at),
        ("rejected", " · ".join(w for w in (sample.rejection, sample.reason) if w)),
        ("to say", answer.text),
        ("from", answer.source),
    ]
    return [line for label, text in facts if text for line in labelled(label, text, width)]


def labelled(label: str, text: str, width: int, *, strong: bool = False) -> list[Pieces]:
    """A fact and its label, in as many lines as it takes."""
    first, *more = wrap(text, width - _LABEL - 2) or [""]
    role: Role = "strong" if strong else "warn" if label == "BLOCKED" else "text"
    head: Pieces = [(f" {label:<{_LABEL}}", "dim"), (first, role)]
    lines: list[Pieces] = [[(" " * (_LABEL + 1) + line, role)] for line in more]
    return [head, *lines]


def part(name: str, rows: list[Pieces], width: int) -> list[Pieces]:
    """The first rows under a heading; nothing, where there are none."""
    if not rows:
        return []
    left = len(rows) - _MOST
    more: list[Pieces] = [[(f" and {left} more", "dim")]] if left > 0 else []
    return [[], [(f" {name}", "dim")], *(cut(row, width) for row in rows[:_MOST]), *more]


def _day(desk: Desk, at: datetime) -> str:
    return day_words(at.astimezone(desk.zone).date(), desk.today)
