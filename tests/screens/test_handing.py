"""Getting at a copied reply where the terminal puts nothing on a clipboard."""

import stat
from pathlib import Path

import pytest
from textual.widgets import Label

from console import inbox
from console.desk import Desk
from data.records.conversations import Conversation
from data.workspace import Workspace
from screens.frame.carried import Carried
from screens.frame.form import Form
from tests.conftest import OpenDesk
from tests.screens.conftest import Open, Sitting
from tests.screens.terminal import Terminal

LONG = "Your order was delivered on 2 Nov; expect the commission around 17 Nov. " * 3


def begin(desk: Desk) -> None:
    desk.make(inbox.NEW, inbox.NewConversation(creator="lena", topic="payout", message="hi"))


def labels(person: Sitting) -> str:
    return "\n".join(str(label.render()) for label in person.app.screen.query(Label))


async def copied(ana: Sitting) -> None:
    await ana.press("2", "r")
    await ana.until(lambda: isinstance(ana.app.screen, Form))
    await ana.type("on its way")
    await ana.press("ctrl+s")
    await ana.until(lambda: isinstance(ana.app.screen, Carried))


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_the_text_lies_in_a_file_of_ones_own_until_it_is_said_to_be_sent(
    desk: Desk, console: Open, workspace: Workspace, answer: str
) -> None:
    begin(desk)
    path = workspace.root / "outbox" / "ana" / "C1.txt"
    async with console(desk) as ana:
        await copied(ana)
        assert not path.exists(), "only who needs a file gets one"
        await ana.press("f")
        await ana.until(lambda: str(path) in labels(ana).replace("\n", ""))
        assert path.read_text() == "on its way\n"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        found = desk.book.get(Conversation, 1)
        assert found is not None
        assert found.pending, "getting at the text confirms nothing"
        await ana.press(answer)
        await ana.until(lambda: not path.exists())


async def test_a_file_that_cannot_be_written_is_said(
    desk: Desk, console: Open, workspace: Workspace
) -> None:
    begin(desk)
    (workspace.root / "outbox").write_text("in the way")
    async with console(desk) as ana:
        await copied(ana)
        await ana.press("f")
        await ana.until(lambda: "The text can't be written to a file" in labels(ana))
        await ana.press("p")
        await ana.until(lambda: "This terminal has no plain screen" in labels(ana))
        await ana.press("y")
        await ana.said("you confirmed the reply")


def test_the_plain_page_holds_the_text_and_nothing_else(
    workspace: Workspace, open_desk: OpenDesk, tmp_path: Path
) -> None:
    begin(open_desk("jo"))
    ana = Terminal(workspace.root)
    try:
        ana.until(lambda text: "? keys" in text)
        ana.send("2")
        ana.until(lambda text: "@lena" in text)
        ana.send("r")
        ana.until(lambda text: "REPLY to @lena" in text)
        ana.send(LONG)
        ana.until(lambda text: "17 Nov. " in text)
        ana.send("\x13")
        ana.until(lambda text: "Sent it in TikTok?" in text)
        ana.send("p")
        ana.until(lambda text: "(any key goes back)" in text)
        lines = ana.text.splitlines()
        assert "".join(lines[:3]).strip() == LONG.strip(), "the terminal alone broke the lines"
        assert "".join(lines[5:]).strip() == "", "nothing of the console is left"
        ana.send("\x1b[B")  # all of a key's bytes are that key
        ana.until(lambda text: "Sent it in TikTok?" in text)
        ana.send("p")
        ana.until(lambda text: "(any key goes back)" in text)
        ana.send("x")
        ana.until(lambda text: "Sent it in TikTok?" in text)
        ana.send("y")
        ana.until(lambda text: "you confirmed the reply in C1" in text)
        ana.send("q")
        assert ana.ended() == 0
    finally:
        ana.end()
