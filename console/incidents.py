"""Incidents: one problem, many conversations. Once it is fixed, a reply lies ready in each; every
one is sent and confirmed by hand, as any other.
"""

from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec

from console.ages import ago
from console.args import Arg, ClientRef, Title
from console.asked import by_client
from console.blanks import FILLERS, fill, unfilled
from console.desk import Desk
from console.grouping import conversations as conversations
from console.grouping import elsewhere
from console.query import Listing, Test
from console.thread import AWAKE, messages
from console.turns import as_of, put
from console.verb import NoArgs, Reader, Refusal, Verb, View
from data.records.book import Tx
from data.records.conversations import Conversation, over
from data.records.incidents import Incident

Which = Annotated[str, Arg("ref", "the incident, as X2")]
Notice = Annotated[str, Arg("lines", "what to tell everybody; {creator} and other blanks fill in")]
_NAMED = 3
"""So many of many are named."""
NOTIFIED = "notified"
"""It is fixed, and everybody was told."""


class NewIncident(msgspec.Struct, frozen=True):
    """What went wrong."""

    title: Title
    client: ClientRef = None


class JoinIncident(msgspec.Struct, frozen=True):
    """What it is about."""

    incident: Which


class FixIncident(msgspec.Struct, frozen=True):
    """What everybody is told."""

    notice: Notice


# -- what others ask --------------------------------------------------------------------------


def untold(read: Reader, incident: Incident) -> list[Conversation]:
    """Of a fixed one those nobody told yet: no reply was confirmed since."""
    if incident.fixed_at is None:
        return []
    found = (talk for talk in conversations(read, incident) if not over(talk.status))
    return [talk for talk in found if not told(read, incident, talk)]


def told(read: Reader, incident: Incident, talk: Conversation) -> bool:
    """Whether a reply was confirmed there since it was fixed."""
    at = incident.fixed_at
    return at is not None and any(
        m.state == "confirmed" and m.at >= at for m in messages(read, talk)
    )


def stage(read: Reader, incident: Incident) -> str:
    """How far it is: `open`, `fixed`, `notified` or `closed`."""
    if incident.status == "fixed" and not untold(read, incident):
        return NOTIFIED
    return incident.status


def drafted(view: View, conversation: Conversation) -> str | None:
    """The reply that lies ready in a conversation, its blanks filled where that is known."""
    number = conversation.incident
    incident = view.read.get(Incident, number) if number is not None else None
    if incident is None or incident.notice is None or incident.status != "fixed":
        return None
    if conversation.id not in [each.id for each in untold(view.read, incident)]:
        return None
    return fill(view, conversation, incident.notice)


# -- what is done -----------------------------------------------------------------------------


def _new(tx: Tx, args: NewIncident) -> Incident:
    return tx.add(Incident(title=args.title, client=args.client))


def _join(tx: Tx, conversation: Conversation, args: JoinIncident) -> Conversation:
    return put(tx, msgspec.structs.replace(conversation, incident=int(args.incident[1:])))


def _leave(tx: Tx, conversation: Conversation, args: NoArgs) -> Conversation:
    return put(tx, msgspec.structs.replace(conversation, incident=None))


def _fix(tx: Tx, incident: Incident, args: FixIncident) -> Incident:
    for kept in conversations(tx, incident):
        talk = as_of(tx, kept, tx.at)
        if not over(talk.status):
            back = msgspec.structs.replace(
                talk, status="open", waiting_on="us", woke="fixed", **AWAKE
            )
            put(tx, back)
    return tx.put(
        msgspec.structs.replace(
            incident, status="fixed", notice=args.notice, fixed_at=tx.at, fixed_by=tx.by
        )
    )


def _close(tx: Tx, incident: Incident, args: NoArgs) -> Incident:
    return tx.put(
        msgspec.structs.replace(incident, status="closed", closed_at=tx.at, closed_by=tx.by)
    )


def _reopen(tx: Tx, incident: Incident, args: NoArgs) -> Incident:
    return tx.put(
        msgspec.structs.replace(
            incident, status="open", fixed_at=None, fixed_by=None, closed_at=None, closed_by=None
        )
    )


# -- rules ------------------------------------------------------------------------------------


def _can_join(view: View, conversation: Conversation, args: JoinIncident | None) -> Refusal | None:
    if refusal := elsewhere(view, conversation, args):
        return refusal
    if args is None:
        return None
    known = args.incident[0] == Incident.LETTER
    incident = view.read.get(Incident, int(args.incident[1:])) if known else None
    if incident is None or incident.archived_at is not None:
        return Refusal(f"{args.incident} is no incident; those look like X2")
    if incident.status == "closed":
        return Refusal(f"{incident.ref} is closed: reopen it first")
    if conversation.incident == incident.id:
        return Refusal(f"it belongs to {incident.ref} already")
    if None not in (incident.client, conversation.client) and (
        incident.client != conversation.client
    ):
        return Refusal(f"{incident.ref} is about another client")
    return None


