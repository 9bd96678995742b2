"""The kinds of records there are."""

from collections.abc import Mapping

from data.records.actions import Action
from data.records.alarms import Alarm
from data.records.attachments import Attachment
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator, FormerHandle
from data.records.days import Day
from data.records.groupings import Grouping
from data.records.imports import Import
from data.records.incidents import Incident
from data.records.links import Link
from data.records.messages import Message
from data.records.notes import Note
from data.records.people import Person
from data.records.runs import Check, Run
from data.records.samples import Sample
from data.records.slots import Slot
from data.records.tickets import Ticket
from data.records.turns import Turn
from data.records.uses import Use
from data.records.views import SavedView

KINDS: tuple[type[Record], ...] = (
    Action,
    Alarm,
    Attachment,
    Check,
    Client,
    Conversation,
    Creator,
    Day,
    FormerHandle,
    Grouping,
    Import,
    Incident,
    Link,
    Message,
    Note,
    Person,
    Run,
    Sample,
    SavedView,
    Slot,
    Ticket,
    Turn,
    Use,
)
"""Every kind of record the desk keeps."""

LETTERS: Mapping[str, type[Record]] = {kind.LETTER: kind for kind in KINDS if kind.LETTER}
"""The kinds people can name, by the letter of their ids."""
TABLES: Mapping[str, type[Record]] = {kind.TABLE: kind for kind in KINDS}
"""All of them, by the table they are kept in."""
