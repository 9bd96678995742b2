"""Tags: words of one's own on a record, to find it by. Two people's tags never conflict."""

import re
from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec

from console.args import Arg
from console.desk import AnyVerb
from console.verb import Refusal, Verb, View
from data.records.book import Tx
from data.records.conversations import Conversation
from data.records.creators import Creator

T = TypeVar("T", Conversation, Creator)
_TAG = re.compile(r"[\w.-]{1,30}")
MOST = 20
"""More on one record nobody reads."""


class TagWith(msgspec.Struct, frozen=True):
    """Which."""

    tag: Annotated[str, Arg("text", "one word, as vip")]


def tag_verbs(name: str, kind: type[T], put: Callable[[Tx, T], T]) -> tuple[AnyVerb, AnyVerb]:
    """`tag` and `untag` for the list of that name; `put` keeps a record of it."""

    def _tag(tx: Tx, record: T, args: TagWith) -> T:
        tags = tuple(sorted({*record.tags, _named(args.tag)}))
        return put(tx, msgspec.structs.replace(record, tags=tags))

    def _untag(tx: Tx, record: T, args: TagWith) -> T:
        left = tuple(tag for tag in record.tags if tag != _named(args.tag))
        return put(tx, msgspec.structs.replace(record, tags=left))

    tag = Verb(
        id=f"{name}.tag",
        label="tag",
        past="tagged",
        help="Put a word of your own on it, to find it by: tag:vip.",
        kind=kind,
        args=TagWith,
        do=_tag,
        refuse=_can_tag,
    )
    untag = Verb(
        id=f"{name}.untag",
        label="untag",
        past="untagged",
        help="Take a tag away again.",
        kind=kind,
        args=TagWith,
        do=_untag,
        refuse=_can_untag,
    )
    return tag, untag


def _named(word: str) -> str:
    """A tag as it is kept."""
    return word.removeprefix("#").casefold()


def _can_tag(view: View, record: Conversation | Creator, args: TagWith | None) -> Refusal | None:
    if args is not None and not _TAG.fullmatch(_named(args.tag)):
        return Refusal(f"“{args.tag}” can't be a tag: one word of letters, figures, - and .")
    if args is not None and _named(args.tag) in record.tags:
        return Refusal(f"it is tagged {_named(args.tag)} already")
    return Refusal(f"it has {MOST} tags; take one away first") if len(record.tags) >= MOST else None


def _can_untag(view: View, record: Conversation | Creator, args: TagWith | None) -> Refusal | None:
    if not record.tags:
        return Refusal("it has no tags")
    if args is not None and _named(args.tag) not in record.tags:
        return Refusal(f"it isn't tagged {args.tag}; its tags are {', '.join(record.tags)}")
    return None
