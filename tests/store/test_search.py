"""Text is found in any case, in what is folded and what isn't, as casefolding every text would."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.store import Store
from data.store.entry import encode_document
from data.store.index import PAGE
from data.store.search import Search, TextField, text_line
from data.store.sieve import numbered
from tests.store.conftest import OpenStore
from tests.store.kit import add, change

LETTERS = 'aAkKsSßſẞ\u212aéÉtſtﬁﬀŉİıβϐΣσςДд"\\\n\x01 /n0👍'
"""Letters that fold in one way or another, and characters that JSON writes otherwise."""

texts = st.text(LETTERS, max_size=12) | st.text(max_size=6)
words = st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.lists(texts, max_size=8), words)
def test_folded_texts_are_found_as_if_each_were_casefolded(
    texts: list[str], words: list[str]
) -> None:
    raws = [encode_document({"text": text, "by": "kss"}) for text in texts]
    field, search = TextField("text"), Search("text", words)
    page = b"".join(text_line(field.folded(raw)) + b"\n" for raw in raws)
    rows = [row for row, _ in numbered(page, search.sieves)]
    assert [row for row in rows if search.fits(raws[row])] == [
        row for row, text in enumerate(texts) if holds(text, words)
    ]


def holds(text: str, words: Sequence[str]) -> bool:
    return all(word.casefold() in text.casefold() for word in words)


def found(store: Store, *words: str) -> list[int]:
    return [id for id, _ in store.search("notes", "text", words)]


def test_folded_changed_and_new_documents_in_order(open_store: OpenStore) -> None:
    store = open_store()
    for text in ("Where is my PARCEL?", "the parcel came", "no word", "parcel lost"):
        add(store, text)
    store.fold()
    change(store, 2, text="it came")
    change(store, 3, text="a Parcel, too")
    add(store, "one more parcel")
    with store.begin("remove") as transaction:
        transaction.delete("notes", 4)
    assert found(store, "parcel") == [1, 3, 5]
    assert found(store, "PARCEL", "where") == [1]
    assert found(store, "ana") == [], "only that field counts"
    assert found(open_store("jo"), "parcel") == [1, 3, 5]
    assert list(store.search("nothing", "text", ["parcel"])) == []


def test_what_is_found_is_as_of_the_moment_of_asking(open_store: OpenStore) -> None:
    store = open_store()
    add(store, "parcel one")
    add(store, "parcel two")
    store.fold()
    hits = store.search("notes", "text", ["parcel"])
    assert next(hits)[0] == 1
    add(store, "parcel three")
    store.fold()
    change(store, 2, text="gone")
    assert [id for id, _ in hits] == [2]


@pytest.fixture
def many(open_store: OpenStore) -> Store:
    """A store of several pages, one note in ten about a parcel."""
    store = open_store()
    with store.begin("fill", split=True) as transaction:
        for id in range(1, 3 * PAGE + 2):
            text = f"{id} the parcel" if id % 10 == 0 else f"{id} ünd nothing"
            transaction.set("notes", id, {"text": text, "by": f"person {id}"})
    store.fold()
    return store


def test_of_the_documents_only_those_that_hold_it_are_read(
    many: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(many, "parcel") == list(range(10, 3 * PAGE + 2, 10))
    read: list[bytes] = []
    fits = Search.fits

    def counted(search: Search, raw: bytes) -> bool:
        read.append(raw)
        return fits(search, raw)

    monkeypatch.setattr(Search, "fits", counted)
    assert found(many, f"{3 * PAGE + 1} ÜND") == [3 * PAGE + 1], "the last line"
    assert len(read) == 1


def test_texts_of_changed_new_and_removed_documents_are_kept_by_the_next_fold(
    many: Store, open_store: OpenStore
) -> None:
    change(many, 3, text="3 the parcel")
    change(many, 10, text="10 nothing")
    with many.begin("more") as transaction:
        transaction.delete("notes", 20)
        transaction.set("notes", 5000, {"text": "5000 the parcel", "by": "ana"})
    expected = found(many, "parcel")
    assert [*expected[:3], expected[-1]] == [3, 30, 40, 5000]
    many.fold()
    assert found(open_store("jo"), "parcel") == expected


def test_without_an_index_all_documents_are_looked_through(
    many: Store, open_store: OpenStore
) -> None:
    whole = found(many, "parcel")
    many.files.index.unlink()
    assert found(open_store("jo"), "parcel") == whole


def test_texts_that_cannot_be_read_are_said_and_made_anew(
    many: Store, open_store: OpenStore
) -> None:
    whole = found(many, "parcel")
    data = bytearray(many.files.index.read_bytes())
    data[data.index(b"700 the parcel")] ^= 1
    many.files.index.write_bytes(data)
    store = open_store("jo")
    assert found(store, "parcel") == whole
    change(store, 1, text="1 the parcel")
    store.fold()
    assert found(open_store("sam"), "parcel") == [1, *whole]


def test_a_flipped_bit_under_a_search_sends_us_to_the_one_before(
    many: Store, open_store: OpenStore
) -> None:
    change(many, 500, text="500 the parcel, again")
    many.fold()  # the one before lacks nothing: the journal has it
    whole = found(many, "parcel")
    store = open_store("jo")
    path = many.files.snapshot
    path.chmod(0o660)
    data = bytearray(path.read_bytes())
    data[data.index(b"700 the parcel")] ^= 1
    path.write_bytes(data)
    hits: Iterator[int] = (id for id, _ in store.search("notes", "text", ["parcel"]))
    assert list(hits) == whole
    assert "goes on from store.prev.json" in store.notes[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(id=st.integers(1, 3 * PAGE + 40))
def test_any_document_of_several_pages_is_found(many: Store, id: int) -> None:
    there = id <= 3 * PAGE + 1
    assert (many.raw("notes", id) is not None) == there
    assert many.lookup("notes", "by", f"person {id}") == ([id] if there else [])
