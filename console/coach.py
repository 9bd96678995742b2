"""What to do next with a creator, in a line: from how far they are and how their samples stand."""

from datetime import datetime, timedelta

from console.ages import day_words
from console.creators import blocked
from console.desk import Desk
from console.handles import same
from console.outstanding import of_creator
from console.terms import Terms, content_due, decision_due, reminder_from, standing
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.samples import Sample


def next_step(desk: Desk, creator: Creator, client: int | None = None) -> str:
    """What presses most; of a client, only its blocks and samples are looked at."""
    if block := blocked(desk.book, creator.id, client):
        return f"blocked by {block.by}: {block.reason}"
    if step := sample_step(desk, creator, client):
        return step
    blocks = [block for each in same(desk.book, creator) for block in each.blocked]
    if client is None and blocks:  # for some clients only: what their stage asks for is off
        return f"blocked for some clients by {blocks[0].by}: {blocks[0].reason}"
    return _of_stage(desk, creator)


def sample_step(desk: Desk, creator: Creator, client: int | None) -> str:
    """What presses most with their samples, those of a client if there is one; empty: nothing."""
    samples = (each for each in of_creator(desk, creator) if client in (None, each.client))
    steps = (step for sample in samples if (step := _of_sample(desk, sample)))
    return min(steps, default=(0, ""))[1]


def _of_sample(desk: Desk, sample: Sample) -> tuple[int, str] | None:
    """How much one sample presses, from 0, and what to do about it."""
    now, terms = desk.clock.now(), Terms.of(sample, desk.book, desk.rules)
    what = f"{sample.ref} {sample.product}"
    match standing(sample, terms, now):
        case "requested":
            until = decision_due(sample, terms)
            return 0, f"decide on {what}" + (f" by {_day(desk, until)}" if until else "")
        case "appealed":
            return 1, f"look at the appeal of {what}: {sample.appeal}"
        case "overdue":
            until = content_due(sample, terms)
            late = f", due {_day(desk, until)}" if until else ""
            return 2, f"{_since(sample, now)}, no post{late}: {_reminder(desk, sample, terms)}"
        case "delivered":
            return 3, f"{_since(sample, now)}, no post yet: {_reminder(desk, sample, terms)}"
        case "approved":
            return 4, f"ship {what}: approved {_day(desk, sample.decided_at)}"
        case "shipped":
            return 5, f"{what} is on its way since {_day(desk, sample.shipped_at)}"
        case _:
            return None


def _since(sample: Sample, now: datetime) -> str:
    days = (now - (sample.delivered_at or now)) // timedelta(days=1)
    return f"sampled {days} day{'' if days == 1 else 's'} ago"


def _reminder(desk: Desk, sample: Sample, terms: Terms) -> str:
    if sample.reminded_at is not None:
        return f"{sample.reminded_by} reminded them {_day(desk, sample.reminded_at)}"
    begins = reminder_from(sample, terms)
    if begins is not None and desk.clock.now() < begins:
        return f"remind after {_day(desk, begins)}"
    return f"remind {sample.ref}, once"


def _of_stage(desk: Desk, creator: Creator) -> str:
    match creator.stage:
        case "prospect" if not _wrote(desk, creator):
            return "nobody wrote to them yet: n begins it"
        case "prospect" | "contacted":
            rule = desk.rules.find("sample.followers", "US", desk.today)
            if rule and creator.followers is not None and creator.followers < rule.value:
                return f"fewer than {rule.value:,} followers: no free sample in the US"
            return "offer a sample"
        case "sampled":
            return "the sample came to its end: ask what they think of it"
        case "posted":
            return "they post: offer the next product, or a better rate"
        case "scaling":
            return "they sell: keep in touch, plan a LIVE"


def _wrote(desk: Desk, creator: Creator) -> bool:
    every = same(desk.book, creator)
    return any(desk.book.find(Conversation, "creator", each.id) for each in every)


def _day(desk: Desk, at: datetime | None) -> str:
    return day_words(at.astimezone(desk.zone).date(), desk.today) if at else "some day"
