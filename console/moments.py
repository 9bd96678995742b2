"""Moments as chats write them: `Tue 09:12`, `11/18/2026, 9:12 AM`, `Yesterday 14:03`, `09:12`."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import chain

import msgspec

from data.errors import RefusalError
from data.markets import Order

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s?(?P<half>[ap]\.?m\.?)?"
    r"|\s?(?P<bare>[ap]m))(?!\w|:\d)"
)
_DATE = (
    r"(?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|(?P<figures>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{1,2}/\d{1,2})(?![\d/])"
    rf"|(?P<day>\d{{1,2}})\.?\s(?P<month>{_MONTH})(?:,?\s(?P<year>\d{{4}}))?"
    rf"|(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<year2>\d{{4}}))?"
    r"|(?P<near>today|yesterday)\b"
)
_WHOLE = rf"(?:(?P<weekday>{_WEEKDAY}),?\s?)?(?:{_DATE})?"
_MOMENT = re.compile(rf"{_WHOLE}(?:(?:,|\sat|\s·|T)?\s?(?<!\d){_CLOCK})?", re.IGNORECASE)
_YEAR = re.compile(r"[/.-]")


class TwoDays(RefusalError):
    """A date that is another day depending on whether the day or the month comes first."""


class Moment(msgspec.Struct, frozen=True):
    """What a chat says of a time: any part of it may be missing."""

    clock: time | None = None
    weekday: int | None = None
    """0 is Monday."""
    days_ago: int | None = None
    """`Yesterday` is 1."""
    iso: date | None = None
    figures: tuple[int, int, int | None] | None = None
    """Two numbers of which one is the day, and the year if it is there."""
    named: tuple[int, int, int | None] | None = None
    """Day, month, and the year if it is there."""

    @property
    def dated(self) -> bool:
        """Whether it says a day."""
        return any(
            part is not None
            for part in (self.weekday, self.days_ago, self.iso, self.figures, self.named)
        )

    @property
    def vague(self) -> bool:
        """Whether it is but a word that people also say: `Friday`, `today`."""
        sure = (self.clock, self.iso, self.figures, self.named)
        return all(part is None for part in sure)


def read_moment(text: str) -> tuple[Moment, str] | None:
    """The moment a text begins with, and what comes after it; `None`: it begins with none."""
    found = _MOMENT.match(text)
    if found is None or not found[0].strip():
        return None
    try:
        return _moment(found), text[found.end() :]
    except ValueError:  # 25:70, 31 February
        return None


def _moment(found: re.Match[str]) -> Moment:
    part = found.groupdict()
    named = None
    for day, month, year in (("day", "month", "year"), ("day2", "month2", "year2")):
        if part[day]:
            number = _MONTHS.index(part[month][:3].casefold()) + 1
            named = int(part[day]), number, int(part[year]) if part[year] else None
            date(named[2] or 2024, named[1], named[0])  # a leap year takes every day
    return Moment(
        clock=_clock(part),
        weekday=_DAYS.index(part["weekday"][:3].casefold()) if part["weekday"] else None,
        days_ago={"today": 0, "yesterday": 1}.get((part["near"] or "").casefold()),
        iso=date(*map(int, _YEAR.split(part["iso"]))) if part["iso"] else None,
        figures=_figures(part["figures"]) if part["figures"] else None,
        named=named,
    )


def _clock(part: dict[str, str | None]) -> time | None:
    hour, half = part["hour"], (part["half"] or part["bare"] or "").casefold()
    if hour is None:
        return None
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise ValueError
        number = number % 12 + (12 if half[0] == "p" else 0)
    return time(number, int(part["minute"] or 0), int(part["second"] or 0))


def _figures(text: str) -> tuple[int, int, int | None]:
    one, other, *year = (int(number) for number in _YEAR.split(text))
    if not (1 <= one <= 31 and 1 <= other <= 31 and min(one, other) <= 12):
        raise ValueError
    return one, other, (year[0] + 2000 if year[0] < 100 else year[0]) if year else None


def order_of(moments: Iterable[Moment], told: Order | None) -> Order:
    """Whether the day or the month comes first in them: as they show, or as somebody told.

    Raises `TwoDays` where they show neither, `RefusalError` where another than was told.
    """
    dates = [moment.figures for moment in moments if moment.figures is not None]
    day_first = [one for one in dates if one[0] > 12]
    month_first = [one for one in dates if one[1] > 12]
    if day_first and month_first:
        both = " and ".join(_shown(each[0]) for each in (day_first, month_first))
        raise RefusalError(f"its dates are written in two ways, {both}: paste them one by one")
    shows: Order | None = "day first" if day_first else "month first" if month_first else None
    if told and shows not in (None, told):
        first = _shown((day_first or month_first)[0])
        raise RefusalError(f"{first} can't be read {told}")
    if shows or told or all(one[0] == one[1] for one in dates):
        return shows or told or "day first"
    unclear = next(one for one in dates if one[0] != one[1])
    raise TwoDays(f"{_shown(unclear)} could be two days")


def _shown(figures: tuple[int, int, int | None]) -> str:
    return "/".join(str(number) for number in figures if number is not None)


def day_of(moment: Moment, order: Order, today: date) -> date | None:
    """The day it says; one without a year, or a mere weekday, is the last there was.

    Raises `RefusalError` for a day that no year has.
    """
    if moment.iso:
        return moment.iso
    if moment.days_ago is not None:
        return today - timedelta(days=moment.days_ago)
    if moment.figures:
        one, other, year = moment.figures
        day, month = (one, other) if order == "day first" else (other, one)
        return _last(day, month, year, today)
    if moment.named:
        return _last(*moment.named, today)
    if moment.weekday is not None:
        return today - timedelta(days=(today.weekday() - moment.weekday) % 7)
    return None


def _last(day: int, month: int, year: int | None, today: date) -> date:
    """That day of the year, or the newest that is no more than a day ahead."""
    ahead = today + timedelta(days=1)
    years = [year] if year else range(ahead.year, ahead.year - 9, -1)
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found <= ahead:
            return found
    raise RefusalError(f"there is no day {day} in month {month}: mend it, or leave its line out")


def at(moment: Moment, day: date | None, now: datetime) -> datetime | None:
    """The instant: its clock on `day`; without one, the last time the clock stood so.

    `now` is on the clock of whoever copied it.
    """
    if moment.clock is None:
        return None
    if day is not None:
        return _on(moment, day, now)
    here = _on(moment, now.date(), now)
    return here if here <= now else _on(moment, now.date() - timedelta(days=1), now)


def _on(moment: Moment, day: date, now: datetime) -> datetime:
    assert moment.clock is not None
    found = datetime.combine(day, moment.clock, now.tzinfo)
    if moment.weekday is not None and not _sure(moment) and found > now:
        return found - timedelta(days=7)  # `Fri 14:00` at Friday noon
    return found


def _sure(moment: Moment) -> bool:
    return any(chain((moment.iso, moment.figures, moment.named)))
