"""Which kind of export a file is, told by its header row, never by its name."""

from collections.abc import Sequence

import msgspec

from data.errors import ImportRefused, Unsure
from data.exports.affiliate import CREATOR_SIDE, SELLER_SIDE
from data.exports.layout import Column, Format, normal
from data.exports.listed import CreatorList, is_header, lacks_followers
from data.exports.orders import ORDERS
from data.exports.returns import RETURNS
from data.markets import market, markets
from data.text import plain

FORMATS: tuple[Format, ...] = (ORDERS, RETURNS, SELLER_SIDE, CREATOR_SIDE)
"""Every format we read. A new one is a module beside `orders.py` and a name here."""

_LISTED = 20
"""So many columns are named at most."""


class Recognised(msgspec.Struct, frozen=True):
    """A header row, understood."""

    format: Format
    market: str
    width: int
    """Cells in a whole row."""
    columns: tuple[tuple[Column, int], ...]
    """The columns to read that this file has, and where."""
    warnings: tuple[str, ...]
    """What a person should know, though the file can be read."""


def recognise(
    header: Sequence[str],
    client_market: str,
    told: str | None = None,
    formats: Sequence[Format] = FORMATS,
) -> Recognised:
    """What a header row says the file is.

    `client_market` is the market the client sells in, `told` the one a person named for this file.
    Raises `ImportRefused`: an unknown header (naming the nearest format and what it lacks), a
    needed column twice, a market that isn't the client's. Raises `Unsure` when the market can't be
    told from the columns.
    """
    names = [normal(cell) for cell in header]
    found = format_of(header, formats)
    for column in found.columns:
        if names.count(normal(column.header)) > 1:
            raise ImportRefused(f"the column “{column.header}” is there twice; export it again.")
    code = _market(found, set(names), client_market, told)
    return Recognised(
        found,
        code,
        len(names),
        tuple(
            (column, names.index(normal(column.header)))
            for column in found.columns
            if normal(column.header) in names
        ),
        tuple(_warnings(found, code, header)),
    )


def format_of(header: Sequence[str], formats: Sequence[Format]) -> Format:
    """The format a header row is of; of several that fit alike, the first.

    Raises `ImportRefused` naming the nearest and what it lacks; `CreatorList`.
    """
    held = {normal(cell) for cell in header}

    def lacking(known: Format) -> list[str]:
        return [c.header for c in known.needed if normal(c.header) not in held]

    fitting = [known for known in formats if not lacking(known)]
    if fitting:
        return max(fitting, key=lambda known: len(known.needed))
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise ImportRefused(
            "its cells aren't separated by commas: a spreadsheet saved it. Export it again and put"
            " that file in unopened."
        )
    if is_header(header):
        raise CreatorList("it is a list of creators and needs no teaching: put it in as it is.")
    if lacks_followers(header):
        raise ImportRefused(
            "it looks like a list of creators, but has no column “followers”: add it, its cells may"
            " be empty."
        )
    nearest = max(formats, key=lambda known: len(known.needed) - len(lacking(known)))
    listed = ", ".join(f"“{name}”" for name in lacking(nearest))
    raise ImportRefused(
        f"its columns are those of no export we know. The nearest is {nearest.name}"
        f" ({nearest.title}), but it has no {listed}. If it is one, `spotlight formats teach` on"
        " the file says once which column is which."
    )


def _market(found: Format, held: set[str], client_market: str, told: str | None) -> str:
    if not found.markets:
        return client_market
    marked = [
        code for code, marks in found.markets.items() if all(normal(mark) in held for mark in marks)
    ]
    code = marked[0] if len(marked) == 1 else told
    if code is not None and told not in (None, code):
        said = market(told or code).title
        raise ImportRefused(f"its columns are those of {market(code).title}, not of {said}.")
    if code is None:
        raise Unsure(
            f"it is an export of {found.name}, but of which market can't be told from its columns."
            f" If it is of {market(client_market).title}, say --market {client_market}.",
            "market",
            tuple(marked) or markets(),
        )
    if code != client_market:
        raise ImportRefused(
            f"it is an export of {found.name} in {market(code).title}, and this client sells in"
            f" {market(client_market).title}. Was it meant for another client?"
        )
    return code


def _warnings(found: Format, code: str, header: Sequence[str]) -> list[str]:
    known = {normal(name) for name in (*(c.header for c in found.columns), *found.left_out)}
    held = {normal(cell) for cell in header}
    new = [plain(cell, limit=40) for cell in header if normal(cell) not in known]
    gone = [
        column.header
        for column in found.columns
        if normal(column.header) not in held and (not column.only or code in column.only)
    ]
    said = (
        ("columns we don't know, left out", new),
        ("columns that are missing, left empty", gone),
    )
    return [f"{words}: {_listed(names)}" for words, names in said if names]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
