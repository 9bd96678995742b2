"""The demo's inbox: 300 creators and what 60 conversations with them said, over days."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

import msgspec

from console import claiming, creators, inbox, replies
from console.desk import AnyVerb, Desk
from console.thread import hear
from console.turns import put
from console.verb import NoArgs
from console.wake import Wake
from data.clock import FrozenClock
from data.demo.talk import TOPICS, Topic, handles
from data.records.book import Tx
from data.records.clients import Client
from data.records.conversations import Conversation, Party

CREATORS = 300
ROUND = timedelta(hours=6)
"""How often somebody sits down to the inbox."""


class Step(msgspec.Struct, frozen=True):
    """One thing that happens in a conversation."""

    at: datetime
    place: int
    """Which of the conversations."""
    by: str
    verb: AnyVerb
    args: msgspec.Struct


class Plan(msgspec.Struct, frozen=True):
    """How far conversations get, how many do, and how long ago they began."""

    share: int
    steps: str
    """a claim, q answer and confirm, c copy only, k chase, n note, h thanks, w wait on somebody,
    z sleep on, t sleep until a moment ago, e resolve."""
    first: float
    """Hours ago, the earliest."""
    last: float


PLANS = (
    Plan(20, "aqhe", 190, 75),
    Plan(8, "aq", 120, 24),
    Plan(6, "anw", 150, 30),
    Plan(3, "anz", 90, 24),
    Plan(2, "at", 80, 40),
    Plan(1, "ac", 26, 20),
    Plan(10, "", 20, 0.2),
    Plan(5, "k", 40, 12),
    Plan(5, "an", 30, 10),
)
"""Sixty in all."""


class Story(FrozenClock):
    """The demo's clock. As it moves on, somebody sits down to inbox and tickets every few hours."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self._tell: tuple[Callable[[datetime], None], ...] = ()
        self._told = at

    def follow(self, *tell: Callable[[datetime], None]) -> None:
        """Call each `tell` with the time in every round from now on."""
        self._tell = tell

    def move(self, by: timedelta) -> None:
        """Step forward by that much, round by round."""
        while by > ROUND:
            self._step(ROUND)
            by -= ROUND
        self._step(by)

    def _step(self, by: timedelta) -> None:
        super().move(by)
        if self.now() - self._told >= ROUND:
            self._told = self.now()
            for tell in self._tell:
                tell(self._told)


class Talk:
    """The talk of some days, told round by round."""

    def __init__(self, desks: Mapping[str, Desk], now: datetime) -> None:
        random = Random(7)
        self._desks = desks
        self._handles = handles(CREATORS, random)
        desks["jo"].book.refresh()
        clients = [client.id for client in desks["jo"].book.all(Client)]
        self._steps = _script(self._handles, clients, now, random)
        self._ids: dict[int, int] = {}
        """The conversation each place became."""

    def begin(self) -> None:
        """Note the creators, all at once."""
        with self._desks["jo"].book.begin(creators.NEW.id) as tx:
            for handle in self._handles:
                creators.creator_of(tx, handle)

    def tell(self, until: datetime) -> None:
        """Everything up to then: what is done by the same person in the same way, together."""
        waves: defaultdict[tuple[int, str, str], list[Step]] = defaultdict(list)
        later: list[Step] = []
        told: Counter[int] = Counter()
        for step in self._steps:
            if step.at > until:
                later.append(step)
                continue
            waves[told[step.place], step.by, step.verb.id].append(step)
            told[step.place] += 1
        self._steps = later
        for key in sorted(waves):
            with self._desks[key[1]].book.begin(key[2]) as tx:
                for step in waves[key]:
                    self._do(tx, step)

    def _do(self, tx: Tx, step: Step) -> None:
        args = step.args
        if isinstance(args, inbox.NewConversation):
            made = inbox.begun(tx, msgspec.structs.replace(args, message=None))
            self._ids[step.place] = made.id
            _hear(tx, made, args.message or "", step.at)
            return
        record = tx.need(Conversation, self._ids[step.place])
        if isinstance(args, replies.Received):
            _hear(tx, record, args.text, step.at)
        elif step.verb.do is not None:
            step.verb.do(tx, record, args)


def _script(
    handles: Sequence[str], clients: Sequence[int], now: datetime, random: Random
) -> list[Step]:
    """All that happens, in order."""
    steps: list[Step] = []
    plans = [plan for plan in PLANS for _ in range(plan.share)]
    for place, plan in enumerate(plans):
        topic = random.choice(TOPICS)
        opening = inbox.NewConversation(
            creator=random.choice(handles[:90]),
            client=random.choice(clients),
            topic=topic.name,
            message=random.choice(topic.opening),
        )
        at = now - timedelta(hours=random.uniform(plan.last, plan.first))
        by = random.choice(("jo", "jo", "jo", "sam", "ana"))
        steps.append(Step(at, place, "jo", inbox.NEW, opening))
        for letter in plan.steps:
            at += timedelta(hours=random.uniform(*_AFTER.get(letter, (0.5, 3))))
            done = _deeds(letter, topic, now, random)
            steps += [Step(at, place, by, verb, args) for verb, args in done]
    return sorted(steps, key=lambda step: step.at)


_AFTER = {"k": (8, 11), "h": (17, 26), "a": (0.2, 4)}
"""How many hours later a step comes, from and to."""


def _deeds(
    letter: str, topic: Topic, now: datetime, random: Random
) -> list[tuple[AnyVerb, msgspec.Struct]]:
    """What a step of a plan is, as verbs."""
    reply = (replies.REPLY, replies.ReplyWith(text=topic.answer))
    match letter:
        case "a":
            return [(claiming.CLAIM, NoArgs())]
        case "q":
            return [reply, (replies.CONFIRM, NoArgs())]
        case "c":
            return [reply]
        case "k":
            return [(replies.RECEIVED, replies.Received(text=topic.chase))]
        case "h":
            return [(replies.RECEIVED, replies.Received(text=topic.thanks))]
        case "n":
            return [(inbox.NOTE, inbox.NoteOn(text=topic.note))]
        case "w":
            party: Party = random.choice(("client", "warehouse", "platform"))
            return [(inbox.WAITING, inbox.WaitOn(waiting_on=party))]
        case "z":
            wake = now + timedelta(hours=random.choice((20, 44, 68)))
            return [(inbox.SNOOZE, inbox.SnoozeUntil(until=Wake(wake)))]
        case "t":
            return [(inbox.SNOOZE, inbox.SnoozeUntil(until=Wake(now - timedelta(minutes=25))))]
        case _:
            return [(inbox.RESOLVE, NoArgs())]


def _hear(tx: Tx, conversation: Conversation, text: str, at: datetime) -> None:
    """What the creator wrote at that instant, written down now."""
    put(tx, hear(tx, conversation, creators.handle_of(tx, conversation.creator), text, at))
