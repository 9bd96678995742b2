"""What a store knows: a snapshot, the journal after it, and how far it has read."""

from datetime import datetime

from data.errors import StoreDamaged
from data.store.documents import Documents, Keys
from data.store.entry import Entry
from data.store.files import Files
from data.store.journal import Journal, segments


class State:
    """The documents as of entry `journal.seq`, and how it came to them.

    `damage` names the first line that couldn't be read; what stands before it is here.
    """

    def __init__(self, files: Files, keys: Keys) -> None:
        self.notes: list[str] = []
        self.damage: str | None = None
        self.at: datetime | None = None
        self.documents = Documents({}, keys)
        self.journal = Journal(files.journal, 0, "")

    def follow(self, upto: int | None = None) -> list[Entry]:
        """Take in what the journal has after this place, up to number `upto`; gives it."""
        taken: list[Entry] = []
        if self.damage is not None:
            return taken

        def apply(entry: Entry) -> None:
            self.documents.apply(entry)
            self.at = entry.at
            taken.append(entry)

        try:
            self.journal.follow(apply, upto)
        except StoreDamaged as error:
            self.damage = str(error)
        return taken


def load(files: Files, keys: Keys, *, upto: int | None = None) -> State:
    """The state as the files have it, up to entry number `upto`."""
    state = State(files, keys)
    listed = segments(files.journal)
    state.follow(upto)
    # Listed before they were followed, so each of them had to be reached.
    if state.damage is None and upto is None and listed and listed[-1] > state.journal.seq + 1:
        missing = state.journal.seq + 1
        state.damage = f"{files.journal.name} lacks the segment that holds entry {missing}."
    return state
