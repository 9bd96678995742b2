"""Text that means harm, wherever text can come in: it is shown as text, and nothing else happens.

A real terminal keeps every byte the console sends it. What is no drawing of ours among them would
be a command to the person's terminal: a title, a clipboard, a link, an order that hides.
"""

import base64
import os
import re
import signal
import unicodedata
from collections.abc import Iterator

import pytest

from console.desk import Desk
from data.clock import SystemClock
from data.identity import author
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.imports import Import
from data.records.links import Link
from data.records.messages import Message
from data.records.notes import Note
from data.records.runs import Check, Run
from data.records.tickets import Ticket
from data.records.views import SavedView
from data.text import plain
from data.workspace import Workspace
from tests.conftest import Spotlight
from tests.screens.terminal import Terminal

HARM = (
    "\x1b[6666;1H\x1b]52;c;aGFybQ==\x07\x1b]8;;http://harm\x1b\\y\x1b]8;;\x1b\\\x9b6666m\x00\x07\x08"
    "[@click=app.quit]x[/] [/ [b \u202eevil\u2066 漢字👩\u200d👩\u200d👧a\u0301\u0301\ue0001"
)
LONG = HARM + "x" * 300
HANDLE = "\x1b[6666;1H\u202e漢字👩\u200d👧[/" + "h" * 250

OURS = re.compile(
    rb"\x1b\[[?>=<]?[0-9;:]*[$ ]?[A-Za-z]"  # drawing, and asking what the terminal can
    rb"|\x1b\]52;c;([A-Za-z0-9+/=]*)\x07"  # the clipboard, when something is copied
    rb"|\x1b\]22;default\x07"  # the pointer
    rb"|\x1b[=>78]|[\r\n]"
)


def harmless(sent: bytes) -> None:
    """Nothing was sent but text and drawing of ours."""
    for copied in OURS.finditer(sent):
        assert b"6666" not in copied[0], copied[0]
        text = base64.b64decode(copied[1] or b"").decode()
        assert text == plain(text, lines=True), text
    assert b"\x1b]52;c;aGFybQ==" not in sent, "it wrote the clipboard"
    text = OURS.sub(b"", sent).decode()
    wrong = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")} - {"\u200d"}
    assert not wrong, [text[max(0, text.index(c) - 60) : text.index(c) + 60] for c in wrong]


def keep_harm(workspace: Workspace) -> None:
    """A record of every kind with harm in each of its texts, written past the console's gate."""
    desk = Desk(workspace, author("eve", shared_account=True), SystemClock())
    records: list[Record] = [
        Client(title=LONG, slug="harm", market="US", currency="USD", zone="UTC", shop=HARM),
        Creator(handle=HANDLE, name=HARM),
        Conversation(creator=1, client=1, topic=LONG, assignee=HARM),
        Message(conversation=1, author=HARM, outbound=False, body=f"{LONG}\n{HARM}",
                at=desk.clock.now(), state="received"),
        Ticket(title=LONG, client=1, type="other", assignee=HARM, outcome=HARM),
        Ticket(title=HARM, client=1, type="other", status="closed", closed_by=HARM, outcome=LONG),
        Action(title=LONG, client=1, owner=HARM, due=desk.today),
        Action(title=HARM, client=1, owner=None, status="dropped", dropped_why=LONG, ended_by=HARM),
        Run(title=LONG, client=1, template=HARM, maker=HARM),
        Run(title=HARM, template=HARM, maker=HARM, status="void", void_why=HARM),
        Check(run=1, number=1, group=HARM, text=LONG, must=True, how=HARM, source=HARM,
              result="fail", reason=LONG, by=HARM, at=desk.clock.now()),
        Import(client=1, file=LONG, sha256="0", size=1, source=HARM,
               status="waiting", reason=LONG, question="market", options=(HARM,), warnings=(HARM,)),
        SavedView(name="harm", list="actions", query=HARM),
        *(Note(about=ref, text=f"{LONG}\nA1 {HARM}") for ref in ("C1", "T1", "A1", "Q1.1", "Q1")),
        Link(one="C1", other="A1"),
        Link(one="T1", other="A1"),
    ]  # fmt: skip
    with desk.book.begin("harm \x1b[6666m") as tx:
        for record in records:
            tx.add(record)
    desk.close()


def leaves(terminal: Terminal) -> None:
    """It still lives, and all it sent was harmless."""
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 0
    harmless(bytes(terminal.sent))


def back(terminal: Terminal, *gone: str) -> None:
    """Out of what covers the pane."""
    for words in gone:
        terminal.send("\x1b")
        terminal.until(lambda text, words=words: words not in text)  # type: ignore[misc]


@pytest.fixture
def harmed(workspace: Workspace) -> Iterator[Terminal]:
    keep_harm(workspace)
    terminal = Terminal(workspace.root, columns=120, lines=36)
    terminal.until(lambda text: "1:Today" in text and "? keys" in text)
    yield terminal
    terminal.end()


PANES = {
    "1": ("Today", "n"),
    "2": ("Inbox", "nrmNawzLE"),
    "3": ("Tickets", "neawpENL"),
    "4": ("Actions", "naEND"),
    "5": ("QA", "nEN"),
    "6": ("Clients", "nE"),
}
"""Each pane with the keys that open a form."""


PASTED = f"\x1b[200~{HARM}\x1b[201~"
"""Between a terminal's brackets, by one that leaves the escapes in."""


