"""Where a message is written. A reply and a note have other titles, edges and keys, so that
nobody sends what was meant for a colleague.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Label, TextArea
from textual.widgets.text_area import Selection

from console.answers import count
from console.args import Field
from console.blanks import answer, fill, first_blank, unfilled
from console.creators import handle_of
from console.desk import Desk
from console.grouping import of
from console.incidents import JOIN
from console.linting import Finding, told
from console.macros import MACRO
from console.merging import MERGE, MergeInto
from console.thread import UNREAD, thread
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.text import plain
from screens.creators.facts import talks as conversations_with
from screens.frame.drafts import Typing
from screens.frame.form import Form, Said, Submit, Words
from screens.inbox.incidents import joinable
from screens.say import age

_PAUSE = 0.3
"""Seconds without a key before a text is looked through."""
_LEAVE = Binding("escape", "leave", "back", id="form.leave", tooltip="Leave it as it is.")


class Composer(Form, inherit_bindings=False):
    """A form of one text."""

    CSS_PATH = "../frame/modal.tcss"
    EDGE: ClassVar[str] = ""
    """The class of its edge."""
    HEADING: ClassVar[str] = "{who}"
    """The title; `{who}` is the creator."""
    HINT: ClassVar[str] = ""
    """Its keys, in words."""
    OTHERWISE: ClassVar[str] = ""
    """What is said to the key that submits the other kind."""

    def compose(self) -> ComposeResult:
        """Title, what was said last, the text, a line for what is wrong, the keys."""
        with Vertical(id="form", classes=f"composer {self.EDGE}"):
            yield Label(Content(self._heading), id="form-title")
            for line in self._about:
                yield Label(Content(line), classes="form-about")
            yield from self._inputs.values()
            yield from self.beneath()
            yield self.meanwhile
            yield self.wrong
            yield Label(Content(self.HINT), id="form-keys")

    def beneath(self) -> Iterable[Widget]:
        """What stands under the text."""
        return ()

    def action_otherwise(self) -> None:
        """Say which key does it: the one pressed is another form's."""
        self.wrong.say(self.OTHERWISE)

    @property
    def area(self) -> TextArea:
        """Where the text is."""
        return self.query_one(TextArea)


class Reply(Composer, inherit_bindings=False):
    """What goes to the creator. It is looked through while it is typed."""

    EDGE = "reply"
    HEADING = "REPLY to {who}"
    HINT = "ctrl+s copy it and confirm  ctrl+t ready answers  esc leave"
    OTHERWISE = "ctrl+s copies a reply; a note is another form"
    BINDINGS = [
        Binding("ctrl+s", "submit", "send", id="reply.send", tooltip="Copy.", priority=True),
        Binding("ctrl+t", "answers", "answers", id="reply.answers",
                tooltip="Canned replies and the playbook.", priority=True),
        Binding("ctrl+r", "look", "what's new", id="reply.look",
                tooltip="What came in since you opened it.", priority=True),
        Binding("ctrl+n", "otherwise", show=False, priority=True),
        _LEAVE,
    ]  # fmt: skip

    def __init__(
        self,
        desk: Desk,
        conversation: Conversation,
        news: Callable[[], str],
        title: str,
        fields: list[Field],
        submit: Submit,
        *,
        about: list[str],
        initial: Words,
        unsent: Words,
        suggestions: Mapping[str, list[str]],
        typing: Typing | None,
    ) -> None:
        super().__init__(
            title, fields, submit, about=about, initial=initial, unsent=unsent,
            suggestions=suggestions, typing=typing,
        )  # fmt: skip
        self._desk = desk
        self._conversation = conversation
        self._news = news
        self._lint = Said(id="form-lint")
        self._look: Timer | None = None
        self._warned = ""
        """The text that was warned of; whoever sends it then means it."""

    def beneath(self) -> Iterable[Widget]:
        """What had better not be said."""
        return (self._lint,)

    @on(TextArea.Changed)
    def typed(self) -> None:
        """Look it through, once nothing more is typed."""
        if self._look is not None:
            self._look.stop()
        self._look = self.set_timer(_PAUSE, self.look_through)

    def look_through(self) -> None:
        """Say what had better not be said; or why our own lists alone are looked through."""
        wrong = self._desk.linter.lints.wrong
        self._lint.say(told(self._findings()) or wrong or "")

    def _findings(self) -> list[Finding]:
        return self._desk.linter.findings(self.area.text, self._conversation.client)

    def words(self) -> dict[str, str]:
        """The text; and, once it was warned of, that it is meant."""
        meant = {"anyway": "yes"} if self._warned == self.area.text else {}
        return super().words() | meant

    def action_submit(self) -> None:
        """Try it; what had better not be said is sent only the second time."""
        found, text = self._findings(), self.area.text
        if found and text != self._warned and not unfilled(text):
            self._warned = text
            self._lint.say(f"{told(found)}: ctrl+s again means it")
        else:
            super().action_submit()
        if blank := first_blank(text):
            self.area.selection = Selection(*blank)

    def action_look(self) -> None:
        """Show what came in since; who has read it may send over it."""
        self.wrong.say(self._news() or "nothing new, and nothing against it")
        now = self._desk.book.get(Conversation, self._conversation.id)
        for line in _last(self._desk, now or self._conversation) if self._about else ():
            self.query(".form-about").first(Label).update(Content(line))

    def action_answers(self) -> None:
        """Pick an answer that is ready and put it where the cursor is."""
        self.run_worker(self._insert(), exclusive=True)

    async def _insert(self) -> None:
        from screens.inbox.picker import answers_for, asked

        desk, conversation = self._desk, self._conversation
        picked = await self.app.push_screen_wait(answers_for(desk, conversation))
        if picked is None:
            return
        text = fill(desk.view(), conversation, picked.text)
        given = await asked(self.app.push_screen_wait, text)
        self.area.insert(answer(text, given))
        await asyncio.to_thread(count, desk, picked)


