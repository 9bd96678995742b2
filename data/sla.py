"""SLA: what is promised to creators, in which working hours. Dated settings.

Ours are in `sla.toml` beside this module; a workspace's own `sla.toml` stands in for it whole.
"""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from data.errors import RefusalError
from data.records.base import Priority
from data.settings import zone_named
from data.store import disk
from data.text import plain
from data.toml import read_toml

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Metric = Literal["first_reply", "next_reply", "resolution"]
METRICS: tuple[Metric, ...] = ("first_reply", "next_reply", "resolution")
CLIENTS = "client"
"""The zone and the holidays of each client's own market."""
AGENCYS = "agency"
"""The zone of the workspace."""
Hours = tuple[tuple[int, int], ...]
"""Spans of a day in minutes since its midnight, `[from, to)`, ascending; 1440 is the next one."""

_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_LENGTH = re.compile(r"([1-9]\d{0,3})([mhd])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class Hourly(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A working calendar as it is written."""

    week: dict[Weekday, tuple[str, ...]] = {}
    """`09:00-12:30`, by weekday; a day that isn't written is closed."""
    zone: str = AGENCYS
    holidays: str = ""
    """`US`, `US-CA`, `client`, or nothing."""
    closed: tuple[date, ...] = ()
    days: dict[date, tuple[str, ...]] = {}
    """Days with hours of their own; they win over holidays and `closed`."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming the key."""
        for day, spans in (*self.week.items(), *self.days.items()):
            read_hours(spans, str(day))
        if self.zone not in (CLIENTS, AGENCYS):
            zone_named(self.zone)
        if self.holidays not in ("", CLIENTS) and not re.fullmatch(
            r"[A-Z]{2}(-[A-Z0-9]{1,3})?", self.holidays
        ):
            raise ValueError("holidays: write US, US-CA, client or nothing")


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is promised to whom it fits."""

    name: _Name
    calendar: str | None = None
    """The name of a calendar; `None`: every hour counts."""
    first_reply: str | None = None
    next_reply: str | None = None
    resolution: str | None = None
    priority: tuple[Priority, ...] = ()
    topic: tuple[_Name, ...] = ()
    """Any of these, anywhere in the topic."""
    client: tuple[_Name, ...] = ()
    """Clients' short names."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming the key."""
        first, whole = self.target("first_reply"), self.target("resolution")
        self.target("next_reply")
        if first and whole and first > whole:
            raise ValueError(f"{self.name}: resolution is promised before the first reply")

    def target(self, metric: Metric) -> timedelta | None:
        """What is promised; `None`: nothing is."""
        written: str | None = getattr(self, metric)
        return None if written is None else read_length(written, f"{self.name}.{metric}")


class Sla(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is promised."""

    dated: date
    """When it was last agreed."""
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    calendars: dict[_Name, Hourly] = {}
    policies: tuple[Policy, ...] = ()
    """In order: the first that fits applies."""
    reopen: str = "7d"
    """What is opened again so soon goes on where it was; later, it begins anew."""

    def __post_init__(self) -> None:
        """Raises `ValueError` naming the key."""
        read_length(self.reopen, "reopen")
        for name, calendar in self.calendars.items():
            if problem := _unknown_place(calendar.holidays):
                raise ValueError(f"holidays: {problem} - at `$.{name}.holidays`")
        for policy in self.policies:
            if policy.calendar is not None and policy.calendar not in self.calendars:
                raise ValueError(f"{policy.name}.calendar: there is no calendar {policy.calendar}")


def _unknown_place(place: str) -> str | None:
    """Why the holidays of that place aren't known, and which is nearest; `None`: they are."""
    if place in ("", CLIENTS):
        return None
    import holidays  # 0.1 s to load, and few files name a place

    country, _, part = place.partition("-")
    try:
        holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        known = holidays.list_supported_countries()
        places = [f"{country}-{each}" for each in known[country]] if country in known else [*known]
        near = get_close_matches(place, places, n=1, cutoff=0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"nobody knows those of {place}{hint}"
    return None


def read_length(written: str, key: str) -> timedelta:
    """A length of time: `4h`. Raises `ValueError` naming the key."""
    match = _LENGTH.fullmatch(written)
    if match is None:
        raise ValueError(f"{key}: write 30m, 4h or 2d")
    return int(match[1]) * _UNITS[match[2]]


def read_hours(spans: tuple[str, ...], day: str) -> Hours:
    """The spans of a day as minutes. Raises `ValueError` naming the day."""
    read: list[tuple[int, int]] = []
    for span in spans:
        match = _SPAN.fullmatch(span)
        start, end = _minutes(match, 1), _minutes(match, 3)
        if match is None or not 0 <= start < end <= 1440 or (read and start < read[-1][1]):
            raise ValueError(f"{day}: write its hours as 09:00-12:30, ascending; 24:00 is midnight")
        read.append((start, end))
    return tuple(read)


def _minutes(match: re.Match[str] | None, at: int) -> int:
    if match is None or int(match[at + 1]) > 59:
        return -1
    return int(match[at]) * 60 + int(match[at + 1])


@cache
def shipped() -> Sla:
    """Ours."""
    return read_toml(Path(__file__).with_name("sla.toml"), Sla)


def read_sla(path: Path) -> tuple[Sla, str | None]:
    """The workspace's own in that file, else ours; and why its own can't be used."""
    try:
        if disk.status_of(path) is None:
            return shipped(), None
        own = read_toml(path, Sla)
        return msgspec.structs.replace(own, source=plain(own.source)), None
    except RefusalError as refusal:
        return shipped(), str(refusal)
