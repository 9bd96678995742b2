"""The palette: every verb and command by name, with its key, so that people graduate from it."""

from collections.abc import Iterator
from functools import partial

import msgspec
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from console.table import VERBS
from screens.frame.pane import Pane
from screens.keymap import COMMANDS, UNBUILT, key_of


class Offer(msgspec.Struct, frozen=True):
    """One line of the palette."""

    id: str
    name: str
    help: str
    """What it does; or, when the rule refuses it now, why."""
    action: str


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
        offer = Offer(id, named if fitting else f"{verb.label} ({kind})", help, f"verb('{id}')")
        if fitting or verb.creates:
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
            yield DiscoveryHit(
                _shown(offer), partial(self.app.run_action, offer.action), offer.name, offer.help
            )

    async def search(self, query: str) -> Hits:
        """What fits the letters typed."""
        matcher = self.matcher(query)
        for offer in self._offers:
            if score := matcher.match(offer.name):
                yield Hit(
                    score,
                    _shown(offer),
                    partial(self.app.run_action, offer.action),
                    offer.name,
                    offer.help,
                )


def _shown(offer: Offer) -> Content:
    key = key_of(offer.id)
    return Content(f"{offer.name}   [{key}]" if key else offer.name)
