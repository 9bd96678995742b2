"""From a client's figures to the rows they are made of; and what products and creators come to.

Nothing of this is kept: it is read from the facts when somebody asks, by a child process, in about
half a second, or about two for a year of overlapping exports. So call it off the screen's thread.
"""

from collections.abc import Mapping
from datetime import date

import msgspec

from console.days import read_date
from console.desk import Desk
from console.importing import by_part, counted
from console.metrics import check_span
from data.errors import NotFound, UsageError
from data.exports.inquiry import Breakdown, Sums, Trace, Traced
from data.exports.job import Known
from data.exports.spawn import breakdown, trace
from data.figures import By, Part
from data.markets import market
from data.records.clients import Client
from data.records.imports import Import
from data.text import plain


class Untraced(NotFound):
    """No import has a row of what was asked about."""


class Trail(msgspec.Struct, frozen=True):
    """Where a client's figure comes from."""

    client: Client
    asked: str
    """A day (`2026-11-20`) or an id."""
    first: date | None
    last: date | None
    """The days asked about; `None`: any."""
    found: Traced
    files: Mapping[int, str]
    """The file's name of each import named, by number."""


class Broken(msgspec.Struct, frozen=True):
    """A client's figures by product, creator or sample, both days included."""

    client: Client
    by: By
    first: date
    last: date
    sums: Sums


def follow(
    desk: Desk,
    client: Client,
    words: str,
    *,
    part: Part | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Trail:
    """The rows behind a day, an order, a return request, a product or an SKU, as people name them.

    `part`: only exports that became it. `first` and `last`: of a product or an SKU, only rows of
    those days. Raises `UsageError`, `NotFound` (saying what is known) and `StoreError`.
    """
    asked = asked_for(desk, words)
    if isinstance(asked, date):
        if first or last:
            raise UsageError("--from and --to go with a product; a day says itself when it is.")
        first = last = asked
    known = _known(desk, client, part)
    first, last = _whole_span(known, first, last)
    found = trace(Trace(known, None if isinstance(asked, date) else asked, first, last))
    if not found.parts:
        raise Untraced(_nothing(client, part, str(asked), known))
    files = {each.id: each.file for each in desk.book.find(Import, "client", client.id)}
    named = {n for one in found.parts for row in one.rows for n in (row.number, row.by) if n}
    return Trail(client, str(asked), first, last, found, {n: files[n] for n in sorted(named)})


def broken_down(desk: Desk, client: Client, by: By, first: date, last: date) -> Broken:
    """What the rows that count on those days come to.

    Raises `UsageError` for days that run backwards or are too many, `NotFound` for a client without
    imports, `StoreError`.
    """
    check_span(first, last)
    known = _known(desk, client, None)
    zone = market(client.market).zone
    return Broken(client, by, first, last, breakdown(Breakdown(known, by, first, last, zone)))


def asked_for(desk: Desk, words: str) -> date | str:
    """The day, or the id, that people mean. Raises `UsageError` with the forms understood."""
    word = plain(words).casefold()
    if word.isascii() and word.isdigit():
        return word
    try:
        return read_date(word, desk.today)
    except ValueError:
        raise UsageError(
            f"“{plain(word, limit=40)}” is no day and no id: write a day as 2026-11-20, or the"
            " digits of an order's, a product's or an SKU's id."
        ) from None


def _whole_span(
    known: Mapping[Part, tuple[Known, ...]], first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """Both days, where only one was said."""
    days = _days(known)
    if first is last is None or not days:
        return first, last
    first, last = first or days[0], last or days[-1]
    check_span(first, last)
    return first, last


def _days(known: Mapping[Part, tuple[Known, ...]]) -> list[date]:
    """The first and last days of the imports, in order."""
    ends = (day for each in known.values() for one in each for day in (one.first, one.last))
    return sorted(day for day in ends if day is not None)


def _known(desk: Desk, client: Client, part: Part | None) -> dict[Part, tuple[Known, ...]]:
    imports = counted(desk.book.find(Import, "client", client.id))
    known = by_part(desk.workspace.facts, (i for i in imports if part in (None, i.part)))
    if not known:
        kind = f"{part} " if part else ""
        raise NotFound(
            f"{client.slug} has no {kind}imports yet: put an export into"
            f" {desk.workspace.drop / client.slug}."
        )
    return known


def _nothing(
    client: Client, part: Part | None, asked: str, known: Mapping[Part, tuple[Known, ...]]
) -> str:
    """Which days are known, where what was asked about isn't."""
    days = _days(known)
    kind = f"{part} " if part else ""
    if not days:
        return f"no {kind}import of {client.slug} has a row of {asked}, nor of any day."
    return (
        f"no {kind}import of {client.slug} has a row of {asked}; they go from {days[0]} to"
        f" {days[-1]}. Say a day, or the id of an order, a product or an SKU."
    )
