"""The palette: every verb and command by name, with its key, so that people graduate from it."""

from collections.abc import Iterator

import msgspec
from textual.widgets import Input

from console.naming import title
from console.table import VERBS
from data.errors import SpotlightError
from data.exports.layout import normal
from data.text import plain
from screens.frame.paint import Piece, Pieces, fit
from screens.frame.pane import Pane
from screens.frame.pick import Choice, Pick
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
        if id in _NOT_OFFERED or id.startswith("list."):
            continue
        if not command.action.startswith("screen.") or id.partition(".")[0] in pane.SECTIONS:
            yield Offer(id, command.label, command.help, command.action)
    yield from later


class Palette(Pick):
    """Everything there is by its name; gives the action of what was picked."""

    CSS_PATH = "frame/modal.tcss"
    PLACEHOLDER = "a verb, a pane, or an id …"

    def __init__(self, pane: Pane) -> None:
        self._desk = pane.desk
        self._offers = list(offers(pane))
        self._records: dict[str, int] = {}
        """Where the records stand whose ids were typed."""
        here = {active.binding.id for active in pane.active_bindings.values()}
        keys = {offer.id: key_of(offer.id) for offer in self._offers if offer.id in here}
        choices = [
            Choice(offer.action, offer.name, offer.help, keys.get(offer.id) or "")
            for offer in self._offers
        ]
        super().__init__("By its name", choices, "")

    def found(self, typed: str) -> list[int]:
        """A record whose id was typed; then what fits, the nearest to what was typed first."""
        words = normal(typed).split()
        near = {at: _distance(offer, words) for at, offer in enumerate(self._offers)}
        fitting = sorted((at for at, far in near.items() if far < _FAR), key=near.__getitem__)
        return [*self._record(typed), *fitting]

    def on_input_changed(self, event: Input.Changed) -> None:
        """What fits best is under the cursor."""
        super().on_input_changed(event)
        self.list.move_to_end(last=False)

    def draw(self, choice: Choice, width: int) -> Pieces:
        """Its key, what it is called, what it does."""
        key: Piece = (fit(choice.key, _KEY), "accent")
        room = width - _KEY
        if not choice.about:
            return [key, (fit(choice.label, room), "text")]
        return [
            key,
            (f"{fit(choice.label, _NAME)} ", "text"),
            (fit(choice.about, room - _NAME - 1), "dim"),
        ]

    def _record(self, typed: str) -> list[int]:
        try:
            record = self._desk.record(typed.strip())
        except SpotlightError:
            return []
        if record.ref not in self._records:
            self._records[record.ref] = len(self.choices)
            words = f"open {record.ref}  {plain(title(self._desk, record))}"
            self.choices.append(Choice(f"go_to('{record.ref}')", words))
        return [self._records[record.ref]]


_KEY, _NAME = 8, 24
"""The columns of a key and of a name."""
_FAR = 8


def _distance(offer: Offer, words: list[str]) -> int:
    """How far it is from what was typed; what can't be meant here is a little farther."""
    name, help = normal(offer.name), normal(offer.help)
    if name.startswith(" ".join(words)):
        far = 0
    elif all(f" {word}" in f" {name}" for word in words):
        far = 2
    elif all(word in name for word in words):
        far = 4
    elif all(word in f"{name} {help}" for word in words):
        far = 6
    else:
        return _FAR
    return far if offer.fits else far + 1
