"""The demo's runs of the promo checklist: one half done and failing, one that waits for a name."""

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from console import checks, qa
from console.checks import Because, Show, items
from console.desk import AnyVerb, Desk
from console.verb import NoArgs
from data.clock import FrozenClock
from data.records.runs import Run


class Step(msgspec.Struct, frozen=True):
    """What somebody did to some items."""

    by: str
    verb: AnyVerb
    items: tuple[int, ...]
    args: msgspec.Struct = NoArgs()
    """What they said with it."""


class Story(msgspec.Struct, frozen=True):
    """A run of the demo, and what became of it."""

    title: str
    client: str
    maker: str
    due: int
    """Days from today."""
    steps: tuple[Step, ...]


STORIES = (
    Story("Black Friday flash deal", "aurora", "ana", 2, (
        Step("ana", checks.PASS, (1, 3, 4)),
        Step("ana", checks.EVIDENCE, (3,), Show("orders exports: lowest 13.40 on 2 Nov, SKU 3")),
        Step("ana", checks.FAIL, (2,),
             Because("SKU 3: 14.00 less 15 % coupon = 11.90 < floor 12.50")),
        Step("jo", checks.PASS, (6, 7, 9, 10)),
        Step("jo", checks.EVIDENCE, (6,), Show("6 links opened on a phone, 1 redirect each")),
        Step("ana", checks.SKIP, (11,), Because("no coupon this week")),
    )),
    Story("Winter training coupon, 10 %", "peak", "sam", 4, (
        Step("sam", checks.PASS, (1, 2, 4, 5, 9, 10, 12)),
        Step("sam", checks.EVIDENCE, (2,), Show("Promotion Simulator: lowest 18.90, floor 17.00")),
        Step("sam", checks.SKIP, (3,), Because("no flash deal")),
        Step("jo", checks.PASS, (6, 7, 8, 11, 13, 14)),
        Step("jo", checks.EVIDENCE, (13,), Show("read title, banner and three captions")),
    )),
)  # fmt: skip


def write_runs(desks: Mapping[str, Desk], story: FrozenClock, today: date) -> None:
    """Begin the runs and do what was done to them, some minutes apart."""
    for told in STORIES:
        maker = desks[told.maker]
        maker.book.catch_up()
        run = maker.make(
            qa.NEW,
            qa.NewRun(
                title=told.title,
                client=maker.client(told.client).id,
                due=today + timedelta(days=told.due),
            ),
        )
        for step in told.steps:
            story.move(timedelta(minutes=25))
            _do(desks[step.by], run, step)


def _do(desk: Desk, run: Run, step: Step) -> None:
    desk.book.catch_up()
    found = [check for check in items(desk.book, run) if check.number in step.items]
    desk.run_all(step.verb, found, step.args)
