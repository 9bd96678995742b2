"""Which kind of export a file is, told by its header row, never by its name."""

from collections.abc import Sequence

import msgspec

from data.errors import ImportRefused
from data.exports.layout import Column, Format, normal
from data.exports.orders import ORDERS
from data.markets import market
from data.text import plain

FORMATS: tuple[Format, ...] = (ORDERS,)
"""Every format we read. A new one is a module beside `orders.py` and a line here."""

_LISTED = 20
"""So many columns are named at most."""


class Recognised(msgspec.Struct, frozen=True):
    """A header row, understood."""

    format: Format
    market: str
    width: int
    """Cells in a whole row."""
    columns: tuple[tuple[Column, int], ...]
    """The kept columns this file has, and where."""
    warnings: tuple[str, ...]
    """What a person should know, though the file can be read."""


def recognise(header: Sequence[str], client_market: str, told: str | None = None) -> Recognised:
    """What a header row says the file is.

    `client_market` is the market the client sells in, `told` the one a person named for this file.
    Raises `ImportRefused`: an unknown header (naming the nearest format and what it lacks), a
    needed column twice, a market that can't be told, isn't the client's or can't be read yet.
    """
    names = [normal(cell) for cell in header]
    found = _format(names)
    for column in found.columns:
        if names.count(normal(column.header)) > 1:
            raise ImportRefused(f"the column “{column.header}” is there twice; export it again.")
    return Recognised(
        found,
        _market(found, set(names), client_market, told),
        len(names),
        tuple(
            (column, names.index(normal(column.header)))
            for column in found.columns
            if normal(column.header) in names
        ),
        tuple(_warnings(found, header)),
    )


def _format(names: list[str]) -> Format:
    held = set(names)

    def share(known: Format) -> float:
        return sum(normal(c.header) in held for c in known.needed) / len(known.needed)

    nearest = max(FORMATS, key=share)
    lacking = [c.header for c in nearest.needed if normal(c.header) not in held]
    if lacking:
        listed = ", ".join(f"“{name}”" for name in lacking)
        raise ImportRefused(
            f"its columns are those of no export we know. The nearest is {nearest.name}"
            f" ({nearest.title}), but it has no {listed}."
        )
    return nearest


def _market(found: Format, held: set[str], client_market: str, told: str | None) -> str:
    marked = [
        code for code, marks in found.markets.items() if all(normal(mark) in held for mark in marks)
    ]
    code = told or (marked[0] if len(marked) == 1 else None)
    if code is None:
        raise ImportRefused(
            f"it is an export of {found.name}, but of which market can't be told from its columns."
            f" Import it with --market {client_market} if it is of that one."
        )
    if code != client_market:
        raise ImportRefused(
            f"it is an export of {found.name} in {market(code).title}, and this client sells in"
            f" {market(client_market).title}. Was it meant for another client?"
        )
    if found.name not in market(code).exports:
        raise ImportRefused(f"exports of {found.name} in {market(code).title} can't be read yet.")
    return code


def _warnings(found: Format, header: Sequence[str]) -> list[str]:
    known = {normal(name) for name in (*(c.header for c in found.columns), *found.left_out)}
    held = {normal(cell) for cell in header}
    new = [plain(cell, limit=40) for cell in header if normal(cell) not in known]
    gone = [column.header for column in found.columns if normal(column.header) not in held]
    said = (
        ("columns we don't know, left out", new),
        ("columns that are missing, left empty", gone),
    )
    return [f"{words}: {_listed(names)}" for words, names in said if names]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
