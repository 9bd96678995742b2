"""A record of a kind that has no pane of its own: its facts on a page."""

from console.desk import Desk
from console.naming import title
from data.records.base import Record
from screens.frame.fullpage import FullPage
from screens.frame.paint import Pieces, wrap
from screens.frame.story import story
from screens.line import tables


class FactsPage(FullPage[None]):
    """All that is kept of one record, its notes and its history."""

    def __init__(self, desk: Desk, record: Record) -> None:
        super().__init__(f"{record.ref}  {title(desk, record)}")
        self._desk = desk
        self._record = record

    def lines(self, width: int) -> list[Pieces]:
        """The facts, then what people said and did."""
        lines: list[Pieces] = []
        for label, value in tables.facts(self._desk, self._record):
            first, *more = wrap(value, width - 18) or [""]
            lines.append([(f" {label:<16}", "dim"), (first, "text")])
            lines += [[(" " * 17 + line, "text")] for line in more]
        return [*lines, *story(self._desk, self._record, width, whole=True)]
