"""What a pane fills in: which rows, how each is drawn, what is told of a record."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from console.completing import completions
from console.desk import Desk
from console.table import ASKED
from data.records.base import Record
from data.store import Entry
from screens.frame.host import Host
from screens.frame.paint import Pieces


class Content(Screen[None]):
    """What one pane shows; the frame around it is every pane's."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keyboard; who gets or loses it draws itself, not the whole screen."""

    NAME: ClassVar[str]
    """Its mode, and the tail of its command (`pane.NAME`)."""
    SECTIONS: ClassVar[tuple[str, ...]] = ()
    """Its own sections of the key map."""
    KEYS: ClassVar[tuple[str, ...]] = ()
    """The ids its footer shows, at most seven, unless the record asks for others."""
    TABLES: ClassVar[frozenset[str]] = frozenset()
    """The tables whose changes it shows."""
    WIDE: ClassVar[int] = 110
    """From so many columns, list and detail stand side by side."""
    BROAD: ClassVar[int] = 160
    """From so many columns, what belongs with the record stands beside both."""
    PEOPLE: ClassVar[bool] = False
    """Whether it shows who reads and who writes."""
    CONTEXT: ClassVar[bool] = False
    """Whether there is anything to say of that."""
    FOLLOWS: ClassVar[bool] = False
    """Whether the detail also shows in a narrow terminal, under the list."""
    ENDS: ClassVar[bool] = False
    """Whether a record that is opened begins with its end in view: the newest."""
    DEFAULT_QUERY: ClassVar[str] = ""

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(id=self.NAME)
        self.desk = desk
        self.host = host

    @property
    def wide(self) -> bool:
        """Whether list and detail stand side by side."""
        return self.size.width >= self.WIDE

    @property
    def broad(self) -> bool:
        """Whether what belongs with the record stands beside both."""
        return self.CONTEXT and self.size.width >= self.BROAD

    @abstractmethod
    def rows(self, query: str) -> list[str]:
        """The keys of the rows the query picks. Raises `UsageError`."""

    @abstractmethod
    def draw(self, key: str, width: int) -> Pieces:
        """The row of a key."""

    @abstractmethod
    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The record of a key, line by line; `whole` with its history."""

    @abstractmethod
    def record(self, key: str) -> Record | None:
        """The record a verb would act on."""

    @abstractmethod
    def empty(self) -> str:
        """What would fill this pane and which key starts that."""

    def header(self, width: int) -> Pieces:
        """The column heads."""
        return []

    def count(self, rows: Sequence[str]) -> str:
        """The view's count, at the right of the query."""
        return f"{len(rows)}"

    def footer(self, record: Record | None) -> Sequence[str]:
        """The ids the footer shows with that record under the cursor."""
        return self.KEYS

    def completions(self, query: str) -> list[str]:
        """What the last word of a query could become."""
        return completions(self.desk, ASKED[self.NAME], query)

    def standing(self) -> Pieces:
        """What the status line says of what is shown while nothing happens; nothing: the store."""
        return []

    def verb_for(self, id: str) -> str:
        """The verb a key that is bound to `id` does to the record under the cursor."""
        return id

    def follow(self, entries: Sequence[Entry]) -> None:
        """Keep up with these changes, shown or not."""

    def did(self, id: str, ref: str) -> None:
        """This person just did that verb to that record."""

    def shows(self, record: Record) -> bool:
        """Whether such a record is listed here under its own name."""
        return False
