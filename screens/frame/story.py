"""What people said and did about a record: its notes, files and history."""

from console.attachments import attached, described
from console.desk import Desk
from console.history import latest, sentence
from console.links import existing, linked_refs
from console.naming import state_word, title
from data.records.base import Record
from data.records.notes import Note
from screens.frame.paint import Pieces, fit, wrap
from screens.keymap import press
from screens.say import moment


def story(desk: Desk, record: Record, width: int, *, whole: bool) -> list[Pieces]:
    """Its links, its notes and files, oldest first; `whole`: and its changes, newest first."""
    lines = _links(desk, record, width)
    for note in desk.book.find(Note, "about", record.ref):
        when = moment(note.created_at, desk.zone)
        lines += [[], [(f" {when}  ", "dim"), (f"note {note.created_by}", "accent")]]
        lines += [[(f"   {line}", "text")] for line in wrap(note.text, width - 4)]
    for file in attached(desk.book, record.ref):
        when = moment(file.created_at, desk.zone)
        lines += [[], [(f" {when}  ", "dim"), (f"file {file.created_by}", "accent")]]
        lines += [[(f"   {line}", "text")] for line in wrap(described(file), width - 4)]
    if whole:
        lines += [[], [(" HISTORY", "dim")]]
        entries, all_of_it = latest(desk, record)
        for entry in entries:
            when = moment(entry.at, desk.zone)
            lines.append([(f" {when}  ", "dim"), (sentence(entry), "text")])
        if not all_of_it:
            lines.append(further_back())
    else:
        when = moment(record.updated_at, desk.zone)
        lines += [[], [(f" last changed by {record.updated_by}, {when}", "dim")]]
    return lines


def further_back() -> Pieces:
    """Where what happened before that is."""
    return [(f" {press('desk.history')} looks further back", "dim")]


def _links(desk: Desk, record: Record, width: int) -> list[Pieces]:
    """What it is linked with, whichever end it was said from."""
    lines: list[Pieces] = []
    for other in existing(desk, linked_refs(desk.book, record.ref)):
        label = "links" if not lines else ""
        state = f"  {state_word(desk, other)}".rstrip()
        name = fit(title(desk, other), max(8, width - 16 - len(state))).rstrip()
        lines.append(
            [(f" {label:<8}", "dim"), (f"{other.ref:<6}", "accent"), (name, "text"), (state, "dim")]
        )
    return lines
