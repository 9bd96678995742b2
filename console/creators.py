"""Creators: whom the agency speaks with, how far it is with them, and for whom it doesn't write."""

from collections.abc import Callable, Iterable
from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, UnsetType

from console.args import EMPTY, Arg, Handle
from console.asked import by_tag
from console.desk import AnyVerb, Desk
from console.duplicates import VERBS as DUPLICATES
from console.handles import all_former, former, known, same
from console.handles import handle_of as handle_of
from console.query import Listing, Test
from console.tags import tag_verbs
from console.verb import Reader, Refusal, Verb, View
from data.records import creators
from data.records.base import Record
from data.records.book import Tx
from data.records.conversations import Conversation
from data.records.creators import Blocked, Creator, FormerHandle
from data.records.messages import Message
from data.records.samples import Sample

STAGES = get_args(creators.Stage)
"""From the first idea of them on."""

Name = Annotated[str, Arg("text", "what the creator is called")]
Followers = Annotated[int, Arg("count", "how many follow them, as 412k")]
Fulfilment = Annotated[int, Arg("count", "per cent of their samples that led to a post")]
Health = Annotated[int, Arg("count", "their Creator Health Rating, 0 to 1000")]
PlatformId = Annotated[str, Arg("text", "the platform's own number for them")]
Stage = Annotated[creators.Stage, Arg("choice", ", ".join(STAGES), STAGES)]


class NewCreator(msgspec.Struct, frozen=True):
    """What a new creator needs."""

    handle: Handle
    name: Name | None = None


class EditCreator(msgspec.Struct, frozen=True):
    """What can be changed; what isn't set stays. A handle changes when the creator changes it."""

    handle: Handle | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    followers: Followers | UnsetType = UNSET
    fulfilment: Fulfilment | UnsetType = UNSET
    health: Health | UnsetType = UNSET
    platform_id: PlatformId | UnsetType = UNSET


class SetStage(msgspec.Struct, frozen=True):
    """How far we are with them."""

    stage: Stage


# -- what others ask --------------------------------------------------------------------------


def creator_of(tx: Tx, handle: str) -> Creator:
    """The creator of that handle; made if nobody knows them, put back if they were taken away."""
    found = known(tx, handle)
    if found is None:
        return tx.add(Creator(handle=handle))
    return tx.put(msgspec.structs.replace(found, archived_at=None))


def whom(read: Reader, record: Record) -> Creator | None:
    """The creator a record is about, or is; `None`: it is about none."""
    if isinstance(record, Conversation | Sample):
        return read.get(Creator, record.creator)
    return record if isinstance(record, Creator) else None


def meant(read: Reader, kind: type[Record], records: Iterable[Record]) -> list[Record]:
    """Of those selected the ones of that kind; where creators are meant, whom they are about."""
    if kind is not Creator:
        return [each for each in records if isinstance(each, kind)]
    found = (whom(read, each) for each in records)
    return [*{creator.ref: creator for creator in found if creator}.values()]


def blocked(read: Reader, number: int, client: int | None) -> Blocked | None:
    """Why nobody writes to that creator for that client; also where they go by another handle."""
    found = read.get(Creator, number)
    blocks = (block for each in same(read, found) for block in each.blocked) if found else ()
    return next((block for block in blocks if block.client == client), None)


def connected(read: Reader, number: int, client: int) -> bool:
    """Whether they sell for that client or wrote to us about it: no quota counts those."""
    found = read.get(Creator, number)
    return found is not None and any(
        client in each.connected or _wrote(read, each, client) for each in same(read, found)
    )


def _wrote(read: Reader, creator: Creator, client: int) -> bool:
    talks = (t for t in read.find(Conversation, "creator", creator.id) if t.client == client)
    said = (message for talk in talks for message in read.find(Message, "conversation", talk.id))
    return any(not message.outbound for message in said if message.archived_at is None)


def ahead(creator: Creator, stage: creators.Stage) -> creators.Stage:
    """The later of the creator's stage and that one: what happened never leads back."""
    return max(creator.stage, stage, key=STAGES.index)


# -- what is done -----------------------------------------------------------------------------


def _new(tx: Tx, args: NewCreator) -> Creator:
    had = tx.find(Creator, "handle", args.handle)
    creator = had[0] if had else tx.add(Creator(handle=args.handle))
    name = args.name or creator.name
    return tx.put(msgspec.structs.replace(creator, name=name, archived_at=None))


