"""Imports: every export that came in, what became of it, and what can be done about it."""

from collections.abc import Callable

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from console.args import ClientRef, DateOrder, Market, Reason, Shop
from console.desk import Desk
from console.query import Listing, Test
from console.verb import Asked, Refusal, Verb, View
from data.errors import RefusalError
from data.exports.job import Answers
from data.records.clients import Client
from data.records.imports import Import
from data.store import Entry


class Settle(Struct, frozen=True):
    """What a waiting file doesn't say itself."""

    market: Market | UnsetType = UNSET
    dates: DateOrder | UnsetType = UNSET
    client: ClientRef | UnsetType = UNSET
    shop: Shop | UnsetType = UNSET


class Void(Struct, frozen=True):
    """Why an import is taken out."""

    reason: Reason


_FEW = 10
"""So many options a form names."""


def _can_settle(view: View, record: Import, args: Settle | None) -> Refusal | None:
    if record.status != "waiting" or record.question is None:
        return Refusal(f"{record.ref} doesn't wait for an answer")
    if args is None:
        return None
    if getattr(args, record.question) in (UNSET, None):
        return Refusal(f"{record.ref} waits to be told --{record.question}: {record.reason}")
    number = record.client if args.client is UNSET else args.client
    client = view.read.get(Client, number) if number else None
    if client and args.market not in (UNSET, client.market):
        return Refusal(
            f"its client sells in {client.market}: if the file is of {args.market}, it"
            " belongs to another client; take it out of the folder"
        )
    return None


def answers(args: Settle, before: Answers) -> Answers:
    """What is known of a file now: what was said before, and what `args` say."""
    given = {name: getattr(args, name) for name in Answers.__struct_fields__}
    return replace(before, **{name: word for name, word in given.items() if word is not UNSET})


def _settle(desk: Desk, record: Import, args: Settle) -> Import:
    from console.intake import Intake  # it reads exports; a start needs none of that

    client = record.client if args.client is UNSET else args.client
    settled = Intake(desk).settle(
        record,
        desk.book.get(Client, client) if client else None,
        answers(args, record.answers),
    )
    if settled.status == "waiting":
        raise RefusalError(f"{settled.ref} still waits: {settled.reason}")
    if settled.status != "done":
        raise RefusalError(summary(settled))
    return settled


def _question(record: Import) -> Asked:
    about = [summary(record), f"could be: {', '.join(record.options[:_FEW]) or 'anything'}"]
    return Asked([record.question or ""], about)


def _can_void(view: View, record: Import, args: Void | None) -> Refusal | None:
    if record.status == "waiting":
        return Refusal(f"{record.ref} isn't in yet: take its file out of the drop folder instead")
    if record.status != "done":
        return Refusal(f"{record.ref} is {record.status}: nothing of it counts")
    return None


def _void(desk: Desk, record: Import, args: Void) -> Import:
    from console.intake import Intake

    return Intake(desk).void(record, args.reason)


SETTLE = Verb(
    id="imports.settle",
    label="settle",
    past="settled",
    help="Say what a waiting file doesn't: its market, order of dates, client or shop.",
    kind=Import,
    args=Settle,
    carry=_settle,
    asks=_question,
    refuse=_can_settle,
    bulk=False,
    lasting=True,
)
VOID = Verb(
    id="imports.void",
    label="void",
    past="took out",
    help="Take an import out: its days are worked out again without it.",
    kind=Import,
    args=Void,
    carry=_void,
    refuse=_can_void,
    also=lambda view, record: record.without,
    bulk=False,
    lasting=True,
    danger=True,
)

VERBS = (SETTLE, VOID)

QUESTIONS = {
    "client": "whose is it?",
    "market": "which market?",
    "dates": "day or month first?",
    "shop": "which shop in it?",
}
"""What a file waits to be told, in few words."""


def summary(record: Import) -> str:
    """What became of a file: `All order-….csv: 812 rows, 2 rejected`."""
    match record.status:
        case "rejected":
            return f"{record.file} was refused: {record.reason}"
        case "waiting":
            return f"{QUESTIONS[record.question or 'client']} {record.file} waits"
        case "void":
            return f"{record.file} was taken out: {record.reason}"
    return f"{record.file}: {_rows(record)}{_but(record)}"


def told(desk: Desk, record: Import) -> str:
    """What became of a file, in words: `aurora-skin: 812 rows came in as I3, 2 rejected`."""
    client = desk.client_slug(record.client) or "drop"
    if record.status != "done":
        return f"{client}: {summary(record)}"
    return f"{client}: {_rows(record)} came in as {record.ref}{_but(record)}"


def _rows(record: Import) -> str:
    return f"{record.rows:,} row" + ("" if record.rows == 1 else "s")


def _but(record: Import) -> str:
    """Which of a file's rows don't count."""
    words = ""
    if record.rejected:
        words += f", {record.rejected:,} rejected"
    if record.superseded:
        words += f", {record.superseded:,} older than what is known"
    return words


def import_in(desk: Desk, entry: Entry) -> Import | None:
    """The import an entry made or changed, if it is one."""
    made = [change.id for change in entry.changes if change.table == Import.TABLE]
    return desk.book.get(Import, made[0]) if made else None


def _by_client(desk: Desk, value: str) -> Test[Import]:
    number = desk.client(value).id
    return lambda record: record.client == number


def _by_format(desk: Desk, value: str) -> Test[Import]:
    return lambda record: record.format == value


def _order(desk: Desk) -> Callable[[Import], tuple[float, ...]]:
    return lambda record: (-record.id,)


def _is(status: str) -> Callable[[Desk], Test[Import]]:
    return lambda desk: lambda record: record.status == status


LIST = Listing(
    name="imports",
    kind=Import,
    fields={"client": _by_client, "format": _by_format},
    states={status: _is(status) for status in ("done", "rejected", "waiting", "void")},
    text=lambda desk, record: f"{record.ref} {record.file}",
    order=_order,
)
