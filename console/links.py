"""Links: which records belong together, said by `link` or named in what is written."""

import re
from collections.abc import Iterable

import msgspec

from console.args import Ref
from console.desk import AnyVerb, Desk
from console.kinds import LETTERS
from console.verb import Reader, Refusal, Verb, View
from data.errors import NotFound
from data.records.base import Record
from data.records.book import Tx
from data.records.links import Link

_NAMED = re.compile(rf"(?<![\w@#/.-])[{''.join(sorted(LETTERS))}][1-9][0-9]{{0,8}}(?![\w/-])")
"""An id as people write it in a sentence: `C118`, not in a word, an address or a part number."""


class LinkTo(msgspec.Struct, frozen=True):
    """What it belongs with."""

    to: Ref


def named_in(text: str) -> list[str]:
    """The typed ids a text names, each once, in order; whether there are such is not asked."""
    return list(dict.fromkeys(_NAMED.findall(text)))


def linked(reader: Reader, ref: str) -> list[Link]:
    """The links of a record, whichever end it was said from, oldest first."""
    both = [*reader.find(Link, "one", ref), *reader.find(Link, "other", ref)]
    return sorted((link for link in both if link.archived_at is None), key=lambda link: link.id)


def linked_refs(reader: Reader, ref: str) -> list[str]:
    """The ids a record is linked with."""
    return [_far(link, ref) for link in linked(reader, ref)]


def existing(desk: Desk, refs: Iterable[str]) -> list[Record]:
    """The records of those ids that there are."""
    found: list[Record] = []
    for ref in dict.fromkeys(refs):
        try:
            found.append(desk.record(ref))
        except NotFound:
            continue
    return found


def _far(link: Link, ref: str) -> str:
    return link.other if link.one == ref else link.one


# -- the verbs --------------------------------------------------------------------------------


def link_verbs(name: str, kind: type[Record]) -> tuple[AnyVerb, ...]:
    """`link` and `unlink` for the list of that name."""
    return (
        Verb(
            id=f"{name}.link",
            label="link",
            past="linked",
            help="Say which record it belongs with; both show it.",
            kind=kind,
            args=LinkTo,
            do=_link,
            refuse=_can_link,
        ),
        Verb(
            id=f"{name}.unlink",
            label="unlink",
            past="unlinked",
            help="Take a link away again.",
            kind=kind,
            args=LinkTo,
            do=_unlink,
            refuse=_can_unlink,
        ),
    )


def _link(tx: Tx, record: Record, args: LinkTo) -> Record:
    tx.add(Link(one=record.ref, other=args.to))
    return record


def _unlink(tx: Tx, record: Record, args: LinkTo) -> Record:
    for link in linked(tx, record.ref):
        if _far(link, record.ref) == args.to:
            tx.put(msgspec.structs.replace(link, one="", other=""))
    return record


def _can_link(view: View, record: Record, args: LinkTo | None) -> Refusal | None:
    if args is None:
        return None
    if args.to == record.ref:
        return Refusal("it can't be linked with itself")
    if args.to in linked_refs(view.read, record.ref):
        return Refusal(f"{record.ref} and {args.to} are linked already")
    return None


def _can_unlink(view: View, record: Record, args: LinkTo | None) -> Refusal | None:
    refs = linked_refs(view.read, record.ref)
    if not refs:
        return Refusal(f"{record.ref} has no links")
    if args is not None and args.to not in refs:
        return Refusal(f"{record.ref} isn't linked with {args.to}, but with {', '.join(refs)}")
    return None
