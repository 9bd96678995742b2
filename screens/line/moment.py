"""Moments as people type them: `2h` ago, a day, an hour of a day at the agency."""

import re
from datetime import UTC, datetime, time, timedelta

from console.days import read_date
from console.desk import Desk
from data.errors import UsageError

_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_moment(desk: Desk, option: str, word: str) -> datetime:
    """`2h`, `3d` ago; the start of a day at the agency; `2026-11-20T10:00` there, or with its zone.

    Raises `UsageError`, which names the option.
    """
    if match := re.fullmatch(r"(\d{1,4})(min|m|h|d|w)", word):
        return desk.clock.now() - timedelta(**{_UNITS[match[2]]: int(match[1])})
    try:
        if re.match(r"\d{4}-\d\d-\d\dT", word):
            at = datetime.fromisoformat(word)
            return (at if at.tzinfo else at.replace(tzinfo=desk.zone)).astimezone(UTC)
        return datetime.combine(read_date(word, desk.today), time(), desk.zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{option}: {error}; or 30min, 2h, 3d (ago), or 2026-11-20T10:00."
        ) from None
