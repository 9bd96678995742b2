"""When something is to come back, in people's words."""

import re
from datetime import UTC, datetime, time, timedelta

import msgspec

from console.days import read_date

MORNING = time(9)
"""The hour a day alone means."""
EVENING = time(18)
"""The hour `today` means."""
FORMS = "write fri 9:00, tomorrow, 3h or reply; mon keep sleeps on even when they write"
_DAYTIME = 8
"""A bare number is an hour from this one on; below it could be one of the afternoon."""

_SPAN = re.compile(r"(?:\+|in )?(\d{1,3})\s*(?:(m|mins?|minutes?)|hr?s?|hours?)")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?")


class Wake(msgspec.Struct, frozen=True):
    """What wakes what sleeps: a time, an answer, or whichever is first."""

    at: datetime | None = None
    """The instant, in UTC."""
    reply: bool = True
    """Whether it also comes back when the other side writes."""


def read_wake(words: str, now: datetime) -> Wake:
    """What `words` mean at `now`, a local time: `fri 9:00`, `3h`, `reply`, `mon keep`.

    A time alone is cut short by an answer, so that nobody writes into a sleeping conversation;
    `keep` lets it sleep on. Raises `ValueError` with the forms understood.
    """
    parts = [part.strip() for part in re.split(r",|\bor\b|\band\b", words) if part.strip()]
    reply = "reply" in parts
    kept = any(re.search(r"\bkeep$", part) for part in parts)
    times = [part.removesuffix("keep").strip() for part in parts if part != "reply"]
    times = [part for part in times if part]
    if len(times) > 1 or (reply and kept) or (not times and not reply):
        raise ValueError(FORMS)
    return Wake(read_moment(times[0], now) if times else None, reply=not kept)


def read_moment(word: str, now: datetime) -> datetime:
    """An instant in people's words, in UTC. A day alone is its morning.

    Raises `ValueError` with the forms understood.
    """
    if match := _SPAN.fullmatch(word):
        length = int(match[1])
        return (now + timedelta(minutes=length * (1 if match[2] else 60))).astimezone(UTC)
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})t(.+)", word):
        word = f"{match[1]} {match[2]}"
    word = re.sub(r"(?<=\d) (?=am$|pm$)", "", word)
    day, _, hour = word.rpartition(" ")
    at = _hour(hour) if re.search(r"[:.]|am|pm", hour) or _is_day(day, now) else None
    if at is None:
        at, day = (EVENING if word in _EVENING else MORNING), _MEANT.get(word, word)
    elif hour.isdigit() and 0 < int(hour) < _DAYTIME:
        raise ValueError(f"“{word}” could be morning or evening: write {day} {hour}:00 or {hour}pm")
    if not day:
        local = datetime.combine(now.date(), at, now.tzinfo)
        return (local if local > now else local + timedelta(days=1)).astimezone(UTC)
    try:
        date = read_date(day, now.date())
    except ValueError:
        raise ValueError(f"“{day}” isn't a time; {FORMS}") from None
    return datetime.combine(date, at, now.tzinfo).astimezone(UTC)


_EVENING = frozenset({"today", "eod", "tonight"})
_MEANT = {"tonight": "today", "next week": "mon"}


def _is_day(word: str, now: datetime) -> bool:
    try:
        read_date(word, now.date())
    except ValueError:
        return False
    return True


def _hour(word: str) -> time | None:
    """An hour of the day: `9:00`, `17.30`, `9am`; `None`: it is none."""
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
