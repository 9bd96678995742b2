"""Where each kind of record is shown."""

from collections.abc import Mapping

from console.desk import Desk
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.messages import Message
from data.records.runs import Check, Run
from data.records.tickets import Ticket

PANE_OF: Mapping[type[Record], str] = {
    Action: "actions",
    Check: "qa",
    Client: "clients",
    Conversation: "inbox",
    Import: "imports",
    Run: "qa",
    Ticket: "tickets",
}
"""The pane a kind is listed in; the others are shown as plain facts."""


def place_of(desk: Desk, ref: str) -> tuple[Record, str | None]:
    """The record to show for a typed id, and its pane; a message is shown in its conversation.

    Raises `NotFound`.
    """
    record = desk.record(ref)
    if isinstance(record, Message):
        record = desk.book.get(Conversation, record.conversation) or record
    return record, PANE_OF.get(type(record))
