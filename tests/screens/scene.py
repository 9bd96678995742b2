"""A small agency of which every pane has something to show, hostile texts among it.

The same to the letter wherever and whenever it is made: the clock is the scene's own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from console.args import read
from console.desk import Desk
from console.intake import Intake
from console.table import VERBS, find
from data.clock import FrozenClock
from data.demo import seller_center
from data.demo.shop import Shop
from data.identity import author
from data.presence import Presence, Where
from data.records.people import Role
from data.settings import Settings
from data.workspace import Workspace

NOW = datetime.fromisoformat("2026-11-20T12:00:00-08:00")
"""A Friday noon in Los Angeles."""
PEOPLE: dict[str, tuple[Role, ...]] = {"ana": ("am", "lead"), "jo": ("rep",), "sam": ("am",)}
OTHERS = ("jo", "sam")
"""Who else has a console open."""
DAYS = 24

ESCAPES = "\x1b[31mred\x1b]52;c;cm0gLXJm\x07 [@click=app.quit]quit[/] [/"
BIDI = "\u202epay me now\u2066 مرحبا بكم"
WIDE = "敏感肌用セラムの在庫を確認してください、週末までに必ず"
FAMILY = "👩\u200d👩\u200d👧\u200d👦 Z\u0301\u0323a\u0308lgo"
LONG = "a_very_long_handle_" * 15

Deed = tuple[str, str, str, dict[str, str]]
"""Who, which verb, to what, in which words."""

STORY: tuple[tuple[float, Deed], ...] = (
    # hours before now
    (140, ("ana", "tickets.new", "", {
        "title": "appeal the listing violation of the night cream", "type": "policy",
        "client": "aurora", "priority": "urgent", "due": "2026-11-19"})),
    (139, ("jo", "tickets.new", "", {
        "title": WIDE, "client": "peak", "priority": "high", "due": "2026-11-21"})),
    (138, ("ana", "tickets.waiting", "T2", {"waiting_on": "platform"})),
    (137, ("jo", "tickets.new", "", {"title": ESCAPES, "assignee": "nobody"})),
    (136, ("sam", "tickets.new", "", {"title": "wrong bank account on the statement"})),
    (120, ("sam", "tickets.close", "T4", {"outcome": "corrected by the client"})),
    (119, ("jo", "tickets.note", "T1", {"text": "evidence is in the folder; see C1"})),
    (100, ("ana", "actions.new", "", {
        "title": "fix 14 titles the audit flagged", "owner": "jo", "due": "2026-11-18",
        "client": "peak"})),
    (99, ("jo", "actions.note", "A1", {"text": "6 of 14 done; the rest wait for new photos"})),
    (98, ("sam", "actions.new", "", {
        "title": f"{BIDI} send the Q4 promo calendar", "owner": "ana", "due": "2026-11-20"})),
    (97, ("sam", "actions.new", "", {
        "title": "check the flash deal's floor prices, all of them, before anybody signs the run "
        "and tells the client", "owner": "nobody", "due": "2026-11-20", "client": "aurora"})),
    (96, ("jo", "actions.new", "", {"title": FAMILY, "owner": "nobody"})),
    (95, ("jo", "actions.claim", "A4", {})),
    (94, ("sam", "actions.new", "", {"title": "renew the brand authorisation", "owner": "sam"})),
    (93, ("sam", "actions.done", "A5", {})),
    (92, ("jo", "actions.new", "", {"title": "video ideas for the lamp", "due": "2026-12-03"})),
    (80, ("jo", "inbox.new", "", {
        "creator": "glowbylena", "client": "aurora", "topic": "payout",
        "message": "Hi! my order was delivered on the 2nd and there is still no commission…"})),
    (79, ("jo", "inbox.claim", "C1", {})),
    (78, ("jo", "inbox.note", "C1", {"text": "delivered 2 Nov, pays about 17 Nov"})),
    (77, ("jo", "inbox.reply", "C1", {"text": "Hi Lena, expect it around 17 Nov."})),
    (77, ("jo", "inbox.confirm", "C1", {})),
    (20, ("jo", "inbox.received", "C1", {"text": f"hello?\n{ESCAPES}\nit is the 20th today"})),
    (60, ("jo", "inbox.new", "", {
        "creator": "fitwithmarco", "client": "peak", "topic": "sample",
        "message": "could the second sample go to my new address?"})),
    (59, ("ana", "inbox.waiting", "C2", {"waiting_on": "warehouse"})),
    (48, ("jo", "inbox.new", "", {
        "creator": LONG[:24], "topic": "content", "message": f"{WIDE} {WIDE}"})),
    (47, ("sam", "inbox.assign", "C3", {"assignee": "ana"})),
    (30, ("jo", "inbox.new", "", {
        "creator": "tinykitchen", "topic": "sample", "message": FAMILY})),
    (29, ("jo", "inbox.snooze", "C4", {"until": "tomorrow 9:00"})),
    (10, ("jo", "inbox.new", "", {
        "creator": "thehonestpan", "client": "aurora", "topic": "sample", "message": BIDI})),
    (9, ("jo", "inbox.reply", "C5", {"text": "which size should it be?"})),
    (8, ("jo", "inbox.new", "", {"creator": "dailydose", "topic": "rates", "message": "hi"})),
    (7, ("jo", "inbox.resolve", "C6", {})),
    (40, ("ana", "qa.new", "", {
        "title": "Black Friday flash deal", "client": "aurora", "due": "2026-11-22"})),
    (39, ("ana", "qa.pass", "Q1.1", {})),
    (39, ("ana", "qa.fail", "Q1.2", {"reason": "SKU 3: 14.00 less 15 % = 11.90 < floor 12.50"})),
    (38, ("ana", "qa.skip", "Q1.3", {"reason": ESCAPES})),
    (37, ("jo", "qa.pass", "Q1.4", {})),
    (36, ("jo", "qa.evidence", "Q1.6", {"evidence": "6 links opened on a phone, 1 redirect each"})),
    (35, ("sam", "qa.new", "", {"title": WIDE, "client": "peak"})),
    (5, ("ana", "qa.new", "", {"title": "the coupon nobody wants any more"})),
    (4, ("ana", "qa.void", "Q3", {"reason": "the promo was called off"})),
)  # fmt: skip


class Scene:
    """The people of the agency at their desks, and what they do."""

    def __init__(self, root: Path) -> None:
        self.clock = FrozenClock(NOW - timedelta(hours=150))
        settings = Settings(agency="Lantern & Co", zone="America/Los_Angeles", shared_account=True)
        self.workspace = Workspace.create(root, settings)
        self.desks = {
            name: Desk(self.workspace, author(name, shared_account=True), self.clock)
            for name in PEOPLE
        }

    def do(self, who: str, verb_id: str, ref: str, words: dict[str, str]) -> None:
        """A verb in the words of a person."""
        desk, verb = self.desks[who], VERBS[verb_id]
        desk.book.catch_up()
        args = read(verb.args, words, desk.reading())
        if verb.creates:
            desk.make(verb, args)
        else:
            desk.run(verb, find(desk, ref), args)

    def play(self) -> None:
        """Everything, up to now."""
        for name, roles in PEOPLE.items():
            self.desks[name].introduce(*roles)
        for title, owner, market in (
            ("Aurora Skin", "ana", "US"),
            ("Peak Fitness", "sam", "US"),
            ("東京キッチン Tokyo Kitchen", "sam", "ID"),
        ):
            self.do(owner, "clients.new", "", {"title": title, "market": market})
        self.take_exports()
        for hours, deed in sorted(STORY, key=lambda each: -each[0]):
            self.clock.move(NOW - timedelta(hours=hours) - self.clock.now())
            self.do(*deed)
        self.take_late_files()
        self.clock.move(NOW - self.clock.now())

    def take_exports(self) -> None:
        """Some weeks of orders of two shops."""
        intake = Intake(self.desks["ana"])
        for slug, orders in (("aurora-skin", 12), ("peak-fitness", 5)):
            first = (NOW - timedelta(days=DAYS)).date()
            shop = Shop(slug, seed=4, first=first, days=DAYS, orders_per_day=orders, market="US")
            at = datetime(2026, 11, 14, 7, 16)  # noqa: DTZ001  the shop's own clock
            seller_center.save(self.workspace.drop / slug, shop, at, first=first, last=at.date())
        self.sweep(intake)

    def take_late_files(self) -> None:
        """One file that is no export, one that waits for an answer."""
        from tests.exports.sheet import sheet

        drop = self.workspace.drop
        self.clock.move(timedelta(hours=1))
        (drop / "aurora-skin" / "=cmd|' [red]minutes.csv").write_text("a,b\r\n1,2\r\n", "utf-8")
        untold = sheet({}).replace(b",State,City,", b",A,B,")
        (drop / "peak-fitness" / "All order-2026-11-19-07_16.csv").write_bytes(untold)
        self.sweep(Intake(self.desks["ana"]))

    def sweep(self, intake: Intake) -> None:
        """Look twice: a file that still grows is left alone."""
        intake.sweep()
        self.clock.move(timedelta(seconds=5))
        intake.sweep()


@contextmanager
def scene(root: Path) -> Iterator[Desk]:
    """Ana's desk at the agency, Friday noon."""
    made = Scene(root)
    try:
        made.play()
        made.desks["ana"].book.catch_up()
        here = [
            Presence(made.workspace.presence, made.desks[name].me, made.clock) for name in OTHERS
        ]
        for presence in here:
            presence.announce(Where("inbox"))
        yield made.desks["ana"]
        for presence in here:
            presence.close()
    finally:
        for desk in made.desks.values():
            desk.close()
