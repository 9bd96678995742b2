"""What a store knows: a snapshot, the journal after it, and how far it has read."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from data.errors import StoreDamaged, StoreError, StoreTooNew
from data.store import disk, mark
from data.store.documents import Documents, Kept
from data.store.entry import Entry
from data.store.files import Files
from data.store.journal import Journal, segments
from data.store.lock import FileLock
from data.store.snapshot import Snapshot, read_header, too_new


class State:
    """The documents as of entry `journal.seq`, and how it came to them.

    `damage` names the first line that couldn't be read; what stands before it is here.
    """

    def __init__(
        self,
        files: Files,
        kept: Kept,
        snapshot: Snapshot | None = None,
        newest: int | None = None,
    ) -> None:
        """`newest` is the newest shape of documents that can be read; None: any can."""
        self.notes: list[str] = []
        self.shape = 1
        self.version = ""
        self._newest = newest
        self.damage: str | None = None
        self.snapshot = snapshot
        self.at: datetime | None = None
        self.past = False
        """Whether it was taken back to what it was at some moment."""
        if snapshot is None:
            self.documents = Documents({}, kept)
            self.journal = Journal(files.journal, 0, "")
        else:
            self.documents = Documents(snapshot.layers(), kept)
            self.at = snapshot.header.at
            self._reach(snapshot.header.shape, snapshot.header.version)
            self.journal = Journal(files.journal, snapshot.header.seq, snapshot.header.sum)

    def follow(self, upto: int | None = None) -> list[Entry]:
        """Take in what the journal has after this place, up to number `upto`; gives it.

        Raises `StoreTooNew`; the place is then before that entry.
        """
        taken: list[Entry] = []
        if self.damage is not None:
            return taken

        def apply(entry: Entry) -> None:
            self._reach(entry.shape or self.shape, entry.version)
            self.documents.apply(entry)
            self.at = entry.at
            taken.append(entry)

        try:
            self.journal.follow(apply, upto)
        except StoreDamaged as error:
            self.damage = str(error)
        return taken

    def _reach(self, shape: int, version: str) -> None:
        if self._newest is not None and shape > self._newest:
            raise StoreTooNew(too_new(version))
        self.shape, self.version = max(shape, self.shape), version

    def rewind(self, moment: datetime, newest_first: Iterable[Entry]) -> None:
        """Go back to how it was at that moment, by what the entries say was there before.

        Raises `StoreDamaged`, and `StoreError` where that isn't told.
        """
        self.past = True
        oldest = self.journal.seq + 1
        for entry in newest_first:
            if entry.at <= moment:
                return
            if entry.seq >= oldest:
                continue  # committed since this was read
            if entry.cleared:
                raise StoreError(
                    f"“{entry.verb}” emptied {entry.cleared[0].table} later, and what was in it"
                    " isn't in the history."
                )
            try:
                self.documents.apply(_backwards(entry))
            except ValueError as error:
                raise StoreDamaged(
                    f"Entry {entry.seq} doesn't fit what follows: {error}."
                ) from None
            oldest = entry.seq
        if oldest > 1:
            raise StoreError(f"The history here begins with entry {oldest}, later than that.")


def _backwards(entry: Entry) -> Entry:
    """The entry that takes this one back."""
    changes = [
        msgspec.structs.replace(change, before=change.after, after=change.before)
        for change in reversed(entry.changes)
    ]
    return msgspec.structs.replace(entry, changes=tuple(changes))


def load(
    files: Files,
    kept: Kept,
    *,
    upto: int | None = None,
    verify: bool = False,
    newest: int | None = None,
) -> State:
    """The state as the files have it, up to entry number `upto`. Raises `StoreTooNew`.

    With `verify` the snapshot is read through and its checksum proven, wherever its index points.
    """
    listed, sure = segments(files.journal), mark.read(files.lock)
    snapshot, refused = _newest_snapshot(files, verify=verify)
    state = State(files, kept, snapshot, newest)
    state.follow(upto)
    # Listed before they were followed, so each of them had to be reached.
    needed = upto if upto is not None else listed[-1] - 1 if listed else 0
    if state.damage is None and state.journal.seq < needed:
        missing = state.journal.seq + 1
        state.damage = f"{files.journal.name} lacks the segment that holds entry {missing}."
    if state.damage is None and upto is None and state.journal.seq < sure:
        state.damage = (
            f"{files.journal.name} ends with entry {state.journal.seq}, but entry {sure} was"
            " committed: the end of it is gone. `spotlight doctor --repair` takes it from a backup,"
            " or goes on without it."
        )
    if refused:
        _say(state, refused, files, whole=snapshot is not None or listed[:1] == [1])
    elif upto is None:
        _notice(state, files)
    return state


def _newest_snapshot(files: Files, *, verify: bool) -> tuple[Snapshot | None, list[str]]:
    refused: list[str] = []
    for path in (files.snapshot, files.previous):
        try:
            return Snapshot.open(path, files.index, prove=verify), refused
        except FileNotFoundError:
            continue
        except ValueError as error:
            refused.append(f"{path.name} isn't as it was written ({error})")
        except OSError as error:
            refused.append(f"{path.name} can't be read ({error.strerror})")
    return None, refused


def _say(state: State, refused: list[str], files: Files, *, whole: bool) -> None:
    what = " and ".join(refused)
    if not whole:
        state.damage = f"{what}, and {files.journal.name} doesn't hold what it held."
    else:
        basis = "" if state.snapshot is None else f"{state.snapshot.path.name} and "
        state.notes.append(
            f"{what}: another program wrote to it, or the disk failed. Nothing is lost: work goes"
            f" on from {basis}the journal, and the next fold sets that file aside."
            f" `spotlight doctor --adopt {files.snapshot.name}` shows what was changed in it."
        )


def _notice(state: State, files: Files) -> None:
    """Say it when somebody took the newest snapshot away, or put an older one in its place."""
    if state.snapshot is None or state.damage is not None:
        return
    name, before = files.snapshot.name, files.previous.name
    path, seq = state.snapshot.path, state.snapshot.header.seq
    if path == files.previous and disk.status_of(files.snapshot) is None:
        # A fold takes it away for a moment.
        with suppress(StoreError), FileLock(files.fold_lock).try_hold() as free:
            if free and disk.status_of(files.snapshot) is None:
                state.notes.append(
                    f"{name} is gone. Nothing is lost: work goes on from {before} and the journal,"
                    " and the next fold makes it anew."
                )
    elif state.snapshot.path == files.snapshot and _seq_of(files.previous) > seq:
        state.notes.append(
            f"{name} is older than {before}: somebody put an old one there. That takes nothing"
            " back, as the journal has what came after; HOW-TO-RESTORE.txt in a backup says how."
        )


def _seq_of(path: Path) -> int:
    try:
        with disk.closing(disk.open_read(path)) as fd:
            return read_header(disk.first_line(fd)).seq
    except (OSError, ValueError):
        return 0
