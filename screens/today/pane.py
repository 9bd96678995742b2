"""Today: what is on fire, what is due, what came in."""

from collections.abc import Mapping, Sequence

from console.table import VERBS, find
from console.today import LIST, Section, today
from console.turns import at_present
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from data.records.links import Link
from data.records.messages import Message
from data.records.notes import Note
from data.records.runs import Check, Run
from data.records.samples import Sample
from data.records.tickets import Ticket
from screens.frame.paint import Pieces
from screens.frame.pane import Pane
from screens.frame.records import HEADING
from screens.inbox.company import briefly
from screens.keymap import in_force, press
from screens.today.first import first_steps
from screens.today.lines import line, page

_TAIL = ("list.query", "desk.undo", "desk.help")
_KEYS: Mapping[type[Record], Sequence[str]] = {
    Action: ("list.open", "actions.done", "actions.claim", "actions.new", *_TAIL),
    Conversation: ("list.open", "inbox.reply", "inbox.claim", "inbox.snooze", *_TAIL),
    Import: ("list.open", "imports.settle", *_TAIL),
    Run: ("list.open", "actions.new", *_TAIL),
    Sample: ("list.open", "actions.new", *_TAIL),
    Ticket: ("list.open", "tickets.close", "tickets.claim", "tickets.waiting", *_TAIL),
}
"""What the footer shows, by the kind under the cursor."""
_SECTION_OF: Mapping[type[Record], str] = {
    Action: "actions", Conversation: "inbox", Import: "imports", Ticket: "tickets",
}  # fmt: skip


class TodayPane(Pane):
    """The day's lines, most pressing first; `enter` goes to the record, `esc` comes back."""

    NAME = "today"
    SECTIONS = tuple(_SECTION_OF.values())
    KEYS = ("list.open", "actions.new", *_TAIL)
    TABLES = frozenset(
        kind.TABLE
        for kind in (
            Action, Check, Client, Conversation, Creator, Import, Link, Message, Note, Run,
            Sample, Ticket,
        )
    )  # fmt: skip
    CONTEXT = True
    PEOPLE = True
    DEFAULT_QUERY = LIST.default

    def rows(self, query: str) -> list[str]:
        """The sections, and their lines that the query picks."""
        rows: list[str] = []
        section: Section | None = None
        for item in today(self.desk, query):
            if item.section != section:
                section = item.section
                rows.append(f"{HEADING}{section}")
            rows.append(item.record.ref)
        return rows

    def footer(self, record: Record | None) -> Sequence[str]:
        """What can be done to such a record."""
        return self.KEYS if record is None else _KEYS.get(type(record), self.KEYS)

    def verb_for(self, id: str) -> str:
        """A key does here what it does in the pane of the record under the cursor."""
        record = next(iter(self.subjects()), None)
        if record is None or VERBS[id].creates:
            return id
        own = in_force().get(_SECTION_OF.get(type(record), ""), {})
        keys = next((entries[id] for entries in in_force().values() if entries.get(id)), "none")
        pressed = set(keys.split(","))
        return next((mine for mine, its in own.items() if pressed & set(its.split(","))), id)

    def record(self, key: str) -> Record | None:
        """The record behind a line, as it is by now."""
        found = find(self.desk, key)
        return at_present(self.desk, found) if isinstance(found, Conversation) else found

    def empty(self) -> str:
        """A clear desk; in a new workspace, how to begin."""
        if not self.desk.book.all(Client):
            return first_steps()
        return (
            "Nothing is on fire, nothing is due, nothing new came in.\n"
            f"{press('list.query')} then for:all shows everyone's day"
            f" · {press('actions.new')} writes down an action"
        )

    def count(self, rows: Sequence[str]) -> str:
        """The day and time it is."""
        now = self.desk.clock.now().astimezone(self.desk.zone)
        return f"{now:%a} {now.day} {now:%b, %H:%M}"

    def draw(self, key: str, width: int) -> Pieces:
        """State, due or number, where, what, who."""
        record = self.record(key)
        if record is None:
            return [(key, "dim")]
        talk = isinstance(record, Conversation)
        return line(self.desk, record, width, briefly(self.host.others, key) if talk else "")

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The record as its own pane tells it."""
        record = self.record(key)
        if record is None:
            return []
        return page(self.desk, record, width, self.host.others, whole=whole)

    def action_open(self) -> None:
        """Go to the record in its own pane; `esc` comes back."""
        if (key := self.list.cursor) is not None:
            self.host.open(key)
