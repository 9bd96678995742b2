"""Duplicates: two creators who turn out to be one person. Nothing moves, so it can be unsaid."""

from typing import Annotated

import msgspec

from console.args import Arg
from console.handles import handle_of, root
from console.verb import NoArgs, Refusal, Verb, View
from data.records.book import Tx
from data.records.creators import Creator

Into = Annotated[str, Arg("ref", "who they are the same person as: K3 or @glowbylena")]


class MergeInto(msgspec.Struct, frozen=True):
    """Who the same person is known as."""

    into: Into


def _merge(tx: Tx, creator: Creator, args: MergeInto) -> Creator:
    into = int(args.into[1:])
    return tx.put(msgspec.structs.replace(creator, merged_into=into))


def _unmerge(tx: Tx, creator: Creator, args: NoArgs) -> Creator:
    return tx.put(msgspec.structs.replace(creator, merged_into=None))


def _can_merge(view: View, creator: Creator, args: MergeInto | None) -> Refusal | None:
    if creator.merged_into is not None:
        into = handle_of(view.read, creator.merged_into)
        return Refusal(f"they are merged into {into} already: unmerge them first")
    if args is None:
        return None
    found = view.read.get(Creator, int(args.into[1:])) if args.into[0] == Creator.LETTER else None
    if found is None or found.archived_at is not None:
        return Refusal(f"{args.into} is no creator to merge them into; those look like K3")
    if root(view.read, found).id == creator.id:
        return Refusal(f"{args.into} is the same person as {creator.ref} already")
    return None


def _can_unmerge(view: View, creator: Creator, args: NoArgs | None) -> Refusal | None:
    return None if creator.merged_into is not None else Refusal("they aren't merged into anybody")


MERGE = Verb(
    id="creators.merge",
    label="merge",
    past="merged",
    help="They are the same person as another: what was said with either shows at both.",
    kind=Creator,
    args=MergeInto,
    do=_merge,
    refuse=_can_merge,
    bulk=False,
)
UNMERGE = Verb(
    id="creators.unmerge",
    label="unmerge",
    past="unmerged",
    help="They are two people after all; nothing had moved.",
    kind=Creator,
    args=NoArgs,
    do=_unmerge,
    refuse=_can_unmerge,
)

VERBS = (MERGE, UNMERGE)
