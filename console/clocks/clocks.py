"""The clocks of conversations: what was promised to whom, and how it stands."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from console.clocks.calendar import Always, Calendar, Office
from console.clocks.clock import WARNINGS, Cycle, Reading, read, used_up
from console.clocks.cycles import resolutions, waits
from console.desk import Desk
from console.thread import messages
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.turns import Turn
from data.settings import zone_named
from data.sla import (
    AGENCYS,
    CLIENTS,
    WEEKDAYS,
    Hourly,
    Metric,
    Policy,
    read_hours,
    read_length,
    read_sla,
)

_COUNTRIES = {"UK": "GB"}
"""Markets that have another name among countries."""


class Clock(msgspec.Struct, frozen=True):
    """One clock of a conversation."""

    metric: Metric
    number: int
    """Which run of it, from 1."""
    cycle: Cycle
    reading: Reading
    target: timedelta
    """What was promised, in the calendar's time."""
    policy: str

    @property
    def stopped(self) -> bool:
        """Whether nothing can come of it any more."""
        return self.reading.state in ("met", "late", "cancelled")


class Clocks:
    """Reads the clocks of one desk's conversations."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sla, self.wrong = read_sla(desk.workspace.root / "sla.toml")
        """What is promised, and why the workspace's own word on it can't be used."""
        self.reopen = read_length(self.sla.reopen, "reopen")
        """What was resolved for longer is closed."""
        self._calendars: dict[tuple[str, int | None], Calendar] = {}
        self._cycles: dict[int, tuple[int, Mapping[Metric, Sequence[Cycle]]]] = {}
        self._dues: dict[int, tuple[int, datetime | None]] = {}
        self._rests: dict[int, tuple[int, datetime | None]] = {}
        """Until when no clock of a conversation at that revision can reach anything more."""

    def all(self, conversation: Conversation) -> list[Clock]:
        """Every run of every clock that was promised, as it stands now, the oldest first."""
        policy = self.policy(conversation)
        if policy is None:
            return []
        now = self._desk.clock.now()
        calendar = self._calendar(policy, conversation.client)
        return [
            Clock(metric, number, cycle, read(cycle, target, calendar, now), target, policy.name)
            for metric, cycles in self._of(conversation).items()
            if (target := policy.target(metric)) is not None
            for number, cycle in enumerate(cycles, 1)
        ]

    def counted(self, conversation: Conversation, start: datetime, end: datetime) -> timedelta:
        """How much of `[start, end)` is working time for what was promised."""
        policy = self.policy(conversation)
        if policy is None:
            return end - start
        return self._calendar(policy, conversation.client).between(start, end)

    def next(self, conversation: Conversation) -> Clock | None:
        """The one that is, or was, due soonest and that nothing has stopped."""
        due = [
            (clock.reading.due, clock)
            for clock in self.all(conversation)
            if not clock.stopped and clock.reading.due is not None
        ]
        return min(due, key=lambda each: each[0])[1] if due else None

    def due(self, conversation: Conversation) -> datetime | None:
        """When the next of them is, or was, used up; for sorting many: kept until it changes."""
        kept = self._dues.get(conversation.id)
        if kept is None or kept[0] != conversation.rev:
            kept = conversation.rev, min(self._open_dues(conversation), default=None)
            self._dues[conversation.id] = kept
        return kept[1]

    def _open_dues(self, conversation: Conversation, share: int = 100) -> Iterator[datetime]:
        """When that many per cent of what was promised are used up."""
        policy = self.policy(conversation)
        if policy is None:
            return
        calendar = self._calendar(policy, conversation.client)
        for metric, cycles in self._of(conversation).items():
            target, last = policy.target(metric), cycles[-1] if cycles else None
            if target is None or last is None or last.stop or last.voided:
                continue
            if due := used_up(last, target * share / 100, calendar):
                yield due

    def lay_to_rest(self, conversation: Conversation) -> None:
        """All that its clocks have reached is known: they rest until they can reach more."""
        now = self._desk.clock.now()
        marks = [at for share in (*WARNINGS, 100) for at in self._open_dues(conversation, share)]
        self._rests[conversation.id] = (
            conversation.rev,
            min((at for at in marks if at >= now), default=None),
        )

    def rest(self, conversation: Conversation) -> bool:
        """Whether they do."""
        rev, until = self._rests.get(conversation.id, (0, None))
        return rev == conversation.rev and (until is None or self._desk.clock.now() < until)

    def policy(self, conversation: Conversation) -> Policy | None:
        """What is promised: the first policy that fits."""
        slug = self._desk.client_slug(conversation.client)
        topic = conversation.topic.casefold()
        for policy in self.sla.policies:
            if (
                (not policy.priority or conversation.priority in policy.priority)
                and (not policy.topic or any(word.casefold() in topic for word in policy.topic))
                and (not policy.client or slug in policy.client)
            ):
                return policy
        return None

    def _of(self, conversation: Conversation) -> Mapping[Metric, Sequence[Cycle]]:
        """The cycles, worked out anew only when the conversation has changed."""
        kept = self._cycles.get(conversation.id)
        if kept is None or kept[0] != conversation.rev:
            book = self._desk.book
            said = messages(book, conversation)
            turns = book.find(Turn, "conversation", conversation.id)
            waited = waits(said, turns)
            cycles: dict[Metric, Sequence[Cycle]] = {
                "first_reply": waited[:1],
                "next_reply": waited[1:],
                "resolution": resolutions(said, turns, self.reopen),
            }
            kept = self._cycles[conversation.id] = (conversation.rev, cycles)
        return kept[1]

    def _calendar(self, policy: Policy, client: int | None) -> Calendar:
        if policy.calendar is None:
            return Always()
        key = (policy.calendar, client)
        if key not in self._calendars:
            written = self.sla.calendars[policy.calendar]
            self._calendars[key] = office(self._desk, written, client)
        return self._calendars[key]


def office(desk: Desk, written: Hourly, client: int | None) -> Office:
    """The calendar that is written, as it is for a client."""
    zone = {CLIENTS: desk.zone_of(client), AGENCYS: desk.zone}.get(written.zone)
    found = desk.book.get(Client, client) if client is not None else None
    place = written.holidays
    if place == CLIENTS:
        place = _COUNTRIES.get(found.market, found.market) if found else ""
    closed = frozenset(written.closed)
    return Office(
        zone or zone_named(written.zone),
        {WEEKDAYS.index(day): read_hours(spans, day) for day, spans in written.week.items()},
        lambda day: day in closed or (place != "" and day in _holidays(place, day.year)),
        {day: read_hours(spans, str(day)) for day, spans in written.days.items()},
    )


@cache
def _holidays(place: str, year: int) -> frozenset[date]:
    """The public holidays of `US` or `US-CA` in a year; none where they aren't known."""
    import holidays  # 0.1 s to load, and only calendars with holidays need it

    country, _, part = place.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError:
        return frozenset()
