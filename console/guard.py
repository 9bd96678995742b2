"""The send guard: what nobody sends past. Each rule of the platform is named with its source.

It runs in the transaction that copies a reply, so no macro, bulk or command walks round it.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from console.ages import ago
from console.creators import blocked, connected
from console.handles import handle_of, one_person
from console.verb import Reader, Refusal, View
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.messages import Message
from data.rules import Rule
from data.settings import zone_named


def may_write(view: View, conversation: Conversation) -> Refusal | None:
    """Why the creator can't be written to about that client now; `None`: they can."""
    return (
        _blocked(view, conversation)
        or _unanswered(view, conversation)
        or _quota(view, conversation)
    )


def unknown_quota(view: View, conversation: Conversation) -> str | None:
    """Says, with the week's first outreach for a client, that its quota isn't known."""
    client = _client(view.read, conversation)
    if client is None or client.outreach_quota is not None or _free(view.read, conversation):
        return None
    if _approached(view, client) - one_person(view.read, conversation.creator):
        return None
    edit, quota = view.press("clients.edit"), view.press("--outreach_quota")
    return (
        f"{client.title}'s weekly outreach quota isn't known, so nothing is counted against it ·"
        f" {edit} says it for {client.slug}, as {quota} 500"
    )


def _blocked(view: View, conversation: Conversation) -> Refusal | None:
    block = blocked(view.read, conversation.creator, conversation.client)
    if block is None:
        return None
    who, when = handle_of(view.read, conversation.creator), ago(block.at, view.now)
    back = view.press("creators.unblock")
    return Refusal(f"{block.by} blocked {who} {when} ago: {block.reason} · {back} takes that back")


def _unanswered(view: View, conversation: Conversation) -> Refusal | None:
    rule = _rule(view, conversation, "outreach.unanswered")
    sent = _since_they_wrote(view.read, conversation)
    if rule is None or len(sent) < rule.value:
        return None
    who = handle_of(view.read, conversation.creator)
    copied = sum(message.state == "copied" for message in sent)
    but = f" ({copied} copied, not confirmed)" if copied else ""
    return Refusal(
        f"{len(sent)} messages{but} went to {who} since they last wrote; TikTok Shop takes no more"
        f" than {rule.value} until they reply {_cited(rule)}"
    )


def _quota(view: View, conversation: Conversation) -> Refusal | None:
    client = _client(view.read, conversation)
    if client is None or client.outreach_quota is None or _free(view.read, conversation):
        return None
    spent = _approached(view, client) - one_person(view.read, conversation.creator)
    if len(spent) < client.outreach_quota:
        return None
    rule = _rule(view, conversation, "outreach.refresh")
    anew = f"; it is anew on {_next(view, client, rule):%a %d %b} {_cited(rule)}" if rule else ""
    return Refusal(
        f"{client.title} has written to {len(spent)} new creators this week, and its outreach"
        f" quota is {client.outreach_quota}{anew}"
    )


# -- what was sent ----------------------------------------------------------------------------


def _sent(message: Message) -> bool:
    """Whether it may have reached the creator as a message: what is copied may be sent at any
    moment; a call or a mail isn't one.
    """
    return message.outbound and message.via == "chat" and message.state in ("copied", "confirmed")


def _since_they_wrote(read: Reader, conversation: Conversation) -> list[Message]:
    """Ours to the creator about that client since anything came from them, in any conversation."""
    said = [message for each in talks_beside(read, conversation) for message in _said(read, each)]
    came = max((each.at for each in said if not each.outbound), default=None)
    return [each for each in said if _sent(each) and (came is None or each.at > came)]


def talks_beside(read: Reader, conversation: Conversation) -> Iterator[Conversation]:
    """All with that person about that client, itself among them."""
    for number in one_person(read, conversation.creator):
        for each in read.find(Conversation, "creator", number):
            if each.client == conversation.client and each.archived_at is None:
                yield each


def _said(read: Reader, conversation: Conversation) -> list[Message]:
    found = read.find(Message, "conversation", conversation.id)
    return [message for message in found if message.archived_at is None]


def _free(read: Reader, conversation: Conversation) -> bool:
    """Whether no quota counts it: they are connected, or it is about no client."""
    number = conversation.client
    return number is None or connected(read, conversation.creator, number)


def _approached(view: View, client: Client) -> set[int]:
    """The creators that didn't know the client and were written to since the quota is anew."""
    rule = view.rules.find("outreach.refresh", client.market, view.today)
    since = _next(view, client, rule) - timedelta(days=7) if rule else view.now - timedelta(days=7)
    recent = (
        each
        for each in view.read.find(Conversation, "client", client.id)
        if each.archived_at is None and (each.spoken_at or each.created_at) >= since
    )
    return {
        each.creator
        for each in recent
        if _wrote(view.read, each, since) and not _free(view.read, each)
    }


def _wrote(read: Reader, conversation: Conversation, since: datetime) -> bool:
    said = _said(read, conversation)
    return any(_sent(each) and each.at >= since for each in said)


# -- the rules --------------------------------------------------------------------------------


def _client(read: Reader, conversation: Conversation) -> Client | None:
    return read.get(Client, conversation.client) if conversation.client is not None else None


def _rule(view: View, conversation: Conversation, id: str) -> Rule | None:
    client = _client(view.read, conversation)
    zone = zone_named(client.zone) if client else None
    return view.rules.find(id, client.market if client else None, view.now.astimezone(zone).date())


def _next(view: View, client: Client, rule: Rule) -> datetime:
    """When the next week of the quota begins, where the client is."""
    here = view.now.astimezone(zone_named(client.zone))
    days = (rule.value - here.weekday() - 1) % 7 + 1
    return datetime.combine(here.date() + timedelta(days=days), time(), here.tzinfo)


def _cited(rule: Rule) -> str:
    return f"({rule.source}, checked {rule.checked_on})"
