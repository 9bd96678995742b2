"""A day of two people at real terminals: jo answers creators, ana manages the account.

Both work in one workspace at once, by keys alone. At the end what the screens show, what the store
keeps and what the log tells is the same, and nobody's cursor was moved by the other.
"""

import base64
import os
import re
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

import pytest

from console import actions, backlog, inbox, qa
from console.checks import items
from console.creators import handle_of
from console.desk import Desk
from console.links import linked_refs
from console.metrics import sales_of, week
from console.query import select
from console.thread import messages
from console.turns import as_of
from data.clock import SystemClock
from data.demo.seller_center import save
from data.demo.shop import Shop
from data.identity import author
from data.money import money_short
from data.records.actions import Action
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.imports import Import
from data.records.notes import Note
from data.records.runs import Run
from data.records.tickets import Ticket
from data.workspace import Workspace
from screens.actions.pane import state as action_state
from screens.inbox.pane import state as conversation_state
from screens.qa.item import state as run_state
from screens.tickets.pane import state as ticket_state
from tests.conftest import Spotlight
from tests.screens.terminal import Terminal

SAVE, CLEAR, SHELL = "\x13", "\x15", "\x1a"
NAMED = re.compile(r"@[a-z]+|deed-\d|ticket-\d|promo-\d|(?<=^▌[PF -] )[ \d]\d(?=  )")
"""What tells one row from another; of an item its number."""


class Person:
    """Somebody at a terminal. Before each key their cursor is where they left it."""

    def __init__(self, workspace: Workspace, name: str, columns: int, lines: int) -> None:
        self.name = name
        self.terminal = Terminal(workspace.root, person=name, columns=columns, lines=lines)
        self._left_at = ""

    @property
    def list(self) -> list[str]:
        """The rows of the list, as they stand there; with room enough, without what is beside."""
        return [line.split("│")[0].rstrip() for line in self.terminal.text.split("\n")[4:-2]]

    @property
    def at(self) -> str:
        """The record under the cursor."""
        here = [row for row in self.list if row.startswith("▌")]
        found = NAMED.search(here[0]) if here else None
        return found[0] if found else ""

    def press(self, keys: str, says: str) -> None:
        """Press keys and read what the screen says then."""
        assert self._left_at in ("", self.at), (
            f"{self.name}'s cursor was moved:\n{self.terminal.text}"
        )
        self.terminal.send(keys)
        self.sees(says)

    def moves(self, keys: str, to: str) -> None:
        """Move the cursor."""
        self.terminal.send(keys)
        self.terminal.until(lambda _: self.at == to)
        self._left_at = to

    def sees(self, *words: str) -> None:
        """Wait until the screen says all that."""
        self.terminal.until(lambda text: all(word in text for word in words))
        self._left_at = self.at

    def goes(self, key: str, pane: str) -> None:
        """To a pane."""
        self.press(key, f"▌{key}:{pane}")
        self.sees("? keys")

    def fills(self, key: str, *words: str, says: str) -> None:
        """Do a verb by its key, and type into its form."""
        self.press(key, "esc leave")
        self.terminal.send("\r".join(words) + SAVE)
        self.sees(says)

    def writes(self, key: str, text: str, save: str, says: str) -> None:
        """Write to a creator, or among us."""
        self.press(key, "esc leave")
        self.terminal.send(text + save)
        self.sees(says)

    def seeks(self, words: str) -> None:
        """Have the list show just that."""
        self.press("f", "▏")
        self.terminal.send(f"{CLEAR}{words}\r")
        self.terminal.until(lambda text: "▏" not in text and words in (self.at or words))
        self._left_at = self.at


@pytest.fixture
def ana(workspace: Workspace) -> Iterator[Person]:
    yield from sit(workspace, "ana", 80, 24)


@pytest.fixture
def jo(workspace: Workspace, ana: Person) -> Iterator[Person]:
    for person in sit(workspace, "jo", 120, 36):
        ana.terminal.beside, person.terminal.beside = [person.terminal], [ana.terminal]
        yield person


def sit(workspace: Workspace, name: str, columns: int, lines: int) -> Iterator[Person]:
    person = Person(workspace, name, columns, lines)
    person.sees("1:Today", "? keys")
    yield person
    person.terminal.end()


@pytest.fixture
def shop() -> Shop:
    return Shop("aurora-skin", seed=3, first=date(2026, 9, 1), days=14, orders_per_day=6)


def drop(workspace: Workspace, shop: Shop, first: int, last: int) -> None:
    """Put the orders of these days of September into the client's folder."""
    made = datetime.fromisoformat(f"2026-09-{last + 1:02}T07:16:00")
    folder = workspace.drop / "aurora-skin"
    save(folder, shop, made, first=date(2026, 9, first), last=date(2026, 9, last))


