"""The demo: a workspace to try things in, full of made-up shops and people.

Made by the real path: exports through the drop folder, verbs at a desk for each person.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from console.args import read
from console.demo_inbox import Story, Talk
from console.demo_qa import write_runs
from console.demo_tickets import Queue
from console.desk import Desk
from console.intake import Intake
from console.table import VERBS, find
from data.clock import Clock, FrozenClock
from data.demo import returns, seller_affiliate, seller_center
from data.demo.shop import Shop
from data.errors import StoreError
from data.identity import author
from data.markets import market
from data.records.base import Record
from data.records.people import Role
from data.settings import Settings, zone_named
from data.workspace import Workspace

SETTINGS = Settings(agency="Lantern & Co", zone="America/Los_Angeles", shared_account=True)
DAYS = 56
"""How much of each shop's life there is."""
PEOPLE: dict[str, tuple[Role, ...]] = {"ana": ("am", "lead"), "jo": ("rep",), "sam": ("am",)}
DAMAGED = "peak-fitness"
"""The shop whose second export was saved in a spreadsheet first."""
MAKING = "3"
"""What a kept demo must have been made as; goes up when older ones would show less."""
_STAMP = "demo.made"
WAITING = "waiting"
"""The folder of the export that is left to be dropped by hand."""


class MadeUpShop(msgspec.Struct, frozen=True):
    """A client of the demo."""

    title: str
    slug: str
    owner: str
    orders: int
    """Orders a day."""
    market: str = "US"


SHOPS = (
    MadeUpShop("Aurora Skin", "aurora-skin", "ana", 42),
    MadeUpShop("Peak Fitness", "peak-fitness", "ana", 25),
    MadeUpShop("Nord Home", "nord-home", "sam", 14),
    MadeUpShop("Tiny Kitchen", "tiny-kitchen", "sam", 9, market="ID"),
)


class Task(msgspec.Struct, frozen=True):
    """An action item of the demo, and what became of it."""

    title: str
    by: str
    owner: str
    due: int | None = None
    """Days from today."""
    client: str = "none"
    then: tuple[tuple[str, ...], ...] = ()
    """Who did which verb after, and its words: `("jo", "note", "text", "asked twice")`."""


TASKS = (
    Task("fix 14 titles the audit flagged", "ana", "jo", -2, "peak",
         (("jo", "note", "text", "6 of 14 done; the rest wait for new photos"),)),
    Task("answer the refund appeal, evidence is in the folder", "sam", "ana", -1, "nord"),
    Task("send Nord the Q4 promo calendar", "ana", "ana", 0, "nord",
         (("sam", "note", "text", "promised to Kim on the call; second carry"),)),
    Task("check the flash deal's floor prices", "sam", "nobody", 0, "aurora"),
    Task("chase 5 creators whose samples arrived without a post", "ana", "nobody", 0, "aurora",
         (("jo", "claim"),)),
    Task("agenda for the weekly review", "sam", "sam", 1, "tiny"),
    Task("write the Black Friday recap outline", "ana", "ana", 3, "aurora"),
    Task("ask for the new size chart", "jo", "nobody", 3, "peak"),
    Task("plan the December LIVE slots", "ana", "sam", 5, "aurora"),
    Task("second brief for the foam roller", "sam", "jo", 6, "peak"),
    Task("look into Nord's cancelled orders", "sam", "sam", 9, "nord"),
    Task("thank-you notes for the top ten creators", "jo", "jo"),
    Task("renew the shop's brand authorisation", "ana", "sam", -3, "tiny", (("sam", "done"),)),
    Task("collect last month's invoices", "sam", "ana", -6, "aurora", (("ana", "done"),)),
    Task("video ideas for the lamp", "jo", "jo", 2, "tiny",
         (("jo", "drop", "reason", "the lamp is sold out until January"),)),
)  # fmt: skip


class Demo(msgspec.Struct, frozen=True):
    """A demo that stands."""

    workspace: Workspace
    waiting: Path | None
    """An export to be dropped by hand; `None`: it was taken away."""
    drop_into: Path
    """The folder it belongs into."""


def open_demo(root: Path, clock: Clock, *, fresh: bool, say: Callable[[str], object]) -> Demo:
    """The demo kept at `root`; made there if there is none, or `fresh` wants a new one.

    Raises `StoreError`.
    """
    if fresh and root.exists():
        shutil.rmtree(root)
    elif root.exists() and _making_of(root) != MAKING:
        aside = root.with_name(f"{root.name}.before-{clock.now():%Y%m%d-%H%M%S}")
        root.rename(aside)
        say(f"the kept demo is of an older Spotlight; it is put aside as {aside.name}")
    if not (root / "workspace.toml").exists():
        say("making the demo workspace (once, some seconds) …")
        _make(root, clock)
    waiting = next((root / WAITING).glob("*.csv"), None)
    return Demo(Workspace.open(root), waiting, root / "drop" / SHOPS[0].slug)


def _making_of(root: Path) -> str:
    try:
        return (root / _STAMP).read_text("ascii")
    except (FileNotFoundError, NotADirectoryError):
        return ""


