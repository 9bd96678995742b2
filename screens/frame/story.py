"""What people said and did about a record: its notes and its history."""

from console.desk import Desk
from console.history import sentence
from data.records.base import Record
from data.records.notes import Note
from screens.frame.paint import Pieces, wrap
from screens.say import moment


def story(desk: Desk, record: Record, width: int, *, whole: bool) -> list[Pieces]:
    """The notes on a record, oldest first; `whole`: and every change of it, newest first."""
    lines: list[Pieces] = []
    for note in desk.book.find(Note, "about", record.ref):
        when = moment(note.created_at, desk.zone)
        lines += [[], [(f" {when}  ", "dim"), (f"note {note.created_by}", "accent")]]
        lines += [[(f"   {line}", "text")] for line in wrap(note.text, width - 4)]
    if whole:
        entries = list(desk.book.store.history(record.TABLE, record.id))
        lines += [[], [(" HISTORY", "dim")]]
        for entry in reversed(entries):
            when = moment(entry.at, desk.zone)
            lines.append([(f" {when}  ", "dim"), (sentence(entry), "text")])
    else:
        when = moment(record.updated_at, desk.zone)
        lines += [[], [(f" last changed by {record.updated_by}, {when}", "dim")]]
    return lines
