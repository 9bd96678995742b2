"""From a client on the screen to the page that shows what it was asked for."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from console import metrics
from console.args import Arg, Field
from console.desk import Desk
from console.tracing import asked_for, broken_down, follow
from data.errors import RefusalError
from data.figures import By
from data.records.base import Record
from data.records.clients import Client
from data.records.imports import Import
from screens.clients.detail import CHART_DAYS
from screens.frame.sheet import Sheet
from screens.hands import Stage
from screens.say import day_words
from screens.tracing.page import SheetPage
from screens.tracing.sheets import broken_sheet, files_sheet, trail_sheets

BREAKDOWNS: Mapping[str, By] = {"products": "product", "creators": "creator", "samples": "sample"}
_ASKED = Field("what", Arg("text", "a day, or the id of an order, product or SKU"), required=True)


async def ask(desk: Desk, stage: Stage, what: str) -> None:
    """Show the `trace`, the `products`, `creators` or `samples` of the client the cursor is on.

    Raises `RefusalError` where it is on none.
    """
    client = _client(desk, stage.pane.subjects())
    if client is None:
        raise RefusalError(f"{what}: put the cursor on a client, or on one of its imports")
    if what == "trace":
        await _trace(desk, stage, client)
        return
    last = max(metrics.days_of(desk, client), default=desk.today)
    days = metrics.span(last, CHART_DAYS)
    span = f"{day_words(days[0], desk.today)} to {day_words(last, desk.today)}"
    await _show(
        stage,
        f"{client.title} · {what}, {span}",
        lambda: [broken_sheet(broken_down(desk, client, BREAKDOWNS[what], days[0], last))],
    )


def _client(desk: Desk, records: Sequence[Record]) -> Client | None:
    match records:
        case [Client() as client, *_]:
            return client
        case [Import(client=int(number)), *_]:
            return desk.book.get(Client, number)
        case _:
            return None


async def _trace(desk: Desk, stage: Stage, client: Client) -> None:
    from screens.frame.form import Form  # text fields are slow to load

    said: list[str] = []

    async def submit(words: Mapping[str, str]) -> None:
        asked_for(desk, words[_ASKED.name])
        said.append(words[_ASKED.name])

    title = f"trace a figure of {client.slug}"
    await stage.answer(
        Form(title, [_ASKED], submit, about=[], initial={}, unsent={}, suggestions={})
    )
    if said:
        await _show(stage, f"{client.title} · {said[0]}", partial(_trail, desk, client, said[0]))


def _trail(desk: Desk, client: Client, asked: str) -> list[Sheet]:
    trail = follow(desk, client, asked)
    return [*trail_sheets(trail), files_sheet(trail)]


async def _show(stage: Stage, title: str, look_up: Callable[[], Sequence[Sheet]]) -> None:
    await stage.answer(SheetPage(title, look_up))
