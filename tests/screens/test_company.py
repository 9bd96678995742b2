"""Two people at two real terminals see who reads and who writes, in the list and in the thread."""

import os
import signal
from collections.abc import Iterator

import pytest

from console import inbox
from data.clock import SystemClock
from data.drafts import Drafts
from data.workspace import Workspace
from tests.conftest import OpenDesk
from tests.screens.terminal import Terminal


@pytest.fixture
def terminals(workspace: Workspace, open_desk: OpenDesk) -> Iterator[tuple[Terminal, Terminal]]:
    """Ana and jo, each in the Inbox, where there are two conversations."""
    desk = open_desk("sam")
    for name in ("lena", "kim"):
        desk.make(inbox.NEW, inbox.NewConversation(creator=name, topic="payout", message="hi"))
    ana, jo = (Terminal(workspace.root, person=name) for name in ("ana", "jo"))
    ana.beside, jo.beside = (jo,), (ana,)
    try:
        for each in (ana, jo):
            each.until(lambda text: "? keys" in text)
            each.send("2")
            each.until(lambda text: "@lena" in text and "our turn" in text)
        yield ana, jo
    finally:
        ana.end()
        jo.end()


def row(text: str, words: str) -> str:
    return next((line for line in text.splitlines() if words in line), "")


def test_who_reads_and_who_writes(terminals: tuple[Terminal, Terminal]) -> None:
    ana, jo = terminals
    ana.until(lambda text: "nobody" in row(text, "@lena"))
    jo.send("\r")
    ana.until(lambda text: "jo reads" in row(text, "@lena  "))
    ana.until(lambda text: "jo reads, now" in text)
    jo.send("r")
    jo.until(lambda text: "REPLY to @lena" in text)
    jo.send("It left")
    ana.until(lambda text: "jo writes" in row(text, "@lena  "))
    assert "jo" not in row(ana.text, "@kim  ")
    ana.send("\r")
    ana.until(lambda text: "jo writes, now" in text)
    jo.send("\x1b")
    ana.until(lambda text: "jo reads, now" in text)
    jo.send("q")
    jo.until(lambda text: "Leave" in text)
    jo.send("y")
    jo.ended()
    ana.until(lambda text: "jo reads" not in text and "jo writes" not in text)


def test_two_answer_one_goes_the_other_keeps_what_was_typed_even_killed(
    terminals: tuple[Terminal, Terminal], workspace: Workspace
) -> None:
    ana, jo = terminals
    for each, words in ((ana, "on its way"), (jo, "I look into it")):
        each.send("r")
        each.until(lambda text: "REPLY to @lena" in text)
        each.send(words)
        each.until(lambda text, words=words: words in text)  # type: ignore[misc]
    jo.send("\x13")
    jo.until(lambda text: "Sent it in TikTok?" in text)
    jo.send("y")
    jo.until(lambda text: "you confirmed the reply in C1" in text)
    ana.send("\x13")
    ana.until(lambda text: "jo wrote since you looked: “I look into it”" in text)
    assert "on its way" in ana.text
    ana.send(" today")
    drafts = Drafts(workspace.drafts / "ana", SystemClock())
    ana.until(lambda _: "today" in str(drafts.find(("inbox.reply", "C1"))))
    os.kill(ana.pid, signal.SIGKILL)
    ana.ended()

    again = Terminal(workspace.root)
    try:
        again.until(lambda text: "draft: reply" in text)
        again.send("2")
        again.until(lambda text: "▌2:Inbox" in text and "? keys" in text)
        again.send("f\x15@lena\r")
        again.until(lambda text: "▌" in row(text, "payout  "))
        again.send("r")
        again.until(lambda text: "REPLY to @lena" in text and "on its way today" in text)
    finally:
        again.end()


def test_an_open_form_says_who_else_writes_there_and_what_they_did(
    terminals: tuple[Terminal, Terminal],
) -> None:
    ana, jo = terminals
    ana.send("r")
    ana.until(lambda text: "REPLY to @lena" in text)
    assert "jo" not in row(ana.text, "too")
    jo.send("N")
    jo.until(lambda text: "NOTE (internal)" in text)
    jo.send("ask the warehouse")
    ana.until(lambda text: "jo writes here too" in text)
    jo.send("\x0e")
    ana.until(lambda text: "meanwhile: jo noted" in text and "writes here too" not in text)
    assert "REPLY to @lena" in ana.text
    ana.send("\x1b")
    ana.until(lambda text: "REPLY to" not in text)
    ana.send("w")
    ana.until(lambda text: "waiting on C1" in text)
    assert "meanwhile" not in ana.text
