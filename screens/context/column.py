"""The column itself: it tells of what the cursor stands on, whichever pane it stands in."""

from collections.abc import Callable, Sequence

from console.desk import Desk
from data.errors import SpotlightError
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator, FormerHandle
from data.records.days import Day
from data.records.imports import Import
from data.records.links import Link
from data.records.runs import Check, Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from screens.frame.lines import Page
from screens.frame.paint import Pieces, wrap

TABLES = frozenset(
    kind.TABLE
    for kind in (
        Action, Check, Client, Conversation, Creator, Day, FormerHandle, Import, Link, Run, Sample,
        Ticket,
    )
)  # fmt: skip
"""The tables whose changes it shows."""


class Column(Page, can_focus=False):
    """What belongs with the first of the records under the cursor."""

    def __init__(self, desk: Desk, under_cursor: Callable[[], Sequence[Record]]) -> None:
        super().__init__(self._told, id="context")
        self._desk = desk
        self._under_cursor = under_cursor

    def _told(self, width: int) -> list[Pieces]:
        """Its lines; of what can't be read, why not."""
        from screens.context.lines import context_lines  # most terminals have no room for it

        record = next(iter(self._under_cursor()), None)
        if record is None:
            return []
        try:
            return context_lines(self._desk, record, width, self.size.height)
        except SpotlightError as error:
            return [[(f" {line}", "bad")] for line in wrap(str(error), width - 1)]
