"""Blanks: `{creator}` in a text of ours is filled from the record, `{?which day}` is asked for.

What nothing is known of stays, and stops the text from being sent.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from console.creators import handle_of
from console.terms import Terms, content_due
from console.verb import View
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.samples import Sample
from data.settings import zone_named

Filler = Callable[[View, Conversation], str | None]
"""What a blank is filled with; `None`: that isn't known."""
_BLANK = re.compile(r"\{(\?[^{}\n]{1,120}|[a-z_]{1,40})\}")


def fill(view: View, conversation: Conversation, text: str) -> str:
    """The text with every blank filled that the record knows; questions stay."""

    def known(match: re.Match[str]) -> str:
        filler = FILLERS.get(match[1])
        return (filler(view, conversation) if filler else None) or match[0]

    return _BLANK.sub(known, text)


def unfilled(text: str) -> list[str]:
    """The blanks left in a text, as they stand there, each once."""
    return list(dict.fromkeys(match[0] for match in _BLANK.finditer(text)))


def first_blank(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """From where to where the first blank left in a text stands, each as line and column."""
    for row, line in enumerate(text.split("\n")):
        if found := _BLANK.search(line):
            return (row, found.start()), (row, found.end())
    return None


def questions(text: str) -> list[str]:
    """What a text asks for, each once, in order."""
    return [blank[2:-1].strip() for blank in unfilled(text) if blank[1] == "?"]


def answer(text: str, answers: Sequence[str]) -> str:
    """The text with its questions answered in order; an empty answer leaves the blank."""
    asked = [blank for blank in unfilled(text) if blank[1] == "?"]
    for blank, given in zip(asked, answers, strict=False):
        text = text.replace(blank, given.strip() or blank)
    return text


# -- what is known ----------------------------------------------------------------------------


def _creator(view: View, conversation: Conversation) -> str | None:
    """The first name, else the handle."""
    known = view.read.get(Creator, conversation.creator)
    if known is None or not (known.name or "").split():
        return handle_of(view.read, conversation.creator)
    return (known.name or "").split()[0]


def _handle(view: View, conversation: Conversation) -> str | None:
    return handle_of(view.read, conversation.creator)


def _client(view: View, conversation: Conversation) -> str | None:
    known = _shop(view, conversation)
    return known.title if known else None


def _me(view: View, conversation: Conversation) -> str | None:
    return view.me.capitalize()


def _shop(view: View, conversation: Conversation) -> Client | None:
    return view.read.get(Client, conversation.client) if conversation.client else None


def _of_sample(field: str) -> Filler:
    """What is known of the creator's newest sample of that client."""

    def filler(view: View, conversation: Conversation) -> str | None:
        sample = newest_sample(view, conversation)
        kept: object = getattr(sample, field) if sample else None
        if isinstance(kept, datetime):
            return day(kept, view, conversation)
        return str(kept) if kept is not None else None

    return filler


def _due(view: View, conversation: Conversation) -> str | None:
    """Until when they are to post."""
    sample = newest_sample(view, conversation)
    until = content_due(sample, Terms.of(sample, view.read, view.rules)) if sample else None
    return day(until, view, conversation) if until else None


def newest_sample(view: View, conversation: Conversation) -> Sample | None:
    """The creator's newest sample of the conversation's client."""
    found = [
        sample
        for sample in view.read.find(Sample, "creator", conversation.creator)
        if sample.archived_at is None and conversation.client in (None, sample.client)
    ]
    return max(found, key=lambda sample: (sample.requested_at, sample.id), default=None)


def day(at: datetime, view: View, conversation: Conversation) -> str:
    """A day as it is written to a creator: `Fri 27 Nov`, in the shop's zone."""
    shop = _shop(view, conversation)
    local = at.astimezone(zone_named(shop.zone) if shop else ZoneInfo("UTC"))
    return f"{local:%a} {local.day} {local:%b}"


FILLERS: Mapping[str, Filler] = {
    "creator": _creator,
    "handle": _handle,
    "client": _client,
    "me": _me,
    "product": _of_sample("product"),
    "tracking": _of_sample("tracking"),
    "carrier": _of_sample("carrier"),
    "shipped": _of_sample("shipped_at"),
    "due": _due,
    "delivered": _of_sample("delivered_at"),
}
"""Every blank that is filled by itself, by name."""