def at_once(ana: Person, jo: Person, key: str, ref: str) -> str:
    """Both claim it in the same moment; gives who has it, the other was told."""
    for person in (ana, jo):
        person.terminal.send(key)
    told = f"you claimed {ref}", "claimed this"
    for person in (ana, jo):
        person.terminal.until(lambda text: any(words in text for words in told))
        person.sees("? keys")
    won = [person for person in (ana, jo) if told[0] in person.terminal.text]
    assert len(won) == 1
    lost = jo if won == [ana] else ana
    assert f"{won[0].name} claimed this" in lost.terminal.text
    return won[0].name


def test_a_day_of_two(
    workspace: Workspace, ana: Person, jo: Person, shop: Shop, spotlight: Spotlight
) -> None:
    ana.goes("6", "Clients")
    ana.fills("n", "Aurora Skin", f"{CLEAR}US", says="you took on L1")
    the_creators_write(ana, jo)
    drop(workspace, shop, 1, 7)
    first = they_are_answered(ana, jo)
    the_tickets(ana, jo)
    drop(workspace, shop, 5, 14)
    the_window_changes(jo)
    second = the_promises(ana, jo)
    the_promo(ana, jo)
    desk = Desk(workspace, author("sam", shared_account=True), SystemClock())
    try:
        what_was_done_is_kept(desk, first, second)
        screens_and_store_agree(desk, ana, jo)
        its_figures_are_everywhere(desk, ana, jo)
    finally:
        desk.close()
    the_log_tells(spotlight, workspace, first)


def the_creators_write(ana: Person, jo: Person) -> None:
    """Ten conversations: six jo logs, four ana does."""
    jo.goes("2", "Inbox")
    ana.goes("2", "Inbox")
    for number, who in enumerate(("lena", "marco", "kim", "pan", "tiny", "solo"), 1):
        about = (f"@{who}", "aurora-skin", "payout", f"{who} asks where it is")
        jo.fills("n", *about, says=f"you began C{number}")
    for number, who in enumerate(("nova", "remy", "isla", "otto"), 7):
        ana.fills("n", f"@{who}", "", "sample", f"{who} wants one", says=f"you began C{number}")
    ana.sees("10 open")


def they_are_answered(ana: Person, jo: Person) -> str:
    """Everything that can become of a conversation; gives who got the one both claimed."""
    jo.seeks("@lena")
    jo.writes("r", "it is on its way", SAVE, says="Sent it in TikTok?")
    assert base64.b64encode(b"it is on its way") in jo.terminal.sent
    ana.seeks("@nova")
    ana.writes("r", "you shall have it", SAVE, says="Sent it in TikTok?")
    jo.terminal.send("y")
    jo.sees("you confirmed the reply in C1")
    ana.terminal.send("y")
    ana.sees("you confirmed the reply in C7")
    jo.seeks("@marco")
    jo.writes("r", "too early", SAVE, says="Sent it in TikTok?")
    jo.terminal.send("n")
    jo.sees("you didn't send the reply in C2")
    ana.seeks("@remy")
    ana.writes("m", "and in blue please", SAVE, says="you logged a message in C8")
    jo.seeks("@kim")
    jo.writes("N", "delivered, pays on the 17th", "\x0e", says="you noted on C3")
    ana.seeks("@isla")
    ana.press("e", "you resolved C9")
    ana.press("u", "took back: ana resolved C9")
    jo.seeks("@pan")
    jo.fills("w", "warehouse", says="you said whose turn it is in C4")
    ana.press("e", "you resolved C9")
    jo.seeks("@tiny")
    jo.fills("z", "mon or reply", says="you snoozed C5")
    ana.seeks("@tiny")
    ana.writes("m", "got it, thanks", SAVE, says="you logged a message in C5")
    jo.sees("back: the creator wrote")
    jo.seeks("@solo")
    jo.press("e", "you resolved C6")
    jo.seeks("@otto")
    ana.seeks("@otto")
    return at_once(ana, jo, "c", "C10")


def the_tickets(ana: Person, jo: Person) -> None:
    """Five tickets: opened, handed on, linked, closed."""
    jo.goes("3", "Tickets")
    ana.goes("3", "Tickets")
    for number in (1, 2, 3):
        about = (f"ticket-{number} of a payout", "payout", "aurora-skin", "high", "tomorrow")
        jo.fills("n", *about, says=f"you opened T{number}")
    for number in (4, 5):
        ana.fills("n", f"ticket-{number} of a listing", says=f"you opened T{number}")
    jo.seeks("ticket-1")
    jo.fills("a", "ana", says="you assigned T1")
    ana.seeks("ticket-4")
    ana.fills("L", "C1", says="you linked T4")
    jo.seeks("ticket-2")
    jo.fills("e", "paid on the 17th", says="you closed T2")
    ana.seeks("ticket-5")
    ana.fills("e", "listed again", says="you closed T5")
    ana.seeks("ticket-1")
    ana.press("c", "you claimed T1")


