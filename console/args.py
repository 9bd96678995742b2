"""What a verb needs to know, and how people's words become it.

The same words work in a form, in the palette and on the command line.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import (
    Annotated,
    Literal,
    Protocol,
    TypeAlias,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec

from console.days import read_date
from console.whom import NEW
from data.checklists.checklist import Checklist
from data.errors import UsageError
from data.markets import DATE_ORDERS, DATE_WORDS, Order
from data.records import base, conversations
from data.settings import Routing
from data.text import plain

A = TypeVar("A", bound=msgspec.Struct)
Value: TypeAlias = str | int | date | msgspec.Struct | None
"""What a person's words can come to."""

What = Literal[
    "text",
    "lines",
    "pasted",
    "path",
    "person",
    "client",
    "date",
    "market",
    "dates",
    "choice",
    "ref",
    "handle",
    "creator",
    "wake",
    "checklist",
    "routing",
    "count",
]


class Arg(msgspec.Struct, frozen=True):
    """How one field of a verb's args is asked for."""

    what: What
    help: str
    """A few words, shown beside the field."""
    choices: tuple[str, ...] = ()
    """What a `choice` can be."""
    unsaid: str | None = None
    """The word that is read where none was said."""


PARTIES = get_args(conversations.Party)
PRIORITIES = get_args(base.Priority)
"""From the least to the most pressing."""

Title = Annotated[str, Arg("text", "one sentence")]
Reason = Annotated[str, Arg("text", "why, in a few words")]
Text = Annotated[str, Arg("lines", "what the next person should know; - reads it from stdin")]
Owner = Annotated[str | None, Arg("person", "who does it: a name, me or nobody")]
Due = Annotated[date | None, Arg("date", "when: 2026-11-27, fri, tomorrow, 3d or never")]
ClientRef = Annotated[int | None, Arg("client", "the client's short name, or none")]
DateOrder = Annotated[Order, Arg("dates", "which comes first in its dates: day-first, month-first")]
Shop = Annotated[str, Arg("text", "the shop's name, as it stands in the file")]
Market = Annotated[str, Arg("market", "the shop's market, as US")]
Template = Annotated[
    Checklist, Arg("checklist", "which checklist; promo unless you say", unsaid="promo")
]
Ref = Annotated[str, Arg("ref", "a record's id, as C118")]
Handle = Annotated[str, Arg("handle", "the creator's handle, as @glowbylena")]
CreatorRef = Annotated[str, Arg("creator", "the creator's handle, as @glowbylena")]
"""Whom it is with: known, or somebody new."""
Party = Annotated[
    conversations.Party,
    Arg("choice", f"whose turn: {', '.join(PARTIES)}", PARTIES),
]
Priority = Annotated[base.Priority, Arg("choice", ", ".join(PRIORITIES), PRIORITIES)]

EMPTY = frozenset({"none", "nobody", "never", "-"})


class SetPriority(msgspec.Struct, frozen=True):
    """How much it presses."""

    priority: Priority


class Field(msgspec.Struct, frozen=True):
    """One field of a verb's args, ready for a form or a flag."""

    name: str
    arg: Arg
    required: bool


class Reading(Protocol):
    """What is needed to understand a person's words."""

    @property
    def me(self) -> str:
        """Who speaks."""
        ...

    @property
    def today(self) -> date:
        """The day it is for them."""
        ...

    def person(self, words: str) -> str:
        """The name meant. Raises `ValueError`, `UsageError`."""
        ...

    def known_handle(self, handle: str) -> bool:
        """Whether there is a creator of that handle."""
        ...

    def handles_with(self, part: str) -> list[str]:
        """The handles that hold it, those that begin so first."""
        ...

    def client_number(self, words: str) -> int:
        """The client meant. Raises `NotFound` naming the nearest."""
        ...

    def market_code(self, words: str) -> str:
        """The market meant. Raises `NotFound` naming those known."""
        ...

    def checklist(self, words: str) -> Checklist:
        """The checklist meant. Raises `NotFound` naming those there are."""
        ...

    def routing(self, words: str) -> Routing:
        """How things are handed out; `usual`: as this workspace does. Raises `ValueError`."""
        ...

    def record_ref(self, words: str) -> str:
        """The typed id of the record meant. Raises `NotFound`."""
        ...

    def wake(self, words: str) -> msgspec.Struct:
        """When something is to come back. Raises `ValueError` with the forms understood."""
        ...


