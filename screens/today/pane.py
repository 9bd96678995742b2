"""Today: what is on fire, what is due, what came in."""

from collections.abc import Sequence

from console.imports import summary
from console.table import find
from console.today import Item, Section, today
from data.errors import UsageError
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.imports import Import
from data.records.notes import Note
from screens.actions.pane import card, state
from screens.frame.paint import Pieces, fit
from screens.frame.pane import Pane
from screens.frame.records import HEADING
from screens.imports.detail import page
from screens.imports.pane import letter
from screens.say import age, due_words
from screens.today.first import FIRST_STEPS

_IMPORT_KEYS = ("list.open", "imports.settle", "list.query", "list.copy", "desk.help")
VIEWS = {"for:me": False, "for:all": True}


class TodayPane(Pane):
    """The day's lines, most pressing first; `enter` goes to the record, `esc` comes back."""

    NAME = "today"
    SECTIONS = ("actions", "imports")
    KEYS = (
        "list.open", "actions.done", "actions.claim", "actions.new",
        "list.query", "desk.undo", "desk.help",
    )  # fmt: skip
    TABLES = frozenset({Action.TABLE, Import.TABLE, Client.TABLE, Note.TABLE})
    DEFAULT_QUERY = "for:me"

    def rows(self, query: str) -> list[str]:
        """The sections and their lines. `for:me`, `for:all`, and words to narrow them."""
        words = query.casefold().split()
        views = [VIEWS[word] for word in words if word in VIEWS] or [False]
        if strange := [word for word in words if ":" in word and word not in VIEWS]:
            raise UsageError(f"{strange[0]}: Today knows for:me and for:all")
        needles = [word for word in words if word not in VIEWS]
        rows: list[str] = []
        section: Section | None = None
        for item in today(self.desk, everyone=views[-1]):
            if not all(needle in _words(item).casefold() for needle in needles):
                continue
            if item.section != section:
                section = item.section
                rows.append(f"{HEADING}{section}")
            rows.append(item.record.ref)
        return rows

    def footer(self, record: Record | None) -> Sequence[str]:
        """What can be done to an import, or to an action item."""
        return _IMPORT_KEYS if isinstance(record, Import) else self.KEYS

    def record(self, key: str) -> Record | None:
        """The record behind a line."""
        return find(self.desk, key)

    def empty(self) -> str:
        """A clear desk; in a new workspace, how to begin."""
        if not self.desk.book.all(Client):
            return FIRST_STEPS
        return (
            "Nothing is on fire, nothing is due, nothing new came in.\n"
            "f then for:all shows everyone's day · n writes down an action"
        )

    def count(self, rows: Sequence[str]) -> str:
        """The day and time it is."""
        now = self.desk.clock.now().astimezone(self.desk.zone)
        return f"{now:%a} {now.day} {now:%b, %H:%M}"

    def draw(self, key: str, width: int) -> Pieces:
        """State, due or number, where, what."""
        record = find(self.desk, key)
        if isinstance(record, Action):
            return self._action(record, width)
        return self._import(record, width)

    def _action(self, action: Action, width: int) -> Pieces:
        due = due_words(action.due, self.desk.day_at(action.client))
        letter, role = state(self.desk, action)
        ended = action.status != "open" or action.archived_at is not None
        client = self.desk.client_slug(action.client) or "–"
        return [
            (f"{letter}  ", role),
            (fit(due, 7), "bad" if letter == "!" else "text"),
            (fit(action.ref, 6), "strong"),
            (f"{fit(client, 15)} ", "dim"),
            (fit(action.title, width - 3 - 7 - 6 - 16 - 10), "dim" if ended else "text"),
            (f"  {fit(action.owner or 'nobody', 8)}", "dim"),
        ]

    def _import(self, record: Record, width: int) -> Pieces:
        if not isinstance(record, Import):
            return [(record.ref, "dim")]
        client = self.desk.client_slug(record.client) or "whose?"
        pressing = record.status != "done"
        when = age(record.created_at, self.desk.clock.now())
        return [
            (f"{letter(record)}  ", "bad" if pressing else "good"),
            (fit(when, 7), "text"),
            (fit(record.ref, 6), "strong"),
            (f"{fit(client, 15)} ", "dim"),
            (fit(summary(record), width - 3 - 7 - 6 - 16), "warn" if pressing else "text"),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The action item, or what became of the file."""
        record = find(self.desk, key)
        if isinstance(record, Action):
            return card(self.desk, record, width, whole=whole)
        if isinstance(record, Import):
            return page(self.desk, record, width, whole=whole)
        return []

    def action_open(self) -> None:
        """Go to the record in its own pane; `esc` comes back."""
        key = self.list.cursor
        record = self.record(key) if key else None
        if isinstance(record, Action):
            self.host.go_to("actions", record.ref)
        elif isinstance(record, Import):
            self.host.go_to("imports", record.ref)


def _words(item: Item) -> str:
    record = item.record
    return record.title if isinstance(record, Action) else summary(record)
