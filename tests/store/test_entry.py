"""A journal line comes back as it went in, or not at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import TooLarge, Unkeepable
from data.store.entry import (
    LONGEST,
    Change,
    Cleared,
    Document,
    Entry,
    decode,
    decode_document,
    encode,
    encode_document,
)

texts = st.text(st.characters(codec="utf-8"), max_size=20)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
documents: st.SearchStrategy[Document] = st.dictionaries(texts, values, max_size=4)
changes = st.builds(
    Change,
    table=texts,
    id=st.integers(1, 2**40),
    before=st.none() | documents,
    after=st.none() | documents,
)
entries = st.builds(
    Entry,
    seq=st.integers(1, 2**40),
    at=st.datetimes(timezones=st.just(UTC)),
    by=texts,
    uid=st.integers(0, 2**31),
    session=texts,
    verb=texts,
    changes=st.lists(changes, max_size=3).map(tuple),
    undoes=st.none() | st.integers(1, 2**40),
    cleared=st.lists(st.builds(Cleared, texts, st.booleans()), max_size=2).map(tuple),
    origin=st.none() | texts,
    version=texts,
    prev=st.sampled_from(["", "0123456789abcdef"]),
)


@given(entries)
def test_a_line_round_trips(entry: Entry) -> None:
    line, seal = encode(entry)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert decode(line[:-1]) == (entry, seal)


@given(entries, st.data())
def test_a_changed_byte_shows(entry: Entry, data: st.DataObject) -> None:
    line = bytearray(encode(entry)[0][:-1])
    line[data.draw(st.integers(0, len(line) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ValueError, match="checksum"):
        decode(bytes(line))


@given(documents)
def test_a_document_round_trips(document: Document) -> None:
    assert decode_document(encode_document(document)) == document


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), datetime(2026, 1, 1, tzinfo=UTC), {1}, b"x", {1: "x"}, "\ud800"],
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(Unkeepable):
        encode_document({"deep": [{"value": value}]})


def test_time_is_written_in_utc_with_a_z() -> None:
    at = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
    line, _ = encode(Entry(1, at, "ana", 1000, "s", "notes.add", ()))
    assert b'"at":"2026-11-22T03:04:05Z"' in line


def test_the_longest_line_is_allowed_and_one_byte_more_is_not() -> None:
    def entry(size: int) -> Entry:
        change = Change("notes", 1, None, {"text": "x" * size})
        return Entry(1, datetime(2026, 1, 1, tzinfo=UTC), "ana", 1000, "s", "notes.add", (change,))

    room = LONGEST - len(encode(entry(0))[0])
    assert len(encode(entry(room))[0]) == LONGEST
    with pytest.raises(TooLarge, match=r"notes\.add"):
        encode(entry(room + 1))
