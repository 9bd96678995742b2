"""The machine of a conversation as a table: what each verb makes of each state, or that it doesn't.

A cell is the state and whose turn it is then, by their first letters (`w/cr`: waiting for the
creator); `=`: nothing of that changes; `-`: the verb is refused.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from console import turns
from console.desk import Desk
from console.table import find
from data.clock import FrozenClock
from data.errors import RefusalError
from data.records.base import Record
from data.records.conversations import Conversation, category

Act = Callable[..., Record]
Steps = tuple[tuple[str, dict[str, str]], ...]
ASK = {"level": "lead", "ask": "may we?", "decide_by": "2026-11-27", "to": "sam"}

STATES: dict[str, Steps] = {
    "new": (),
    "open": (("claim", {}),),
    "creator": (("reply", {"text": "x"}), ("confirm", {})),
    "platform": (("waiting", {"waiting_on": "platform"}),),
    "asked": (("escalate", ASK),),
    "snoozed": (("snooze", {"until": "3h"}),),
    "keeps": (("snooze", {"until": "3h keep"}),),
    "copied": (("claim", {}), ("reply", {"text": "x"})),
    "resolved": (("resolve", {}),),
    "closed": (("resolve", {}),),
    "merged": (("merge", {"into": "C2"}),),
    "spam": (("spam", {}),),
    "blocked": (("block", {"client": "aurora", "reason": "x"}),),
}
EVENTS: dict[str, Steps] = {
    "claim": (("claim", {}),),
    "inbound": (("received", {"text": "hello?"}),),
    "note": (("note", {"text": "x"}),),
    "reply": (("reply", {"text": "x"}),),
    "confirm": (("confirm", {}),),
    "unsent": (("unsent", {}),),
    "us": (("waiting", {"waiting_on": "us"}),),
    "client": (("waiting", {"waiting_on": "client"}),),
    "snooze": (("snooze", {"until": "5h"}),),
    "resolve": (("resolve", {}),),
    "reopen": (("reopen", {}),),
    "escalate": (("escalate", ASK),),
    "spam": (("spam", {}),),
    "merge": (("merge", {"into": "C2"}),),
    "unmerge": (("unmerge", {}),),
    "time": (),
}
TABLE = """
         new  open creator platform asked snoozed keeps copied resolved closed merged spam blocked
claim    o/us -    =       =        =     =       =     -      -        -      -      -    -
inbound  =    =    o/us    o/us     o/us  o/us    =     =      o/us     =      =      =    =
note     =    =    =       =        =     =       =     =      =        =      -      =    =
reply    =    =    =       =        =     =       =     -      -        -      -      -    -
confirm  -    -    -       -        -     -       -     w/cr   -        -      -      -    -
unsent   -    -    -       -        -     -       -     =      -        -      -      -    -
us       -    -    o/us    o/us     o/us  o/us    o/us  -      -        -      -      -    -
client   w/cl w/cl w/cl    w/cl     w/cl  w/cl    w/cl  w/cl   -        -      -      -    -
snooze   s/us s/us s/cr    s/pl     s/us  =       =     s/us   -        -      -      -    -
resolve  r/us r/us r/cr    r/pl     r/us  r/us    r/us  -      -        -      -      -    -
reopen   -    -    -       -        -     -       -     -      o/us     o/us   -      o/us -
escalate w/us w/us w/us    w/us     -     w/us    w/us  -      -        -      -      -    -
spam     s/us s/us s/cr    s/pl     s/us  =       =     -      -        -      -      -    -
merge    m/us m/us m/cr    m/pl     m/us  m/us    m/us  -      m/us     m/us   -      m/us m/us
unmerge  -    -    -       -        -     -       -     -      -        -      n/us   -    -
time     =    =    =       =        =     o/us    o/us  =      =        =      =      =    =
"""
CATEGORIES = {
    "new": "open", "open": "open", "copied": "open", "creator": "paused", "platform": "paused",
    "asked": "paused", "snoozed": "paused", "keeps": "paused", "resolved": "done",
    "closed": "done", "merged": "void",
    "spam": "void", "blocked": "void",
}  # fmt: skip


def outcome(desk: Desk, act: Act, clock: FrozenClock, state: str, event: str) -> str:
    """What became of a conversation in that state."""
    act(desk, "new clients", title="Aurora Skin")
    act(desk, "new inbox", creator="@lena", client="aurora", message="hi")
    act(desk, "new inbox", creator="@lena", topic="the other")
    for verb, words in STATES[state]:
        clock.move(timedelta(minutes=1))
        act(desk, verb, "K1" if verb == "block" else "C1", **words)
    clock.move(timedelta(days=8) if state == "closed" else timedelta())
    before = cell(desk)
    clock.move(timedelta(hours=4) if event == "time" else timedelta(minutes=1))
    try:
        for verb, words in EVENTS[event]:
            act(desk, verb, "C1", **words)
    except RefusalError:
        return "-"
    after = cell(desk)
    return "=" if after == before else after


def cell(desk: Desk) -> str:
    here = now(desk)
    return f"{here.status[0]}/{here.waiting_on[:2]}"


def now(desk: Desk) -> Conversation:
    desk.book.catch_up()
    found = find(desk, "C1")
    assert isinstance(found, Conversation)
    return turns.at_present(desk, found)


def cells() -> list[tuple[str, str, str]]:
    head, *rows = TABLE.strip("\n").splitlines()
    return [
        (state, event, expected)
        for event, *row in map(str.split, rows)
        for state, expected in zip(head.split(), row, strict=True)
    ]


def test_the_table_is_whole() -> None:
    assert [(state, event) for state, event, _ in cells()] == [
        (state, event) for event in EVENTS for state in STATES
    ]


@pytest.mark.parametrize(("state", "event", "expected"), cells())
def test_each_verb_in_each_state(
    desk: Desk, act: Act, clock: FrozenClock, state: str, event: str, expected: str
) -> None:
    assert outcome(desk, act, clock, state, event) == expected


@pytest.mark.parametrize("state", STATES)
def test_the_category_of_each_state(desk: Desk, act: Act, clock: FrozenClock, state: str) -> None:
    outcome(desk, act, clock, state, "note")
    assert category(now(desk).status) == CATEGORIES[state]
