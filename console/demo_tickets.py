"""The demo's tickets: what three people put right over some days, and what is still open."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from console.args import read
from console.desk import Desk
from console.table import VERBS
from data.records.conversations import Conversation


class Step(msgspec.Struct, frozen=True):
    """What somebody did with a ticket, some hours before now."""

    hours: float
    by: str
    verb: str
    said: str = ""
    """What its one field is given; of a link: a record's id, or a conversation by its topic."""


class Story(msgspec.Struct, frozen=True):
    """A ticket of the demo, and what became of it."""

    title: str
    type: str
    client: str
    priority: str
    due: int | None
    """Days from today."""
    hours: float
    """How long before now it was opened."""
    by: str
    assignee: str
    steps: tuple[Step, ...] = ()


STORIES = (
    Story("appeal the strike on the knee brace video", "policy", "peak", "urgent", 0, 100,
          "jo", "ana", (
        Step(90, "ana", "claim"),
        Step(60, "ana", "note", "evidence is in the folder: the doctor's letter and the edit log"),
        Step(30, "jo", "note", "the appeal form takes 5 files at most; window closes today"),
    )),
    Story("commission missing on three October orders", "payout", "aurora", "high", -1, 150,
          "jo", "jo", (
        Step(140, "jo", "claim"),
        Step(120, "jo", "link", "payout"),
        Step(50, "jo", "note", "two settled on the 17th; the third was returned, see I2"),
    )),
    Story("sample of the foam roller lost on the way", "sample", "peak", "normal", 1, 80,
          "jo", "sam", (
        Step(70, "jo", "link", "sample"),
        Step(40, "sam", "waiting", "warehouse"),
    )),
    Story("hero image still shows the old label", "listing", "aurora", "normal", 3, 60,
          "sam", "ana"),
    Story("14 titles over the limit", "listing", "peak", "high", -2, 140, "ana", "jo", (
        Step(130, "ana", "link", "A1"),
        Step(70, "jo", "claim"),
    )),
    Story("coupon and flash deal stack on the night set", "promotion", "aurora", "urgent", 1, 20,
          "ana", "sam", (
        Step(8, "sam", "note", "stacked price is 11.90, the floor is 12.50"),
    )),
    Story("Kim can't see the shop in Affiliate Center", "access", "nord", "low", None, 110,
          "sam", "nobody", (
        Step(100, "sam", "note", "she has the old seller account; asked her for a screenshot"),
    )),
    Story("refund appeal for the broken lamp", "order", "nord", "high", -1, 130, "sam", "ana", (
        Step(120, "sam", "link", "A2"),
        Step(100, "ana", "waiting", "platform"),
    )),
    Story("new size chart for the leggings", "listing", "peak", "low", 6, 50, "jo", "jo", (
        Step(40, "jo", "waiting", "client"),
    )),
    Story("creator asks for the new commission rate in writing", "payout", "tiny", "normal", 2, 26,
          "jo", "nobody", (
        Step(20, "jo", "link", "contract"),
    )),
    Story("late dispatch warning of the shop", "policy", "nord", "normal", -4, 180, "sam", "sam", (
        Step(150, "sam", "claim"),
        Step(30, "sam", "close", "4 parcels were scanned late, says the carrier; LDR is 1.2 %"),
    )),
    Story("wrong price in the brief of the glow serum", "promotion", "aurora", "high", -3, 120,
          "jo", "ana", (
        Step(110, "jo", "link", "price"),
        Step(60, "ana", "close", "brief v2 is out with 14.00; three creators were told"),
    )),
    Story("change of the bank account", "access", "tiny", "normal", 4, 10, "sam", "sam", (
        Step(4, "sam", "waiting", "client"),
    )),
)  # fmt: skip


class Queue:
    """The tickets, opened and worked on as the demo's days go by."""

    def __init__(self, desks: Mapping[str, Desk], now: datetime, today: date) -> None:
        self._desks = desks
        self._now = now
        self._today = today
        self._refs: dict[str, str] = {}
        """The ids the tickets got, by title."""
        opened = [(story.hours, story, Step(story.hours, story.by, "new")) for story in STORIES]
        worked = [(step.hours, story, step) for story in STORIES for step in story.steps]
        self._steps = sorted([*opened, *worked], key=lambda one: -one[0])

    def tell(self, until: datetime) -> None:
        """Everything up to then."""
        while self._steps and self._now - timedelta(hours=self._steps[0][0]) <= until:
            _, story, step = self._steps.pop(0)
            desk = self._desks[step.by]
            desk.book.catch_up()
            if step.verb == "new":
                self._open(desk, story)
            else:
                self._work(desk, self._refs[story.title], step)

    def _open(self, desk: Desk, story: Story) -> None:
        verb = VERBS["tickets.new"]
        due = "never" if story.due is None else str(self._today + timedelta(days=story.due))
        words = {
            "title": story.title, "type": story.type, "client": story.client,
            "priority": story.priority, "assignee": story.assignee, "due": due,
        }  # fmt: skip
        made = desk.make(verb, read(verb.args, words, desk.reading()))
        self._refs[story.title] = made.ref

    def _work(self, desk: Desk, ref: str, step: Step) -> None:
        verb = VERBS[f"tickets.{step.verb}"]
        said = _meant(desk, step.said) if step.verb == "link" else step.said
        if said is not None:
            words = dict.fromkeys(verb.args.__struct_fields__, said)
            desk.run(verb, desk.record(ref), read(verb.args, words, desk.reading()))


def _meant(desk: Desk, said: str) -> str | None:
    """The id said, or that of the newest conversation about that topic."""
    if said[:1].isupper():
        return said
    about = [each.ref for each in desk.book.all(Conversation) if each.topic == said]
    return about[-1] if about else None
