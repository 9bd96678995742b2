"""Imports: every export that came in, and what became of it."""

from collections.abc import Callable

from console.desk import Desk
from console.query import Listing, Test
from data.records.imports import Import
from data.store import Entry


def summary(record: Import) -> str:
    """What became of a file: `All order-….csv: 812 rows, 2 rejected`."""
    if record.status == "rejected":
        return f"{record.file} was refused: {record.reason}"
    rows = f"{record.rows:,} row" + ("" if record.rows == 1 else "s")
    rejects = f", {record.rejected:,} rejected" if record.rejected else ""
    return f"{record.file}: {rows}{rejects}"


def told(desk: Desk, record: Import) -> str:
    """What became of a file, in words: `aurora-skin: 812 rows came in as I3, 2 rejected`."""
    client = desk.client_slug(record.client)
    if record.status == "rejected":
        return f"{client}: {record.file} was refused: {record.reason}"
    rejects = f", {record.rejected:,} rejected" if record.rejected else ""
    return f"{client}: {record.rows:,} rows came in as {record.ref}{rejects}"


def import_in(desk: Desk, entry: Entry) -> Import | None:
    """The import an entry made, if it is one."""
    made = [change.id for change in entry.changes if change.table == Import.TABLE]
    return desk.book.get(Import, made[0]) if made else None


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