def _edit(tx: Tx, creator: Creator, args: EditCreator) -> Creator:
    given = {f: getattr(args, f) for f in args.__struct_fields__}
    changed = {f: value for f, value in given.items() if value is not UNSET}
    if changed.get("handle", creator.handle) != creator.handle:
        for before in former(tx, creator):
            if before.handle == changed["handle"]:  # they took it back
                tx.put(msgspec.structs.replace(before, archived_at=tx.at))
        tx.add(FormerHandle(creator=creator.id, handle=creator.handle, until=tx.at))
    return tx.put(msgspec.structs.replace(creator, **changed))


def _set_stage(tx: Tx, creator: Creator, args: SetStage) -> Creator:
    return tx.put(msgspec.structs.replace(creator, stage=args.stage))


# -- rules ------------------------------------------------------------------------------------


def _taken(view: View, handle: str, but: int = 0) -> Refusal | None:
    for found in view.read.find(Creator, "handle", handle):
        if found.id != but and found.archived_at is None:
            return Refusal(f"@{handle} is {found.ref} already")
    return None


def _can_make(view: View, args: NewCreator) -> Refusal | None:
    return _taken(view, args.handle)


def _can_edit(view: View, creator: Creator, args: EditCreator | None) -> Refusal | None:
    if args is None:
        return None
    if not isinstance(args.fulfilment, UnsetType) and args.fulfilment > 100:
        return Refusal("of a hundred samples at most a hundred lead to a post")
    if not isinstance(args.health, UnsetType) and args.health > 1000:
        return Refusal("a Creator Health Rating goes up to 1000")
    if isinstance(args.handle, UnsetType):
        return None
    if (refusal := _taken(view, args.handle, but=creator.id)) is None:
        return None
    return Refusal(f"{refusal.reason}; if both are the same person, merge them")


def _can_stage(view: View, creator: Creator, args: SetStage | None) -> Refusal | None:
    if args is not None and args.stage == creator.stage:
        return Refusal(f"the stage is {creator.stage} already")
    return None


# -- the verbs --------------------------------------------------------------------------------

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
    help="Change what is known of a creator; a former handle goes on finding them.",
    kind=Creator,
    args=EditCreator,
    do=_edit,
    refuse=_can_edit,
    bulk=False,
)
STAGE = Verb(
    id="creators.stage",
    label="stage",
    past="set the stage of",
    help="Say how far we are with a creator.",
    kind=Creator,
    args=SetStage,
    do=_set_stage,
    refuse=_can_stage,
)


def _put(tx: Tx, creator: Creator) -> Creator:
    return tx.put(creator)


VERBS: tuple[AnyVerb, ...] = (
    NEW, EDIT, STAGE, *tag_verbs("creators", Creator, _put), *DUPLICATES,
)  # fmt: skip


# -- looking for them -------------------------------------------------------------------------


def _by_stage(desk: Desk, value: str) -> Test[Creator]:
    if value not in STAGES:
        raise ValueError(f"there is {', '.join(STAGES)}")
    return lambda creator: creator.stage == value


def _by_blocked(desk: Desk, value: str) -> Test[Creator]:
    number = None if value in EMPTY else desk.client(value).id
    if number is None:
        return lambda creator: not creator.blocked
    return lambda creator: number in [block.client for block in creator.blocked]


def _text(desk: Desk, creator: Creator) -> str:
    words = [creator.ref, f"@{creator.handle}", creator.name or "", *creator.tags]
    words += [f"@{handle}" for handle in all_former(desk.book).get(creator.id, ())]
    return " ".join(words)


def _order(desk: Desk) -> Callable[[Creator], tuple[float | str, ...]]:
    return lambda creator: (creator.handle,)


LIST = Listing(
    name="creators",
    handles=True,
    kind=Creator,
    fields={"stage": _by_stage, "tag": by_tag, "blocked": _by_blocked},
    states={
        "named": lambda desk: lambda creator: creator.name is not None,
        "blocked": lambda desk: lambda creator: bool(creator.blocked),
        "merged": lambda desk: lambda creator: creator.merged_into is not None,
    },
    text=_text,
    order=_order,
)
