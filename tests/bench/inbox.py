"""The Inbox of an agency that writes with many: as a rep feels it, and what showing it costs."""

import random
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from time import process_time

import msgspec

from console import inbox
from console.clocks.alarms import sound
from console.desk import Desk
from console.query import Ordered
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation, Party
from data.records.creators import Creator
from data.records.messages import Message
from data.records.turns import Turn
from data.settings import Settings
from data.workspace import Workspace
from tests.bench.agency import PEOPLE
from tests.bench.console import console_at
from tests.bench.plan import CLIENTS, Plan
from tests.bench.row import Row, median, slowest
from tests.bench.terminal import Press, Program

CREATORS, TALKS, EACH = 50_000, 20_000, 3
"""Creators, conversations, messages in each."""
OPEN = 10
"""One conversation in so many isn't resolved: of these it is our turn in four of ten."""
BULK = 41
LATE = 0.7
"""Seconds of silence after which a pane is there whole."""
TURNS: tuple[Party, ...] = (
    "us",
    "us",
    "creator",
    "creator",
    "creator",
    "us",
    "warehouse",
    "us",
    "creator",
    "client",
)


def working(plan: Plan) -> Iterator[Row]:
    """From the first look at it to many changed at once."""
    scale = 10 if plan.quick else 1
    root = plan.folder / "inbox"
    talks = TALKS // scale
    with closing(plan.desk(Workspace.create(root, Settings(shared_account=True)))) as desk:
        desk.introduce("lead")
        _fill(desk, CREATORS // scale, talks)
    many = f"{talks:,} conversations"
    with closing(plan.desk(Workspace.open(root))) as desk:
        began = process_time()
        refs = Ordered(desk, inbox.LIST).refs(inbox.LIST.default)
        cost = (process_time() - began) * 1000
    yield Row(what=f"the Inbox's order, {len(refs)} of {many}, processor time", value=cost)
    first = []
    for _ in range(plan.count(5)):
        with _console(plan, root) as program:
            first.append(program.press("2", LATE))
    yield _row(f"first look at the Inbox, {many}", median([each.ms for each in first]))
    with _console(plan, root) as program:
        program.settle(1).type("2")
        yield from _keys(plan, program, many)
        yield from _bulk(program, many)


def _keys(plan: Plan, program: Program, many: str) -> Iterator[Row]:
    """A key in each place words are typed; a conversation opened and closed again."""
    typed = "glow12" + "\x7f" * 6 + "sample" + "\x7f" * 6
    for what, key, budget in (("/", "/", 20), ("the query line", "f", 20), ("find", "F", None)):
        program.type(key, *([" "] if key == "f" else []))
        pressed = [program.press(each) for _ in range(plan.count(5)) for each in typed]
        yield slowest(f"a key in {what}, {many}", _times(pressed), budget)
        program.type("\x1b")
    opened = []
    for _ in range(plan.count(20)):
        opened.append(program.press("\r"))
        program.type("\x1b", "j")
    yield slowest(f"open a conversation, {many}", _times(opened), 50)


def _bulk(program: Program, many: str) -> Iterator[Row]:
    """What would become of so many at once, then doing it."""
    program.type("g", *"x" * BULK)
    yield _row(f"preview of {BULK} at once, {many}", program.press("a", LATE).ms)
    program.type("j", "o")
    program.forget()
    yield _row(f"{BULK} changed at once, {many}", program.press("\r", LATE).ms)
    program.until("you assigned")


def _times(pressed: list[Press]) -> list[float]:
    return [each.ms for each in pressed]


def _row(what: str, value: float) -> Row:
    return Row(what=what, value=value)


def _console(plan: Plan, root: Path) -> Program:
    return Program(*console_at(root), home=plan.folder).settle(LATE)


# -- what is in it ----------------------------------------------------------------------------


def _fill(desk: Desk, creators: int, talks: int) -> None:
    """Put it all into an empty store, a commit a kind."""
    now, chance = desk.clock.now(), random.Random(7)
    conversations = [_talk(id, creators, now, chance) for id in range(1, talks + 1)]
    made: tuple[Iterable[Record], ...] = (
        _clients(),
        (Creator(handle=f"glow{id}by{'lena' if id % 3 else 'marisol'}") for id in range(creators)),
        conversations,
        (message for talk in conversations for message in _said(talk)),
        (turn for talk in conversations for turn in _turns(talk)),
    )
    for records in made:
        with desk.book.store.begin("bench.fill", split=True) as transaction:
            for id, record in enumerate(records, 1):
                stamps = {"id": id, "rev": 1, "updated_at": record.created_at}
                kept = msgspec.to_builtins(msgspec.structs.replace(record, **stamps))
                transaction.set(record.TABLE, id, kept)
    sound(desk, desk.clocks)  # else the first console would
    desk.book.store.fold()


def _clients() -> Iterator[Record]:
    for name in CLIENTS:
        yield Client(
            title=name, slug=name.casefold().replace(" ", "-"), owner="ana", market="US",
            currency="USD", zone="America/New_York",
        )  # fmt: skip


def _talk(id: int, creators: int, now: datetime, chance: random.Random) -> Conversation:
    """A conversation of the last three months; what isn't resolved is of the last days."""
    ended = id % OPEN != 0
    came = now - timedelta(minutes=chance.randrange(130_000 if ended else 4_000))
    turn = TURNS[id // OPEN % len(TURNS)]
    ours = turn == "us" and not ended
    return Conversation(
        id=id, created_at=came - timedelta(hours=2), creator=chance.randrange(creators) + 1,
        client=chance.randrange(len(CLIENTS)) + 1,
        topic=chance.choice(("sample", "payout", "brief")), assignee=chance.choice(PEOPLE),
        status="resolved" if ended else "open" if ours else "waiting", waiting_on=turn,
        last_at=came, spoken_at=came, waiting_since=came if ours else None,
        resolved_at=came if ended else None, resolved_by="jo" if ended else None,
    )  # fmt: skip


def _said(talk: Conversation) -> Iterator[Message]:
    """What they wrote, what we answered; last what they wrote, where we have to answer."""
    ours = talk.waiting_since is not None
    for number in range(EACH):
        at = (talk.spoken_at or talk.created_at) - timedelta(minutes=30 * (EACH - 1 - number))
        outbound = (EACH - 1 - number) % 2 == (1 if ours else 0)
        yield Message(
            conversation=talk.id, author="jo" if outbound else f"@glow{talk.creator}", at=at,
            created_at=at, outbound=outbound, state="confirmed" if outbound else "received",
            body="hi, the parcel came today and I will film on Friday; is that fine?",
        )  # fmt: skip


def _turns(talk: Conversation) -> Iterator[Turn]:
    yield Turn(conversation=talk.id, created_at=talk.created_at, status="new", waiting_on="us")
    yield Turn(
        conversation=talk.id, created_at=talk.spoken_at or talk.created_at, status=talk.status,
        waiting_on=talk.waiting_on,
    )  # fmt: skip
