"""Actions: who promised what, for when."""

from collections.abc import Sequence

from console import actions
from console.desk import Desk, gone
from console.query import Ordered
from data.records.actions import Action
from data.records.base import Record
from data.records.links import Link
from data.records.notes import Note
from data.store import Entry
from screens.frame.columns import shared
from screens.frame.host import Host
from screens.frame.paint import Pieces, Role, fit, wrap
from screens.frame.pane import Pane
from screens.frame.story import story
from screens.keymap import press
from screens.say import age, day_words, due_distance, due_words, moment, out_of, unsought


class ActionsPane(Pane):
    """The list of action items beside the one under the cursor."""

    NAME = "actions"
    SECTIONS = ("actions",)
    KEYS = (
        "list.open", "actions.new", "actions.done", "actions.claim",
        "actions.assign", "desk.undo", "desk.help",
    )  # fmt: skip
    TABLES = frozenset({Action.TABLE, Link.TABLE, Note.TABLE})
    CONTEXT = True
    DEFAULT_QUERY = actions.LIST.default

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, host)
        self._ordered = Ordered(desk, actions.LIST)

    def rows(self, query: str) -> list[str]:
        """The action items the query picks."""
        return self._ordered.refs(query)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Keep the list in order."""
        self._ordered.follow(entries)

    def record(self, key: str) -> Record | None:
        """The action item."""
        return self.desk.book.get(Action, int(key[1:]))

    def shows(self, record: Record) -> bool:
        """Action items."""
        return isinstance(record, Action)

    def empty(self) -> str:
        """What to do about an empty list."""
        return (
            "No action item fits this query.\n"
            f"{press('actions.new')} writes one down · {press('list.query')} changes the query"
            f"{unsought(self._query, self._ordered)}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many, and how many of them are late."""
        late = self._ordered.among(rows, actions.late)
        words = out_of(rows, self._ordered)
        return f"{words} · {late} overdue" if late else words

    def header(self, width: int) -> Pieces:
        """The column heads."""
        owner, shop, _ = _columns(width)
        return [(f"    {'due':<8}{fit('owner', owner)}{fit('client', shop)}what", "dim")]

    def draw(self, key: str, width: int) -> Pieces:
        """State, due, owner, client, title."""
        action = self.desk.book.get(Action, int(key[1:]))
        if action is None:
            return [(key, "dim")]
        letter, role = state(self.desk, action)
        ended = action.status != "open" or action.archived_at is not None
        text: Role = "dim" if ended else "text"
        today = self.desk.day_at(action.client)
        owner, shop, what = _columns(width)
        client = fit(self.desk.client_slug(action.client) or "–", shop - 1)
        unowned: Role = "dim" if ended else "warn"
        return [
            (f"{letter}  ", role),
            (fit(due_words(action.due, today), 7) + " ", "bad" if letter == "!" else text),
            (fit(action.owner or "nobody", owner - 1) + " ", text if action.owner else unowned),
            (f"{client} " if client else "", "dim"),
            (fit(action.title, what), text),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The action item, its notes, and who did what."""
        action = self.desk.book.get(Action, int(key[1:]))
        return [] if action is None else card(self.desk, action, width, whole=whole)


def card(desk: Desk, action: Action, width: int, *, whole: bool) -> list[Pieces]:
    """An action item told line by line; `whole` with its history."""
    titled: list[Pieces] = [
        [(f" {line}", "strong")] for line in wrap(f"{action.ref}  {action.title}", width - 2)
    ]
    return [
        *titled,
        *_facts(desk, action),
        *story(desk, action, width, whole=whole),
    ]


def state(desk: Desk, action: Action) -> tuple[str, Role]:
    """The letter of an action's state, readable without colour."""
    if action.archived_at is not None:
        return "-", "dim"
    if action.status == "done":
        return "d", "good"
    if action.status == "dropped":
        return "-", "dim"
    if actions.overdue(desk, action):
        return "!", "bad"
    return ("c", "accent") if action.claimed_at else (".", "dim")


def _facts(desk: Desk, action: Action) -> list[Pieces]:
    now = desk.clock.now()
    words: list[tuple[str, str, Role]] = []
    if action.archived_at is not None:
        words.append(("state", gone(action).reason, "warn"))
    elif action.status == "open":
        late = actions.overdue(desk, action)
        words.append(("state", "overdue" if late else "open", "bad" if late else "text"))
    else:
        ended = moment(action.ended_at, desk.zone) if action.ended_at else ""
        words.append(("state", f"{action.status} by {action.ended_by}, {ended}", "good"))
    if action.dropped_why:
        words.append(("why", action.dropped_why, "text"))
    claimed = f", claimed {age(action.claimed_at, now)}" if action.claimed_at else ""
    words.append(("owner", f"{action.owner or 'nobody'}{claimed}", "text"))
    if action.due is not None:
        today = desk.day_at(action.client)
        exact = f"{action.due:%a} {day_words(action.due, today)}"
        words.append(("due", f"{exact} · {due_distance(action.due, today)}", "text"))
    if slug := desk.client_slug(action.client):
        words.append(("client", slug, "text"))
    return [[(f" {label:<8}", "dim"), (value, role)] for label, value, role in words]


def _columns(width: int) -> tuple[int, int, int]:
    """How wide owner, client and what is to be done are."""
    room = width - 3 - 8
    owner, shop = shared(room, 40, (9, 13), (15, 21) if width >= 70 else (0, 0))
    return owner, shop, max(0, room - owner - shop)
