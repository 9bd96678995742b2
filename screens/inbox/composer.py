"""Where a message is written. A reply and a note have other titles, edges and keys, so that
nobody sends what was meant for a colleague.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label

from console.creators import handle_of
from console.desk import Desk
from console.thread import thread
from data.records.base import Record
from data.records.conversations import Conversation
from data.text import plain
from screens.frame.form import Form
from screens.say import age

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

    def compose(self) -> ComposeResult:
        """Title, what was said last, the text, a line for what is wrong, the keys."""
        with Vertical(id="form", classes=f"composer {self.EDGE}"):
            yield Label(Content(self._heading), id="form-title")
            for line in self._about:
                yield Label(Content(line), classes="form-about")
            yield from self._inputs.values()
            yield Label("", id="form-error")
            yield Label(Content(self.HINT), id="form-keys")


class Reply(Composer, inherit_bindings=False):
    """What goes to the creator."""

    EDGE = "reply"
    HEADING = "REPLY to {who}"
    HINT = "ctrl+s copy it and confirm  esc leave"
    BINDINGS = [
        Binding("ctrl+s", "submit", "send", id="reply.send", tooltip="Copy.", priority=True),
        _LEAVE,
    ]


class Note(Composer, inherit_bindings=False):
    """What stays among us."""

    EDGE = "note"
    HEADING = "NOTE (internal) about {who}: never sent, never copied"
    HINT = "ctrl+n save the note  esc leave"
    BINDINGS = [
        Binding("ctrl+n", "submit", "save", id="note.save", tooltip="Save.", priority=True),
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


COMPOSERS: dict[str, type[Composer]] = {
    "inbox.reply": Reply,
    "inbox.note": Note,
    "inbox.received": Heard,
}
"""Verbs that are written, by id."""


def form_for(
    desk: Desk, id: str, record: Record | None, heading: str
) -> tuple[type[Form], str, list[str]]:
    """The form a verb is asked with, its title, and what is said above the fields."""
    if id not in COMPOSERS or not isinstance(record, Conversation):
        return Form, heading, []
    kind = COMPOSERS[id]
    who = plain(handle_of(desk.book, record.creator), limit=40)
    heard = [each for each in thread(desk.book, record) if each.kind in ("in", "out")]
    about = [
        f"{plain(last.author, limit=30)}, {age(last.at, desk.clock.now())}: "
        f"{plain(last.text, limit=160)}"
        for last in heard[-1:]
    ]
    return kind, kind.HEADING.format(who=who), about