def _make(root: Path, clock: Clock) -> None:
    """Made beside and renamed, so that a demo begun and broken off is never opened."""
    making = root.with_name(f"{root.name}.{os.getpid()}")
    try:
        _furnish(Workspace.create(making, SETTINGS), clock.now())
        (making / _STAMP).write_text(MAKING, "ascii")
        making.rename(root)
    except OSError as error:
        if not (root / "workspace.toml").exists():  # else another one was quicker
            raise StoreError(f"the demo can't be made at {root}: {error.strerror}.") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _furnish(workspace: Workspace, now: datetime) -> None:
    """Nine days of an agency's life, up to now."""
    story = Story(now - timedelta(days=9))
    desks = {name: Desk(workspace, author(name, shared_account=True), story) for name in PEOPLE}
    try:
        for name, roles in PEOPLE.items():
            desks[name].introduce(*roles)
        for shop in SHOPS:
            _do(desks[shop.owner], "clients.new", title=shop.title, market=shop.market)
        talk = Talk(desks, now)
        talk.begin()
        queue = Queue(desks, now, _today(now))
        story.follow(talk.tell, queue.tell)
        intake = Intake(desks["ana"])
        shops = {shop.slug: _shop(shop, now) for shop in SHOPS}
        _drop(intake, workspace, shops, story, days=DAYS)
        story.move(timedelta(days=1))
        _write_tasks(desks, story, now)
        write_runs(desks, story, _today(now))
        waiting = shops.pop(SHOPS[0].slug)  # a day behind, so that its next export shows
        story.move(now - timedelta(hours=27) - story.now())
        _drop_more(workspace, {waiting.slug: waiting}, story)
        _drop(intake, workspace, {waiting.slug: waiting}, story, days=21)
        story.move(now - timedelta(hours=3) - story.now())
        _drop_more(workspace, shops, story)
        _drop(intake, workspace, shops, story, days=21)
        story.move(now - timedelta(minutes=5) - story.now())
        talk.tell(story.now())
        queue.tell(story.now())
        _leave_waiting(workspace, waiting, now)
        desks["ana"].book.store.fold()  # as an agency's would be, so that it opens as quickly
    finally:
        for desk in desks.values():
            desk.close()


def _shop(shop: MadeUpShop, now: datetime) -> Shop:
    first = _local(now, shop.market).date() - timedelta(days=DAYS)
    return Shop(
        shop.slug,
        seed=1,
        first=first,
        days=DAYS + 1,
        orders_per_day=shop.orders,
        market=shop.market,
    )


def _drop(
    intake: Intake, workspace: Workspace, shops: Mapping[str, Shop], story: FrozenClock, days: int
) -> None:
    """Put an export of the last `days` into each client's folder, and take them all in."""
    for slug, shop in shops.items():
        at = _local(story.now(), shop.market)
        first = at.date() - timedelta(days=days)
        file = seller_center.save(workspace.drop / slug, shop, at, first=first, last=at.date())
        if slug == DAMAGED and days < DAYS:
            _spoil(file)
    intake.sweep()
    story.move(timedelta(seconds=5))
    intake.sweep()


def _drop_more(workspace: Workspace, shops: Mapping[str, Shop], story: FrozenClock) -> None:
    """Put the returns and affiliate orders of the shops in the US beside what is dropped next.

    Once a shop, for each import takes some tenths of a second.
    """
    for slug, shop in shops.items():
        if shop.market == "US":
            at, folder = _local(story.now(), shop.market), workspace.drop / slug
            (folder / returns.name_of(at)).write_bytes(returns.export(shop, at))
            (folder / seller_affiliate.name_of(at)).write_bytes(seller_affiliate.export(shop, at))


def _spoil(file: Path) -> None:
    """What a spreadsheet makes of order numbers when somebody saves the file in one."""
    lines = file.read_bytes().split(b"\r\n")
    for number in (4, 11):
        lines[number] = b"5.76461E+17" + lines[number][lines[number].index(b",") :]
    file.write_bytes(b"\r\n".join(lines))


def _leave_waiting(workspace: Workspace, shop: Shop, now: datetime) -> None:
    folder = workspace.root / WAITING
    folder.mkdir()
    at = _local(now, shop.market)
    seller_center.save(folder, shop, at, first=at.date() - timedelta(days=13), last=at.date())


def _write_tasks(desks: Mapping[str, Desk], story: FrozenClock, now: datetime) -> None:
    today = _today(now)
    for task in TASKS:
        due = "never" if task.due is None else (today + timedelta(days=task.due)).isoformat()
        words = {"title": task.title, "owner": task.owner, "due": due, "client": task.client}
        made = _do(desks[task.by], "actions.new", **words)
        story.move(timedelta(hours=1))
        for who, verb, *pairs in task.then:
            words = dict(zip(pairs[::2], pairs[1::2], strict=True))
            _do(desks[who], f"actions.{verb}", made.ref, **words)
        story.move(timedelta(hours=9))


def _do(desk: Desk, verb_id: str, ref: str = "", **words: str) -> Record:
    """Do a verb in the words of a person."""
    desk.book.catch_up()
    verb = VERBS[verb_id]
    args = read(verb.args, words, desk.reading())
    made: Record = desk.make(verb, args) if verb.creates else desk.run(verb, find(desk, ref), args)
    return made


def _today(now: datetime) -> date:
    """The agency's day."""
    return now.astimezone(zone_named(SETTINGS.zone)).date()


def _local(at: datetime, code: str) -> datetime:
    """The clock of the shops of a market: naive, as in their exports."""
    return at.astimezone(zone_named(market(code).zone)).replace(tzinfo=None)
