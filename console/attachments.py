"""Attachments: a picture, a label or a contract beside the record it is about."""

from pathlib import Path
from typing import Annotated

import msgspec

from console.args import Arg
from console.desk import AnyVerb, Desk, gone
from console.verb import Reader, Verb, View
from data.errors import RefusalError
from data.files import Kept, keep_file, size_words
from data.records.attachments import Attachment
from data.records.base import Record
from data.records.book import Tx
from data.records.conversations import Conversation
from data.text import plain

_HEAD = 8
"""Digits of a hash that are shown."""


class Attach(msgspec.Struct, frozen=True):
    """Which file."""

    file: Annotated[str, Arg("path", "the file's path on this box")]


def attached(read: Reader, ref: str) -> list[Attachment]:
    """What is attached to the record of that id, in order."""
    found = read.find(Attachment, "about", ref)
    return [each for each in found if each.archived_at is None]


def described(file: Attachment) -> str:
    """A file in a line: `label.png · 120 KB · 3f2a9c1e`."""
    return f"{file.name} · {size_words(file.size)} · {file.sha256[:_HEAD]}"


def add(tx: Tx, ref: str, name: str, kept: Kept) -> Attachment:
    """Note that a kept file belongs to the record."""
    shown = plain(name, limit=100) or kept.sha256[:_HEAD]
    return tx.add(Attachment(about=ref, name=shown, sha256=kept.sha256, size=kept.size))


def attach_verb(name: str, kind: type[Record]) -> AnyVerb:
    """`attach` for the list of that name."""

    def carry(desk: Desk, record: Record, args: Attach) -> Record:
        path = Path(args.file).expanduser()
        most = desk.workspace.settings.largest_file_mb * 1_000_000
        kept = keep_file(desk.workspace.files, path, most)
        with desk.book.begin(f"{name}.attach") as tx:
            fresh = tx.need(kind, record.id)
            _check(tx, fresh, kept)
            add(tx, fresh.ref, path.name, kept)
            if isinstance(fresh, Conversation):
                return tx.put(msgspec.structs.replace(fresh, spoken_at=tx.at))
        return fresh

    return Verb(
        id=f"{name}.attach",
        label="attach",
        past="attached a file to",
        help="Keep a copy of a file with it, by its path on this box.",
        kind=kind,
        args=Attach,
        carry=carry,
        also=_told,
        bulk=False,
    )


def _check(tx: Tx, record: Record, kept: Kept) -> None:
    """Raise `RefusalError` where it can't belong to the record."""
    if record.archived_at is not None:
        raise RefusalError(gone(record).reason)
    for each in attached(tx, record.ref):
        if each.sha256 == kept.sha256:
            raise RefusalError(f"{record.ref} has that very file already, as {each.name}")


def _told(view: View, record: Record) -> str | None:
    files = attached(view.read, record.ref)
    return described(files[-1]) if files else None
