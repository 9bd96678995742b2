"""Times as people say them. Lists say how long; details say when."""

from datetime import date, datetime, timedelta


def ago(then: datetime, now: datetime) -> str:
    """How long since: `3 s`, `12 min`, `4 h`, `3 d`."""
    return span(max(now - then, timedelta(0)))


def span(length: timedelta) -> str:
    """A length of time in its largest unit: `48 min`."""
    seconds = int(length.total_seconds())
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def day_words(day: date, today: date) -> str:
    """A day without its year where that is clear: `27 Nov`, `27 Nov 2025`."""
    words = f"{day.day} {day:%b}"
    return words if abs((day - today).days) < 300 else f"{words} {day.year}"
