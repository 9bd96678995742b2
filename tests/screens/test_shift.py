"""A rep's shift at a real terminal of 80×24: forty conversations, by keys alone, each counted."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from console import inbox
from console.desk import Desk
from console.thread import messages
from data.clock import SystemClock
from data.identity import author
from data.records.conversations import Conversation
from data.records.notes import Note
from data.records.tickets import Ticket
from data.workspace import Workspace
from tests.conftest import Spotlight
from tests.screens.terminal import Terminal

PAPER = Path(__file__).parents[2] / "docs" / "shift.md"
MOST = 8
"""Keys for a conversation, beside what is written in words."""


class Step(msgspec.Struct, frozen=True):
    """Words typed, a key, and what the screen says then."""

    key: str
    says: str
    words: str = ""


CLAIM = Step("c", "you claimed {ref} ")
SENT = Step("y", "you confirmed the reply in {ref} ")
RESOLVE = Step("e", "you resolved {ref} ")
NEXT = Step("j", "")
COPIED = "Sent it in TikTok?"
ON_ITS_WAY = "It left our warehouse on Friday."
ANSWERED = ("payout", "parcel", "ad code")
KINDS = {
    "payout": (
        "answered by macro",
        [CLAIM, Step("t", "commission comes after"), Step("\r", COPIED), SENT, RESOLVE],
    ),
    "parcel": (
        "answered in words",
        [CLAIM, Step("r", "REPLY to"), Step("\x13", COPIED, ON_ITS_WAY), SENT, RESOLVE],
    ),
    "ad code": (
        "answered by a canned reply",
        [
            CLAIM, Step("r", "REPLY to"), Step("\x14", "Ready answers"),
            Step("\r", "we would love", "spark"), Step("\x13", COPIED), SENT, RESOLVE,
        ],
    ),
    "price": (
        "snoozed",
        [CLAIM, Step("z", "esc leave"), Step("\r", "you snoozed {ref} ", "mon"), NEXT],
    ),
    "refund": (
        "escalated",
        [
            CLAIM, Step("!", "esc leave"), Step("\r", "", "lead"), Step("\r", "", "may we pay"),
            Step("\x13", "you escalated {ref} ", "tomorrow"), NEXT,
        ],
    ),
    "call": (
        "noted on",
        [CLAIM, Step("N", "NOTE (internal)"), Step("\x0e", "you noted on {ref} ", "rang"), NEXT],
    ),
    "thanks": (
        "thanked, resolved by macro",
        [CLAIM, Step("t", "enter do all"), Step("\r", "you ran a macro on {ref} ", "thank")],
    ),
}  # fmt: skip
"""What is done with a conversation, by its topic; its last key goes on to the next."""
SHIFT = Counter(
    {"payout": 12, "parcel": 8, "ad code": 8, "price": 4, "refund": 3, "call": 3, "thanks": 2}
)
SPOKEN = {"\r": "enter", "\x13": "ctrl+s", "\x14": "ctrl+t", "\x0e": "ctrl+n"}


@pytest.fixture
def sam(workspace: Workspace) -> Iterator[Desk]:
    """The lead's desk; forty creators have written, one after the other, this and that."""
    desk = Desk(workspace, author("sam", shared_account=True), SystemClock())
    desk.introduce("lead")
    turns = range(max(SHIFT.values()))
    topics = [topic for turn in turns for topic, many in SHIFT.items() if turn < many]
    for number, topic in enumerate(topics, 1):
        new = inbox.NewConversation(creator=f"glow{number:02}", topic=topic, message="hi")
        desk.make(inbox.NEW, new)
    yield desk
    desk.close()


