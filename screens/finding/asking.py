"""From the record on the screen to what it is linked with, and from words to any record."""

from typing import Protocol

from console.desk import Desk
from console.links import existing, linked_refs, named_in
from console.naming import client_of, state_word, title
from console.table import verbs_of
from data.errors import RefusalError
from data.records.base import Record
from data.records.clients import Client
from data.records.creators import Creator
from data.records.incidents import Incident
from data.records.samples import Sample
from screens.frame.paint import Pieces
from screens.frame.pick import Choice, Pick
from screens.hands import Hands, Stage


class Opener(Stage, Protocol):
    """The app, as far as finding needs it."""

    sought: str
    """What was last looked for everywhere."""

    hands: Hands
    """What does verbs."""

    def open(self, ref: str) -> None:
        """To a record, wherever it is shown."""
        ...


async def open_link(desk: Desk, stage: Opener) -> None:
    """Open what the record on the screen names or is linked with; asks which if there are several.

    Raises `RefusalError` where there is none.
    """
    pane = stage.pane
    key = pane.list.cursor
    here = next(iter(pane.subjects()), None)
    if key is None or here is None:
        raise RefusalError("links: nothing is selected")
    found = _belonging(desk, here, _shown(pane.detail(key, 200, whole=True)))
    if not found:
        link = next((v.id for v in verbs_of(type(here)) if v.short == "link"), None)
        says = f" · {desk.press(link)} says what it belongs with" if link else ""
        raise RefusalError(f"{here.ref} names no other record{says}")
    choices = [_choice(desk, record) for record in found]
    if ref := await stage.answer(Pick(f"what {here.ref} belongs with", choices, found[0].ref)):
        stage.open(ref)


def _shown(lines: list[Pieces]) -> str:
    return "\n".join("".join(text for text, _ in line) for line in lines)


def _belonging(desk: Desk, here: Record, text: str) -> list[Record]:
    """What a record is linked with, what its page names, and its client."""
    client = client_of(here)
    own = [f"{Client.LETTER}{client}"] if client is not None else []
    refs = [*linked_refs(desk.book, here.ref), *named_in(text), *own]
    return existing(desk, [ref for ref in refs if ref != here.ref])


def _choice(desk: Desk, record: Record) -> Choice:
    client = "" if isinstance(record, Client) else desk.client_slug(client_of(record)) or ""
    about = " · ".join(word for word in (state_word(desk, record), client) if word)
    return Choice(record.ref, f"{record.ref:<6}{title(desk, record)}", about)


async def find_anywhere(desk: Desk, stage: Opener) -> None:
    """Look for words everywhere and open what is picked."""
    from screens.finding.finder import Finder

    finder = Finder(desk, stage.sought)
    ref = await stage.answer(finder)
    stage.sought = finder.sought
    if ref:
        stage.open(ref)


async def show_facts(desk: Desk, stage: Opener, record: Record) -> None:
    """A record of a kind that has no pane: a card of a creator or a sample, else plain facts."""
    if isinstance(record, Incident):
        from screens.inbox.incidents import show_incident

        await show_incident(desk, stage, record)
        return
    if isinstance(record, Creator | Sample):
        from screens.creators.asking import show_card

        await show_card(desk, stage, record)
        return
    from screens.finding.facts import FactsPage

    await stage.answer(FactsPage(desk, record))
