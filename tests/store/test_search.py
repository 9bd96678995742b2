"""Text is found in any case, in what is folded and what isn't, as casefolding every text would."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.store import Store, snapshot
from data.store.entry import decode_document, encode_document
from data.store.index import PAGE
from data.store.search import Search
from tests.store.conftest import OpenStore
from tests.store.kit import add, change

LETTERS = 'aAkKsSßſẞ\u212aéÉtſtﬁﬀŉİıβϐΣσςДд"\\\n\x01 /n0👍'
"""Letters that fold in one way or another, and characters that JSON writes otherwise."""

texts = st.text(LETTERS, max_size=12) | st.text(max_size=6)
words = st.lists(st.text(LETTERS, min_size=1, max_size=3), min_size=1, max_size=2)


@given(st.lists(texts, max_size=8), words)
def test_lines_are_sieved_as_if_each_text_were_casefolded(
    texts: list[str], words: list[str]
) -> None:
    documents = [{"text": text, "by": "kss"} for text in texts]
    lines = b"".join(b'"%d":%b,\n' % (1, encode_document(each)) for each in documents)
    search = Search("text", words)
    raws = (line[4:-1] for line in search.lines(lines))
    found = [decode_document(raw)["text"] for raw in raws if search.fits(raw)]
    assert found == [text for text in texts if holds(text, words)]


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


@pytest.mark.parametrize("chunk", [200, 4096, 1 << 20])
def test_lines_across_chunks(many: Store, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(snapshot, "SEARCH_CHUNK", chunk)
    assert found(many, "parcel") == list(range(10, 3 * PAGE + 2, 10))
    assert found(many, f"{3 * PAGE + 1} ÜND") == [3 * PAGE + 1], "the last line"


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
