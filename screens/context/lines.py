"""What the column says: the creator in short, their samples and other conversations, the client,
the playbook's entries of the topic. What there is nothing of is left out.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from console.answers import matching, own_use, playbook
from console.coach import next_step, sample_step
from console.creators import whom
from console.desk import Desk
from console.links import existing, linked_refs
from console.metrics import sales_of, week
from console.naming import client_of
from console.outstanding import due_of, running, standing_of
from console.work import open_work
from data.money import money_short
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation, over
from data.records.creators import Creator
from data.records.runs import Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from data.text import plain
from screens.clients.detail import newest_import
from screens.clients.work import work_line
from screens.creators.facts import handles, labelled, marks, reach, talks
from screens.frame.paint import Pieces, Role, cells, cut, fit, spread, wrap
from screens.inbox.pane import state
from screens.keymap import press
from screens.say import NOTHING, age, due_distance, due_words, percent

_MOST = (6, 4, 2, 1)
"""So many of each are shown, the most that fit."""
_FACT = 100
"""So many characters of a fact are enough; the card has it whole."""
_WHEN, _ID = 7, 6
_BETWEEN = " · "


class Section(NamedTuple):
    """One part of the column."""

    name: str
    key: str
    """What to press for all of it, in words; empty: nothing."""
    head: Sequence[Pieces]
    """What is always shown."""
    each: Sequence[Sequence[Pieces]] = ()
    """Each of several, of which the first are shown."""

    def lines(self, most: int, width: int) -> list[Pieces]:
        """A blank line, the heading, what there is."""
        left = len(self.each) - most
        more: list[Pieces] = [[(f" and {left} more", "dim")]] if left > 0 else []
        rows = [*self.head, *(line for lines in self.each[:most] for line in lines), *more]
        heading = spread([(f" {self.name}", "dim")], [(self.key, "dim")], width)
        return [[], heading, *(cut(row, width) for row in rows)]


def context_lines(desk: Desk, record: Record, width: int, height: int) -> list[Pieces]:
    """What belongs with a record, in so many cells and lines."""
    sections = [*_sections(desk, record, width)]
    if not sections:
        return _nothing(record, width)
    lines: list[Pieces] = []
    for most in _MOST:
        _, *lines = (line for section in sections for line in section.lines(most, width))
        if len(lines) <= height:
            return lines
    left = len(lines) - height + 1
    return [*lines[: height - 1], [(f" and {left} lines more", "dim")]]


def _sections(desk: Desk, record: Record, width: int) -> Iterator[Section]:
    creator = _creator_of(desk, record)
    if creator is not None:
        yield _creator(desk, creator, record, width)
        still = [each for each in running(desk, creator) if each.ref != record.ref]
        if samples := [_sample(desk, each, record) for each in still]:
            yield Section("SAMPLES", "", (), samples)
        others = [talk for talk in talks(desk, creator) if talk.ref != record.ref]
        if said := [[_talk(desk, talk, width)] for talk in others]:
            other = "OTHER " if isinstance(record, Conversation) else ""
            yield Section(f"{other}CONVERSATIONS", "", (), said)
    number = client_of(record)
    client = desk.book.get(Client, number) if number is not None else None
    if client is not None:
        yield _client(desk, client, record, width)
    if isinstance(record, Conversation) and (entries := _entries(desk, record, width)):
        yield Section("PLAYBOOK", f"{press('inbox.playbook')} picks one · checked", (), entries)


def _nothing(record: Record, width: int) -> list[Pieces]:
    """How something comes to belong with it."""
    if not isinstance(record, Action | Ticket):
        return []
    words = f"It has no client and isn't linked: {press(f'{record.TABLE}.link')} links it."
    return [[(f" {line}", "dim")] for line in wrap(words, width - 1)]


def _flowing(words: Sequence[str], role: Role, width: int) -> list[Pieces]:
    """Facts one after the other, as many on a line as fit whole."""
    lines: list[str] = []
    for each in words:
        longer = f"{lines[-1]}{_BETWEEN}{each}" if lines else ""
        if longer and cell_len(longer) < width:
            lines[-1] = longer
        else:
            lines.append(each)
    return [[(f" {line}", role)] for line in lines]


# -- the creator ------------------------------------------------------------------------------


def _creator_of(desk: Desk, record: Record) -> Creator | None:
    """Whom it is about: who is written with, else of the first that is linked with it."""
    if isinstance(record, Conversation | Sample):
        return whom(desk.book, record)
    linked = existing(desk, linked_refs(desk.book, record.ref))
    return next((found for each in linked if (found := whom(desk.book, each))), None)


def _creator(desk: Desk, creator: Creator, record: Record, width: int) -> Section:
    ours = isinstance(record, Conversation | Sample)
    card, link = press("inbox.card"), press("links.open")
    key = f"{card} opens the card" if ours else f"{link} opens the link"
    name: Pieces = [(f" · {creator.name}", "dim")] if creator.name else []
    lines: list[Pieces] = [
        [(f" @{creator.handle}", "strong"), *name],
        *_reach(desk, creator, width),
    ]
    for label, text in _facts(desk, creator, record):
        lines += labelled(label, plain(text, limit=_FACT), width)
    return Section("CREATOR", key, lines)


def _reach(desk: Desk, creator: Creator, width: int) -> list[Pieces]:
    known = reach(desk, creator)
    if known == NOTHING:
        return [[(" their numbers aren't known yet", "dim")]]
    return _flowing(known.split(_BETWEEN), "text", width)


def _facts(desk: Desk, creator: Creator, record: Record) -> Iterator[tuple[str, str]]:
    if known := handles(desk, creator):
        yield "handles", known
    yield "stage", creator.stage
    sold = [
        f"{desk.client_slug(each.client) or '–'} {money_short(each.gmv_30, each.currency)}"
        for each in creator.sold
    ]
    if sold:
        yield "GMV 30 d", _BETWEEN.join(sold)
    yield from marks(desk, creator)
    client = client_of(record)
    step = next_step(desk, creator, client)
    beside = isinstance(record, Conversation) and not over(record.status)
    if not beside or step != sample_step(desk, creator, client):  # else the thread says it
        yield "next", step


def _sample(desk: Desk, sample: Sample, record: Record) -> list[Pieces]:
    """What it is; how it stands, by when, with whom it travels, and whose if not the record's."""
    standing, until = standing_of(desk, sample), due_of(desk, sample)
    role: Role = "warn" if standing == "overdue" else "text"
    sent = sample.tracking if sample.status == "shipped" else None
    words = (
        _due(until.astimezone(desk.zone).date(), desk.today) if until else "",
        " ".join(word for word in (sample.carrier, sent) if word) if sent else "",
        desk.client_slug(sample.client) or "" if sample.client != client_of(record) else "",
    )
    about = "".join(f" · {word}" for word in words if word)
    return [
        [(f" {sample.ref:<6}", "strong"), (sample.product, "text")],
        [(" " * 7, "text"), (standing, role), (about, "dim")],
    ]


