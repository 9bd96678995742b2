"""Clients: who we work for, and the folder their exports are put in."""

import re
from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from console.args import EMPTY, Arg, Market, Owner, Title
from console.asked import somebody
from console.desk import Desk
from console.query import Listing, Test
from console.verb import Reader, Refusal, Verb, View
from data.drop import make_client_folder
from data.markets import market
from data.records.book import Tx
from data.records.clients import Client

Quota = Annotated[int, Arg("count", "new creators it may write to in a week, as 500")]


class NewClient(msgspec.Struct, frozen=True):
    """What a new client needs."""

    title: Title
    market: Market = "US"
    owner: Owner | UnsetType = UNSET


class EditClient(msgspec.Struct, frozen=True):
    """What can be changed. The short name, the market and the currency can't."""

    title: Title | UnsetType = UNSET
    owner: Owner | UnsetType = UNSET
    outreach_quota: Quota | UnsetType = UNSET


def slug_of(title: str) -> str:
    """The client's short name: its drop folder, what people type."""
    from slugify import slugify  # 20 ms, for the rare day a client is taken on

    return slugify(title, max_length=40, word_boundary=True)


def _can_make(view: View, args: NewClient) -> Refusal | None:
    slug = slug_of(args.title)
    if not slug:
        return Refusal(f"“{args.title}” leaves no short name: use some letters")
    if slug in EMPTY or slug == "new":
        return Refusal(f"a client can't be called {slug}: that word means something here")
    if re.fullmatch(r"[a-z]\d+", slug):
        return Refusal(f"{slug} looks like a record's id: use another name")
    return short_name_taken(view.read, slug)


def short_name_taken(read: Reader, slug: str, *, but: int = 0) -> Refusal | None:
    """Refuses a short name that a client other than number `but` has."""
    for client in read.find(Client, "slug", slug):
        if client.archived_at is None and client.id != but:
            return Refusal(f"{client.title} ({client.ref}) already has the short name {slug}")
    return None


def _new(tx: Tx, args: NewClient) -> Client:
    rules = market(args.market)
    return tx.add(
        Client(
            title=args.title,
            slug=slug_of(args.title),
            market=rules.code,
            currency=rules.currency,
            zone=rules.zone,
            first_weekday=rules.first_weekday,
            owner=tx.by if args.owner is UNSET else args.owner,
        )
    )


def _where(view: View, client: Client) -> str:
    """Its market, which nobody may have said and nothing can change."""
    return f"its market is {client.market} ({client.currency}); undo if it isn't"


def _can_edit(view: View, client: Client, args: EditClient | None) -> Refusal | None:
    if args is not None and args == EditClient():
        return Refusal("nothing to change: say a title, an owner or an outreach quota")
    return None


def _edit(tx: Tx, client: Client, args: EditClient) -> Client:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    return tx.put(msgspec.structs.replace(client, **changed))


NEW = Verb(
    id="clients.new",
    label="new client",
    past="took on",
    help="Take on a client; makes its drop folder.",
    kind=Client,
    args=NewClient,
    make=_new,
    refuse_new=_can_make,
    also=_where,
    after=lambda workspace, client: make_client_folder(workspace.drop, client.slug),
)
EDIT = Verb(
    id="clients.edit",
    label="edit",
    past="changed",
    help="Change a client's title, account manager or weekly outreach quota.",
    kind=Client,
    args=EditClient,
    do=_edit,
    refuse=_can_edit,
)

VERBS = (NEW, EDIT)


def _by_owner(desk: Desk, value: str) -> Test[Client]:
    owner = somebody(desk, value)
    return lambda client: client.owner == owner


def _by_market(desk: Desk, value: str) -> Test[Client]:
    return lambda client: client.market == value.upper()


def _order(desk: Desk) -> Callable[[Client], tuple[float | str, ...]]:
    return lambda client: (client.title.casefold(), client.id)


LIST = Listing(
    name="clients",
    kind=Client,
    fields={"owner": _by_owner, "market": _by_market},
    states={"mine": lambda desk: lambda client: client.owner == desk.me.name},
    text=lambda desk, client: f"{client.ref} {client.title} {client.slug}",
    order=_order,
)
