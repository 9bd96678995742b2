"""The store: one workspace's documents, shared by every process that has it open.

Reads are of the last `catch_up`. A change is one transaction under a lock between processes, and
one line in the journal; our own lines are taken in the way everybody's are, by following it.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from data.clock import Clock
from data.errors import StoreBusy, StoreDamaged, StoreError, StoreReadOnly, WorkspaceMissing
from data.identity import Author
from data.store import disk, history, mark
from data.store.adopt import adopt_stock
from data.store.chain import Chain, look_through
from data.store.disk import speaking
from data.store.documents import Fields, Kept
from data.store.entry import Entry
from data.store.files import Files, in_workspace
from data.store.fold import FoldReport, fold, unfolded
from data.store.journal import segments
from data.store.layers import Value
from data.store.lines import lines_of
from data.store.lock import WAIT, FileLock
from data.store.search import Search
from data.store.sieve import Sieve
from data.store.state import State, load
from data.store.transaction import Transaction

_T = TypeVar("_T")


class Store:
    """Documents by table and id. Safe to read in one thread while another commits.

    `notes` says in words what opening or committing had to cut, set aside or do without.
    """

    def __init__(
        self,
        files: Files,
        author: Author,
        clock: Clock,
        kept: Kept,
        state: State,
        newest: int | None = None,
    ) -> None:
        self.files = files
        self.notes = list(state.notes)
        self.wrote = False
        """Whether anything was committed here."""
        self._author = author
        self._clock = clock
        self._kept = kept
        self._newest = newest
        self._lock = FileLock(files.lock)
        self._turn = threading.Lock()
        self._reading = threading.RLock()
        self._news: list[Entry] = []
        self._state = state

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        author: Author,
        clock: Clock,
        keys: Fields | None = None,
        texts: Fields | None = None,
        newest: int | None = None,
    ) -> Self:
        """Open the store of the workspace `folder`; a new one is made there if there is none.

        `keys` says, by table, the fields to keep an index of, `texts` those in which words are
        searched; `newest` the newest shape of documents that is understood, which is what a new
        store has. Raises `WorkspaceMissing`, `StoreTooNew`. Damage doesn't raise: it makes the
        store `read_only`.
        """
        files, kept = in_workspace(folder), Kept(keys or {}, texts or {})
        return cls.open_files(files, author=author, clock=clock, kept=kept, newest=newest)

    @classmethod
    def open_files(
        cls, files: Files, *, author: Author, clock: Clock, kept: Kept, newest: int | None = None
    ) -> Self:
        """Open the store that is kept in these files."""
        if not files.folder.is_dir():
            raise WorkspaceMissing(
                f"There is no folder {files.folder}; `spotlight init` makes a workspace."
            )
        if files.lock.exists() and not files.journal.exists():
            raise StoreDamaged(
                f"{files.journal} is gone, though a store was kept here. Put the folder back, or"
                " `spotlight doctor --repair` goes on without it; nothing is begun anew."
            )
        with speaking("The store can't be opened"):
            disk.make_folder(files.journal)
            if not segments(files.journal):
                disk.sync_folder(files.folder)  # what will be in it is lost without its name
            adopted = adopt_stock(files, clock)
            store = cls(files, author, clock, kept, load(files, kept, newest=newest), newest)
        store.notes += [*adopted, *FileLock(files.lock).warnings()]
        return store

    @property
    def seq(self) -> int:
        """The number of the newest entry taken in."""
        return self._state.journal.seq

    @property
    def shape(self) -> int:
        """The shape the documents have; a store without any has the newest."""
        return self._newest or 1 if self._is_new() else self._state.shape

    def _is_new(self) -> bool:
        return self.seq == 0 and self._state.snapshot is None

    @property
    def damage(self) -> str | None:
        """What is damaged, naming file and line: what is read may lack what came after it."""
        return self._state.damage

    @property
    def read_only(self) -> str | None:
        """Why nothing can be written; None if it can."""
        if self._state.damage is not None:
            return self._state.damage
        if self._state.past:
            return "This is how it was; the past can't be changed."
        return self._state.journal.barred

    def raw(self, table: str, id: int) -> bytes | None:
        """The document's JSON; None if there is no such document."""
        return self._mended(lambda: self._state.documents.table(table).raw(id))

    def ids(self, table: str) -> Sequence[int]:
        """The ids of the table's documents, ascending."""
        return self._mended(lambda: self._state.documents.table(table).ids())

    def items(self, table: str) -> list[tuple[int, bytes]]:
        """Every document of the table, its id and its JSON, ascending: a scan of it all."""
        return self._mended(lambda: list(self._state.documents.table(table).items()))

    def some(self, table: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """Those of the documents with these ids, ascending, that there are."""
        return self._mended(lambda: list(self._state.documents.table(table).some(ids)))

    def search(self, table: str, field: str, words: Sequence[str]) -> Iterator[tuple[int, bytes]]:
        """The documents whose text `field` has all the words, in any case, ascending by id.

        As of the moment of the first, and without holding anybody up meanwhile.
        """
        search, last = Search(field, words), 0
        with self._reading:
            found = self._state.documents.table(table).search(search)
        try:
            for last, raw in found:
                yield last, raw
        except (StoreDamaged, OSError):
            with self._reading, speaking("The store can't be read"):
                self._reload(verify=True)
                found = self._state.documents.table(table).search(search)
            yield from (each for each in found if each[0] > last)

    def lookup(self, table: str, key: str, value: Value) -> list[int]:
        """The ids of the documents whose field `key` is `value`, ascending.

        None finds documents without the field, too. Raises `ValueError` if no index of it was
        asked for.
        """
        return self._mended(lambda: self._state.documents.table(table).lookup(key, value))

    def index(self, table: str, key: str) -> Mapping[Value, Sequence[int]]:
        """The whole index of field `key`: by value, the ids of the documents that have it."""
        return self._mended(lambda: self._state.documents.table(table).index(key))

    def tables(self) -> list[str]:
        """The tables there are, in order of name."""
        with self._reading:
            return self._state.documents.tables()

    def catch_up(self) -> None:
        """Take in what was committed since. Damage makes the store `read_only`."""
        with self._reading, speaking("The journal can't be read"):
            if self._state.past:
                return
            if self._state.snapshot is not None and not self._state.snapshot.intact():
                self._reload(verify=True)
            taken = self._state.follow()
            self._news += taken
            if not taken and self._state.damage is None and not self._state.journal.in_place():
                self._state.damage = self._exchanged()

    def drain(self) -> list[Entry]:
        """The entries taken in since the last call, own ones too, oldest first.

        What was there when the store was opened is not among them.
        """
        with self._reading:
            news, self._news = self._news, []
            return news

    @contextmanager
    def begin(
        self, verb: str, *, undoes: int | None = None, split: bool = False
    ) -> Iterator[Transaction]:
        """One transaction on fresh documents: committed at the block's end, or not if it raises.

        A transaction that changes nothing writes nothing. `split` allows one that is too big for
        a line to become several entries, which a crash may part. Raises `StoreBusy` (somebody
        holds the lock for 2 s), `StoreReadOnly`, `TooLarge`, and `StoreError` if the disk refuses.
        """
        with self._our_turn(), self._lock.hold(WAIT) as held:
            transaction = self._prepare(verb)
            try:
                yield transaction
                self._commit(transaction, undoes, split=split)
                if transaction.entry is not None:
                    mark.write(held, transaction.entry.seq)
            except StoreDamaged:
                self._reload(verify=True)  # so that the next one stands on firm ground
                raise

    @contextmanager
    def _our_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=WAIT):
            raise StoreBusy("Another change of this console is still being written; try again.")
        try:
            yield
        finally:
            self._turn.release()

    def _prepare(self, verb: str) -> Transaction:
        with self._reading, speaking("The journal can't be read"):
            at = self._settle()
            return Transaction(
                self._state.documents, self._reading, at=at, author=self._author, verb=verb
            )

    def _settle(self) -> datetime:
        """Catch up to the journal's very end and cut what is torn; gives the time to write."""
        self.catch_up()
        now = self._clock.now()
        journal = self._state.journal
        journal.try_again()
        if self.read_only is not None:
            raise StoreReadOnly(f"{self.read_only} Reading goes on; nothing can be written.")
        if cut := journal.cut_tail(now):
            self.notes.append(cut)
        return max(now, self._state.at or now)

    def _commit(self, transaction: Transaction, undoes: int | None, *, split: bool) -> None:
        changes, shape = transaction.changes(), transaction.shape
        if not changes and not transaction.cleared() and shape is None:
            return
        if self._is_new():
            shape = self._newest
        with self._reading, speaking("Nothing was written"):
            journal = self._state.journal
            journal.make_ready()
        after = journal.seq, journal.sum
        lines, entry = lines_of(
            transaction, changes, after=after, undoes=undoes, shape=shape, split=split
        )
        with speaking("Nothing was written"):
            journal.append(lines)  # in which nobody's reading waits for the disk
        transaction.entry = entry
        self.wrote = True
        with suppress(StoreError):  # the change stands; whoever reads next is told
            self.catch_up()

    def entries(
        self, *, newest_first: bool = False, after: int = 0, sieves: Sequence[Sieve] = ()
    ) -> Iterator[Entry]:
        """The whole history, or that after entry number `after`, read from the journal.

        `sieves` leave out most of what isn't sought (`data.store.history`). Raises `StoreDamaged`,
        naming the line.
        """
        return history.entries(
            self.files.journal, newest_first=newest_first, after=after, sieves=sieves
        )

    def history(
        self, table: str, id: int, *, after: int = 0, within: int | None = None
    ) -> Sequence[Entry]:
        """The entries that touched one document since it was made, oldest first.

        `within` about so many bytes of the newest journal; all of it, if not said. Raises
        `StoreDamaged`.
        """
        return history.history(self.files.journal, table, id, after=after, within=within)

    def as_at(self, moment: datetime) -> Self:
        """The store as it was at that moment: to be read, never written, and to be closed.

        Raises `StoreDamaged`, and `StoreError` where the history doesn't reach back so far.
        """
        with speaking("The history can't be read"):
            state = load(self.files, self._kept)
            state.rewind(moment, self.entries(newest_first=True))
        return type(self)(self.files, self._author, self._clock, self._kept, state)

    def seal_of(self, seq: int) -> str | None:
        """The seal of that entry's line, as the one after it says; None if there is none."""
        return self._seal(self._state, seq)

    def _seal(self, state: State, seq: int) -> str | None:
        if seq >= state.journal.seq:
            return state.journal.sum if seq == state.journal.seq else None
        return history.seal_of(self.files.journal, seq)

    def _exchanged(self) -> str:
        name = self.files.journal.name
        return f"{name} was exchanged while it was open: close this console and open it again."

    def unfolded(self) -> int:
        """Bytes of journal that the snapshot doesn't hold; at 4–5 MB it is time to fold."""
        return unfolded(self.files, self.folded())

    def chain(self) -> Chain:
        """Prove the whole journal, sealed segments and all; reads every byte of it."""
        snapshot = self._state.snapshot
        seq, seal = (snapshot.header.seq, snapshot.header.sum) if snapshot else (0, "")
        with speaking("The journal can't be read"):
            return look_through(self.files.journal, seq=seq, seal=seal)

    def folded(self) -> int:
        """The newest entry the snapshot holds; 0 where there is none."""
        return self._state.snapshot.header.seq if self._state.snapshot else 0

    def indexed(self) -> bool:
        """Whether the snapshot, if there is one, has an index that can be read."""
        return self._state.snapshot is None or self._state.snapshot.indexed()

    def fold(self) -> FoldReport:
        """Make a new snapshot of all there is, while others go on writing.

        Raises `StoreBusy` if somebody else is folding, `StoreReadOnly`, `StoreError`.
        """
        lock = FileLock(self.files.fold_lock)
        with speaking("Nothing was folded"), lock.hold(timeout=0):
            with self._our_turn(), self._lock.hold(WAIT), self._reading:
                now = self._settle()
                upto = self.seq
                self._state.journal.rotate()
            report = fold(self.files, self._kept, upto=upto, now=now)
            self._reload(verify=False)
        return report

    def rebase(self) -> None:
        """Stand on the newest snapshot, and let go of what was kept since an older one.

        For a console that has been open for days, when it has time. Raises `StoreError`.
        """
        snapshot, there = self._state.snapshot, disk.status_of(self.files.snapshot)
        if there is None or (snapshot is not None and snapshot.is_file(there)):
            return
        with self._our_turn(), speaking("The store can't be read"):
            self._reload(verify=False)

    def _reload(self, *, verify: bool) -> None:
        """Begin again from the files; what wasn't known yet becomes news."""
        with self._reading:
            known = self.seq
            state = load(self.files, self._kept, verify=verify, newest=self._newest)
            if state.damage is not None and state.journal.seq < known:
                self._state.damage = state.damage
                return
            if self._seal(state, known) != self._state.journal.sum:
                self._state.damage = self._exchanged()
                return
            self._state = state
            self.notes += state.notes
            missed = history.entries(self.files.journal, after=known)
            self._news += [entry for entry in missed if entry.seq <= self.seq]

    def _mended(self, read: Callable[[], _T]) -> _T:
        """What `read` gives, if need be from an older snapshot and the journal."""
        with self._reading:
            try:
                return read()
            except (StoreDamaged, OSError):
                if self._state.past:
                    raise
                with speaking("The store can't be read"):
                    self._reload(verify=True)
                    return read()

    def close(self) -> None:
        """Let the files go. The store can't be used after."""
        with self._reading:
            self._state.journal.close()
