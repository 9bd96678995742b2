"""A list of creators in a file: ours, or the one of Affiliate Center's analytics; CSV or workbook.

Only the columns named here are read: an address, a number or anything else beside them is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import msgspec

from data.errors import ImportRefused
from data.text import plain

FORMAT = "creators"
LISTED = "creators.jsonl"
"""The file in the work folder: a `Listed` a line."""
HEADERS: Mapping[str, str] = {
    **dict.fromkeys(("creator", "handle", "creator username", "达人用户名"), "handle"),
    **dict.fromkeys(("followers", "affiliate followers", "联盟粉丝数"), "followers"),
    **dict.fromkeys(("name", "creator nickname"), "name"),
    **dict.fromkeys(("fulfilment", "fulfillment rate"), "fulfilment"),
    "health": "health",
    "tags": "tags",
}
"""What a column is, by its header in small letters."""
_EMPTY = ("", "-", "--", "/")
_COUNT = re.compile(r"(\d{1,12}|\d{1,3}(?:,\d{3})+|\d{1,6}\.\d{1,3})([km]?)", re.ASCII)
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+|\d{1,3}(?:\.\d{3}){2,}", re.ASCII)
"""Thousands marked as no decimals ever are."""
_DOT = re.compile(r"\d{1,3}\.\d{3}[km]?", re.ASCII)
_PART = re.compile(r"\d+\.\d*[1-9]", re.ASCII)
_BARE = re.compile(r"\d{1,9}(?:\.\d{1,20})?", re.ASCII)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_HANDLE = re.compile(r"[a-z0-9_.]{1,24}")


class Listed(msgspec.Struct, frozen=True):
    """What a row says of a creator; `None`: nothing."""

    handle: str
    followers: int | None = None
    name: str | None = None
    fulfilment: int | None = None
    health: int | None = None
    tags: tuple[str, ...] = ()


class CreatorList(ImportRefused):
    """A file that is no export but a list of creators."""


class BadCell(Exception):
    """A row that can't be taken: column, value, reason."""


def fields_of(header: Sequence[str]) -> list[str]:
    """Which field each column is; empty where it is none."""
    return [HEADERS.get(plain(cell).casefold(), "") for cell in header]


def is_header(header: Sequence[str]) -> bool:
    """Whether it is the header of such a list."""
    return _columns(header, handle=1, followers=1)


def lacks_followers(header: Sequence[str]) -> bool:
    """Whether it would be the header of such a list, had it that column."""
    return _columns(header, handle=1, followers=0)


def _columns(header: Sequence[str], **wanted: int) -> bool:
    """Whether it has so many of those, and no order is told of: those have creators, too."""
    known = fields_of(header)
    ordered = any("order id" in cell.casefold() for cell in header)
    return not ordered and all(known.count(field) == times for field, times in wanted.items())


def in_shares(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Whether fulfilment stands as spreadsheets keep it, 86 % as 0.86 and all of them as 1."""
    fields = fields_of(header)
    if "fulfilment" not in fields:
        return False
    at = fields.index("fulfilment")
    cells = [row[at].strip() for row in rows if at < len(row)]
    bare = [float(cell) for cell in cells if _BARE.fullmatch(cell)]
    return any(0 < each < 1 for each in bare) and all(each <= 1 for each in bare)


def listed(
    header: Sequence[str], row: Sequence[str], *, shares: bool = False, thousands: str = ","
) -> Listed:
    """What a row says; with `shares`, its fulfilment is one. Cells it is short of are empty.

    `thousands` are the marks between them where the client sells. Raises `BadCell`.
    """
    said = {
        field: (column, plain(cell))
        for field, column, cell in zip_longest(fields_of(header), header, row, fillvalue="")
        if field
    }
    if shares:
        column, cell = said["fulfilment"]
        said["fulfilment"] = column, _per_cent(cell)
    if "followers" in said:
        column, cell = said["followers"]
        said["followers"] = column, _whole(column, cell, thousands)
    column, cell = said["handle"]
    handle = cell.removeprefix("@").casefold()
    if not _HANDLE.fullmatch(handle):
        raise BadCell(column, cell, "it is no handle: letters, digits, _ and . only, 24 at most")
    counts = {
        field: _count(*said[field]) if field in said else None
        for field in ("followers", "fulfilment", "health")
    }
    if (counts["fulfilment"] or 0) > 100:
        raise BadCell(*said["fulfilment"], "it is more than 100 %")
    _, name = said.get("name", ("", ""))
    _, tags = said.get("tags", ("", ""))
    words = (word.strip().casefold().replace(" ", "-") for word in re.split("[;,|]", tags))
    kept = None if name in _EMPTY else plain(name, limit=80)
    return Listed(handle, name=kept, tags=tuple(word for word in words if word), **counts)


def _per_cent(cell: str) -> str:
    """A share as per cent; what is none stands as it is."""
    return f"{float(cell) * 100:.0f}" if _BARE.fullmatch(cell) else cell


def _whole(column: str, cell: str, thousands: str) -> str:
    """A number of people without its marks between thousands. Raises `BadCell`."""
    if _GROUPS.fullmatch(cell):
        return re.sub("[ .]", "", cell)
    if _DOT.fullmatch(cell.casefold()):
        if "." in thousands and cell[-1].isdigit():
            return cell.replace(".", "")
        if "." in thousands or cell[-1].isdigit():
            raise BadCell(column, cell, "its dot may be one of thousands: write 412000 or 412k")
    if _PART.fullmatch(cell):
        raise BadCell(column, cell, "it is no whole number: write 12500 or 12.5k")
    return cell


def _count(column: str, cell: str) -> int | None:
    if cell in _EMPTY:
        return None
    match = _COUNT.fullmatch(cell.removesuffix("%").strip().casefold())
    if match is None:
        raise BadCell(column, cell, "it is no number, as 412000, 412,000 or 412k")
    return round(float(match[1].replace(",", "")) * _TIMES[match[2]])