class Note(Composer, inherit_bindings=False):
    """What stays among us."""

    EDGE = "note"
    HEADING = "NOTE (internal) about {who}: never sent, never copied"
    HINT = "ctrl+n save the note  esc leave"
    OTHERWISE = "ctrl+n saves a note; ctrl+s sends replies"
    BINDINGS = [
        Binding("ctrl+n", "submit", "save", id="note.save", tooltip="Save.", priority=True),
        Binding("ctrl+s", "otherwise", show=False, priority=True),
        _LEAVE,
    ]


class Heard(Composer, inherit_bindings=False):
    """What the creator wrote, pasted from TikTok."""

    EDGE = "heard"
    HEADING = "RECEIVED from {who}"
    HINT = "ctrl+s write it down  esc leave"
    BINDINGS = [
        Binding("ctrl+s", "submit", "save", id="heard.save", tooltip="Save.", priority=True),
        _LEAVE,
    ]


LISTED = 8
"""So many are offered to split at, or to merge into."""
COMPOSERS: dict[str, type[Composer]] = {
    "inbox.reply": Reply,
    "inbox.note": Note,
    "inbox.received": Heard,
}
"""Verbs that are written, by id."""
Made = Callable[..., ModalScreen[Words]]
"""Makes a form; it is given what a `Form` is."""


def form_for(
    desk: Desk, id: str, records: Sequence[Record], heading: str, news: Callable[[], str]
) -> tuple[Made, str, list[str]]:
    """The form a verb is asked with, its title, and what is said above the fields.

    `news` tells what came in since the form was opened.
    """
    talks = [each for each in records if isinstance(each, Conversation)]
    if id == MACRO.id and talks:
        return _macros(desk, talks), heading, []
    record = records[0] if len(records) == 1 else None
    if id == "inbox.split" and isinstance(record, Conversation):
        return Form, heading, _messages(desk, record)
    if id == MERGE.id and isinstance(record, Conversation):
        return Form, heading, _mergeable(desk, record)
    if id == JOIN.id:
        return Form, heading, joinable(desk, talks)
    if id not in COMPOSERS or not isinstance(record, Conversation):
        return Form, heading, []
    kind = COMPOSERS[id]
    who = plain(handle_of(desk.book, record.creator), limit=40)
    made: Made = partial(Reply, desk, record, news) if kind is Reply else kind
    return made, kind.HEADING.format(who=who), _last(desk, record)


def _last(desk: Desk, conversation: Conversation) -> list[str]:
    """What was said last, in or out; a reply that wasn't sent was never said."""
    said = [
        each
        for each in thread(desk.book, conversation)
        if each.kind in ("in", "out") and each.state != "failed"
    ]
    return [
        f"{plain(last.author, limit=30)}, {age(last.at, desk.clock.now())}"
        f"{f' ({UNREAD[last.state]})' if last.state in UNREAD else ''}: "
        f"{plain(last.text, limit=160)}"
        for last in said[-1:]
    ]


def _mergeable(desk: Desk, conversation: Conversation) -> list[str]:
    """What it can be merged into: of the same person, the newest first."""
    creator = desk.book.get(Creator, conversation.creator)
    fits = [
        talk
        for talk in (conversations_with(desk, creator) if creator else ())
        if desk.refusal(MERGE, conversation, MergeInto(into=talk.ref)) is None
    ]
    told = (
        f"{talk.ref}  {desk.client_slug(talk.client) or '–'} · {talk.topic or 'no topic'} ·"
        f" {age(talk.last_at or talk.created_at, desk.clock.now())}"
        for talk in fits[:LISTED]
    )
    return [*told] or ["there is no other of theirs that it could be merged into"]


def _messages(desk: Desk, conversation: Conversation) -> list[str]:
    """The newest messages by their ids, one a line."""
    return [
        f"{each.ref}  {plain(each.author, limit=20)}: {plain(each.body, limit=50)}"
        for each in of(desk.book, conversation)[-LISTED:]
    ]


def _macros(desk: Desk, conversations: Sequence[Conversation]) -> Made:
    from screens.inbox.picker import Macros, MacrosForAll

    if len(conversations) == 1:
        return lambda title, fields, submit, **_: Macros(desk, conversations[0], title, submit)
    return lambda title, fields, submit, **_: MacrosForAll(desk, conversations, title, submit)
