"""Text from outside: whatever comes in, what goes on is harmless."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.text import defused, plain, searchable

ANY = st.text(max_size=200)
"""Any characters, the nastiest ones often."""
NASTY = st.lists(
    st.sampled_from(
        [
            "\x1b[31m",
            "\x1b]52;c;aGk=\x07",
            "\x9b2J",
            "\u202e",
            "\u2066",
            "\x00",
            "a",
            "\n",
            "\r\n",
            "\t",
            "\ud800",
            "\u200b",
            "é",
            "\x1b",
            "👩‍👩‍👧",
            "\u0301",
            "\u0301" * 9,
            "\u200c",
            "\u200d",
            "\U000e0041",
            "\u3164",
            "\u1100",
            "\u1161",
            "क्\u200dष",
            "K",
            "\u0338",
            "=",
            " ",
        ]
    ),
    max_size=30,
).map("".join)


@given(ANY | NASTY, st.booleans())
def test_nothing_steers_a_terminal_or_hides(text: str, lines: bool) -> None:
    clean = plain(text, lines=lines)
    for letter in clean.replace("\n", "") if lines else clean:
        assert unicodedata.category(letter) not in ("Cc", "Cs")
        assert not 0x202A <= ord(letter) <= 0x202E
        assert not 0x2066 <= ord(letter) <= 0x2069
        assert letter == "\u200d" or unicodedata.category(letter) != "Cf"
    assert not re.search("[\u0300-\u036f]{9}", clean)
    assert plain(clean, lines=lines) == clean, "cleaning twice changes nothing"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("\x1b]0;owned\x07hello", "hello"),
        ("\x1b[2Jhello\x1b[0m", "hello"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("  two\n words\t", "two words"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("a" + "".join(chr(0xE0000 + ord(c)) for c in "hidden"), "a"),
        ("a\u180eb\u200cc\u2062d\ufeff", "abcd"),
        ("\u115f\u1160\u3164\uffa0", ""),
        ("pay\u200dpal", "paypal"),
        ("\u200d \u200d👩\u200d", "👩"),
        ("👩\u200d\u200d💻", "👩\u200d💻"),
        ("👩\u200d\u200c💻", "👩\u200d💻"),
        ("👩🏽\u200d💻 ❤️\u200d🔥", "👩🏽\u200d💻 ❤️\u200d🔥"),
        ("क्\u200dष", "क्\u200dष"),
        ("z" + "\u0316" * 8, "z" + "\u0316" * 8),
        ("z" + "\u0316" * 90 + "y", "z" + "\u0316" * 8 + "y"),
        ("z" + "\u0316\u200c\u200d" * 90, "z" + "\u0316" * 8),
        ("각" + "한국어 ไทย العربية עברית 日本", "각" + "한국어 ไทย العربية עברית 日本"),
    ],
)
def test_what_becomes_of_it(dirty: str, clean: str) -> None:
    assert plain(dirty) == clean


def test_lines_stay_when_asked_for_and_a_limit_is_shown() -> None:
    assert plain("one\r\ntwo\tthree", lines=True) == "one\ntwo    three"
    assert plain("a long title", limit=6) == "a lon…"
    assert plain("👩\u200d👩\u200d👧", limit=3) == "👩…"


@pytest.mark.parametrize("formula", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_spreadsheet_runs_what_we_write(formula: str) -> None:
    assert defused(formula) == "'" + formula
    assert defused("plain") == "plain"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("José", "jose"), ("CAFÉ crème", "cafe creme"), ("Đặng Thị", "dang thi"), ("Øl", "ol"),
        ("straße", "strasse"), ("İstanbul ılık", "istanbul ilik"), ("Ёлка", "елка"),
        ("กี่", "กี่"), ("が", "が"), ("한글", "한글"), ("plain", "plain"),
    ],
)  # fmt: skip
def test_words_are_looked_for_without_capitals_and_accents(text: str, words: str) -> None:
    assert searchable(text) == searchable(searchable(text)) == words
