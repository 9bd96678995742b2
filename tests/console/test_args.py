"""What people type becomes typed args, or they are told what is wrong with it."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.actions import NewAction
from console.ages import ago, span
from console.args import fields, named, read
from console.days import read_date
from console.desk import Desk
from console.wake import Wake
from console.whom import whom
from data.checklists.checklist import Checklist
from data.errors import NotFound, UsageError
from data.settings import Routing
from data.text import plain

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", "2026-11-20"),
        ("eod", "2026-11-20"),
        ("tomorrow", "2026-11-21"),
        ("yesterday", "2026-11-19"),
        ("tmw", "2026-11-21"),
        ("fri", "2026-11-27"),
        ("thu", "2026-11-26"),
        ("sat", "2026-11-21"),
        ("satur", "2026-11-21"),
        ("monday", "2026-11-23"),
        ("3d", "2026-11-23"),
        ("+2w", "2026-12-04"),
        ("27 nov", "2026-11-27"),
        ("27nov", "2026-11-27"),
        ("nov 27", "2026-11-27"),
        ("november 27", "2026-11-27"),
        ("27.11.", "2026-11-27"),
        ("in 3 days", "2026-11-23"),
        ("2 weeks", "2026-12-04"),
        ("1 january", "2027-01-01"),
        ("21 oct", "2026-10-21"),
        ("19 oct", "2027-10-19"),
        ("2026-11-27", "2026-11-27"),
    ],
)
def test_days_people_mean(word: str, day: str) -> None:
    assert read_date(word, FRIDAY).isoformat() == day


@pytest.mark.parametrize(
    "word",
    [
        "11/27",
        "27.11",
        "11.27.",
        "27.11.2026",
        "friend",
        "31 nov",
        "12 foo",
        "soon",
        "",
        "1000d",
        "0x1f",
    ],
)
def test_days_nobody_can_guess(word: str) -> None:
    with pytest.raises(ValueError, match=r"isn't a day|names no month"):
        read_date(word, FRIDAY)


@pytest.mark.parametrize("word", ["1999-12-31", "0001-01-01", "2101-01-01", "9999-12-31"])
def test_days_nobody_can_mean(word: str) -> None:
    with pytest.raises(ValueError, match=f"“{word}” is too far off"):
        read_date(word, FRIDAY)


def test_leap_day() -> None:
    assert read_date("29 feb", date(2027, 12, 1)) == date(2028, 2, 29)
    with pytest.raises(ValueError, match="isn't a day of the calendar"):
        read_date("29 feb", date(2026, 12, 1))


@given(st.text(max_size=20), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_word_breaks_the_reading_of_days(word: str, today: date) -> None:
    with suppress(ValueError):
        read_date(word.casefold(), today)


@given(st.dictionaries(st.sampled_from(["title", "due", "owner"]), st.text(max_size=30)))
def test_no_words_break_a_verbs_args(words: dict[str, str]) -> None:
    class Ana:
        me = "ana"
        today = FRIDAY

        def record_ref(self, words: str) -> str:
            raise NotFound(words)

        def checklist(self, words: str) -> Checklist:
            raise NotFound(words)

        def routing(self, words: str) -> Routing:
            raise ValueError(words)

        def wake(self, words: str) -> Wake:
            raise ValueError(words)

        def person(self, words: str) -> str:
            return whom(words, ["ana", "jo"])

        def known_handle(self, handle: str) -> bool:
            return False

        def handles_with(self, part: str) -> list[str]:
            return []

        def client_number(self, words: str) -> int:
            raise NotFound(words)

        def market_code(self, words: str) -> str:
            raise NotFound(words)

    with suppress(UsageError):
        args = read(NewAction, words, Ana())
        assert args.title
        assert plain(args.title) == args.title


def test_me_nobody_and_none(desk: Desk) -> None:
    reading = desk.reading()
    mine = read(NewAction, {"title": "x", "owner": "ME"}, reading)
    assert named(mine) == ["ana"]
    free = read(NewAction, {"title": "x", "owner": "nobody", "due": "never"}, reading)
    assert (named(free), free.due, free.client) == ([], None, None)
    assert named(read(NewAction, {"title": "x"}, reading)) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({}, "title is missing: one sentence"),
        ({"title": " \x1b[0m "}, "title: it can't be empty"),
        ({"title": "x", "due": "11/27"}, "due: “11/27” isn't a day; write 2026-11-27"),
        ({"title": "x", "owner": "two words"}, "“two words” can't be a person's name"),
        ({"title": "x", "urgent": "yes"}, "there is no --urgent here; there is --title, --due"),
    ],
)
def test_what_is_wrong_is_said(desk: Desk, words: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(NewAction, words, desk.reading())
    assert str(caught.value).startswith(why)


def test_fields_come_in_the_order_they_are_asked_for() -> None:
    asked = fields(NewAction)
    assert [(f.name, f.arg.what, f.required) for f in asked] == [
        ("title", "text", True),
        ("due", "date", False),
        ("owner", "person", False),
        ("client", "client", False),
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"), (86_400, "1 d")],
)
def test_ages(seconds: int, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words


def test_the_future_is_not_long_ago() -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert ago(now + timedelta(hours=1), now) == "0 s"
