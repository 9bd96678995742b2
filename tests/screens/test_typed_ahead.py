"""Over a slow line many keys come in one go: each does what it would have done typed slowly."""

import threading
from collections.abc import Iterator
from functools import partial

import msgspec
import pytest

from console.desk import AnyVerb, Desk
from data.clock import SystemClock
from data.identity import author
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.tickets import Ticket
from data.workspace import Workspace
from screens import ahead
from tests.screens.conftest import Open
from tests.screens.terminal import Terminal

WORDS = ("morning", "evening", "nightly", "weekly")


@pytest.fixture
def terminal(workspace: Workspace) -> Iterator[Terminal]:
    desk = Desk(workspace, author("jo", shared_account=True), SystemClock())
    with desk.book.begin("inbox.new") as tx:
        tx.add(Client(title="Aurora", slug="aurora", market="US", currency="USD", zone="UTC"))
        tx.add(Creator(handle="lena"))
        tx.add(Conversation(creator=1, topic="evening talk"))
        for word in WORDS:
            tx.add(Ticket(title=f"{word} ticket", type="other"))
            tx.add(Action(title=f"{word} post", due=desk.today, owner="ana"))
    desk.close()
    made = Terminal(workspace.root)
    made.until(lambda text: "1:Today" in text and "? keys" in text)
    yield made
    made.end()


BURSTS = (
    ("4/evening\r", "is:open evening", "evening post", "esc leave"),
    ("FA3\r\r", "▌A3", "nightly post", "Find everywhere"),
    ("3jc", "you claimed T2", "evening ticket", "esc leave"),
    ("4ncall Kim\r\r\r\r", "you wrote A5", "call Kim", "esc leave"),
    ("3f evening\r", "not:closed evening", "evening ticket", "morning ticket"),
    ("3f\x15\r", "everything", "weekly ticket", "▏"),
    ("gn\x1b\x1b[Bc", "you already hold it", "weekly ticket", "esc leave"),
    ("2rhello\nn q j x 2\x13", "Sent it in TikTok?", "n q j x 2", "REPLY to"),
    ("y4N look at this\x13", "you noted on A5", "call Kim", "esc leave"),
    ("4nread\nthis\x13", "you wrote A6", "read this", "esc leave"),
    ("4:done\r", "you did A6", "read this", "up down move"),
    ("1:T3\r", "nightly ticket", "T3", "up down move"),
)  # fmt: skip
"""What is typed at once, two things that are then on the screen, and one that isn't."""


def test_keys_typed_ahead_wait_for_what_they_were_meant_for(terminal: Terminal) -> None:
    for typed, one, other, never in BURSTS:
        terminal.send(typed)
        shown = partial(_shows, one, other, never)
        terminal.until(shown)


def _shows(one: str, other: str, never: str, text: str) -> bool:
    return one in text and other in text and never not in text


async def test_what_hangs_does_not_take_the_keyboard_along(
    agency: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    run = agency.run

    def slow(verb: AnyVerb, shown: Action, args: msgspec.Struct, *, seen: Action) -> Record:
        hangs.wait(20)
        done: Record = run(verb, shown, args, seen=seen)
        return done

    monkeypatch.setattr(agency, "run", slow)
    monkeypatch.setattr(ahead, "LONGEST", 0.2)
    async with console(agency) as ana:
        await ana.press("4")
        await ana.until(lambda: ana.app.pane.list.cursor == "A1")
        await ana.press("e", "j", "j")
        await ana.until(lambda: ana.app.pane.list.keys.index(ana.app.pane.list.cursor or "") == 2)
        hangs.set()
        await ana.said("you did A1")
