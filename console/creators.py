"""Creators: whom the agency speaks with, by handle."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from console.args import Arg, Handle
from console.query import Listing
from console.verb import Reader, Refusal, Verb, View
from data.records.book import Tx
from data.records.creators import Creator

Name = Annotated[str, Arg("text", "what the creator is called")]


class NewCreator(msgspec.Struct, frozen=True):
    """What a new creator needs."""

    handle: Handle
    name: Name | None = None


class EditCreator(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays. A handle changes when the creator changes it."""

    handle: Handle | UnsetType = UNSET
    name: Name | UnsetType = UNSET


def known(reader: Reader, handle: str) -> Creator | None:
    """The creator of that handle, also one that was taken away."""
    found = reader.find(Creator, "handle", handle)
    return min(found, key=lambda creator: creator.archived_at is not None, default=None)


def handle_of(read: Reader, number: int) -> str:
    """The handle of the creator with that number, with its @."""
    found = read.get(Creator, number)
    return f"@{found.handle}" if found else f"{Creator.LETTER}{number}"


def creator_of(tx: Tx, handle: str) -> Creator:
    """The creator of that handle; made if nobody knows them, put back if they were taken away."""
    found = known(tx, handle)
    if found is None:
        return tx.add(Creator(handle=handle))
    return tx.put(msgspec.structs.replace(found, archived_at=None))


def _new(tx: Tx, args: NewCreator) -> Creator:
    creator = creator_of(tx, args.handle)
    return tx.put(msgspec.structs.replace(creator, name=args.name or creator.name))


def _edit(tx: Tx, creator: Creator, args: EditCreator) -> Creator:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    return tx.put(msgspec.structs.replace(creator, **changed))


def _taken(view: View, handle: str, but: int = 0) -> Refusal | None:
    found = known(view.read, handle)
    if found is None or found.id == but or found.archived_at is not None:
        return None
    return Refusal(f"@{handle} is {found.ref} already")


def _can_make(view: View, args: NewCreator) -> Refusal | None:
    return _taken(view, args.handle)


def _can_edit(view: View, creator: Creator, args: EditCreator | None) -> Refusal | None:
    if args is None or isinstance(args.handle, UnsetType):
        return None
    return _taken(view, args.handle, but=creator.id)


NEW = Verb(
    id="creators.new",
    label="new creator",
    past="noted",
    help="Note a creator; a conversation does so by itself.",
    kind=Creator,
    args=NewCreator,
    make=_new,
    refuse_new=_can_make,
)
EDIT = Verb(
    id="creators.edit",
    label="edit",
    past="changed",
    help="Change a creator's handle or name.",
    kind=Creator,
    args=EditCreator,
    do=_edit,
    refuse=_can_edit,
    bulk=False,
)

VERBS = (NEW, EDIT)

LIST = Listing(
    name="creators",
    handles=True,
    kind=Creator,
    fields={},
    states={"named": lambda desk: lambda creator: creator.name is not None},
    text=lambda desk, creator: f"{creator.ref} @{creator.handle} {creator.name or ''}",
    order=lambda desk: lambda creator: (creator.handle,),
)
