"""What terminals send, taken to pieces: pasted text is text, whatever is in it."""

from codecs import getincrementaldecoder
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from screens.keyboard import Forgiving

PIECES = st.lists(
    st.sampled_from(["\x1b", "[", "2", "0", "~", "q", "é", "漢", "\r", "\x1b[A", "\x1b]52;c\x07"]),
    max_size=30,
).map("".join)


def fed(data: bytes, cuts: list[int]) -> list[Key | Paste]:
    """What the driver would make of these bytes, read in pieces."""
    decoder, parser = Forgiving(getincrementaldecoder("utf-8")(errors="replace")), XTermParser()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    heard = []
    for start, end in pairwise(edges):
        if text := decoder.decode(data[start:end]):
            heard += [event for event in parser.feed(text) if isinstance(event, Key | Paste)]
    return heard


@given(PIECES.filter(lambda text: "\x1b[201~" not in text), st.lists(st.integers(0, 500)))
def test_what_is_pasted_is_one_text_without_escapes(pasted: str, cuts: list[int]) -> None:
    heard = fed(f"a\x1b[200~x{pasted}\x1b[201~b".encode(), cuts)
    assert [event.key for event in heard if isinstance(event, Key)] == ["a", "b"]
    texts = [event.text for event in heard if isinstance(event, Paste)]
    assert texts == ["x" + pasted.replace("\x1b", "")]


@given(st.text(alphabet="aé漢\x1b[201~\r", max_size=30), st.lists(st.integers(0, 500)))
def test_what_isnt_pasted_goes_through_as_it_comes(typed: str, cuts: list[int]) -> None:
    decoder = Forgiving(getincrementaldecoder("utf-8")())
    data = typed.replace("\x1b[200~", "").encode()
    edges = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    plain = getincrementaldecoder("utf-8")()
    for start, end in pairwise(edges):
        assert decoder.decode(data[start:end]) == plain.decode(data[start:end]), "nothing waits"
