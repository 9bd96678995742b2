"""Saved views: a query under a name, one's own or everybody's."""

import re
from typing import Annotated, Literal

import msgspec

from console.args import Arg
from console.desk import Desk
from console.query import Listing, Test, compile_query, views_in
from console.verb import NoArgs, Refusal, Verb, View
from data.errors import NotFound, UsageError
from data.records.book import Tx
from data.records.views import SavedView
from data.text import plain

_NAME = re.compile(r"[\w.-]{1,32}")
Whose = Literal["me", "all"]
Name = Annotated[str, Arg("text", "one word, as late; @late uses it in a query")]


class NewView(msgspec.Struct, frozen=True):
    """What a view is."""

    name: Name
    list: Annotated[str, Arg("text", "the list it is of, as actions")]
    query: Annotated[str, Arg("text", "the query, as owner:me is:overdue")]
    whose: Annotated[Whose, Arg("choice", "who sees it: me or all", ("me", "all"))] = "me"


class RenameView(msgspec.Struct, frozen=True):
    """What it is called from now on."""

    name: Name


def _make(tx: Tx, args: NewView) -> SavedView:
    owner = tx.by if args.whose == "me" else None
    view = SavedView(name=args.name.casefold(), list=args.list, query=args.query, owner=owner)
    return tx.add(view)


def _cant_be_asked(desk: Desk, args: NewView) -> Refusal | None:
    """The list must be there, and its query mean something to everybody who is to use it."""
    from console.table import ASKED  # the table knows this module

    if args.list not in ASKED:
        return Refusal(f"there is no list “{args.list}”; there is {', '.join(ASKED)}")
    try:
        compile_query(desk, ASKED[args.list], args.query)
    except UsageError as error:
        return Refusal(f"“{args.name}” can't be kept: {error}")
    own = [view.name for view in views_in(desk, args.list, args.query) if view.owner]
    if own and args.whose == "all":
        return Refusal(f"@{own[0]} is your own view: nobody else could use a query with it")
    return None


def _can_be_made(view: View, args: NewView) -> Refusal | None:
    return _name_taken(view, args.name, args.list, view.me if args.whose == "me" else None)


def _name_taken(view: View, name: str, list: str, owner: str | None) -> Refusal | None:
    if not _NAME.fullmatch(name):
        return Refusal(f"“{name}” can't name a view: one word of letters, figures, - and .")
    for other in view.read.find(SavedView, "list", list):
        same = (other.name, other.owner) == (name.casefold(), owner)
        if same and other.archived_at is None:
            return Refusal(f"{other.ref} is already called “{other.name}”: {other.query}")
    return None


def _others(view: View, saved: SavedView, args: msgspec.Struct | None) -> Refusal | None:
    if saved.owner not in (None, view.me):
        return Refusal(f"{saved.ref} is {saved.owner}'s own")
    return None


def _can_be_renamed(view: View, saved: SavedView, args: RenameView | None) -> Refusal | None:
    refusal = _others(view, saved, args)
    if refusal or args is None or args.name.casefold() == saved.name:
        return refusal
    return _name_taken(view, args.name, saved.list, saved.owner)


def _rename(tx: Tx, saved: SavedView, args: RenameView) -> SavedView:
    return tx.put(msgspec.structs.replace(saved, name=args.name.casefold()))


def _forget(tx: Tx, saved: SavedView, args: NoArgs) -> SavedView:
    return tx.put(msgspec.structs.replace(saved, archived_at=tx.at))


def named(desk: Desk, word: str) -> SavedView:
    """The view of that name, my own before one of all. Raises `NotFound`."""
    name = word.removeprefix("@").casefold()
    seen = [view for view in desk.book.all(SavedView) if view.owner in (None, desk.me.name)]
    found = [view for view in seen if view.name == name]
    found = [view for view in found if view.owner is not None] or found
    if len(found) == 1:
        return found[0]
    could = [f"{view.ref} ({view.list})" for view in found]
    if could:
        raise NotFound(f"“{name}” could be {' or '.join(could)}.")
    known = ", ".join(dict.fromkeys(view.name for view in seen)) or "none yet"
    raise NotFound(f"there is no view “{plain(name, limit=40)}”; there is {known}.")


NEW = Verb(
    id="views.new",
    label="save view",
    past="saved",
    help="Keep a query under a name, for yourself or for all.",
    kind=SavedView,
    args=NewView,
    make=_make,
    unusable=_cant_be_asked,
    refuse_new=_can_be_made,
)
RENAME = Verb(
    id="views.rename",
    label="rename view",
    past="renamed",
    help="Give a saved view another name.",
    kind=SavedView,
    args=RenameView,
    do=_rename,
    refuse=_can_be_renamed,
    bulk=False,
)
FORGET = Verb(
    id="views.forget",
    label="forget view",
    past="forgot",
    help="Take a saved view away; queries that name it stop working.",
    kind=SavedView,
    args=NoArgs,
    do=_forget,
    refuse=_others,
)
VERBS = (NEW, RENAME, FORGET)


def _owner(desk: Desk, value: str) -> Test[SavedView]:
    wanted = {"me": desk.me.name, "nobody": None, "all": None}.get(value, value)
    return lambda view: view.owner == wanted


LIST = Listing(
    name="views",
    kind=SavedView,
    fields={"list": lambda desk, value: lambda view: view.list == value, "owner": _owner},
    states={"shared": lambda desk: lambda view: view.owner is None},
    text=lambda desk, view: f"{view.name} {view.query}",
    order=lambda desk: lambda view: (view.list, view.name, view.owner or ""),
)
