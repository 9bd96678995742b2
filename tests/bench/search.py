"""Finding words in a full store, and completing a handle, key by key."""

import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from console.completing import completions
from console.desk import Desk
from console.find import find_everywhere
from console.table import LISTINGS
from data.records.base import Record
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.messages import Message
from data.settings import Settings
from data.workspace import Workspace
from tests.bench.plan import Plan
from tests.bench.row import Row, Sample, median, percentile

TALKS, EACH = 50_000, 10
"""Conversations, each with a creator of its own, and messages in each."""
_AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
_BODIES = (
    "hi lovely 👋 the parcel came today and I’ll film on Friday, is that fine with you?",
    "Thank you SO much! The code doesn’t work though – could you have a look, please?",
    "¿Cuándo llega la muestra? My video goes live on the 5th, I hope it is here by then.",
)
_RARE = "Zebra Crossing"
"""What one message in 10,000 says."""


def searching(plan: Plan) -> Iterator[Row]:
    """Words a few messages have; then in all there is; then a handle as it is typed."""
    talks = TALKS // 10 if plan.quick else TALKS
    base = _sqlite(plan.folder / "search.db", talks)
    with closing(base), closing(plan.desk(_workspace(plan.folder / "search", talks))) as desk:
        searches: list[Callable[[], object]] = [
            partial(_drain, desk),
            partial(_like, base),
            partial(find_everywhere, desk, f'"{_RARE}"'),
        ]
        searches[-1]()  # the first one reads what the lists of an open console have read
        took: list[Sample] = [[_timed(each) for _ in range(plan.count(10))] for each in searches]
        mine, theirs, all_kinds = map(median, took)
        keys = list(_keys(desk, plan.count(10)))
    what = f"search {talks * EACH:,} messages"
    yield Row(what=what, value=mine, budget=200)
    yield Row(what=what, value=mine, reference=theirs, beside="SQLite, like '%…%'")
    yield Row(what=f"find everywhere: also {talks:,} conversations and creators", value=all_kinds)
    yield Row(
        what=f"a key in one of {talks:,} handles, p95", value=percentile(keys, 0.95), budget=30
    )


def _drain(desk: Desk) -> None:
    deque(desk.book.containing(Message, "body", [_RARE.casefold()]), maxlen=0)


def _like(base: sqlite3.Connection) -> None:
    base.execute("select * from messages where body like ?", (f"%{_RARE}%",)).fetchall()


def _keys(desk: Desk, times: int) -> Iterator[float]:
    """Milliseconds for what could come next, at each letter of some handles."""
    listing = LISTINGS["inbox"]
    for number in range(times):
        query = f"creator:glow{number * 37}by"
        for end in range(len("creator:"), len(query)):
            yield _timed(partial(completions, desk, listing, query[:end]))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _workspace(root: Path, talks: int) -> Workspace:
    """A workspace that full: adopted from a plain TinyDB file, then folded."""
    workspace = Workspace.create(root, Settings(shared_account=True))
    tables: dict[str, Iterator[Record]] = {
        Creator.TABLE: (_stamped(Creator(id=id, handle=_handle(id))) for id in _ids(talks)),
        Conversation.TABLE: (
            _stamped(Conversation(id=id, creator=id, topic="sample", last_at=_AT))
            for id in _ids(talks)
        ),
        Message.TABLE: _messages(talks),
    }
    with (root / "store.json").open("wb") as file:
        for number, (name, records) in enumerate(tables.items()):
            file.write(b'%b"%b":{' % (b"," if number else b"{", name.encode()))
            for record in records:
                comma = b"," if record.id > 1 else b""
                file.write(b'%b"%d":%b' % (comma, record.id, msgspec.json.encode(record)))
            file.write(b"}")
        file.write(b"}")
    with closing(Plan.desk(workspace)) as desk:
        desk.introduce("lead")
        desk.book.store.fold()
    return workspace


def _ids(count: int) -> range:
    return range(1, count + 1)


def _handle(id: int) -> str:
    return f"glow{id}by{'lena' if id % 3 else 'marisol'}"


def _stamped(record: Record) -> Record:
    stamps = {"rev": 1, "created_at": _AT, "updated_at": _AT, "created_by": "ana"}
    return msgspec.structs.replace(record, **stamps, updated_by="ana")


def _messages(talks: int) -> Iterator[Record]:
    for id in _ids(talks * EACH):
        talk = (id - 1) // EACH + 1
        rare = f" {_RARE.upper()}" if id % 10_000 == 0 else ""
        said = f"{_BODIES[id % len(_BODIES)]} ({id}){rare}"
        yield _stamped(
            Message(
                id=id, conversation=talk, author=f"@{_handle(talk)}", outbound=False, body=said,
                at=_AT, state="received",
            )
        )  # fmt: skip


def _sqlite(path: Path, talks: int) -> sqlite3.Connection:
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("create table messages (id integer primary key, body text, document blob)")
    base.execute("begin")
    for record in _messages(talks):
        assert isinstance(record, Message)
        row = (record.id, record.body, msgspec.json.encode(record))
        base.execute("insert into messages values (?, ?, ?)", row)
    base.execute("commit")
    return base