def _can_leave(view: View, conversation: Conversation, args: NoArgs | None) -> Refusal | None:
    return None if conversation.incident else Refusal("it belongs to no incident")


def _can_fix(view: View, incident: Incident, args: FixIncident | None) -> Refusal | None:
    if incident.status != "open":
        who, at = incident.fixed_by or "somebody", incident.fixed_at or incident.updated_at
        return Refusal(f"{who} said {ago(at, view.now)} ago that it is fixed · reopen it first")
    if args is None:
        return None
    wrong = [blank for blank in unfilled(args.notice) if blank[1] != "?"]
    wrong = [blank for blank in wrong if blank[1:-1] not in FILLERS]
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in FILLERS)
        return Refusal(f"nothing fills {wrong[0]}; there is {known}")
    return None


def _can_close(view: View, incident: Incident, args: NoArgs | None) -> Refusal | None:
    if incident.status != "fixed":
        return Refusal("it isn't fixed yet" if incident.status == "open" else "it is closed")
    if left := untold(view.read, incident):
        weren, each = ("wasn't", "it") if len(left) == 1 else ("weren't", "each")
        return Refusal(f"{_some(left)} {weren} told yet: a reply lies ready in {each}")
    return None


def _can_reopen(view: View, incident: Incident, args: NoArgs | None) -> Refusal | None:
    return Refusal("it is open") if incident.status == "open" else None


def _came_back(view: View, incident: Incident) -> str:
    left = untold(view.read, incident)
    return f"a reply lies ready in {_some(left)}" if left else "nobody has to be told"


def _which(view: View, conversation: Conversation) -> str | None:
    incident = view.read.get(Incident, conversation.incident) if conversation.incident else None
    return f"to {incident.ref}, {incident.title}" if incident else None


def _some(talks: Sequence[Conversation]) -> str:
    """The first of them, and how many more."""
    more = f" and {len(talks) - _NAMED} more" if len(talks) > _NAMED else ""
    return ", ".join(talk.ref for talk in talks[:_NAMED]) + more


# -- the verbs --------------------------------------------------------------------------------

JOIN = Verb(
    id="inbox.join",
    label="join incident",
    past="joined",
    help="It is about something that went wrong for many; once fixed, a reply lies ready in it.",
    kind=Conversation,
    args=JoinIncident,
    do=_join,
    refuse=_can_join,
    begins=lambda view, conversation: {"incident": ""},
    also=_which,
)
LEAVE = Verb(
    id="inbox.leave",
    label="leave incident",
    past="took out of its incident",
    help="It is about something else after all.",
    kind=Conversation,
    args=NoArgs,
    do=_leave,
    refuse=_can_leave,
)
NEW = Verb(
    id="incidents.new",
    label="new incident",
    past="noted",
    help="Note something that went wrong for many; conversations join it.",
    kind=Incident,
    args=NewIncident,
    make=_new,
)
FIXED = Verb(
    id="incidents.fixed",
    label="fixed",
    past="marked fixed",
    help="It is put right: its conversations come back, each with this reply ready to be sent.",
    kind=Incident,
    args=FixIncident,
    do=_fix,
    refuse=_can_fix,
    also=_came_back,
    bulk=False,
)
CLOSE = Verb(
    id="incidents.close",
    label="close",
    past="closed",
    help="Close an incident, once everybody was told.",
    kind=Incident,
    args=NoArgs,
    do=_close,
    refuse=_can_close,
)
REOPEN = Verb(
    id="incidents.reopen",
    label="reopen",
    past="reopened",
    help="Open it again.",
    kind=Incident,
    args=NoArgs,
    do=_reopen,
    refuse=_can_reopen,
)

VERBS = (JOIN, LEAVE, NEW, FIXED, CLOSE, REOPEN)

# -- looking for them -------------------------------------------------------------------------


def _is(word: str) -> Callable[[Desk], Test[Incident]]:
    return lambda desk: lambda incident: stage(desk.book, incident) == word


LIST = Listing(
    name="incidents",
    kind=Incident,
    fields={"client": by_client},
    states={word: _is(word) for word in ("open", "fixed", NOTIFIED, "closed")},
    text=lambda desk, incident: f"{incident.ref} {incident.title}",
    order=lambda desk: lambda incident: (incident.status == "closed", -incident.id),
    default="not:closed",
)
