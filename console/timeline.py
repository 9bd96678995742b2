"""A timeline: what is known of a conversation, frozen as text for whoever has to decide.

Times are where the client is. It says nothing of what comes later.
"""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from console.ages import span
from console.clocks.cycles import waits
from console.handles import handle_of
from console.thread import UNREAD, Said, marked, messages, thread
from console.verb import Reader
from data.records.alarms import Alarm
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.samples import Sample
from data.records.turns import Turn
from data.settings import zone_named
from data.text import plain

MOST = 60
"""So many of the newest things said are told."""
LONGEST = 240
"""Of each, so many characters."""
_DID = {"note": "noted", "file": "attached", "call": "on the phone", "mail": "by mail"}


def timeline(read: Reader, conversation: Conversation) -> str:
    """Who with whom about what; what was said, who waited how long, what was done about it."""
    client = read.get(Client, conversation.client) if conversation.client is not None else None
    zone = zone_named(client.zone) if client else ZoneInfo("UTC")
    about = [handle_of(read, conversation.creator), client.title if client else "no client"]
    parts = (
        ("SAID", [*_said(read, conversation, zone)]),
        ("WAITED", [*_waited(read, conversation, zone)]),
        ("PROMISES", [*_alarms(read, conversation, zone)]),
        ("SAMPLES", [*_samples(read, conversation, zone)]),
        ("WHOSE TURN", [*_turns(read, conversation, zone)]),
    )
    head = f"{conversation.ref} {' · '.join(about)} · {conversation.topic}".rstrip(" ·")
    told = [f"{title}\n" + "\n".join(lines) for title, lines in parts if lines]
    return "\n\n".join([head, *told])


def _said(read: Reader, conversation: Conversation, zone: tzinfo) -> Iterator[str]:
    all = thread(read, conversation)
    if len(all) > MOST:
        yield f"… {len(all) - MOST} earlier"
    for each in all[-MOST:]:
        yield f"{_when(each.at, zone)}  {_sentence(marked(each, conversation))}"


def _sentence(said: Said) -> str:
    did = f" {_DID[said.kind]}" if said.kind in _DID else ""
    unread = f" ({UNREAD[said.state]})" if said.state in UNREAD else ""
    return f"{said.author}{did}{unread}: {plain(said.text, limit=LONGEST)}"


def _waited(read: Reader, conversation: Conversation, zone: tzinfo) -> Iterator[str]:
    for cycle in waits(messages(read, conversation), _all_turns(read, conversation)):
        began = f"from {_when(cycle.start, zone)}"
        if cycle.stop is not None:
            yield f"{began} for {span(cycle.stop - cycle.start)}, then answered"
        elif cycle.voided is not None:
            yield f"{began} for {span(cycle.voided - cycle.start)}, never answered"
        else:
            yield f"{began}, not answered yet"


def _alarms(read: Reader, conversation: Conversation, zone: tzinfo) -> Iterator[str]:
    for alarm in read.find(Alarm, "conversation", conversation.id):
        what = "broken" if alarm.share == 100 else f"{alarm.share} % used up"
        due = f", due {_when(alarm.due, zone)}" if alarm.due else ""
        clock = f"{alarm.metric.replace('_', ' ')} {alarm.cycle}"
        yield f"{clock} ({alarm.policy}): {what}{due}; {alarm.owner or 'nobody'} had it"


def _samples(read: Reader, conversation: Conversation, zone: tzinfo) -> Iterator[str]:
    for sample in read.find(Sample, "creator", conversation.creator):
        if sample.archived_at is None and sample.client == conversation.client:
            dated = {
                "requested": sample.requested_at, "decided": sample.decided_at,
                "shipped": sample.shipped_at, "delivered": sample.delivered_at,
                "posted": sample.posted_at,
            }  # fmt: skip
            known = [f"{did} {_when(at, zone)}" for did, at in dated.items() if at]
            known += [f"order {sample.order}"] if sample.order else []
            known += [f"tracking {sample.tracking}"] if sample.tracking else []
            yield f"{sample.ref} {sample.product}: {sample.status}; {', '.join(known)}"


def _turns(read: Reader, conversation: Conversation, zone: tzinfo) -> Iterator[str]:
    for turn in _all_turns(read, conversation):
        whose = f", {turn.waiting_on}" if turn.status in ("waiting", "open") else ""
        yield f"{_when(turn.created_at, zone)}  {turn.created_by}: {turn.status}{whose}"


def _all_turns(read: Reader, conversation: Conversation) -> list[Turn]:
    found = read.find(Turn, "conversation", conversation.id)
    return [turn for turn in found if turn.archived_at is None]


def _when(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"
