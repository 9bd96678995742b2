"""Pasted chats: in any spelling what was said comes out again, and nothing is guessed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.moments import read_moment
from console.pasting import Chat, Names, Turn, read_chat
from data.errors import RefusalError
from data.markets import Order

LA = ZoneInfo("America/Los_Angeles")
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=LA)
"""A Friday noon."""
NAMES = Names(frozenset({"glowbylena", "lena grün"}), frozenset({"ana", "aurora skin", "you"}))


def shown(at: datetime | None) -> str | None:
    return f"{at.astimezone(LA):%a %d %b %Y %H:%M}" if at else None


def read(text: str, order: Order | None = None) -> list[tuple[str, str | None, str]]:
    """Who, when and what."""
    chat = read_chat(text, NAMES, NOW, order)
    assert not chat.unplaced
    assert all(turn.at is None or turn.at.tzinfo is UTC for turn in chat.turns)
    return [(turn.name, shown(turn.at), turn.text) for turn in chat.turns]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue 09:12", "Tue 17 Nov 2026 09:12"),
        ("tuesday 9:12 AM", "Tue 17 Nov 2026 09:12"),
        ("Fri 09:12", "Fri 20 Nov 2026 09:12"),
        ("Fri 14:00", "Fri 13 Nov 2026 14:00"),
        ("11/18/2026, 9:12 AM", "Wed 18 Nov 2026 09:12"),
        ("18.11.2026 21:12", "Wed 18 Nov 2026 21:12"),
        ("11/18 9:12 p.m.", "Wed 18 Nov 2026 21:12"),
        ("11/18/26, 12:05 AM", "Wed 18 Nov 2026 00:05"),
        ("2026-11-18 09:12", "Wed 18 Nov 2026 09:12"),
        ("2026-11-18T09:12:30", "Wed 18 Nov 2026 09:12"),
        ("Yesterday 14:03", "Thu 19 Nov 2026 14:03"),
        ("Today at 9:12", "Fri 20 Nov 2026 09:12"),
        ("18 Nov, 09:12", "Wed 18 Nov 2026 09:12"),
        ("Wed, 18 November 2026 09:12", "Wed 18 Nov 2026 09:12"),
        ("Nov 18th, 2026 at 9 pm", "Wed 18 Nov 2026 21:00"),
        ("Dec 31, 09:12", "Wed 31 Dec 2025 09:12"),
        ("29 Feb 09:12", "Thu 29 Feb 2024 09:12"),
        ("11:59", "Fri 20 Nov 2026 11:59"),
        ("12:01", "Thu 19 Nov 2026 12:01"),
    ],
)
@pytest.mark.parametrize(
    "form",
    ["{n} {t}\n{x}", "{t} {n}: {x}", "[{t}] {n}: {x}", "{n}\n{t}\n{x}", "{t}\n{n}\n{x}",
     "{n} ({t}): {x}", "@{n} · {t}\n{x}"],
)  # fmt: skip
def test_a_time_in_many_spellings_and_places(form: str, written: str, meant: str) -> None:
    text = form.format(n="GlowByLena", t=written, x="where is it?")
    assert read(text) == [("glowbylena", meant, "where is it?")]


@pytest.mark.parametrize("said", [",", ":", "…", "see (1)", "and then -", "it costs, [net]"])
def test_what_is_said_behind_a_time_and_a_name_keeps_its_ends(said: str) -> None:
    assert read(f"[2026-10-01 08:00] Glowbylena: {said}") == [
        ("glowbylena", "Thu 01 Oct 2026 08:00", said)
    ]


def test_a_day_in_a_line_of_its_own_holds_for_the_clocks_under_it() -> None:
    text = "Mon, 16 Nov\nLena Grün\n09:12\nhi\n\nthere\nAna 09:15\nhello\nTuesday\nYou 10:00\nsent"
    assert read(text) == [
        ("lena grün", "Mon 16 Nov 2026 09:12", "hi\n\nthere"),
        ("ana", "Mon 16 Nov 2026 09:15", "hello"),
        ("you", "Tue 17 Nov 2026 10:00", "sent"),
    ]


def test_without_any_time_the_order_is_known() -> None:
    assert read("Lena Grün: when?\nAna: soon\nFriday\nLena Grün: ok") == [
        ("lena grün", None, "when?"),
        ("ana", None, "soon\nFriday"),
        ("lena grün", None, "ok"),
    ]


def test_a_day_that_answers_a_question_is_said() -> None:
    assert read("Lena Grün 09:00\nwhen?\nAna 09:05\nFriday") == [
        ("lena grün", "Fri 20 Nov 2026 09:00", "when?"),
        ("ana", "Fri 20 Nov 2026 09:05", "Friday"),
    ]


def test_a_time_alone_lets_the_same_person_go_on() -> None:
    assert read("Lena Grün\nTue 09:12\nhi\nTue 09:20\nstill there?") == [
        ("lena grün", "Tue 17 Nov 2026 09:12", "hi"),
        ("lena grün", "Tue 17 Nov 2026 09:20", "still there?"),
    ]


def test_what_has_no_name_we_know_is_named_by_its_line() -> None:
    chat = read_chat(
        "TikTok Shop\nLena Grün 09:12\nhi\nAurora Official Tue 09:20\nhello\nAna 10:00\nbye",
        NAMES,
        NOW,
    )
    assert [turn.text for turn in chat.turns] == ["hi", "bye"]
    assert chat.unplaced == ((1, "TikTok Shop"), (4, "Aurora Official Tue 09:20"), (5, "hello"))


def test_a_sentence_that_ends_in_a_time_is_no_name() -> None:
    assert read("Lena Grün 09:12\nsee you Tue 09:12\nbye") == [
        ("lena grün", "Fri 20 Nov 2026 09:12", "see you Tue 09:12\nbye")
    ]


def test_day_or_month_first_is_asked_and_never_guessed() -> None:
    text = "Lena Grün 3/4/2026, 9:12\nhi"
    with pytest.raises(RefusalError, match=r"3/4/2026 could be two days$"):
        read(text)
    assert read(text, "day first")[0][1] == "Fri 03 Apr 2026 09:12"
    assert read(text, "month first")[0][1] == "Wed 04 Mar 2026 09:12"
    assert read(f"{text}\nAna 4/13/2026 9:15\nyes")[0][1] == "Wed 04 Mar 2026 09:12"
    assert read("Lena Grün 5/5/2026 9:12\nhi")[0][1] == "Tue 05 May 2026 09:12"
    with pytest.raises(RefusalError, match="13/4/2026 can't be read month first"):
        read("Lena Grün 13/4/2026 9:12\nhi", "month first")
    with pytest.raises(RefusalError, match="written in two ways, 13/4/2026 and 4/13/2026"):
        read("Lena Grün 13/4/2026 9:12\nhi\nAna 4/13/2026 9:15\nyes")


@pytest.mark.parametrize(
    "text", ["25:10", "12:60", "31 Feb 09:12", "0/13/2026", "13 pm", "", "hello", "2026-13-01"]
)
def test_what_is_no_moment(text: str) -> None:
    found = read_moment(text)
    assert found is None or found[1]


# -- what was formatted is read back ------------------------------------------------------------

SPELLINGS = ["%Y-%m-%d %H:%M", "%a %d %b %Y, %I:%M %p", "%m/%d/%Y, %I:%M %p", "%d.%m.%Y %H:%M",
             "%B %d, %Y at %I:%M %p", "%d %B %Y %H:%M"]  # fmt: skip
LAYOUTS = ["{n} {t}\n{x}", "{n}\n{t}\n{x}", "{t}\n{n}\n{x}", "[{t}] {n}: {x}", "{t} - {n}: {x}",
           "{n} · {t}\n{x}\n"]  # fmt: skip
NAMED = st.sampled_from(["glowbylena", "lena grün", "ana", "aurora skin"])
WORDS = st.text(
    st.characters(categories=("Ll", "Lo", "Nd", "So"), include_characters=" ,!?'"), min_size=1
)


def is_words(line: str) -> bool:
    """Whether nobody could take it for a name or a time."""
    found = read_moment(line)
    if found is not None and not found[1]:
        return False  # “saturday” by itself is the day of what is said beneath
    alone = read_chat(f"ana: x\n{line}", NAMES, NOW)
    return len(alone.turns) == 1 and alone.turns[0].text == f"x\n{line}".rstrip()


BODY = st.lists(WORDS.map(str.strip).filter(bool).filter(is_words), min_size=1, max_size=3)
TALK = st.lists(st.tuples(NAMED, BODY, st.integers(0, 600)), min_size=1, max_size=8)


@given(TALK, st.sampled_from(SPELLINGS), st.sampled_from(LAYOUTS))
def test_what_was_formatted_is_read_back(
    talk: list[tuple[str, list[str], int]], spelling: str, layout: str
) -> None:
    order: Order | None = {"%m/": "month first", "%d.": "day first"}.get(spelling[:3])  # type: ignore[assignment]
    at = datetime(2026, 10, 1, 8, 0, tzinfo=LA)
    wanted, lines = [], []
    for name, body, minutes in talk:
        at += timedelta(minutes=minutes)
        text = "\n".join(body)
        wanted.append(Turn(name, name in NAMES.ours, text, at))
        lines.append(layout.format(n=name.title(), t=at.strftime(spelling), x=text))
    assert read_chat("\n".join(lines), NAMES, NOW, order) == Chat(tuple(wanted), ())


@given(st.text(), st.sampled_from([None, "day first"]))
def test_anything_can_be_pasted(text: str, order: Order | None) -> None:
    try:
        chat = read_chat(text, NAMES, NOW, order)
    except RefusalError:
        return
    assert len(chat.unplaced) <= text.count("\n") + 1
