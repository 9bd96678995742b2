"""Files of conversations: what was said comes in once, however often it is put in."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.claiming import CLAIM
from console.desk import Desk
from console.doctor.files import look
from console.imports import SETTLE, VOID, Settle, Void, told
from console.intake import Intake
from console.thread import messages
from console.verb import NoArgs
from data.clock import FrozenClock
from data.errors import Cancelled, ImportRefused
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from tests.conftest import NOON
from tests.intake.conftest import sweep, sweeper

HEAD = "conversation_id,creator,time,direction,text\n"
ROWS = (
    "t1,@GlowByLena,2026-11-19 09:12,in,where is my sample?\n"
    't1,@GlowByLena,2026-11-19T17:40:00Z,out,"It left, look:\nDHL 1"\n'
    "t2,peak.fit,2026-11-20 11:30,in,hi \x1b[2J\u202eyou\n"
)


@pytest.fixture
def intake(desk: Desk) -> Intake:
    return Intake(desk)


def put(folder: Path, text: str, name: str = "talk.csv") -> None:
    (folder / name).write_text(text, "utf-8")


def only(desk: Desk) -> Import:
    desk.book.catch_up()
    return desk.book.all(Import)[-1]


def said(desk: Desk) -> dict[str, list[tuple[bool, str]]]:
    """What was said, by creator."""
    desk.book.catch_up()
    found: dict[str, list[tuple[bool, str]]] = {}
    for conversation in desk.book.all(Conversation):
        creator = desk.book.get(Creator, conversation.creator)
        assert creator is not None
        told = found.setdefault(creator.handle, [])
        told += [(each.outbound, each.body) for each in messages(desk.book, conversation)]
    return found


BROKEN = ["2 conversations came with a file whose import was broken off: C1, C2"]
SAID = {
    "glowbylena": [(False, "where is my sample?"), (True, "It left, look:\nDHL 1")],
    "peak.fit": [(False, "hi you")],
}


def test_a_csv_becomes_conversations(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    put(folder, HEAD + ROWS)
    sweep(intake, clock)
    made = only(desk)
    assert (made.status, made.format, made.rows, made.accepted, made.rejected) == (
        "done", "messages", 3, 3, 0,
    )  # fmt: skip
    assert made.warnings == ("2 conversations, 2 new", "2 creators nobody knew yet")
    assert said(desk) == SAID
    lena, peak = desk.book.all(Conversation)
    assert (lena.waiting_since, lena.waiting_on, lena.client) == (None, "creator", 1)
    assert peak.waiting_since == NOON - timedelta(minutes=30), "on the client's clock"
    assert list((folder / "done").rglob("talk.csv"))


def test_again_and_a_longer_one_add_only_what_is_new(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    put(folder, HEAD + ROWS)
    sweep(intake, clock)
    put(folder, HEAD + ROWS + "t2,peak.fit,2026-11-20 11:45,out,hello\n")
    sweep(intake, clock)
    assert only(desk).duplicates == 3
    assert said(desk) == SAID | {"peak.fit": [*SAID["peak.fit"], (True, "hello")]}


def test_json_lines_say_the_same(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    keys = HEAD.strip().split(",")
    lines = [
        dict(zip(keys, ["t1", "glowbylena", "2026-11-19 09:12", "in", "hi"], strict=True)),
        dict(zip(keys, ["t1", "glowbylena", "2026-11-19 09:15", "us", "hello"], strict=True)),
    ]
    put(folder, "".join(json.dumps(line) + "\n" for line in lines) + "{broken\n", "talk.jsonl")
    sweep(intake, clock)
    made = only(desk)
    assert (made.accepted, made.rejected, made.rejects[0].line) == (2, 1, 3)
    assert said(desk) == {"glowbylena": [(False, "hi"), (True, "hello")]}


def test_a_line_that_cant_be_taken_says_why(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    whole = dict(zip(HEAD.strip().split(","), ["t1", "lena", "2026-11-19 09:12", "in", "hi"],
                     strict=True))  # fmt: skip
    lines = [
        json.dumps(whole | {"likes": 3}),
        "nonsense",
        '["a"]',
        json.dumps(whole | {"text": 5}),
        json.dumps(whole | {"text": None}),
    ]
    put(folder, "\n".join(lines) + "\n", "talk.jsonl")
    sweep(intake, clock)
    made = only(desk)
    assert made.accepted == 1, "more may stand beside"
    assert [(each.line, each.column, each.reason) for each in made.rejects] == [
        (2, "", "it is no JSON"),
        (3, "", "it is JSON, but not keys with what each holds: {…}"),
        (4, "text", "it is no text: put it in quotes"),
        (5, "text", "it is empty"),
    ]


def test_a_row_that_cant_be_taken_rejects_itself(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    bad = (
        "t1,lena,11/12/2026 09:12,in,when?\n"
        "t1,lena,2026-11-19 09:12,sideways,when?\n"
        f"t1,{'x' * 301},2026-11-19 09:12,in,when?\n"
        "t1,lena,2026-11-19 09:12,in,\n"
    )
    handle = "Ü👩‍👩‍👧‍👦" + "x" * 290
    put(folder, HEAD + bad + f"t9,{handle},2027-01-01 00:00,in,你好\n")
    sweep(intake, clock)
    made = only(desk)
    assert [(each.line, each.column) for each in made.rejects] == [
        (2, "time"),
        (3, "direction"),
        (4, "creator"),
        (5, "text"),
    ]
    [conversation] = desk.book.all(Conversation)
    [message] = messages(desk.book, conversation)
    assert message.dated is not None
    assert message.at < message.dated, "dated in the future, counted from now"
    assert "1 dated in the future: kept, and counted from now" in made.warnings


def test_void_takes_away_what_nobody_touched(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    put(folder, HEAD + ROWS)
    sweep(intake, clock)
    desk.run(VOID, only(desk), Void("wrong shop"))
    assert only(desk).status == "void"
    assert only(desk).without == (
        "3 messages went, and 2 conversations they began; the creators stay"
    )
    assert said(desk) == {}
    put(folder, HEAD + ROWS)
    sweep(intake, clock)
    assert said(desk) == SAID


def test_void_says_what_stays(desk: Desk, intake: Intake, folder: Path, clock: FrozenClock) -> None:
    put(folder, HEAD + ROWS)
    sweep(intake, clock)
    desk.run(CLAIM, desk.book.all(Conversation)[0], NoArgs())
    voided = desk.run(VOID, only(desk), Void("wrong shop"))
    assert voided.without == (
        "3 messages went, and 1 conversation they began; 1 stays, which somebody worked"
        " on or other messages are in; the creators stay"
    )


# -- TikTok's personal data ---------------------------------------------------------------------


def personal(*, new: bool = True, profile: str | None = "auroraskin") -> str:
    chats = {
        "Chat History with glowbylena:": [
            {"Date": "2026-11-19 17:12:00", "From": "glowbylena", "Content": "hi"},
            {"Date": "2026-11-19 17:15:00 UTC", "From": "auroraskin", "Content": "hello"},
        ],
        "Chat History with peak.fit:": [
            {"Date": "2026-11-20 19:30:00", "From": "auroraskin", "Content": "interested?"},
        ],
    }
    whole: dict[str, Any] = {"Activity": {"Login History": {"IP": "10.0.0.1"}}}
    if new:
        whole["Direct Message"] = {"Direct Messages": {"ChatHistory": chats}}
    else:
        whole["Direct Messages"] = {"Chat History": {"ChatHistory": chats}}
    if profile:
        whole["Profile"] = {"Profile Info": {"ProfileMap": {"userName": profile}}}
    return json.dumps(whole, indent=1) + "\n"


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("profile", ["auroraskin", None])
def test_the_shops_own_data_is_read_by_itself(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock, new: bool, profile: str | None
) -> None:
    put(folder, personal(new=new, profile=profile), "user_data_tiktok.json")
    sweep(intake, clock)
    assert (only(desk).status, only(desk).format) == ("done", "tiktok data")
    assert said(desk) == {
        "glowbylena": [(False, "hi"), (True, "hello")],
        "peak.fit": [(True, "interested?")],
    }
    first = messages(desk.book, desk.book.all(Conversation)[0])[0]
    assert first.at.isoformat() == "2026-11-19T17:12:00+00:00"


def test_whose_it_is_is_asked_and_a_creators_own_is_read_the_other_way(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    text = personal(profile=None).replace("auroraskin", "lena.g")
    put(folder, text, "user_data_tiktok.json")
    sweep(intake, clock)
    asked = only(desk)
    assert (asked.status, asked.question) == ("waiting", "shop")
    assert asked.options == ("lena.g", "glowbylena", "peak.fit")
    desk.run(SETTLE, asked, Settle(shop="peak.fit"))
    assert said(desk) == {"lena.g": [(False, "interested?")]}, "only what concerns us"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1}\n', "neither lines with"),
        (personal()[:-40], "it is cut off: its JSON ends in the middle"),
        (personal()[:60], "it is cut off"),
        ('{"Direct Messages": []}\n', "aren't as TikTok writes them"),
        ('{"Direct Message": {"Direct Messages": {"ChatHistory": {}}}}\n', "no direct message"),
        (HEAD, "no message in it can be read"),
    ],
)
def test_what_holds_no_talk_is_refused_with_a_word(
    desk: Desk, intake: Intake, folder: Path, clock: FrozenClock, text: str, why: str
) -> None:
    put(folder, text, "talk.json")
    sweep(intake, clock)
    assert only(desk).status == "rejected"
    assert why in str(only(desk).reason)
    assert said(desk) == {}


@pytest.mark.parametrize("by", [Cancelled("jo cancelled it"), KeyboardInterrupt()])
def test_stopped_while_it_is_written_nothing_of_it_stays(
    by: BaseException, desk: Desk, client: Client, tmp_path: Path
) -> None:
    def tell(file: object, progress: object) -> None:
        if said(desk):
            raise by

    file = tmp_path / "talk.csv"
    file.write_text(HEAD + ROWS, "utf-8")
    with pytest.raises((ImportRefused, KeyboardInterrupt)):
        Intake(desk, tell=tell).import_file(file, client)
    assert said(desk) == {}
    assert desk.book.all(Import) == []
    Intake(desk).import_file(file, client)
    assert said(desk) == SAID


@pytest.mark.parametrize("step", ["read", "facts"])
def test_a_console_killed_in_the_middle_brings_nothing_twice(
    step: str, desk: Desk, intake: Intake, folder: Path, clock: FrozenClock
) -> None:
    put(folder, HEAD + ROWS)
    with sweeper(desk, "jo", step) as dying:
        dying.communicate("go\n", timeout=60)
    assert dying.returncode == -9
    assert desk.book.all(Import) == []
    desk.book.catch_up()
    told = [each.said for each in look(desk) if each.about == "imports" and "broken" in each.said]
    assert told == (BROKEN if step == "facts" else [])
    sweep(intake, clock)
    assert only(desk).status == "done"
    assert not any("broken off" in each.said for each in look(desk))
    assert said(desk) == SAID


def test_one_row_came_in(desk: Desk, intake: Intake, folder: Path, clock: FrozenClock) -> None:
    put(folder, HEAD + "t1,lena,2026-11-19 09:12,in,hi\n")
    sweep(intake, clock)
    assert told(desk, only(desk)) == "aurora-skin: 1 row came in as I1"