@pytest.fixture
def plain_desk(workspace: Workspace) -> Iterator[Terminal]:
    """A workspace with one harmless record in each pane."""
    desk = Desk(workspace, author("jo", shared_account=True), SystemClock())
    with desk.book.begin("inbox.new") as tx:
        tx.add(Client(title="Aurora", slug="aurora", market="US", currency="USD", zone="UTC"))
        tx.add(Creator(handle="lena"))
        for made in (
            Conversation(creator=1, topic="mild"), Ticket(title="mild", type="other"),
            Action(title="mild", due=desk.today, owner="ana"),
            Run(title="mild", template="promo@1", maker="jo"),
            Check(run=1, number=1, group="G", text="mild", must=True, how="look"),
        ):  # fmt: skip
            tx.add(made)
    desk.close()
    terminal = Terminal(workspace.root, columns=120, lines=36)
    terminal.until(lambda text: "1:Today" in text and "? keys" in text)
    yield terminal
    terminal.end()


FIELDS = {
    "a reply": ("2", "r", "", "\x13", "Sent it in TikTok?"),
    "a message": ("2", "m", "", "\x13", "you logged a message in C1"),
    "a note among us": ("2", "N", "", "\x0e", "you noted on C1"),
    "a topic": ("2", "E", "\t", "\x13", "you changed C1"),
    "a handle": ("2", "n", "", "\x13", "is no handle"),
    "a conversation's link": ("2", "L", "", "\x13", "no record's id"),
    "a ticket": ("3", "n", "", "\x13", "you opened T2"),
    "an outcome": ("3", "e", "", "\x13", "you closed T1"),
    "a ticket's new title": ("3", "E", "", "\x13", "you changed T1"),
    "an action item": ("4", "n", "", "\x13", "you wrote A2"),
    "why it was dropped": ("4", "D", "", "\x13", "you dropped A1"),
    "a due date": ("4", "E", "\t\t", "\x13", "isn't a day"),
    "an owner": ("4", "a", "", "\x13", "can't be a person's name"),
    "a run": ("5", "n", "", "\x13", "you began Q2"),
    "a note on a run": ("5", "N", "", "\x13", "you noted on Q1"),
    "why an item failed": ("5\r", "-", "", "\x13", "you failed Q1.1"),
    "evidence": ("5\r", "v", "", "\x13", "you gave evidence on Q1.1"),
    "a client": ("6", "n", "", "\t\x15US\x13", "you took on L2"),
    "a query": ("4", "f", " ", "", "can't ask for"),
    "words to find": ("3", "/", "", "", "can't ask for"),
    "find everywhere": ("1", "F", "", "", "nothing like that"),
}
"""Where text can be put: pane, key, the way to the field, what ends it, what is said then."""


@pytest.mark.parametrize("field", FIELDS)
def test_harm_that_is_pasted_is_only_text(plain_desk: Terminal, field: str) -> None:
    pane, key, way, end, says = FIELDS[field]
    for step in pane:
        plain_desk.send(step)
        wanted = f"▌{pane[0]}:" if step != "\r" else "space pass"
        plain_desk.until(lambda text, wanted=wanted: wanted in text)  # type: ignore[misc]
    plain_desk.until(lambda text: pane[0] in "16" or "mild" in text)
    plain_desk.send(key)
    plain_desk.until(lambda text: "esc leave" in text or "▏" in text)
    plain_desk.send(way + PASTED + end)
    plain_desk.until(lambda text: says in text)
    leaves(plain_desk)


def test_harm_on_the_command_line_is_only_text(workspace: Workspace, spotlight: Spotlight) -> None:
    harm = HARM.replace("\0", "") + "\udcff"  # no argument holds a NUL; a lone surrogate can be
    for words in (
        ("actions", "new", harm), ("tickets", "new", harm), ("qa", "new", harm),
        ("inbox", "new", "@lena", "--topic", harm, "--message", harm), ("received", "C1", harm),
        ("reply", "C1", harm), ("note", "C1", harm), ("edit", "A1", "--title", harm),
        ("fail", "Q1", "1", harm), ("evidence", "Q1", "2", harm), ("link", "T1", harm),
        ("actions", harm), ("find", harm), (harm,), ("import", harm), ("actions",), ("log",),
        ("inbox", "C1"), ("Q1",), ("today",), ("tickets", "--json"),
    ):  # fmt: skip
        done = spotlight(*words, workspace=workspace.root, as_="ana")
        assert done.returncode in (0, 1, 2), done.stderr
        assert "Traceback" not in done.stderr
        harmless((done.stdout + done.stderr).encode())


@pytest.mark.parametrize("key", PANES)
def test_harm_that_is_in_the_store_is_only_shown(harmed: Terminal, key: str) -> None:
    name, forms = PANES[key]
    harmed.send(key)
    harmed.until(lambda text: f"▌{key}:{name}" in text and "[@click=app.quit]x[/]" in text)
    for form in forms:
        harmed.send(form)
        harmed.until(lambda text: "esc leave" in text)
        back(harmed, "esc leave")
    harmed.send("y")
    harmed.until(lambda text: "copied" in text)
    harmed.send("H")
    harmed.until(lambda text: "j k move  enter open" in text)
    back(harmed, "j k move  enter open")
    harmed.send(":")
    harmed.until(lambda text: "a verb, a pane, or an id" in text)
    harmed.send("a1")
    harmed.until(lambda text: "open A1" in text)
    back(harmed, "open A1")
    harmed.send("\r")
    harmed.send("F")
    harmed.until(lambda text: "Find everywhere" in text)
    harmed.send("evil")
    harmed.until(lambda text: "other words" in text and "evil" in text)
    back(harmed, "▏", "other words")
    leaves(harmed)
