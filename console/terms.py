"""The terms of a sample: what the platform gives whom how much time for, by its dated rules."""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from console.verb import Reader
from data.records import samples
from data.records.clients import Client
from data.records.samples import Sample
from data.rules import Rule, Rules

Standing = samples.Status | Literal["lapsed", "overdue"]
"""A sample's state as of now. `lapsed`: nobody decided in time. `overdue`: no post in time."""


class Terms(msgspec.Struct, frozen=True):
    """What applies to one sample; what isn't known is `None`."""

    decision: Rule | None
    content: Rule | None
    extension: Rule | None
    reminder: Rule | None

    @classmethod
    def of(cls, sample: Sample, read: Reader, rules: Rules) -> "Terms":
        """The rules of its client's market, as they were when it was asked for or delivered."""
        client = read.get(Client, sample.client) if sample.client is not None else None
        on = begun(sample)

        def known(name: str) -> Rule | None:
            return rules.find(f"sample.{name}", client.market if client else None, on)

        return cls(known("decision"), known("content"), known("extension"), known("reminder"))


def begun(sample: Sample) -> date:
    """The day whose rules are its: when it was delivered, else asked for."""
    return (sample.delivered_at or sample.requested_at).date()


def decision_due(sample: Sample, terms: Terms) -> datetime | None:
    """When a request lapses that nobody decides."""
    if sample.status != "requested":
        return None
    return _after(sample.requested_at, terms.decision)


def content_due(sample: Sample, terms: Terms) -> datetime | None:
    """Until when the creator is to post, the extension they took included."""
    if sample.delivered_at is None:
        return None
    due = _after(sample.delivered_at, terms.content)
    return _after(due, terms.extension) if due and sample.extended_at else due


def reminder_from(sample: Sample, terms: Terms) -> datetime | None:
    """From when on they may be reminded, once."""
    return _after(sample.delivered_at, terms.reminder) if sample.delivered_at else None


def due(sample: Sample, terms: Terms) -> datetime | None:
    """When the time is up for whoever has to move now."""
    if sample.status == "requested":
        return decision_due(sample, terms)
    return content_due(sample, terms) if sample.status == "delivered" else None


def standing(sample: Sample, terms: Terms, now: datetime) -> Standing:
    """Its state at that moment; to the instant its time is up, it isn't late."""
    until = due(sample, terms)
    if until is None or now <= until:
        return sample.status
    return "lapsed" if sample.status == "requested" else "overdue"


def source(rule: Rule) -> str:
    """Where a rule is from, and when somebody last looked."""
    return f"{rule.source}, looked up {rule.checked_on}"


def _after(at: datetime, rule: Rule | None) -> datetime | None:
    return at + timedelta(days=rule.value) if rule else None