def fields(args: type[msgspec.Struct]) -> list[Field]:
    """The fields of a verb's args, in the order they are asked for."""
    hints = get_type_hints(args, include_extras=True)
    required = {f.name for f in msgspec.structs.fields(args) if f.required}
    return [
        Field(name, _arg(hints[name]), required=name in required) for name in args.__struct_fields__
    ]


def _arg(hint: object) -> Arg:
    """The `Arg` an annotation carries, also inside a union with `UnsetType`."""
    if get_origin(hint) is Annotated:
        return next(extra for extra in get_args(hint)[1:] if isinstance(extra, Arg))
    return next(_arg(part) for part in get_args(hint) if get_origin(part) is Annotated)


def read(args: type[A], words: Mapping[str, str], reading: Reading) -> A:
    """`words` by field name as typed args. What isn't among them keeps its default.

    Raises `UsageError` naming the field, what is wrong with it and the right form, and
    `NotFound` for a client or market nobody knows.
    """
    known = {field.name: field for field in fields(args)}
    values: dict[str, Value] = {}
    unsaid = {field.name: field.arg.unsaid for field in known.values() if field.arg.unsaid}
    for name, text in (unsaid | dict(words)).items():
        if name not in known:
            raise UsageError(f"there is no --{name} here; there is {_flags(known)}.")
        try:
            values[name] = _read(known[name].arg, text, reading)
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from None
    missing = [f.name for f in known.values() if f.required and f.name not in values]
    if missing:
        raise UsageError(f"{missing[0]} is missing: {known[missing[0]].arg.help}.")
    return msgspec.convert(values, args)


def _read(arg: Arg, text: str, reading: Reading) -> Value:
    return _choice(arg, text) if arg.what == "choice" else _READERS[arg.what](text, reading)


def named(args: msgspec.Struct) -> list[str]:
    """The people that `args` names."""
    people = [f.name for f in fields(type(args)) if f.arg.what == "person"]
    return [value for f in people if isinstance(value := getattr(args, f), str)]


def _flags(known: Mapping[str, Field]) -> str:
    return ", ".join(f"--{name}" for name in known) or "nothing to add"


def _text(text: str, reading: Reading) -> str:
    cleaned = _bounded(plain(text), 300)
    if not cleaned:
        raise ValueError("it can't be empty")
    return cleaned


def _lines(text: str, reading: Reading) -> str:
    longer = "; attach a longer text as a file, to a conversation or a ticket"
    cleaned = _bounded(plain(text, lines=True), 20_000, longer)
    if not cleaned.strip():
        raise ValueError("it can't be empty")
    return cleaned


def _pasted(text: str, reading: Reading) -> str:
    cleaned = _bounded(plain(text, lines=True), 8_000_000)
    if not cleaned.strip():
        raise ValueError("there is nothing in it")
    return cleaned


def _path(text: str, reading: Reading) -> str:
    if not text.strip():
        raise ValueError("it can't be empty")
    return _bounded(text, 4_000)


def _bounded(text: str, most: int, longer: str = "") -> str:
    if len(text) > most:
        raise ValueError(f"{len(text):,} characters are too many; {most:,} fit{longer}")
    return text


def _person(text: str, reading: Reading) -> str | None:
    word = plain(text).casefold()
    if not word or word in EMPTY:
        return None
    return reading.me if word == "me" else reading.person(word)