def the_window_changes(jo: Person) -> None:
    """Jo makes it bigger, goes to the shell and comes back; everything is where it was."""
    at = jo.at
    jo.terminal.resize(200, 50)
    jo.terminal.until(lambda text: "? keys" in text.split("\n")[49])
    jo.terminal.send(SHELL)
    jo.terminal.asleep()
    jo.terminal.wipe()
    os.kill(jo.terminal.pid, signal.SIGCONT)
    jo.sees("▌3:Tickets", "? keys")
    assert jo.at == at == "ticket-2"


def the_promises(ana: Person, jo: Person) -> str:
    """Eight actions ticked off, claimed, dropped, taken back; gives who got the last."""
    ana.goes("4", "Actions")
    jo.goes("4", "Actions")
    for number in range(1, 6):
        ana.fills("n", f"deed-{number}", "tomorrow", "nobody", says=f"you wrote A{number}")
    for number in range(6, 9):
        jo.fills("n", f"deed-{number}", says=f"you wrote A{number}")
    jo.press("e", "you did A8")
    ana.press("e", "you did A5")
    jo.press("u", "took back: jo did A8")
    ana.moves("k", to="deed-4")
    ana.fills("D", "Kim has it already", says="you dropped A4")
    jo.seeks("deed-1")
    jo.press("c", "you claimed A1")
    jo.press("e", "you did A1")
    ana.seeks("deed-2")
    jo.seeks("deed-2")
    return at_once(ana, jo, "c", "A2")


def the_promo(ana: Person, jo: Person) -> None:
    """One run: ana makes it, both check it, jo signs what ana checked last."""
    ana.goes("5", "QA")
    ana.fills("n", "promo-1", "aurora-skin", says="you began Q1")
    jo.goes("5", "QA")
    jo.moves("\r", to=" 1")
    ana.moves("\r", to=" 1")
    for number in range(1, 7):
        jo.press(" ", f"you passed Q1.{number}")
        jo.moves("j", to=f"{number + 1:>2}")
    ana.moves("G", to="14")
    ana.fills("0", "none this week", says="you skipped Q1.14")
    for number in range(13, 6, -1):
        ana.moves("k", to=f"{number:>2}")
        ana.press(" ", f"you passed Q1.{number}")
    ana.fills("-", "two redirects", says="you failed Q1.7")
    ana.fills("v", "the link checker, 6 links", says="you gave evidence on Q1.7")
    jo.sees("14 of 14 · 1 fail")
    jo.press("s", "must item open or failed: 7")
    ana.press(" ", "you passed Q1.7")
    ana.press("s", "you made it · somebody else signs")
    jo.sees("▌P  7")
    jo.press("s", "sign Q1?")
    jo.terminal.send("y")
    jo.sees("you signed Q1")
    ana.moves("j", to=" 8")
    ana.sees("signed by jo")


# -- afterwards -------------------------------------------------------------------------------

Row = tuple[str, str, str]
"""The letter of a record's state, its name, who has it."""


def screens_and_store_agree(desk: Desk, ana: Person, jo: Person) -> None:
    """Every list, row by row, on both screens."""
    for person in (ana, jo):
        person.terminal.resize(200, 50)
        person.terminal.send("\x1b")
        person.terminal.until(lambda text: "enter open" in text.split("\n")[49])
    for key, pane, kept in (
        ("5", "QA", checked(desk)),
        ("2", "Inbox", conversations(desk)),
        ("3", "Tickets", opened(desk)),
        ("4", "Actions", promised(desk)),
    ):
        for person in (ana, jo):
            assert shown(person, key, pane, kept) == kept, person.terminal.text


def shown(person: Person, key: str, pane: str, kept: list[Row]) -> list[Row]:
    """The whole list of a pane, once it is what the store keeps, or doesn't become so."""
    person.terminal.send(key)
    person.sees(f"▌{key}:{pane}", "? keys")
    person.seeks("")

    def rows() -> list[Row]:
        drawn = [row for row in person.list if NAMED.search(row)]
        whose = [who for _, _, who in kept]
        return [
            (row[1], NAMED.findall(row)[0], who if who in row else "")
            for row, who in zip(drawn, whose, strict=False)
        ]

    with suppress(AssertionError):
        person.terminal.until(lambda _: rows() == kept)
    return rows()