def _due(day: date, today: date) -> str:
    return due_distance(day, today) if day < today else f"due {due_words(day, today)}"


def _talk(desk: Desk, talk: Conversation, width: int) -> Pieces:
    """Its state, how long ago something was said, the topic, the shop; as `work_line` has it."""
    letter, role = state(desk, talk)
    when = age(talk.last_at or talk.created_at, desk.clock.now())
    about = _BETWEEN.join(word for word in (talk.topic, desk.client_slug(talk.client)) if word)
    return [
        (f" {letter} ", role),
        (f"{fit(when, _WHEN)} ", "text"),
        (fit(talk.ref, _ID), "strong"),
        (fit(about, width - 4 - _WHEN - _ID), "text"),
    ]


# -- the client -------------------------------------------------------------------------------


def _client(desk: Desk, client: Client, record: Record, width: int) -> Section:
    """How it is; what is open, and of tickets, actions, runs and files what presses most."""
    kinds = open_work(desk, client)
    counts = [f"{kind.name} {len(kind.records)}" for kind in kinds]
    first = [
        next((each for each in kind.records if each.ref != record.ref), None)
        for kind in kinds
        if not isinstance(kind.records[0], Conversation)
    ]
    owner = f"{client.owner}'s" if client.owner else "nobody's"
    lines: list[Pieces] = [
        [(f" {client.title}", "strong"), (f" · {owner}", "dim")],
        *_flowing(_how(desk, client), "text", width),
        *_flowing(counts, "dim", width),
    ]
    found = sorted((each for each in first if each is not None), key=_due_first)
    pressing = [[work_line(desk, each, width)] for each in found]
    return Section("CLIENT", f"{press('links.open')} opens it", lines, pressing)


def _due_first(record: Record) -> tuple[bool, date]:
    due = record.due if isinstance(record, Action | Run | Ticket) else None
    return due is None, due or date.max


def _how(desk: Desk, client: Client) -> list[str]:
    """The week's figures against last week's, and how old they are."""
    newest = newest_import(desk, client)
    came = f"newest file {age(newest.created_at, desk.clock.now())}" if newest else "no file yet"
    now = week(sales_of(desk, client), client)
    if now is None:
        return ["no figures yet", came]
    change = now.change("gmv", desk.workspace.settings.fewest_orders)
    than = f", {percent(change)}" if change is not None else ""
    told = [f"GMV {money_short(now.this.gmv, client.currency)} this week{than}"]
    if now.this.refund_rate is not None:
        told.append(f"refunds {now.this.refund_rate * 100:.1f} %")
    return [*told, came]


# -- the playbook -----------------------------------------------------------------------------


def _entries(desk: Desk, talk: Conversation, width: int) -> list[list[Pieces]]:
    """The entries of its topic, the usual first, with how long ago somebody looked."""
    fitting = [each for each in playbook(desk).answers if each.fits(talk.topic)]
    found: list[list[Pieces]] = []
    for entry in matching(fitting, "", talk.topic, own_use(desk)):
        days = (desk.today - entry.checked).days if entry.checked else 0
        mark: Pieces = [(" ! " if entry.stale else " ", "warn")]
        old = " look again" if entry.stale else f" {days} d"
        title = width - cells(mark) - len(old)
        found.append([[*mark, (fit(entry.title, title), "text"), (old, "dim")]])
    return found
