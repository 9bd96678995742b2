"""The card of a creator or a sample: everything that is known, and the way to what can be done."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from textual.binding import Binding

from console.desk import Desk
from console.naming import title
from data.records.base import Record
from data.records.creators import Creator
from screens.creators.facts import creator_lines, sample_lines
from screens.frame.fullpage import FullPage
from screens.frame.paint import Pieces
from screens.frame.story import story


class Wish(msgspec.Struct, frozen=True):
    """What somebody wants who looks at a card."""

    what: str
    """`do`: pick a verb. `open`: pick a record that belongs to it. `reply`: answer what waits."""


class Card(FullPage[Wish | None]):
    """One creator, or one sample; gives what is wanted next, nothing to go back."""

    ALSO: ClassVar[tuple[tuple[str, str], ...]] = ()
    """What else can be done from it: keys and their words."""
    BINDINGS = [
        Binding("enter", "wish('do')", "do", id="card.do", tooltip="What can be done."),
        Binding("l", "wish('open')", "open", id="card.open", tooltip="What belongs to it."),
    ]

    def __init__(self, desk: Desk, record: Record, note: str = "") -> None:
        """`note` is what the last thing that was wanted came to."""
        super().__init__(f"{record.ref}  {title(desk, record)}")
        self._desk = desk
        self._record = record
        self.status.show([(f" {note}", "warn")] if note else [])

    def hints(self) -> Sequence[tuple[str, str]]:
        """What can be done, and how to read on."""
        return [("enter", "do"), *self.ALSO, ("l", "open"), *super().hints()]

    def facts(self, width: int) -> list[Pieces]:
        """What is known, line by line."""
        facts = creator_lines if isinstance(self._record, Creator) else sample_lines
        return facts(self._desk, self._record, width)

    def lines(self, width: int) -> list[Pieces]:
        """The facts, then what people said and did."""
        return [*self.facts(width), *story(self._desk, self._record, width, whole=True)]

    def action_wish(self, what: str) -> None:
        """Give what is wanted."""
        self.dismiss(Wish(what))