def conversations(desk: Desk) -> list[Row]:
    now = desk.clock.now()
    return [
        (
            conversation_state(desk, as_of(desk.book, c, now))[0],
            handle_of(desk.book, c.creator),
            c.assignee or "",
        )
        for c in select(desk, inbox.LIST, "")
    ]


def opened(desk: Desk) -> list[Row]:
    return [
        (ticket_state(desk, t)[0], NAMED.findall(t.title)[0], t.assignee or "")
        for t in select(desk, backlog.LIST, "")
    ]


def promised(desk: Desk) -> list[Row]:
    return [
        (action_state(desk, a)[0], a.title, a.owner or "nobody")
        for a in select(desk, actions.LIST, "")
    ]


def checked(desk: Desk) -> list[Row]:
    return [(run_state(desk, r)[0], r.title, r.maker) for r in select(desk, qa.LIST, "")]


def what_was_done_is_kept(desk: Desk, first: str, second: str) -> None:
    """`first` got the conversation both claimed, `second` the action item."""
    kept = {handle_of(desk.book, c.creator)[1:]: c for c in desk.book.all(Conversation)}
    assert {who: (c.status, c.waiting_on) for who, c in kept.items()} == {
        "lena": ("waiting", "creator"),
        "marco": ("new", "us"),
        "kim": ("new", "us"),
        "pan": ("waiting", "warehouse"),
        "tiny": ("open", "us"),
        "solo": ("resolved", "us"),
        "nova": ("waiting", "creator"),
        "remy": ("new", "us"),
        "isla": ("resolved", "us"),
        "otto": ("open", "us"),
    }
    assert (kept["otto"].assignee, kept["tiny"].woke) == (first, "reply")
    replies = [m for c in kept.values() for m in messages(desk.book, c) if m.outbound]
    assert Counter((m.author, m.state) for m in replies) == {
        ("jo", "confirmed"): 1, ("jo", "failed"): 1, ("ana", "confirmed"): 1,
    }  # fmt: skip
    assert {n.about for n in desk.book.all(Note)} == {"C3", "Q1.7"}
    assert linked_refs(desk.book, "T4") == ["C1"]
    assert Counter(t.status for t in desk.book.all(Ticket)) == {"open": 3, "closed": 2}
    states = {a.title[-1]: (a.status, a.owner) for a in desk.book.all(Action)}
    assert states == {
        "1": ("done", "jo"), "2": ("open", second), "3": ("open", None), "4": ("dropped", None),
        "5": ("done", None), "6": ("open", "jo"), "7": ("open", "jo"), "8": ("open", "jo"),
    }  # fmt: skip
    (run,) = desk.book.all(Run)
    assert (run.maker, run.signed_by) == ("ana", "jo")
    assert Counter((c.by, c.result) for c in items(desk.book, run)) == {
        ("jo", "pass"): 6, ("ana", "pass"): 7, ("ana", "n.a."): 1,
    }  # fmt: skip


def its_figures_are_everywhere(desk: Desk, ana: Person, jo: Person) -> None:
    """Both exports, the second over the first, each once and the same on both screens."""

    def came_in() -> bool:
        desk.book.catch_up()
        return [each.status for each in desk.book.all(Import)] == ["done", "done"]

    ana.terminal.until(lambda _: came_in())
    (client,) = desk.book.all(Client)
    days = sales_of(desk, client)
    assert sorted(days) == [date(2026, 9, day) for day in range(1, 15)]
    this = week(days, client)
    assert this is not None
    amount = money_short(this.this.gmv, client.currency)
    for person in (ana, jo):
        person.terminal.send("6")
        person.sees("▌6:Clients", "Aurora Skin", amount, f"{this.this.orders:,}")


def the_log_tells(spotlight: Spotlight, workspace: Workspace, first: str) -> None:
    """Who did what, in the words of the log, and no verb more than was done."""
    said = spotlight("log", workspace=workspace.root, as_="sam").stdout.splitlines()
    done = Counter(line.split("  ", 1)[1] for line in said)
    other = {"ana": "jo", "jo": "ana"}[first]
    assert done[f"{first} claimed C10"] == 1
    assert done[f"{other} claimed C10"] == 0
    for words in (
        "ana took on L1", "jo began C1", "ana began C10", "jo copied a reply to C1",
        "jo confirmed the reply in C1", "ana confirmed the reply in C7", "jo noted on C3",
        "jo snoozed C5", "ana logged a message in C5", "ana took back C9", "jo opened T1",
        "jo assigned T1", "ana claimed T1", "ana linked T4, C1", "ana dropped A4",
        "jo took back A8", "jo did A1", "ana began Q1", "jo signed Q1",
    ):  # fmt: skip
        assert done[words] == 1, "\n".join(said)
    assert (done["jo passed an item of Q1"], done["ana passed an item of Q1"]) == (6, 8)
