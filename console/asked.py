"""What queries of several lists ask: whose client's, whose, due by when, how tagged."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from console.args import EMPTY
from console.days import read_date
from console.desk import Desk
from data.text import searchable


class OfClient(Protocol):
    """A record that may belong to a client."""

    @property
    def client(self) -> int | None:
        """The client's number."""
        ...


class Tagged(Protocol):
    """A record with words of our own."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The words."""
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


def by_tag(desk: Desk, value: str) -> Callable[[Tagged], bool]:
    """Tagged with that word, with or without its accents."""
    word = searchable(value)
    return lambda record: word in map(searchable, record.tags)


def by_due(desk: Desk, value: str) -> Callable[[Dated], bool]:
    """Due by that day; `due:none` has no date."""
    if value in EMPTY:
        return lambda record: record.due is None
    day = read_date(value, desk.today)
    return lambda record: record.due is not None and record.due <= day


def somebody(desk: Desk, value: str) -> str | None:
    """The name that a query says: mine for `me`, nobody's for `none`."""
    return None if value in EMPTY else desk.me.name if value == "me" else value.casefold()
