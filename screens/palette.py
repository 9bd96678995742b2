"""The palette: every verb and command by name, with its key, so that people graduate from it."""

from collections.abc import Iterator
from functools import partial

import msgspec
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from console.desk import Desk
from console.naming import title
from console.table import VERBS
from data.errors import SpotlightError
from data.records.base import Record
from data.text import plain
from screens.frame.pane import Pane
from screens.keymap import COMMANDS, UNBUILT, key_of


class Offer(msgspec.Struct, frozen=True):
    """One line of the palette."""

    id: str
    name: str
    help: str
    """What it does; or, when the rule refuses it now, why."""
    action: str
    fits: bool = True
    """Whether it can be meant with this record under the cursor."""


_NOT_OFFERED = {"desk.palette", *(f"pane.{name}" for name in UNBUILT)}


def offers(pane: Pane) -> Iterator[Offer]:
    """What there is, what this pane's record can have done to it first."""
    records = pane.subjects()
    later: list[Offer] = []
    for id, verb in VERBS.items():
        fitting = [record for record in records if isinstance(record, verb.kind)]
        refusal = pane.desk.refusal(verb, fitting[0]) if fitting and not verb.creates else None
        named = f"{verb.label} {fitting[0].ref}" if fitting and not verb.creates else verb.label
        kind = verb.kind.TABLE
        help = f"not now: {refusal.reason}" if refusal else verb.help
        name = named if fitting else f"{verb.label} ({kind})"
        offer = Offer(id, name, help, f"verb('{id}')", fits=bool(fitting) or verb.creates)
        if offer.fits:
            yield offer
        else:
            later.append(offer)
    for id, command in COMMANDS.items():
        if id.partition(".")[0] != "list" and id not in _NOT_OFFERED:
            yield Offer(id, command.label, command.help, command.action)
    yield from later


class VerbProvider(Provider):
    """Offers what can be done here."""

    @property
    def _offers(self) -> Iterator[Offer]:
        if isinstance(self.screen, Pane):
            yield from offers(self.screen)

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for offer in self._offers:
            action = partial(self.app.run_action, offer.action)
            yield DiscoveryHit(_shown(offer), action, offer.name, _help(offer))

    async def search(self, query: str) -> Hits:
        """What fits the letters typed."""
        matcher = self.matcher(query)
        if isinstance(self.screen, Pane) and (named := _named(self.screen.desk, query)):
            go = partial(self.app.run_action, f"go_to('{named.ref}')")
            words = f"open {named.ref}  {plain(title(self.screen.desk, named))}"
            yield Hit(_SURELY, Content(words), go, f"open {named.ref}", "Go to this record.")
        for offer in self._offers:
            if score := matcher.match(offer.name):
                yield Hit(
                    score if offer.fits else score / 2,
                    _shown(offer),
                    partial(self.app.run_action, offer.action),
                    offer.name,
                    _help(offer),
                )


_SURELY = 1_000.0
"""More than any word fits."""


def _named(desk: Desk, query: str) -> Record | None:
    """The record whose id was typed."""
    try:
        return desk.record(query.strip())
    except SpotlightError:
        return None


def _help(offer: Offer) -> str:
    """What it does; Textual reads this as markup, so that none may be in it."""
    return plain(offer.help).replace("[", "\\[")


def _shown(offer: Offer) -> Content:
    key = key_of(offer.id)
    return Content(f"{offer.name}   [{key}]" if key else offer.name)
