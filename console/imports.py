"""Imports: every export that came in, and what became of it."""

from collections.abc import Callable

from data.records.imports import Import

from console.desk import Desk
from console.query import Listing, Test


def _by_client(desk: Desk, value: str) -> Test[Import]:
    number = desk.client(value).id
    return lambda record: record.client == number


def _order(desk: Desk) -> Callable[[Import], tuple[float, ...]]:
    return lambda record: (-record.id,)


LIST = Listing(
    name="imports",
    kind=Import,
    fields={"client": _by_client},
    states={
        "done": lambda desk: lambda record: record.status == "done",
        "rejected": lambda desk: lambda record: record.status == "rejected",
    },
    text=lambda desk, record: f"{record.ref} {record.file}",
    order=_order,
)
