"""TinyDB's documented behaviour on a store's file. https://tinydb.readthedocs.io"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tinydb
from tinydb import Query, where
from tinydb.operations import add as plus
from tinydb.operations import delete, increment
from tinydb.table import Document

from data.errors import StoreBusy, StoreDamaged
from data.store import Store, open_tinydb
from data.store.tiny import StoreStorage
from tests.store.conftest import OpenStore
from tests.store.kit import content, live

OpenTiny = Callable[[], tinydb.TinyDB]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "db.json"


@pytest.fixture
def open_tiny(path: Path) -> Iterator[OpenTiny]:
    opened: list[tinydb.TinyDB] = []

    def open_() -> tinydb.TinyDB:
        opened.append(open_tinydb(path))
        return opened[-1]

    yield open_
    for db in opened:
        db.close()


@pytest.fixture
def db(open_tiny: OpenTiny) -> tinydb.TinyDB:
    """Three documents: a, b and c."""
    db = open_tiny()
    db.insert_multiple({"int": 1, "char": char} for char in "abc")
    return db


def chars(documents: list[Document]) -> str:
    return "".join(document["char"] for document in documents)


def store_of(db: tinydb.TinyDB) -> Store:
    assert isinstance(db.storage, StoreStorage)
    return db.storage.store


def test_insert_and_get_everything(open_tiny: OpenTiny) -> None:
    db = open_tiny()
    assert db.all() == []
    assert db.insert({"char": "a"}) == 1
    assert db.insert_multiple([{"char": "b"}, {"char": "c"}]) == [2, 3]
    assert chars(db.all()) == chars(list(db)) == "abc"
    assert len(db) == 3
    assert [document.doc_id for document in db] == [1, 2, 3]
    assert db.insert_multiple(iter([])) == []


def test_insert_takes_mappings_only(db: tinydb.TinyDB) -> None:
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert([1, 2, 3])
    with pytest.raises(ValueError, match="not a Mapping"):
        db.insert_multiple([{"char": "d"}, "e"])
    assert len(db) == 3, "all or nothing"


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes", float("nan")])
def test_what_json_cannot_hold_is_a_type_error(db: tinydb.TinyDB, value: object) -> None:
    with pytest.raises(TypeError):
        db.insert({"bad": value})
    with pytest.raises(TypeError):
        db.update({"bad": value}, where("char") == "a")
    assert chars(db.all()) == "abc"
    assert db.insert({"good": 1}) == 4


def test_keys_become_text_as_in_a_json_file(db: tinydb.TinyDB) -> None:
    document = {1: "one", False: "no", None: "none", 2.5: (1, 2)}
    assert db.get(doc_id=db.insert(document)) == json.loads(json.dumps(document))


def test_given_document_ids(db: tinydb.TinyDB) -> None:
    assert db.insert(Document({"char": "j"}, doc_id=10)) == 10
    assert db.insert({"char": "k"}) == 11
    with pytest.raises(ValueError, match="10 already exists"):
        db.insert(Document({"char": "again"}, doc_id=10))
    assert db.insert_multiple([Document({"char": "l"}, doc_id=20), {"char": "m"}]) == [20, 21]


def test_search_and_queries(db: tinydb.TinyDB) -> None:
    entry = Query()
    assert chars(db.search(where("int") == 1)) == "abc"
    assert chars(db.search((entry.int == 1) & (entry.char != "a"))) == "bc"
    assert chars(db.search(~(entry.char == "b"))) == "ac"
    assert chars(db.search(entry.char.one_of(["a", "c"]))) == "ac"
    assert chars(db.search(entry.char.test(lambda char: char > "a"))) == "bc"
    assert db.search(where("missing").exists()) == []
    assert db.count(where("int") == 1) == 3


def test_get_and_contains(db: tinydb.TinyDB) -> None:
    found = db.get(where("char") == "b")
    assert isinstance(found, Document)
    assert (found.doc_id, found["char"]) == (2, "b")
    assert db.get(doc_id=3) == {"int": 1, "char": "c"}
    assert db.get(doc_ids=[3, 1, 99]) == [db.get(doc_id=1), db.get(doc_id=3)]
    assert db.get(where("char") == "z") is None
    assert db.get(doc_id=99) is None
    assert db.contains(where("char") == "a")
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=99)
    with pytest.raises(RuntimeError):
        db.get()
    with pytest.raises(RuntimeError):
        db.contains()


def test_what_is_got_is_a_copy(db: tinydb.TinyDB) -> None:
    document = db.get(doc_id=1)
    assert isinstance(document, Document)
    document["int"] = 99
    assert db.get(doc_id=1) == {"int": 1, "char": "a"}


def test_update(db: tinydb.TinyDB) -> None:
    assert db.update({"int": 2}) == [1, 2, 3]
    assert db.update({"int": 3}, where("char") == "a") == [1]
    assert db.update({"int": 4}, doc_ids=[2, 99]) == [2]
    assert db.update(increment("int"), where("char") == "c") == [3]
    assert db.update(plus("int", 10), where("char") == "c") == [3]
    assert db.update(delete("int"), doc_ids=[1]) == [1]
    assert db.all() == [{"char": "a"}, {"int": 4, "char": "b"}, {"int": 13, "char": "c"}]
    assert db.update({"x": 1}, where("char") == "z") == []


def test_update_reaches_into_documents(db: tinydb.TinyDB) -> None:
    id = db.insert({"deep": {"list": [1]}})

    def append(document: Any) -> None:  # noqa: ANN401  # as TinyDB types it
        document["deep"]["list"].append(2)

    db.update(append, doc_ids=[id])
    assert db.get(doc_id=id) == {"deep": {"list": [1, 2]}}


def test_update_multiple(db: tinydb.TinyDB) -> None:
    pairs = [({"int": 2}, where("char") == "a"), (delete("int"), where("char") == "b")]
    assert db.update_multiple(iter(pairs)) == [1, 2]
    assert db.all() == [{"int": 2, "char": "a"}, {"char": "b"}, {"int": 1, "char": "c"}]


def test_upsert(db: tinydb.TinyDB) -> None:
    assert db.upsert({"int": 5}, where("char") == "a") == [1]
    assert db.upsert({"int": 6, "char": "d"}, where("char") == "d") == [4]
    assert db.upsert(Document({"int": 7}, doc_id=2)) == [2]
    assert db.upsert(Document({"char": "j"}, doc_id=10)) == [10]
    assert db.get(doc_id=2) == {"int": 7, "char": "b"}
    with pytest.raises(ValueError, match="doc_id"):
        db.upsert({"char": "e"})


def test_remove(db: tinydb.TinyDB) -> None:
    assert db.remove(where("char") == "b") == [2]
    assert db.remove(doc_ids=[3, 99]) == [3]
    assert chars(db.all()) == "a"
    with pytest.raises(RuntimeError, match="truncate"):
        db.remove()


def test_ids_of_removed_documents_are_not_used_again(
    db: tinydb.TinyDB, open_tiny: OpenTiny
) -> None:
    db.remove(doc_ids=[3])
    store_of(db).fold()
    assert open_tiny().insert({"char": "d"}) == 4


def test_truncate_and_drop_begin_ids_again(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    db.truncate()
    assert (len(db), db.tables()) == (0, {"_default"})
    assert open_tiny().insert({}) == 1
    db.drop_table("_default")
    assert db.tables() == set()
    assert db.insert({}) == 1
    db.table("other").insert({})
    db.drop_tables()
    assert db.tables() == open_tiny().tables() == set()
    assert db.table("other").insert({}) == 1
    db.drop_table("never was")


def test_tables_are_apart(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    one, two = db.table("one"), db.table("two")
    assert db.table("one") is one
    one.insert({"char": "x"})
    assert (len(one), len(two), len(db)) == (1, 0, 3)
    assert db.tables() == {"_default", "one"}
    db.table("kept", persist_empty=True)
    store_of(db).fold()
    assert open_tiny().tables() == {"_default", "one", "kept"}


def test_the_query_cache(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    query = where("int") == 1
    first = db.search(query)
    assert db.search(query)[0] is first[0], "answered from the cache"
    open_tiny().insert({"int": 1, "char": "d"})
    assert chars(db.search(query)) == "abcd", "cleared by another's change"
    db.remove(where("char") == "a")
    assert chars(db.search(query)) == "bcd", "cleared by our own"


def test_two_see_each_others_changes_at_once(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    other = open_tiny()
    other.update({"int": 2}, where("char") == "a")
    assert db.get(doc_id=1) == {"int": 2, "char": "a"}
    db.insert({"char": "d"})
    assert len(other) == len(other.all()) == 4
    assert other.contains(where("char") == "d")


def test_it_persists(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    db.close()
    with open_tiny() as again:
        assert chars(again.all()) == "abc"


def test_own_updaters_lose_nothing(db: tinydb.TinyDB) -> None:
    table = db.table("_default")

    def updater(documents: Any) -> None:  # noqa: ANN401  # as TinyDB types it
        documents[1]["int"] = 9
        del documents[2]
        documents[7] = {"char": "g"}

    table._update_table(updater)
    assert {document.doc_id: dict(document) for document in db} == {
        1: {"int": 9, "char": "a"},
        3: {"int": 1, "char": "c"},
        7: {"char": "g"},
    }


def test_the_storage_reads_and_writes_the_whole(db: tinydb.TinyDB, open_tiny: OpenTiny) -> None:
    data = db.storage.read()
    assert data == {"_default": {str(n): {"int": 1, "char": "abc"[n - 1]} for n in (1, 2, 3)}}
    data["new"] = {"5": {"x": 1}}
    del data["_default"]["1"]
    db.storage.write(data)
    assert open_tiny().storage.read() == data
    stale = db.storage.read()
    assert stale is not None
    open_tiny().insert({"char": "d"})
    with pytest.raises(StoreBusy, match="read again"):
        db.storage.write(stale)


def test_more_than_a_line_holds(open_tiny: OpenTiny, path: Path) -> None:
    db = open_tiny()
    ids = db.insert_multiple({"text": "x" * 1000, "n": n} for n in range(1500))
    assert ids == list(range(1, 1501))
    assert [document["n"] for document in open_tiny()] == list(range(1500))
    lines = live(path.parent, "db.json.journal").read_bytes().splitlines(keepends=True)
    assert len(lines) > 1
    assert max(map(len, lines)) <= 256 * 1024


def test_a_stock_file_is_adopted(path: Path, open_tiny: OpenTiny) -> None:
    with tinydb.TinyDB(path) as stock:
        stock.insert_multiple({"char": char, "n": 1.5} for char in "äbc")
        stock.table("other").insert(Document({"x": None}, doc_id=7))
        stock.remove(doc_ids=[2])
        expected = stock.storage.read()
    before = path.read_bytes()
    db = open_tiny()
    assert db.storage.read() == expected
    assert db.table("other").insert({}) == 8
    [note] = store_of(db).notes
    assert "is adopted" in note
    [aside] = path.parent.glob("db.adopted-*.json")
    assert aside.read_bytes() == before
    assert open_tiny().storage.read() == db.storage.read()
    assert store_of(open_tiny()).notes == []


def test_stock_reads_what_we_folded(db: tinydb.TinyDB, path: Path, open_tiny: OpenTiny) -> None:
    db.table("other").insert({"nested": {"a": [1, "é"]}})
    store_of(db).fold()
    with tinydb.TinyDB(path, access_mode="r") as stock:
        assert stock.tables() == {"_spotlight", *db.tables()}
        for name in db.tables():
            assert stock.table(name).all() == db.table(name).all()
            assert [document.doc_id for document in stock.table(name)] == [
                document.doc_id for document in db.table(name)
            ]


def test_an_empty_file_is_an_empty_database(path: Path, open_tiny: OpenTiny) -> None:
    path.touch()
    db = open_tiny()
    assert (db.tables(), db.insert({"a": 1})) == (set(), 1)


def test_a_file_of_something_else_is_refused(path: Path, open_tiny: OpenTiny) -> None:
    path.write_text("id,name\n1,x\n")
    with pytest.raises(StoreDamaged, match=r"db\.json isn't a TinyDB file"):
        open_tiny()
    assert path.read_text() == "id,name\n1,x\n"


def test_several_files_share_a_folder(tmp_path: Path) -> None:
    names = ["a.json", "b.json", "a"]
    opened = [open_tinydb(tmp_path / name) for name in names]
    for db, name in zip(opened, names, strict=True):
        db.insert({"name": name})
        store_of(db).fold()
    for name in names:
        with (
            open_tinydb(tmp_path / name) as db,
            tinydb.TinyDB(tmp_path / name, access_mode="r") as s,
        ):
            assert db.all() == s.all() == [{"name": name}]
    for db in opened:
        db.close()


def test_the_workspaces_own_store(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    with store.begin("notes.add") as transaction:
        transaction.set("notes", 3, {"by": "ana"})
    with open_tinydb(folder / "store.json") as db:
        assert db.table("notes").get(where("by") == "ana") == {"by": "ana"}
        db.table("notes").update({"by": "jo"}, doc_ids=[3])
    store.catch_up()
    assert content(store) == {"notes": {3: {"by": "jo"}}}
    assert store.lookup("notes", "by", "jo") == [3]
    assert [entry.verb for entry in store.drain()] == ["notes.add", "tinydb.update"]
