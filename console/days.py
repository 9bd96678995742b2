"""Days in people's words: `fri`, `tomorrow`, `3d`, `27 nov`, `27.11.`, `2026-11-27`."""

import re
from datetime import date, timedelta

from data.text import plain

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(word: str, today: date) -> date:
    """A day in people's words. Month-first and day-first figures alone are never guessed.

    Raises `ValueError` with the forms understood, or the years.
    """
    if word in ("today", "eod"):
        return today
    if word in ("tomorrow", "tmw", "tom"):
        return today + timedelta(days=1)
    if word == "yesterday":
        return today - timedelta(days=1)
    if word[:3] in _DAYS and word.isalpha() and word in _weekday_spellings(word[:3]):
        ahead = (_DAYS.index(word[:3]) - today.weekday()) % 7
        return today + timedelta(days=ahead or 7)
    if match := re.fullmatch(r"(?:\+|in )?(\d{1,3})\s*(d|w)(?:(?<=d)ays?|(?<=w)eeks?)?", word):
        return today + timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    if match := re.fullmatch(r"(\d{1,2})\.?\s*([a-z]{3})[a-z]*", word):
        return _day_and_month(int(match[1]), match[2], word, today)
    if match := re.fullmatch(r"([a-z]{3})[a-z]*\.?\s*(\d{1,2})", word):
        return _day_and_month(int(match[2]), match[1], word, today)
    if match := re.fullmatch(
        r"(\d{1,2})\.\s?(0?[1-9]|1[0-2])\.", word
    ):  # who ends it so, begins so
        return _day_and_month(int(match[1]), _MONTHS[int(match[2]) - 1], word, today)
    try:
        found = date.fromisoformat(word)
    except ValueError:
        raise ValueError(
            f"“{plain(word, limit=20)}” isn't a day; write 2026-11-27, 27 nov, fri, tomorrow or 3d"
        ) from None
    if not 2000 <= found.year <= 2100:
        raise ValueError(f"“{word}” is too far off; write a year from 2000 to 2100")
    return found


def _weekday_spellings(day: str) -> set[str]:
    full = {
        "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday",
        "fri": "friday", "sat": "saturday", "sun": "sunday",
    }[day]  # fmt: skip
    return {full[:n] for n in range(3, len(full) + 1)}


def _day_and_month(day: int, month: str, word: str, today: date) -> date:
    """The next such day; one up to a month ago is meant as past."""
    if month not in _MONTHS:
        raise ValueError(f"“{word}” names no month")
    for year in (today.year, today.year + 1):
        try:
            found = date(year, _MONTHS.index(month) + 1, day)
        except ValueError:
            continue
        if found >= today - timedelta(days=31):
            return found
    raise ValueError(f"“{word}” isn't a day of the calendar")