def _client(text: str, reading: Reading) -> int | None:
    word = plain(text)
    if not word or word.casefold() in EMPTY:
        return None
    return reading.client_number(word)


def _date(text: str, reading: Reading) -> date | None:
    word = plain(text).casefold()
    if not word or word in EMPTY:
        return None
    return read_date(word, reading.today)


def _market(text: str, reading: Reading) -> str:
    return reading.market_code(plain(text))


def _dates(text: str, reading: Reading) -> str:
    word = plain(text).casefold().replace("-", " ")
    if word not in DATE_ORDERS:
        raise ValueError(f"say {' or '.join(DATE_WORDS)}")
    return word


def _checklist(text: str, reading: Reading) -> Checklist:
    return reading.checklist(plain(text, limit=40))


def _routing(text: str, reading: Reading) -> str:
    return reading.routing(plain(text, limit=40).casefold() or "usual")


def _ref(text: str, reading: Reading) -> str:
    return reading.record_ref(plain(text))


def _choice(arg: Arg, text: str) -> str:
    """One of the choices, by any beginning that is only its own."""
    word = plain(text, limit=40).casefold()
    begun = [choice for choice in arg.choices if choice.startswith(word)] if word else []
    if word in arg.choices or len(begun) == 1:
        return word if word in arg.choices else begun[0]
    raise ValueError(f"“{word}” is none of {', '.join(arg.choices)}")


_PROFILE = re.compile(r"(?:https?://)?(?:www\.)?tiktok\.com/@([^/?#\s]+).*", re.IGNORECASE)


_HANDLE = re.compile(r"[a-z0-9_.]{1,24}")
"""What TikTok allows. Exports hold what they hold, so a creator may be known by something else."""
_NAMED = 3
"""So many handles are named that a part could mean."""


def _handle(text: str, reading: Reading) -> str:
    """A handle without its @, in small letters; the address of a profile will do."""
    word = _bounded(plain(text), 300)
    profile = _PROFILE.fullmatch(word)
    handle = (profile[1] if profile else word).removeprefix("@").casefold()
    if not _HANDLE.fullmatch(handle) and not reading.known_handle(handle):
        raise ValueError(
            f"“{plain(word, limit=40)}” is no handle; TikTok's have letters, digits, _ and . only,"
            " 24 at most, as @glowbylena"
        )
    return handle


def _creator(text: str, reading: Reading) -> str:
    """The handle of the creator meant; one nobody has that is part of others' is asked about."""
    word = plain(text)
    handle = _handle(word.removeprefix(NEW), reading)
    plainly = word.startswith(NEW) or _PROFILE.fullmatch(word) or reading.known_handle(handle)
    if not plainly and (fitting := reading.handles_with(handle)):
        *more, last = [f"@{each}" for each in fitting[:_NAMED]]
        meant = f"{', '.join(more)} or {last}" if more else last
        raise ValueError(
            f"there is no creator @{handle}; did you mean {meant}? A new one is {NEW}{handle}"
        )
    return handle


def _count(text: str, reading: Reading) -> int:
    """A whole number, as `412000`, `412,000` or `412k`."""
    word = plain(text, limit=40).casefold()
    match = re.fullmatch(r"(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(k?)", word, re.ASCII)
    if match is None:
        raise ValueError(f"“{word}” is no whole number, as 412000, 412,000 or 412k")
    return int(match[1].replace(",", "")) * (1000 if match[2] else 1)


def _wake(text: str, reading: Reading) -> msgspec.Struct:
    return reading.wake(plain(text, limit=60).casefold())


_READERS: dict[What, Callable[[str, Reading], Value]] = {
    "text": _text,
    "lines": _lines,
    "pasted": _pasted,
    "path": _path,
    "person": _person,
    "client": _client,
    "date": _date,
    "market": _market,
    "dates": _dates,
    "ref": _ref,
    "checklist": _checklist,
    "routing": _routing,
    "handle": _handle,
    "creator": _creator,
    "wake": _wake,
    "count": _count,
}
