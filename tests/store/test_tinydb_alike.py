"""TinyDB 4 as its manual has it, asked of TinyDB itself and of ours: each test runs on both."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tinydb
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import Query, where
from tinydb.middlewares import CachingMiddleware
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as put
from tinydb.queries import QueryInstance
from tinydb.table import Document

from data.errors import StoreBusy
from data.store import open_tinydb
from data.store.tiny import StoreStorage

Open = Callable[[Path], tinydb.TinyDB]
BOTH: dict[str, Open] = {"stock": tinydb.TinyDB, "ours": open_tinydb}


@pytest.fixture(params=BOTH)
def open_(request: pytest.FixtureRequest) -> Open:
    return BOTH[request.param]


@pytest.fixture
def db(open_: Open, tmp_path: Path) -> Iterator[tinydb.TinyDB]:
    """Fruit, as in the manual."""
    with open_(tmp_path / "db.json") as db:
        db.insert({"type": "apple", "count": 7})
        db.insert({"type": "peach", "count": 3, "in": [{"city": "Bonn"}, {"city": "Rome"}]})
        db.insert({"type": "pear", "count": 0, "by": {"name": "Jo", "tags": ["a", "b"]}})
        yield db


Fruit = Query()


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Fruit.type == "apple", [1]),
        (Fruit["type"] != "apple", [2, 3]),
        (where("count") > 3, [1]),
        (where("count") >= 3, [1, 2]),
        (where("count") < 3, [3]),
        (where("count") <= 3, [2, 3]),
        (Fruit.by.name == "Jo", [3]),
        (Fruit.by.exists(), [3]),
        (~Fruit.by.exists(), [1, 2]),
        (Fruit.type.matches("^pea"), [2, 3]),
        (Fruit.type.matches("PEA", flags=re.IGNORECASE), [2, 3]),
        (Fruit.type.search("a.$"), [3]),
        (Fruit.type.search("c"), [2]),
        (Fruit["in"].any(Query().city == "Rome"), [2]),
        (Fruit["in"].all(Query().city.one_of(["Bonn", "Rome"])), [2]),
        (Fruit.by.tags.any(["a", "z"]), [3]),
        (Fruit.by.tags.all(["a", "z"]), []),
        (Fruit.type.one_of(["pear", "plum"]), [3]),
        (Fruit.count.test(lambda count, least: count >= least, 3), [1, 2]),
        (Fruit.type.map(str.upper) == "PEAR", [3]),
        (Fruit.fragment({"type": "peach", "count": 3}), [2]),
        (Fruit.by.fragment({"name": "Jo"}), [3]),
        (Query().noop(), [1, 2, 3]),
        ((Fruit.type == "apple") | (Fruit.count == 0), [1, 3]),
        ((Fruit.type == "apple") & (Fruit.count == 0), []),
        (lambda document: document["count"] == 3, [2]),
    ],
)
def test_every_query(db: tinydb.TinyDB, query: QueryInstance, ids: list[int]) -> None:
    for _ in range(2):  # the second time from the cache
        assert [document.doc_id for document in db.search(query)] == ids
    assert db.count(query) == len(ids)
    assert db.contains(query) == bool(ids)
    first = db.get(query)
    assert (first.doc_id if isinstance(first, Document) else None) == (ids[0] if ids else None)


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        (delete("count"), None),
        (increment("count"), 8),
        (decrement("count"), 6),
        (add("count", 5), 12),
        (subtract("count", 5), 2),
        (put("count", "many"), "many"),
        ({"count": 1.5}, 1.5),
        (lambda document: document.update(count=[document["count"]]), [7]),
    ],
)
def test_every_operation(db: tinydb.TinyDB, operation: Any, after: object) -> None:  # noqa: ANN401
    assert db.update(operation, Fruit.type == "apple") == [1]
    assert [document.get("count") for document in db] == [after, 3, 0]


def test_an_operation_that_fails_changes_nothing(db: tinydb.TinyDB) -> None:
    before = db.all()
    with pytest.raises(KeyError):
        db.update(delete("by"))  # the first has none
    with pytest.raises(TypeError):
        db.update(increment("type"), doc_ids=[3])
    assert db.all() == before


def test_tables(db: tinydb.TinyDB, open_: Open, tmp_path: Path) -> None:
    assert (db.default_table_name, db.table("_default").name) == ("_default", "_default")
    assert len(db.table("_default")) == len(db) == 3
    people = db.table("people", cache_size=0)
    assert people.insert(Document({"name": "Jo"}, doc_id=7)) == 7
    assert [document.doc_id for document in people] == [7]
    assert db.tables() == {"_default", "people"}
    people.truncate()
    assert (len(people), db.tables()) == (0, {"_default", "people"})
    db.drop_table("people")
    with open_(tmp_path / "db.json") as again:
        assert again.tables() == {"_default"}
        assert again.all() == db.all()
    db.drop_tables()
    assert (db.tables(), db.all(), len(db)) == (set(), [], 0)


def test_ids_and_upsert(db: tinydb.TinyDB) -> None:
    assert db.upsert({"type": "apple", "ripe": True}, Fruit.type == "apple") == [1]
    assert db.upsert({"type": "plum"}, Fruit.type == "plum") == [4]
    assert db.upsert(Document({"type": "fig"}, doc_id=9)) == [9]
    assert db.insert_multiple([{"type": "lime"}, Document({"type": "kiwi"}, doc_id=20)]) == [10, 20]
    assert db.get(doc_id=20) == {"type": "kiwi"}
    assert db.get(doc_ids=[9, 1, 77]) == [db.get(doc_id=1), db.get(doc_id=9)]
    assert db.update({"old": 1}, doc_ids=[4, 77]) == [4]
    assert db.remove(doc_ids=[4, 77]) == [4]
    pairs = [({"sour": True}, Fruit.type == "lime"), (delete("ripe"), Fruit.ripe.exists())]
    assert sorted(db.update_multiple(pairs)) == [1, 10]
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({}, doc_id=9))


def test_what_is_closed_is_closed(open_: Open, tmp_path: Path) -> None:
    with open_(tmp_path / "db.json") as db:
        db.insert({"a": 1})
        assert db.storage.read() == {"_default": {"1": {"a": 1}}}
        db.clear_cache()
    with open_(tmp_path / "db.json") as again:
        assert again.all() == [{"a": 1}]


KEYS = st.sampled_from("abc")
VALUES = st.none() | st.integers(-3, 3) | st.text("xyé", max_size=2) | st.lists(st.booleans())
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=3)
IDS = st.lists(st.integers(1, 6), max_size=3)
STEPS = st.one_of(
    st.tuples(st.just("insert"), DOCUMENTS),
    st.tuples(st.just("insert_multiple"), st.lists(DOCUMENTS, max_size=3)),
    st.tuples(st.just("update"), DOCUMENTS, IDS),
    st.tuples(st.just("match"), DOCUMENTS, KEYS, VALUES),
    st.tuples(st.just("upsert"), DOCUMENTS, KEYS, VALUES),
    st.tuples(st.just("upsert_id"), DOCUMENTS, st.integers(1, 8)),
    st.tuples(st.just("remove"), KEYS, VALUES),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("drop_tables")),
)


def take(db: tinydb.TinyDB, table: str, step: tuple[Any, ...]) -> object:
    """Do one step; gives what TinyDB gives."""
    there, (what, *rest) = db.table(table), step
    match what:
        case "insert" | "insert_multiple":
            return getattr(there, what)(*rest)
        case "update":
            return there.update(rest[0], doc_ids=rest[1])
        case "match":
            return there.update(rest[0], where(rest[1]) == rest[2])
        case "upsert":
            return there.upsert(rest[0], where(rest[1]) == rest[2])
        case "upsert_id" if there.contains(doc_id=rest[1]):
            return there.upsert(Document(rest[0], doc_id=rest[1]))
        case "upsert_id":  # a new one of one's own number: see the test of where ours differs
            return None
        case "remove":
            return there.remove(where(rest[0]) == rest[1])
        case "truncate":
            there.truncate()
        case _:
            db.drop_tables()
    return None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["_default", "other"]), STEPS), max_size=12))
def test_whatever_is_done_both_hold_the_same(steps: list[tuple[str, tuple[Any, ...]]]) -> None:
    with TemporaryDirectory() as folder:
        stock, ours = (open_(Path(folder) / f"{name}.json") for name, open_ in BOTH.items())
        with stock, ours:
            for table, step in steps:
                assert take(ours, table, step) == take(stock, table, step)
                assert ours.table(table).all() == stock.table(table).all()
            held = {name: table for name, table in (stock.storage.read() or {}).items() if table}
            mine = {name: table for name, table in (ours.storage.read() or {}).items() if table}
            assert mine == held


# -- ours alone -----------------------------------------------------------------------------------


def test_where_ours_differs(tmp_path: Path) -> None:
    """Ids ascend and none is used again, whatever was inserted under a number of its own."""
    with tinydb.TinyDB(tmp_path / "stock.json") as stock, open_tinydb(tmp_path / "ours.json") as db:
        for each in (stock, db):
            each.insert(Document({}, doc_id=8))
            each.insert(Document({}, doc_id=3))
        assert [document.doc_id for document in stock] == [8, 3]
        assert [document.doc_id for document in db] == [3, 8]
        for each in (stock, db):
            each.remove(doc_ids=[8])
        assert (stock.insert({}), db.insert({})) == (4, 9)


def test_a_snapshot_counts_the_same_in_stock_tinydb_and_jq(tmp_path: Path) -> None:
    with open_tinydb(tmp_path / "db.json") as db:
        db.insert_multiple({"n": n, "text": 'é\n"{'} for n in range(250))
        db.table("other").insert({"x": 1})
        assert isinstance(db.storage, StoreStorage)
        db.storage.store.fold()
        db.remove(doc_ids=[3])
        db.storage.store.fold()
        with tinydb.TinyDB(tmp_path / "db.json", access_mode="r") as stock:
            assert stock.all() == db.all()
        if shutil.which("jq") is None:
            pytest.skip("jq isn't on this box: nothing else was asked to count the documents")
        counted = subprocess.run(
            ["jq", "-c", "[._default, .other | length]", str(tmp_path / "db.json")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert json.loads(counted.stdout) == [len(db), 1] == [249, 1]


def test_a_cache_in_between_is_refused_when_others_wrote(tmp_path: Path) -> None:
    """`CachingMiddleware` writes later what it read before; ours never lets that undo a change."""
    with open_tinydb(tmp_path / "db.json") as db:
        db.insert({"n": 1})
        assert isinstance(db.storage, StoreStorage)
        store = db.storage.store
        between = CachingMiddleware(StoreStorage)  # type: ignore[no-untyped-call]
        cached = tinydb.TinyDB(store, storage=between)
        cached.insert({"n": 2})
        db.insert({"n": 3})
        with pytest.raises(StoreBusy, match="read again"):
            cached.storage.flush()  # type: ignore[attr-defined]
        assert [document["n"] for document in db] == [1, 3]