class Rep:
    """At a terminal; counts what is pressed."""

    def __init__(self, workspace: Workspace) -> None:
        self.terminal = Terminal(workspace.root, person="jo")
        self.pressed: dict[str, list[str]] = {}
        """The keys for the conversations of each topic, the last one's."""

    @property
    def at(self) -> tuple[int, str]:
        """The number and the topic of the conversation under the cursor; 0: it is on none."""
        row = re.search(r"^▌.+@glow(\d\d) .+", self.terminal.text, re.MULTILINE)
        topic = next((topic for topic in KINDS if row and topic in row[0]), "")
        return (int(row[1]), topic) if row and topic else (0, "")

    def works(self, done: set[int]) -> str:
        """Once at another one, do what its topic asks for; gives the topic."""
        self.terminal.until(lambda _: self.at[0] not in {0, *done})
        number, topic = self.at
        done.add(number)
        keys = []
        for step in KINDS[topic][1]:
            self.terminal.send(step.words + step.key)
            keys += [f"“{step.words}”"] if step.words else []
            keys += [SPOKEN.get(step.key, step.key)]
            says = step.says.format(ref=f"C{number}")
            self.terminal.until(lambda text, says=says: says in text)  # type: ignore[misc]
        self.pressed[topic] = keys
        return topic


@pytest.fixture
def jo(workspace: Workspace, sam: Desk) -> Iterator[Rep]:
    rep = Rep(workspace)
    rep.terminal.until(lambda text: "? keys" in text)
    yield rep
    rep.terminal.end()


def test_a_shift_of_forty(jo: Rep, sam: Desk, spotlight: Spotlight) -> None:
    jo.terminal.send("2")
    done: set[int] = set()
    assert Counter(jo.works(done) for _ in range(40)) == SHIFT
    assert all(len(keys) - len(words(keys)) <= MOST for keys in jo.pressed.values())
    assert table(jo) in PAPER.read_text("utf-8"), table(jo)
    what_was_done_is_kept(sam)
    the_log_tells_no_more(spotlight, sam)


def table(jo: Rep) -> str:
    """What was pressed, as docs/shift.md has it."""
    lines, total = ["| what | how many | keys | letters | pressed |", "|---|--:|--:|--:|---|"], 0
    for topic, (what, _) in KINDS.items():
        pressed, many = jo.pressed[topic], SHIFT[topic]
        written = words(pressed)
        keys, letters = len(pressed) - len(written), len("".join(written))
        lines.append(f"| {what} | {many} | {keys} | {letters} | {' '.join(pressed)} |")
        total += many * keys
    talks = SHIFT.total()
    lines.append(f"\n{total} keys for {talks} conversations, {total / talks:.1f} each.")
    return "\n".join(lines)


def words(pressed: list[str]) -> list[str]:
    """What of it was written in words."""
    return [each.strip("“”") for each in pressed if each.startswith("“")]


def what_was_done_is_kept(sam: Desk) -> None:
    sam.book.catch_up()
    talks = [*sam.book.all(Conversation)]
    assert {talk.assignee for talk in talks} == {"jo"}
    assert Counter((talk.topic, talk.status, talk.waiting_on) for talk in talks) == {
        ("payout", "resolved", "creator"): 12, ("parcel", "resolved", "creator"): 8,
        ("ad code", "resolved", "creator"): 8, ("price", "snoozed", "us"): 4,
        ("refund", "waiting", "us"): 3, ("call", "open", "us"): 3, ("thanks", "resolved", "us"): 2,
    }  # fmt: skip
    sent = [(talk.topic, m.state) for talk in talks for m in messages(sam.book, talk) if m.outbound]
    assert Counter(sent) == {(topic, "confirmed"): SHIFT[topic] for topic in ANSWERED}
    assert {t.tags for t in talks if t.topic in ("payout", "thanks")} == {("payout",), ("thanks",)}
    assert {(ticket.title, ticket.assignee) for ticket in sam.book.all(Ticket)} == {
        ("may we pay", "sam")
    }
    assert [note.text for note in sam.book.all(Note) if note.about[0] == "C"] == ["rang"] * 3


def the_log_tells_no_more(spotlight: Spotlight, sam: Desk) -> None:
    said = spotlight("log", "--limit", "500", workspace=sam.workspace.root, as_="sam").stdout
    done = Counter(
        line.split("  ", 1)[1].removeprefix("jo ").rsplit(" C", 1)[0].rsplit(" T", 1)[0]
        for line in said.splitlines() if "  jo " in line
    )  # fmt: skip
    assert done == {
        "came in": 1, "claimed": 40, "ran a macro on": 14, "copied a reply to": 16,
        "used an answer that was ready": 22, "confirmed the reply in": 28, "resolved": 28,
        "snoozed": 4, "escalated": 3, "noted on": 3,
    }, said  # fmt: skip
