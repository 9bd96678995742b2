"""What queries of several lists ask: whose client's, whose, due by when."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from console.args import EMPTY
from console.days import read_date
from console.desk import Desk


class OfClient(Protocol):
    """A record that may belong to a client."""

    @property
    def client(self) -> int | None:
        """The client's number."""
        ...


class Dated(Protocol):
    """A record that may be due."""

    @property
    def due(self) -> date | None:
        """The day."""
        ...


def by_client(desk: Desk, value: str) -> Callable[[OfClient], bool]:
    """Of that client, or of none."""
    number = None if value in EMPTY else desk.client(value).id
    return lambda record: record.client == number


def by_due(desk: Desk, value: str) -> Callable[[Dated], bool]:
    """Due by that day; `due:none` has no date."""
    if value in EMPTY:
        return lambda record: record.due is None
    day = read_date(value, desk.today)
    return lambda record: record.due is not None and record.due <= day


def somebody(desk: Desk, value: str) -> str | None:
    """The name that a query says: mine for `me`, nobody's for `none`."""
    return None if value in EMPTY else desk.me.name if value == "me" else value.casefold()
