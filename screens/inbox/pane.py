"""Inbox: whose turn it is, the next broken promise first, over or beside the thread."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from rich.cells import cell_len

from console import inbox
from console.blocking import SPAM
from console.creators import handle_of
from console.desk import Desk
from console.macros import MACRO
from console.query import Ordered
from console.thread import newest
from console.turns import at_present, due, our_turn, pressing, turn_words, warns, woken
from data.records.attachments import Attachment
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation, Status, over
from data.records.creators import Creator
from data.records.messages import Message
from data.records.notes import Note
from data.records.samples import Sample
from data.records.slots import Slot
from data.store import Entry
from data.text import plain
from screens.frame.columns import shared
from screens.frame.host import Host
from screens.frame.paint import Pieces, Role, cut, fit
from screens.frame.pane import Pane
from screens.inbox.company import briefly, company_line
from screens.inbox.thread import card, said
from screens.keymap import press
from screens.say import age, distance, out_of, unsought, until

_LOOK_EVERY = timedelta(seconds=30)
_SOON = timedelta(hours=1)
_DUE = 10
_SAYS = 20
"""What was said last has so many cells before the columns beside it grow."""
_PENDING = (
    "list.open", "inbox.confirm", "inbox.unsent", "inbox.note", "inbox.claim", "desk.help",
)  # fmt: skip
_LATER = ("inbox.note", "inbox.card", "desk.history", "desk.help")
_OVER: Mapping[Status, Sequence[str]] = {
    "resolved": ("list.open", "inbox.reopen", "inbox.received", *_LATER),
    "spam": ("list.open", "inbox.reopen", *_LATER),
    "blocked": ("list.open", "creators.unblock", *_LATER),
    "merged": ("list.open", "inbox.unmerge", *_LATER[1:]),
}
"""What the footer shows of what has ended."""
_SETTLE = (inbox.RESOLVE.id, SPAM.id, MACRO.id)
"""What may have been the last to do."""
_NOTHING = ("inbox.new", "list.query", "desk.help")


class InboxPane(Pane):
    """The list of conversations over, or beside, the thread of the one under the cursor."""

    NAME = "inbox"
    SECTIONS = ("inbox",)
    KEYS = (
        "list.open", "inbox.reply", "inbox.note", "inbox.claim", "inbox.waiting",
        "inbox.resolve", "desk.help",
    )  # fmt: skip
    TABLES = frozenset(
        {
            Conversation.TABLE, Message.TABLE, Note.TABLE, Attachment.TABLE, Creator.TABLE,
            Client.TABLE, Sample.TABLE, Slot.TABLE,
        }
    )  # fmt: skip
    FOLLOWS = True
    ENDS = True
    CONTEXT = True
    PEOPLE = True
    DEFAULT_QUERY = inbox.LIST.default

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, host)
        self._ordered = Ordered(desk, inbox.LIST)
        self._looked_at = desk.clock.now()
        self._counted_at = (-1, self._looked_at)
        self._ours: set[str] = set()
        self._broken: set[str] = set()
        self._soon: set[str] = set()

    def rows(self, query: str) -> list[str]:
        """The conversations the query picks; what woke by the clock has a new place."""
        now = self.desk.clock.now()
        if now - self._looked_at >= _LOOK_EVERY:
            if woken(self._ordered, self._looked_at, now):
                self._ordered = Ordered(self.desk, inbox.LIST)
            self._looked_at = now
        return self._ordered.refs(query)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Keep the list in order."""
        self._ordered.follow(entries)

    def record(self, key: str) -> Record | None:
        """The conversation."""
        return self.desk.book.get(Conversation, int(key[1:]))

    def shows(self, record: Record) -> bool:
        """Conversations."""
        return isinstance(record, Conversation)

    def empty(self) -> str:
        """What to do about an empty inbox."""
        why = ": nobody waits for us here" if self._query == self.DEFAULT_QUERY else ""
        return (
            f"No conversation fits this query{why}.\n"
            f"{press('inbox.new')} begins one, with what the creator wrote"
            f" · {press('list.query')} changes the query"
            f"{unsought(self._query, self._ordered, 'What was said')}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many, how many are broken or soon will be; else our turns, if not in all."""
        known = self.desk.book.seq, self._looked_at
        if known != self._counted_at:  # not with every key in the query line
            turn = [each for each in self._ordered if our_turn(self.desk, each)]
            self._ours = {each.ref for each in turn}
            self._broken = {each.ref for each in pressing(self.desk, turn, timedelta())}
            self._soon = {each.ref for each in pressing(self.desk, turn, _SOON)} - self._broken
            self._counted_at = known
        ours, broken, soon = (
            len(those.intersection(rows)) for those in (self._ours, self._broken, self._soon)
        )
        words = [out_of(rows, self._ordered)]
        if broken:
            words.append(f"{broken} broken" + (f", {soon} more within 1 h" if soon else ""))
        elif soon:
            words.append(f"{soon} due within 1 h")
        elif 0 < ours < len(rows):
            words.append(f"our turn in {ours}")
        return " · ".join(words)

    def footer(self, record: Record | None) -> Sequence[str]:
        """A copied reply asks first whether it was sent; what has ended can be begun again."""
        if not isinstance(record, Conversation):
            return _NOTHING
        return _PENDING if record.pending else _OVER.get(record.status, self.KEYS)

    def header(self, width: int) -> Pieces:
        """The column heads."""
        who, shop, topic, has, says = _columns(width)
        heads = f"    {fit('due', _DUE)}{fit('who', who)}{fit('shop', shop)}"
        said = f"{fit('topic', topic)}{fit('says', says)}{fit('  has it', has)}"
        return [(f"{heads}{said}", "dim")]

    def draw(self, key: str, width: int) -> Pieces:
        """State, how soon, who, shop, topic, what was said last, who has it."""
        kept = self.desk.book.get(Conversation, int(key[1:]))
        if kept is None:
            return [(key, "dim")]
        conversation = at_present(self.desk, kept)
        letter, role = state(self.desk, conversation)
        who, shop, topic, has, says = _columns(width)
        last = newest(self.desk.book, conversation)
        company = briefly(self.host.others, key)
        if company:  # it may need more room
            has, says = _widened(company, has, says)
        creator = handle_of(self.desk.book, conversation.creator)
        client = fit(self.desk.client_slug(conversation.client) or "–", shop - 1)
        rests = over(conversation.status) or conversation.status == "snoozed"
        quiet: Role = "dim" if rests else "text"
        owned: Role = "accent" if conversation.assignee else "warn" if quiet == "text" else quiet
        owner = conversation.assignee or "nobody"
        return [
            (f"{letter}  ", role),
            (
                fit(presses(self.desk, conversation), _DUE - 1) + " ",
                role if letter in _LATE else quiet,
            ),
            (fit(creator, who - 1) + " ", quiet if quiet == "dim" else "strong"),
            (f"{client} " if client else "", "dim"),
            (fit(conversation.topic, topic - 1) + " ", quiet),
            (fit(plain(last.body, limit=300) if last else "", says), quiet),
            ("  " + fit(company or owner, has - 2), "warn" if company else owned),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The thread; where there is little room, its end."""
        kept = self.desk.book.get(Conversation, int(key[1:]))
        if kept is None:
            return []
        conversation = at_present(self.desk, kept)
        *head, _ = card(self.desk, conversation, width)
        head.append(cut(company_line(self.host.others, key, self.desk.clock.now()), width))
        told = said(self.desk, conversation, width)
        room = self.page.size.height - len(head)
        if whole or len(told) <= room or room < 3:
            return [*head, *told]
        left = len(told) - room + 1
        return [
            *head,
            [(f" … {left} lines before · {press('list.open')} shows all", "dim")],
            *told[left:],
        ]

    def did(self, id: str, ref: str) -> None:
        """From what is resolved on to the next that still is to be done and nobody else is in."""
        if id not in _SETTLE or self.list.cursor != ref:
            return
        kept = self.record(ref)
        if not isinstance(kept, Conversation) or not over(kept.status):
            return
        taken = {each.where.record for each in self.host.others if each.name != self.desk.me.name}
        rows, left = list(self.list.keys), {*self.rows(self._query)} - taken
        at = rows.index(ref)
        if following := next((key for key in [*rows[at + 1 :], *rows[:at]] if key in left), None):
            self.list.select(following)

    def action_copy(self) -> None:
        """Copy what was said with the creator; a note is never on the clipboard."""
        key = self.list.cursor
        conversation = self.desk.book.get(Conversation, int(key[1:])) if key else None
        if conversation is not None:
            lines = said(self.desk, conversation, 100, notes=False)
            text = "\n".join("".join(part for part, _ in line).strip() for line in lines)
            self.app.copy_to_clipboard(text.strip())
            self.host.say(f"copied {conversation.ref} without its notes", "dim")


_LATE: Mapping[str, Role] = {"B": "bad", "W": "warn"}
"""A promise is broken; most of the time promised is used up."""


def state(desk: Desk, conversation: Conversation) -> tuple[str, Role]:
    """The letter of a conversation's state, readable without colour."""
    if conversation.archived_at is not None:
        return "-", "dim"
    if conversation.pending:
        return "?", "warn"
    if (at := due(desk, conversation)) is not None:
        late = "B" if at < desk.clock.now() else "W" if warns(desk, conversation) else ""
        if late:
            return late, _LATE[late]
    if conversation.woke and conversation.status == "open":
        return "^", "warn"
    letters: dict[str, tuple[str, Role]] = {
        "new": ("n", "accent"),
        "waiting": ("w", "dim"),
        "snoozed": ("z", "dim"),
        "resolved": ("d", "good"),
        "closed": ("d", "dim"),
        "merged": ("m", "dim"),
        "spam": ("s", "dim"),
        "blocked": ("x", "dim"),
    }
    return letters.get(conversation.status, (".", "text"))


def presses(desk: Desk, conversation: Conversation) -> str:
    """How soon the next promise breaks, or how long ago; else whom we wait for, or when it wakes;
    where nothing is promised, how long the creator waits.
    """
    now = desk.clock.now()
    if conversation.status == "snoozed":
        wakes = conversation.snooze_until
        return until(wakes, now, desk.zone) if wakes else "reply"
    if over(conversation.status):
        return conversation.status
    if (at := due(desk, conversation)) is not None:
        return distance(at, now)
    if conversation.waiting_since is not None:
        return age(conversation.waiting_since, now)
    whose = turn_words(conversation)
    return "–" if whose == "us" else whose


def _widened(words: str, has: int, says: int) -> tuple[int, int]:
    """How wide who has it and what is said are where these words stand instead of a name."""
    more = min(max(0, cell_len(words) + 2 - has), says)
    return has + more, says - more


def _columns(width: int) -> tuple[int, int, int, int, int]:
    """How wide who, shop, topic, who has it and what is said are."""
    room, slug = width - 3 - _DUE, (13, 21) if width >= 76 else (0, 0)
    who, shop, topic, has = shared(room, _SAYS, (16, 26), slug, (11, 19), (8, 12))
    return who, shop, topic, has, max(0, room - who - shop - topic - has)
