"""Incidents on the screen: the list, the card, and the replies that lie ready, in turn."""

from collections.abc import Sequence
from datetime import datetime

from textual.binding import Binding

from console import incidents
from console.creators import handle_of
from console.desk import Desk
from console.incidents import JOIN, JoinIncident, conversations, drafted, stage, untold
from console.naming import state_word
from console.query import select
from console.replies import REPLY
from data.errors import SpotlightError
from data.records.conversations import Conversation
from data.records.incidents import Incident
from data.text import plain
from screens.creators.asking import do_to, pick_among
from screens.creators.card import Card
from screens.creators.facts import labelled, part
from screens.finding.asking import Opener
from screens.frame.paint import Pieces, fit
from screens.frame.pick import Choice, Pick
from screens.say import counted, moment

_NEW = "new"


class IncidentCard(Card):
    """An incident, how far it is, whom it concerns and what each of them is told."""

    BINDINGS = [Binding("r", "wish('reply')", "reply", id="card.reply", tooltip="Tell the next.")]
    ALSO = (("r", "reply to the next"),)

    def facts(self, width: int) -> list[Pieces]:
        """All of that, line by line."""
        record = self._record
        return incident_lines(self._desk, record, width) if isinstance(record, Incident) else []


async def show_incidents(desk: Desk, opener: Opener) -> None:
    """The incidents, the closed ones last; what is picked is shown, or a new one noted."""
    choices = [
        Choice(each.ref, f"{each.ref:<5}{each.title}", _about(desk, each))
        for each in select(desk, incidents.LIST, "")
    ]
    new = Choice(_NEW, "new incident …", incidents.NEW.help)
    picked = await opener.hands.pick(Pick("Incidents", [*choices, new], ""))
    if picked == _NEW:
        await opener.hands.make(incidents.NEW, {})
    elif picked is not None:
        opener.open(picked)


async def show_incident(desk: Desk, opener: Opener, incident: Incident) -> None:
    """Its card, again after each thing that was done from it."""
    note = ""
    while wish := await opener.answer(IncidentCard(desk, incident, note)):
        note = ""
        try:
            if wish.what == "do":
                await do_to(desk, opener.hands, incident)
            elif wish.what == "reply":
                note = await tell_them(desk, opener, incident)
            else:
                found = conversations(desk.book, incident)
                if ref := await pick_among(desk, opener.hands, incident, found):
                    opener.open(ref)
                    return
        except SpotlightError as error:
            note = str(error)
        incident = desk.book.get(Incident, incident.id) or incident


async def tell_them(desk: Desk, opener: Opener, incident: Incident) -> str:
    """One reply after the other, until one is left; gives what stood in the way of which."""
    left: list[str] = []
    for talk in untold(desk.book, incident):
        try:
            await opener.hands.do_to(REPLY, [desk.book.get(Conversation, talk.id) or talk])
        except SpotlightError as error:
            left.append(f"{talk.ref}: {error}")
            continue
        if talk.id in (each.id for each in untold(desk.book, incident)):
            break
    if not left and incident.status == "open":
        return "nothing lies ready yet: enter, then fixed, asks what they are told"
    return " · ".join(left)


def joinable(desk: Desk, talks: Sequence[Conversation]) -> list[str]:
    """Those that one of these can join, for the form that asks which."""
    found = [
        each
        for each in select(desk, incidents.LIST, incidents.LIST.default)
        if any(desk.refusal(JOIN, talk, JoinIncident(incident=each.ref)) is None for talk in talks)
    ]
    return [f"{each.ref}  {plain(each.title, limit=60)}" for each in found] or [
        "there is none yet: the palette has “new incident”"
    ]


# -- what is shown ----------------------------------------------------------------------------


def _about(desk: Desk, incident: Incident) -> str:
    waits = len(untold(desk.book, incident))
    how_many = counted(len(conversations(desk.book, incident)), "conversation")
    left = f", {waits} to be told" if waits else ""
    slug = desk.client_slug(incident.client)
    return " · ".join(w for w in (stage(desk.book, incident), f"{how_many}{left}", slug) if w)


def incident_lines(desk: Desk, incident: Incident, width: int) -> list[Pieces]:
    """The card of an incident, line by line."""
    ready = "nothing yet: enter, then fixed, asks what everybody is told"
    facts = [
        ("status", _status(desk, incident)),
        ("client", desk.client_slug(incident.client) or "–"),
        ("to say", incident.notice or ready),
    ]
    lines = [line for label, text in facts for line in labelled(label, text, width)]
    waits = {each.id for each in untold(desk.book, incident)}
    rows = [_talk(desk, each, each.id in waits) for each in conversations(desk.book, incident)]
    return lines + part("CONVERSATIONS", rows, width)


def _status(desk: Desk, incident: Incident) -> str:
    match stage(desk.book, incident):
        case "open":
            return f"open, noted by {incident.created_by}, {_moment(desk, incident.created_at)}"
        case "fixed":
            waits = len(untold(desk.book, incident))
            fixed = f"fixed by {incident.fixed_by}, {_moment(desk, incident.fixed_at)}"
            return f"{fixed}: {waits} still to be told"
        case incidents.NOTIFIED:
            return "fixed, and everybody was told"
        case _:
            return f"closed by {incident.closed_by}, {_moment(desk, incident.closed_at)}"


def _moment(desk: Desk, at: datetime | None) -> str:
    return moment(at, desk.zone) if at else ""


def _talk(desk: Desk, talk: Conversation, waits: bool) -> Pieces:
    """Who, how it stands, and of one that waits for it what they are told."""
    text = plain(drafted(desk.view(), talk) or "") if waits else ""
    return [
        (f" {talk.ref:<6}", "strong"),
        (f"{fit(handle_of(desk.book, talk.creator), 20)} ", "text"),
        (f"{fit('to be told' if waits else state_word(desk, talk), 11)} ", "dim"),
        (text, "text"),
    ]
