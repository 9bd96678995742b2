"""An agency of 50,000 conversations, tickets and actions, and what belongs to them."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from data.exports.job import Answers
from data.figures import Sales
from data.records.actions import Action
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.days import Day
from data.records.imports import Import
from data.records.messages import Message
from data.records.runs import Check, Run
from data.records.tickets import Ticket
from data.store import Store

PEOPLE = ("ana", "jo", "sam", "kim", "lee", "max", "noa", "uma")
CLIENTS, CREATORS, IMPORTS, DAYS = 50, 5_000, 1_000, 90
_OPEN = 10
"""One in so many hasn't ended."""
_SHARE_TALK, _SHARE_TICKETS, _SHARE_ACTIONS, _SHARE_RUNS = 0.4, 0.2, 0.4, 0.02
_CHECKS = 10
_WHAT = ("appeal for", "missing sample of", "late payout of", "wrong price of", "titles of")


class Agency:
    """Its records, the same in each run but for the moment they are told from.

    Nine in ten have ended; of what is open, a third is mine or nobody's.
    """

    def __init__(self, work: int, now: datetime, today: date) -> None:
        """`work`: how many conversations, tickets and actions there are together."""
        self._work = work
        self._now = now
        self._today = today
        self._chance = random.Random(7)

    def fill(self, store: Store) -> None:
        """Put it all into an empty store, a commit a kind."""
        for made in (
            self._clients(), self._creators(), self._conversations(), self._messages(),
            self._tickets(), self._actions(), self._runs(), self._checks(), self._imports(),
            self._days(),
        ):  # fmt: skip
            with store.begin("bench.fill", split=True) as transaction:
                for record in made:
                    document = msgspec.to_builtins(record)
                    transaction.set(record.TABLE, record.id, document)
        store.fold()

    def _count(self, share: float) -> range:
        return range(1, int(self._work * share) + 1)

    def _stamps(self, id: int) -> dict[str, object]:
        """What every record has; older by its number."""
        at, by = self._now - timedelta(minutes=id), PEOPLE[id % len(PEOPLE)]
        return {
            "id": id, "rev": 1, "created_at": at, "created_by": by, "updated_at": at,
            "updated_by": by,
        }  # fmt: skip

    def _make(self, kind: type[Record], id: int, **fields: object) -> Record:
        return msgspec.convert({**self._stamps(id), **fields}, kind, builtin_types=(datetime, date))

    def _client(self, id: int) -> int:
        return id % CLIENTS + 1

    def _someone(self) -> str | None:
        return self._chance.choice((*PEOPLE, None))

    def _due(self) -> date | None:
        days = self._chance.randrange(-20, 300)
        return self._today + timedelta(days=days) if self._chance.random() < 0.8 else None

    def _title(self) -> str:
        return f"{self._chance.choice(_WHAT)} order {self._chance.randrange(10**6)}"

    def _clients(self) -> Iterator[Record]:
        for id in range(1, CLIENTS + 1):
            yield self._make(
                Client, id, title=f"Shop number {id}", slug=f"shop-{id}", market="US",
                currency="USD", zone="America/New_York", owner=PEOPLE[id % len(PEOPLE)],
            )  # fmt: skip

    def _creators(self) -> Iterator[Record]:
        for id in range(1, CREATORS + 1):
            yield self._make(Creator, id, handle=f"creator.{id}")

    def _conversations(self) -> Iterator[Record]:
        for id in self._count(_SHARE_TALK):
            came = self._now - timedelta(minutes=self._chance.randrange(20_000))
            turn = self._chance.choice(("us", "creator", "client"))
            ended = id % _OPEN != 0
            yield self._make(
                Conversation, id, creator=id % CREATORS + 1, client=self._client(id),
                topic=self._chance.choice(("sample", "payout", "brief")),
                status="resolved" if ended else "open" if turn == "us" else "waiting",
                waiting_on=turn, assignee=self._someone(), last_at=came, spoken_at=came,
                waiting_since=came if turn == "us" and not ended else None,
                resolved_at=came if ended else None, resolved_by="jo" if ended else None,
            )  # fmt: skip

    def _messages(self) -> Iterator[Record]:
        for id in range(1, 2 * len(self._count(_SHARE_TALK)) + 1):
            yield self._make(
                Message, id, conversation=(id + 1) // 2, author=f"@creator.{id % CREATORS}",
                outbound=id % 2 == 0, at=self._now - timedelta(minutes=id), state="received",
                body=f"hi, the parcel {id} came today and I will film on Friday; is that fine?",
            )  # fmt: skip

    def _tickets(self) -> Iterator[Record]:
        for id in self._count(_SHARE_TICKETS):
            yield self._make(
                Ticket, id, title=self._title(), client=self._client(id), due=self._due(),
                assignee=self._someone(), status="closed" if id % _OPEN else "open",
            )  # fmt: skip

    def _actions(self) -> Iterator[Record]:
        for id in self._count(_SHARE_ACTIONS):
            ended: dict[str, object] = {"status": "done", "ended_at": self._now, "ended_by": "jo"}
            yield self._make(
                Action, id, title=self._title(), client=self._client(id), due=self._due(),
                owner=self._someone(), **(ended if id % _OPEN else {}),
            )  # fmt: skip

    def _runs(self) -> Iterator[Record]:
        for id in self._count(_SHARE_RUNS):
            yield self._make(
                Run, id, title=f"October promo {id}", client=self._client(id), template="promo@1",
                maker=PEOPLE[id % len(PEOPLE)], due=self._due(),
                status="signed" if id % _OPEN else "checking",
            )  # fmt: skip

    def _checks(self) -> Iterator[Record]:
        for id in range(1, _CHECKS * len(self._count(_SHARE_RUNS)) + 1):
            yield self._make(
                Check, id, run=(id - 1) // _CHECKS + 1, number=(id - 1) % _CHECKS + 1,
                group="prices", text="the price is the one agreed on", must=True, how="look",
                result=self._chance.choice(("pass", "fail", None)),
            )  # fmt: skip

    def _imports(self) -> Iterator[Record]:
        for id in range(1, IMPORTS + 1):
            yield self._make(
                Import, id, client=self._client(id), file=f"orders-{id}.csv", sha256=f"{id:064x}",
                size=id, source="by hand", status="done", answers=Answers(), rows=900,
                accepted=900, days=7, format="orders", market="US", part="sales",
            )  # fmt: skip

    def _days(self) -> Iterator[Record]:
        for id in range(1, CLIENTS * DAYS + 1):
            gmv, orders = self._chance.randrange(10**6), self._chance.randrange(1, 90)
            yield self._make(
                Day, id, client=self._client(id), currency="USD",
                day=self._today - timedelta(days=(id - 1) // CLIENTS + 1),
                sales=Sales(imports=(1,), as_of=self._now, gmv=gmv, net_gmv=gmv, orders=orders),
            )  # fmt: skip
