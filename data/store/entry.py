"""The journal's lines: what one transaction changed, who did it, and the seal on it.

A line is one JSON object and a newline. `prev` is the seal of the line before it, `sum` the
line's own, over everything before it: so a changed line shows by itself, and a line that was
taken out, put in or exchanged breaks the chain.
"""

import hashlib
import math
from datetime import datetime
from typing import Any

import msgspec

from data.errors import TooLarge, Unkeepable

LONGEST = 256 * 1024
"""The most bytes a line may have, its newline included."""

LOST = "store.lost"
"""The verb of an entry that stands for one that couldn't be saved: nothing follows from it."""

Document = dict[str, Any]
"""A kept document: JSON values under text keys."""

_SEAL = b',"sum":"'
_SEAL_SIZE = len(_SEAL) + 16 + len(b'"}')


class Change(msgspec.Struct, frozen=True):
    """What happened to one document in one transaction."""

    table: str
    id: int
    before: dict[str, Any] | None
    """The changed fields as they were; one that wasn't there is absent. None: it was created."""
    after: dict[str, Any] | None
    """The changed fields as they are; one that went is absent. None: it was removed, and then
    `before` is the whole document."""


class Cleared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole table emptied before the changes: its ids start at 1 again (TinyDB only)."""

    table: str
    dropped: bool = False
    """The table itself is gone too."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One transaction, as one line of the journal keeps it."""

    seq: int
    """Its number: 1 for the first, no gaps."""
    at: datetime
    """When, in UTC; never before the entry before it."""
    by: str
    uid: int
    session: str
    verb: str
    changes: tuple[Change, ...]
    undoes: int | None = None
    """The number of the entry this one takes back."""
    cleared: tuple[Cleared, ...] = ()
    shape: int | None = None
    """From here on the documents have this shape; None: they have the one they had."""
    origin: str | None = None
    version: str = ""
    prev: str = ""
    """The seal of the line before; empty for the very first."""


_entries = msgspec.json.Decoder(Entry)
_documents = msgspec.json.Decoder(dict[str, Any])
encode_json = msgspec.json.Encoder().encode


def seal(body: bytes) -> bytes:
    """A JSON object's bytes as a line, with its checksum as the last field."""
    return body[:-1] + _SEAL + _checksum(body) + b'"}\n'


def unseal(line: bytes) -> str:
    """The checksum of a line (without its newline). Raises `ValueError` if it doesn't fit."""
    body, end = line[:-_SEAL_SIZE] + b"}", line[-_SEAL_SIZE:]
    if end != _SEAL + _checksum(body) + b'"}':
        raise ValueError("its checksum doesn't fit")
    return end[len(_SEAL) : -2].decode()


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=8).hexdigest().encode()


def encode(entry: Entry) -> tuple[bytes, str]:
    """The entry's line, and its seal. Raises `TooLarge` when it would be over `LONGEST`."""
    line = seal(encode_json(entry))
    if len(line) > LONGEST:
        raise TooLarge(
            f"“{entry.verb}” changes {len(line) // 1024} KB at once, and the store keeps at most"
            f" {LONGEST // 1024} KB a change. Nothing was written; do it in smaller parts."
        )
    return line, unseal(line[:-1])


def decode(line: bytes) -> tuple[Entry, str]:
    """The entry of a line (without its newline), and the line's seal.

    Raises `ValueError` with the reason, as words that follow "line 5:".
    """
    sealed = unseal(line)
    try:
        return _entries.decode(line), sealed
    except msgspec.DecodeError as error:
        raise ValueError(f"it isn't an entry ({error})") from error


def decode_document(raw: bytes) -> Document:
    """A kept document as a fresh dict."""
    return _documents.decode(raw)


def encode_document(document: Document) -> bytes:
    """A document's JSON. Raises `Unkeepable` for what JSON can't hold and give back as it was."""
    _check(document, "the document")
    try:
        return encode_json(document)
    except (UnicodeEncodeError, OverflowError) as error:
        raise Unkeepable(f"A value in the document can't be kept: {error}.") from error


def _check(value: object, where: str) -> None:
    if value is None or isinstance(value, (str, bool, int)):
        return
    if isinstance(value, float):
        if not math.isfinite(value):
            raise Unkeepable(f"{where} is {value}, and JSON has no such number.")
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item, where)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise Unkeepable(f"{where} has the key {key!r}; keys must be text.")
            _check(item, key)
    else:
        raise Unkeepable(f"{where} is a {type(value).__name__}, which JSON can't hold.")
