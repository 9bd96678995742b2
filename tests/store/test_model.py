"""The store against a plain dict: two stores and another process, bulk, undo, folds, reopening."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from data.clock import FrozenClock
from data.identity import Author
from data.store import Store
from data.store.entry import Document
from tests.store.kit import Process, content, finish, line, start_process, take_back

WHO = st.integers(0, 1)
VALUES = st.sampled_from([None, "ana", "jo", 1, 2])
FIELDS = st.dictionaries(st.sampled_from(["by", "a", "b"]), VALUES, max_size=3)


class Failure(Exception):
    """A verb that thinks better of it."""


class StoreAgainstDict(RuleBasedStateMachine):
    colleague: Process
    """One for all examples: a process takes longer to start than an example to run."""

    def __init__(self) -> None:
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name)
        self.clock = FrozenClock(datetime(2026, 11, 20, tzinfo=UTC))
        self.model: dict[int, Document] = {}
        self.used = 0
        self.past: list[dict[int, Document]] = [{}]
        """The model after each commit."""
        self.news: list[list[int]] = [[], []]

    @initialize()
    def open(self) -> None:
        self.stores = [self.opened(0), self.opened(1)]

    @property
    def committed(self) -> int:
        return len(self.past) - 1

    def keep(self) -> None:
        """A transaction is over: if it changed anything, that was a commit."""
        if self.model != self.past[-1]:
            self.past.append(dict(self.model))

    def opened(self, who: int) -> Store:
        author = Author(name="ana" if who else "jo", uid=1000, session=str(who))
        return Store.open(self.folder, author=author, clock=self.clock, keys={"notes": ("by",)})

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        self.temporary.cleanup()

    @rule(who=WHO, new=st.lists(FIELDS, max_size=3))
    def create(self, who: int, new: list[Document]) -> None:
        with self.stores[who].begin("notes.add") as transaction:
            for document in new:
                id = transaction.new_id("notes")
                assert id > self.used, "an id is never used again"
                self.used = id
                transaction.set("notes", id, document)
                self.model[id] = document
            assert transaction.ids("notes") == sorted(self.model)
        self.keep()

    @precondition(lambda self: self.model)
    @rule(who=WHO, fields=FIELDS, data=st.data())
    def change(self, who: int, fields: Document, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model)))
        with self.stores[who].begin("notes.change") as transaction:
            assert transaction.get("notes", id) == self.model[id]
            transaction.set("notes", id, fields)
        self.model[id] = fields
        self.keep()

    @precondition(lambda self: self.model)
    @rule(who=WHO, data=st.data())
    def remove(self, who: int, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model)))
        with self.stores[who].begin("notes.drop") as transaction:
            transaction.delete("notes", id)
        del self.model[id]
        self.keep()

    @rule(who=WHO, value=VALUES, data=st.data())
    def bulk(self, who: int, value: str | int | None, data: st.DataObject) -> None:
        with self.stores[who].begin("notes.bulk") as transaction:
            for id in sorted(self.model):
                if data.draw(st.booleans()):
                    self.model[id] = {**self.model[id], "by": value}
                    transaction.set("notes", id, self.model[id])
        self.keep()

    @precondition(lambda self: self.committed)
    @rule(who=WHO)
    def undo(self, who: int) -> None:
        newest = next(self.stores[who].entries(newest_first=True))
        with self.stores[who].begin("undo", undoes=newest.seq) as transaction:
            take_back(transaction, newest)
        self.model = dict(self.past[-2])
        self.keep()

    @rule(fields=st.none() | FIELDS, data=st.data())
    def another_process(self, fields: Document | None, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.model))) if self.model else self.used + 1
        notes = {id: fields, **({self.used + 1: fields} if fields is not None else {})}
        for id, document in notes.items():
            if document is None:
                self.model.pop(id, None)
            else:
                self.model[id] = document
                self.used = max(self.used, id)
        self.keep()
        told = msgspec.json.encode([str(self.folder), notes]).decode()
        assert self.colleague.stdin is not None
        self.colleague.stdin.write(f"{told}\n")
        self.colleague.stdin.flush()
        assert line(self.colleague) == str(self.committed)

    @rule(who=WHO, fields=FIELDS)
    def think_better(self, who: int, fields: Document) -> None:
        try:
            with self.stores[who].begin("notes.add") as transaction:
                for id in transaction.ids("notes"):
                    transaction.delete("notes", id)
                transaction.set("notes", transaction.new_id("notes"), fields)
                raise Failure
        except Failure:
            pass

    @rule(who=WHO)
    def fold(self, who: int) -> None:
        assert self.stores[who].fold().seq == self.committed

    @rule(who=WHO, without_index=st.booleans())
    def reopen(self, who: int, without_index: bool) -> None:
        self.stores[who].close()
        if without_index:
            (self.folder / "store.index").unlink(missing_ok=True)
        self.stores[who] = self.opened(who)
        self.news[who] = list(range(1, self.committed + 1))

    @invariant()
    def all_agree(self) -> None:
        for who, store in enumerate(self.stores):
            store.catch_up()
            assert (store.seq, store.read_only, store.notes) == (self.committed, None, [])
            assert content(store).get("notes", {}) == self.model
            for value in (None, "ana", "jo", 1, 2):
                holding = [id for id in sorted(self.model) if self.model[id].get("by") == value]
                assert store.lookup("notes", "by", value) == holding
            self.news[who] += [entry.seq for entry in store.drain()]
            assert self.news[who] == list(range(1, self.committed + 1))


@pytest.fixture(scope="module", autouse=True)
def _colleague() -> Iterator[None]:
    StoreAgainstDict.colleague = start_process("colleague.py")
    yield
    assert finish(StoreAgainstDict.colleague) == 0


TestStoreAgainstDict = StoreAgainstDict.TestCase
TestStoreAgainstDict.settings = settings(max_examples=30, stateful_step_count=20)
