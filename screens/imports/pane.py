"""Imports: every file that came in, newest first; what waits, what was refused, and why."""

from collections.abc import Sequence

from console import imports
from console.query import select
from data.records.base import Record
from data.records.clients import Client
from data.records.imports import Import
from screens.frame.clipboard import as_csv
from screens.frame.columns import shared
from screens.frame.paint import Pieces, Role, fit, fit_right
from screens.frame.pane import Pane
from screens.imports.detail import page, rejects
from screens.say import age, beside, counted

_LETTERS = {"done": "+", "waiting": "?", "rejected": "!", "void": "-"}
_ROLES: dict[str, Role] = {"done": "good", "waiting": "warn", "rejected": "bad", "void": "dim"}


def letter(record: Import) -> str:
    """The letter of an import's state, readable without colour."""
    return _LETTERS[record.status]


class ImportsPane(Pane):
    """The list of imports over, or beside, the one under the cursor."""

    NAME = "imports"
    SECTIONS = ("imports",)
    KEYS = ("list.open", "imports.settle", "list.query", "list.copy", "list.back", "desk.help")
    TABLES = frozenset({Import.TABLE, Client.TABLE})

    def rows(self, query: str) -> list[str]:
        """The imports the query picks."""
        return [record.ref for record in select(self.desk, imports.LIST, query)]

    def record(self, key: str) -> Record | None:
        """The import."""
        return self.desk.book.get(Import, int(key[1:]))

    def shows(self, record: Record) -> bool:
        """Imports."""
        return isinstance(record, Import)

    def empty(self) -> str:
        """How a file comes in."""
        return (
            f"No file fits this query.\nFiles come in from {self.desk.workspace.drop}/CLIENT"
            f"{beside(self.desk, imports.LIST, self._query)}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many, and how many of them wait."""
        found = (self.desk.book.get(Import, int(key[1:])) for key in rows)
        waiting = sum(each is not None and each.status == "waiting" for each in found)
        return f"{len(rows)}" + (
            f" · {counted(waiting, 'waits', 'wait')} for an answer" if waiting else ""
        )

    def footer(self, record: Record | None) -> Sequence[str]:
        """Open, a file's first key leads back already."""
        return [key for key in self.KEYS if not (self.opened and key == "list.back")]

    def header(self, width: int) -> Pieces:
        """The column heads."""
        figures = f"{fit_right('rows', _ROWS)}{fit_right('rejected', _REJECTED)}"
        words = f"{fit('came', 6)}{fit('client', _shop(width))}{fit('format', _FORMAT)}"
        return [(f"{' ' * 10}{words}{figures}  file", "dim")]

    def draw(self, key: str, width: int) -> Pieces:
        """State, id, age, client, format, rows, rejects, file."""
        record = self.desk.book.get(Import, int(key[1:]))
        if record is None:
            return [(key, "dim")]
        role = _ROLES[record.status]
        text: Role = "text" if record.status == "done" else role
        client = self.desk.client_slug(record.client) or "whose?"
        told = record.file if record.status == "done" else f"{record.file} · {record.reason or ''}"
        shop = _shop(width)
        return [
            (f"{letter(record)}  ", role),
            (fit(record.ref, 6), "strong"),
            (fit(age(record.created_at, self.desk.clock.now()), 6), "text"),
            (f"{fit(client, shop - 1)} ", "dim"),
            (fit(record.format or "", _FORMAT), "text"),
            (fit_right(f"{record.rows:,}" if record.format else "", _ROWS), "text"),
            (fit_right(f"{record.rejected:,}" if record.rejected else "", _REJECTED), "warn"),
            (f"  {fit(told, width - _FIXED - shop)}", text),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The import told whole."""
        record = self.desk.book.get(Import, int(key[1:]))
        return [] if record is None else page(self.desk, record, width, whole=whole)

    def action_copy(self) -> None:
        """Copy the rejected rows as CSV, formulas defused; an import without any, as text."""
        key = self.list.cursor
        record = self.desk.book.get(Import, int(key[1:])) if key else None
        rows = rejects(self.desk, record) if record and record.rejected else []
        if record is None or not rows:
            super().action_copy()
            return
        text, written = as_csv(rows)
        copied = written - 1  # without the heads
        self.app.copy_to_clipboard(text)
        of = f"{copied:,} of {record.rejected:,}" if copied < record.rejected else f"{copied:,}"
        self.host.say(f"copied {of} rejected rows of {record.ref} as CSV", "dim")


_FORMAT, _ROWS, _REJECTED = 10, 9, 9
_FIXED = 3 + 6 + 6 + _FORMAT + _ROWS + _REJECTED + 2
"""What all columns but the client's and the file's take."""


def _shop(width: int) -> int:
    return shared(width - _FIXED, 28, (13, 21))[0]
