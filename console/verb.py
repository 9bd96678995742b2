"""The verb: everything a person can do, declared once, next to the rule it applies.

From the table of verbs come keys and footer, help, palette, line-mode commands, undo and history.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec

from console.linting import Linter
from data.records.base import Record
from data.records.book import Tx
from data.rules import Rules
from data.workspace import Workspace

if TYPE_CHECKING:
    from console.desk import Desk

R = TypeVar("R", bound=Record)
A = TypeVar("A", bound=msgspec.Struct)
K = TypeVar("K", bound=Record)


class Reader(Protocol):
    """Reads records: the book, or a transaction on fresh ones."""

    def get(self, kind: type[K], id: int) -> K | None:
        """The record with that number."""
        ...

    def find(self, kind: type[K], key: str, value: str | int) -> list[K]:
        """The records whose indexed field has that value."""
        ...

    def all(self, kind: type[K]) -> list[K]:
        """Every record of that kind: for kinds of which there are few."""
        ...


class Refusal(msgspec.Struct, frozen=True):
    """Why not, and what to do instead: a sentence a colleague would say."""

    reason: str
    news: bool = False
    """It is only that something came in; whoever has read it may go on."""


def command(word: str) -> str:
    """What to type for a verb, by its id: `claim`. An option stays as it is: `--to`."""
    return word.rpartition(".")[2]


class View(msgspec.Struct, frozen=True):
    """What a rule may look at."""

    me: str
    """Who wants to."""
    now: datetime
    """The instant, in UTC."""
    today: date
    """The day it is at the agency."""
    read: Reader
    rules: Rules
    """The platform's, dated."""
    linter: Linter
    """What had better not be said to a creator."""
    seen: Record | None = None
    """The record as it was on the person's screen, where that is known."""
    press: Callable[[str], str] = command
    """What this person types or presses for a verb, by its id, or an option: `--to`."""


class NoArgs(msgspec.Struct, frozen=True):
    """A verb that needs nothing but its record."""


class Asked(msgspec.Struct, frozen=True):
    """What a form asks about one record."""

    fields: Collection[str]
    """Which of the args."""
    about: list[str]
    """What it is about, line by line."""


class Handover(msgspec.Struct, frozen=True):
    """A text that a person carries over to another program, and what to say of it afterwards.

    A screen puts it on the clipboard, the line mode prints it.
    """

    text: str
    question: str
    """Whether it got there."""
    yes: str
    """The id of the verb that says it did."""
    no: str
    """The id of the verb that says it didn't."""


MOST_REASONS = 8
"""So many reasons are named of a bulk."""


def summed(refusals: Sequence[Refusal | None]) -> list[str]:
    """What a bulk would do: `41 change, 3 don't:`, and for each reason how many."""
    why = Counter(refusal.reason for refusal in refusals if refusal)
    if not why:
        return [f"all {len(refusals)} change"]
    reasons = [f"  {times} × {reason}" for reason, times in why.most_common(MOST_REASONS)]
    return [f"{len(refusals) - why.total()} change, {why.total()} don't:", *reasons]


def always(view: View, record: Record, args: msgspec.Struct | None) -> Refusal | None:
    """The rule that never refuses."""
    return None


def allowed(view: View, args: msgspec.Struct) -> Refusal | None:
    """The rule that lets anything be made."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb(Generic[R, A]):
    """One thing a person can do."""

    id: str
    """Its kind and its short name: `actions.claim`. Public: keys and scripts name it."""
    label: str
    """One or two words, for footers and menus."""
    past: str
    """What somebody did who did it, for the history: `claimed`."""
    help: str
    """One sentence: what it does, seen from the person."""
    kind: type[R]
    """The records it acts on, or makes."""
    args: type[A]
    """What it needs to know; the fields carry an `Arg`."""
    do: Callable[[Tx, R, A], R] | None = None
    """The change, on a fresh record."""
    make: Callable[[Tx, A], R] | None = None
    """The making of a new record, instead of `do`."""
    carry: "Callable[[Desk, R, A], R] | None" = None
    """What is done at the desk instead of `do`, where one transaction isn't enough."""
    carry_new: "Callable[[Desk, A], R] | None" = None
    """The same of making, instead of `make`."""
    steps: "Callable[[Desk, R, A], Sequence[tuple[Verb[R, Any], Any]]] | None" = None
    """What is done instead of `do`: other verbs, one after the other, all of them or none."""
    deals: "Callable[[Desk, Sequence[R], A], Sequence[A | Refusal]] | None" = None
    """What each of several is to get of it, where that isn't the same for all."""
    foretells: "Callable[[Sequence[A | Refusal]], str] | None" = None
    """What was dealt, in words, for a preview."""
    regards: Callable[[Reader, Sequence[R]], str] | None = None
    """What there is to know of several before it is done to them, for a preview; nothing: empty."""
    asks: Callable[[R], "Asked"] | None = None
    """What a form asks for, by record; unsaid: all its args."""
    begins: Callable[[View, R], Mapping[str, str]] | None = None
    """What a form begins with, by field, in people's words; unsaid: what the record holds."""
    shows: "Callable[[Desk, R, A], list[str]] | None" = None
    """What it would do, line by line: shown and asked before it is done."""
    shows_new: "Callable[[Desk, A], list[str]] | None" = None
    """The same of making."""
    hands_over: Callable[[Reader, R], Handover | None] | None = None
    """What a person carries elsewhere once it is done, if there is anything."""
    lasting: bool = False
    """It can't be taken back."""
    also: Callable[[View, R], str | None] | None = None
    """What else came of it, said after it, from the record as it is now."""
    refuse: Callable[[View, R, A | None], Refusal | None] = always
    """The rule: on the record as shown (without args, for greying) and, again, on the fresh one."""
    refuse_new: Callable[[View, A], Refusal | None] = allowed
    """The rule for making."""
    unusable: "Callable[[Desk, A], Refusal | None] | None" = None
    """Of making: what in its args means nothing here, told at the desk before it is begun."""
    after: Callable[[Workspace, R], None] | None = None
    """What follows outside the store once the commit stands; safe to repeat."""
    bulk: bool = True
    """Whether it may be applied to many marked records at once."""
    danger: bool = False
    """Whether a screen asks before it."""

    @property
    def short(self) -> str:
        """The last part of its id: the command of the line mode."""
        return command(self.id)

    @property
    def creates(self) -> bool:
        """Whether it makes a new record."""
        return self.make is not None or self.carry_new is not None
