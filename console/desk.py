"""The desk: one person at one workspace, and the way every verb is carried out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from console.args import named
from console.conflict import check_conflict
from console.handles import alike, known
from console.kinds import KINDS, LETTERS
from console.linting import Linter
from console.reading import Reading
from console.verb import Reader, Refusal, Verb, View, command
from data.checklists.checklist import read_shelf
from data.clock import Clock
from data.errors import News, NotFound, RefusalError
from data.identity import Author
from data.records.base import Record
from data.records.book import Book, Tx
from data.records.clients import Client
from data.records.creators import Creator
from data.records.migrations import SHAPE
from data.records.people import Person, Role
from data.records.runs import Check, Run
from data.rules import RuleFile, Rules
from data.settings import zone_named
from data.store import Store, disk
from data.text import plain, searchable
from data.workspace import Workspace

if TYPE_CHECKING:
    from console.clocks.clocks import Clocks

R = TypeVar("R", bound=Record)
A = TypeVar("A", bound=msgspec.Struct)
AnyVerb = Verb[Any, Any]

_DIGITS = 15
"""More no record's number has."""


class Done(msgspec.Struct, frozen=True):
    """What a verb did."""

    records: tuple[Record, ...]
    """The records as they are now."""
    refused: tuple[tuple[str, str], ...] = ()
    """Of a bulk: the records left alone, by id, and why."""


class Desk:
    """One person's hands on the workspace. Reads through `book`, writes through `run`."""

    def __init__(
        self, workspace: Workspace, me: Author, clock: Clock, *, resumed: bool = False
    ) -> None:
        """`resumed`: this session has been here before (a shell's line commands share one)."""
        self.workspace = workspace
        self.me = me
        self.clock = clock
        store = Store.open(
            workspace.root,
            author=me,
            clock=clock,
            keys={kind.TABLE: kind.KEYS for kind in KINDS},
            texts={kind.TABLE: kind.TEXTS for kind in KINDS if kind.TEXTS},
            newest=SHAPE,
        )
        if store.shape < SHAPE:
            from console.upgrade import upgrade  # hardly ever

            upgrade(workspace, store, clock)
        self.book = Book(store)
        self._clocks: Clocks | None = None
        self._rules = RuleFile(workspace.root / "rules.toml")
        self.press: Callable[[str], str] = command
        """What this person types or presses for a verb, by its id; a screen knows keys."""
        self.linter = Linter(workspace.root / "linting.toml", lambda: self.book.all(Client))
        """Looks through what is written to creators."""
        self.opened_at = 0 if resumed else self.book.seq
        """The newest change there was when this session began, or an earlier one."""

    @property
    def rules(self) -> Rules:
        """The platform's rules, dated, as this workspace has them."""
        return self._rules.now()

    @property
    def wrong_files(self) -> list[str]:
        """Where ours stood in for what the workspace says, of what was asked for; and why."""
        promises = self._clocks.wrong if self._clocks else None
        found = (self._rules.wrong, promises, self.linter.wrong)
        return [f"Ours apply, for {wrong}" for wrong in found if wrong]

    def read_own_files(self) -> list[str]:
        """Read all that the workspace says itself; gives where ours stand in for it, and why."""
        own: Mapping[str, Callable[[], object]] = {
            "rules.toml": lambda: self.rules,
            "sla.toml": lambda: self.clocks,
            "linting.toml": lambda: self.linter.lints,
        }
        for name, read in own.items():
            if disk.status_of(self.workspace.root / name):  # most have none
                read()
        return self.wrong_files

    def close(self) -> None:
        """Let go of the store's files."""
        self.book.store.close()

    # -- time ---------------------------------------------------------------------------------

    @property
    def zone(self) -> ZoneInfo:
        """The agency's zone."""
        return zone_named(self.workspace.settings.zone)

    @property
    def today(self) -> date:
        """The day it is at the agency."""
        return self.clock.now().astimezone(self.zone).date()

    def day_at(self, client: int | None) -> date:
        """The day it is where the client is."""
        return self.clock.now().astimezone(self.zone_of(client)).date()

    def zone_of(self, client: int | None) -> ZoneInfo:
        """The client's zone; the agency's for what belongs to no client."""
        found = self.book.get(Client, client) if client is not None else None
        return zone_named(found.zone) if found else self.zone

    def due_at(self, due: date, client: int | None) -> datetime:
        """The instant a date-only due ends: close of business in the client's zone."""
        close = self.workspace.settings.close_of_business
        return datetime.combine(due, close, self.zone_of(client))

    @property
    def clocks(self) -> "Clocks":
        """The clocks of its conversations, as promised when they were first read."""
        if self._clocks is None:
            from console.clocks.clocks import Clocks  # it knows this module

            self._clocks = Clocks(self)
        return self._clocks

    # -- names --------------------------------------------------------------------------------

    def client(self, words: str) -> Client:
        """The client meant by a slug, a unique beginning of one, or an id.

        Raises `NotFound` naming the nearest.
        """
        word = searchable(words)
        clients = self.book.all(Client)
        exact = [c for c in clients if word in (c.slug, c.ref.casefold(), searchable(c.title))]
        begun = exact or [c for c in clients if c.slug.startswith(word)]
        if len(begun) == 1:
            return begun[0]
        slugs = [c.slug for c in begun or clients]
        if begun:
            raise NotFound(f"“{words}” could be {', '.join(slugs)}.")
        near = get_close_matches(word, slugs, n=1, cutoff=0.5) or slugs[:3]
        hint = f" Did you mean {' or '.join(near)}?" if near else " There are none yet."
        raise NotFound(f"there is no client “{words}”.{hint}")

    def client_slug(self, number: int | None) -> str | None:
        """The client's short name."""
        found = self.book.get(Client, number) if number is not None else None
        return found.slug if found else None

    def creator(self, words: str) -> Creator:
        """The creator meant by a handle, with or without its @, or an id. Raises `NotFound`."""
        word = words.removeprefix("@").casefold()
        if found := known(self.book, word):
            return found
        if word[:1] == Creator.LETTER.casefold() and word[1:].isascii() and word[1:].isdigit():
            numbered = self.book.get(Creator, int(word[1:16]))
            if numbered is not None:
                return numbered
        handles = (each.handle for each in self.book.all(Creator))
        near = get_close_matches(word, alike(word, handles), n=1)
        hint = f" Did you mean @{near[0]}?" if near else ""
        raise NotFound(f"there is no creator @{plain(word, limit=40)}.{hint}")

    def checklists(self) -> list[str]:
        """The names of the checklists there are."""
        return [one.name for one in read_shelf(self.workspace.checklists).checklists]

    def record(self, ref: str) -> Record:
        """The record of a typed id (`A31`, `Q12.3`). Raises `NotFound`, also for what is no id."""
        whole, dot, part = ref.partition(".")
        if dot and part.isascii() and part.isdigit():
            return self._item(self.record(whole), part)
        kind, number = LETTERS.get(ref[:1].upper()), ref[1:]
        if kind is None or not (number.isascii() and number.isdigit()):
            raise NotFound(f"“{plain(ref, limit=30)}” is no record's id; those look like A31.")
        if len(number) > _DIGITS:
            raise NotFound(f"there is no {kind.LETTER}{number[:_DIGITS]}….")
        found: Record | None = self.book.get(kind, int(number))
        if found is None:
            raise NotFound(f"there is no {kind.LETTER}{int(number)}.")
        return found

    def _item(self, whole: Record, number: str) -> Record:
        """The part of a record with that number."""
        checks = self.book.find(Check, "run", whole.id) if isinstance(whole, Run) else []
        for check in checks:
            if str(check.number) == number:
                return check
        has = f"it has items 1 to {len(checks)}" if checks else "it has no items"
        raise NotFound(f"there is no {whole.ref}.{number[:_DIGITS]}: {has}.")

    def reading(self) -> Reading:
        """How people's words are understood here and now."""
        return Reading(self)

    # -- verbs --------------------------------------------------------------------------------

    def view(self) -> View:
        """What a rule sees of the records on the screen."""
        return self._view(self.clock.now(), self.book)

    def refusal(
        self,
        verb: AnyVerb,
        record: Record,
        args: msgspec.Struct | None = None,
        *,
        press: Callable[[str], str] | None = None,
    ) -> Refusal | None:
        """Why `verb` can't be done to the record as shown; `None`: it can. `press`: as said there,
        instead of as everywhere."""
        if record.archived_at is not None:
            return gone(record)
        view = msgspec.structs.replace(self.view(), press=press or self.press)
        return verb.refuse(view, record, args)

    def make(self, verb: Verb[R, A], args: A) -> R:
        """Make a new record. Raises `RefusalError`, `StoreError`."""
        if verb.carry_new is not None:
            return verb.carry_new(self, args)
        if verb.make is None:
            raise TypeError(f"{verb.id} makes nothing")
        if verb.unusable is not None and (refusal := verb.unusable(self, args)):
            raise RefusalError(refusal.reason)
        with self.book.begin(verb.id) as tx:
            if refusal := verb.refuse_new(self._view(tx.at, tx), args):
                raise RefusalError(refusal.reason)
            made = verb.make(tx, args)
            _note_names(tx, args)
        if verb.after is not None:
            verb.after(self.workspace, made)
        return made

    def run(self, verb: Verb[R, A], record: R, args: A, *, seen: R | None = None) -> R:
        """Do `verb` to one record, on its fresh state.

        `seen` is the record as it was on the person's screen: a field they set that somebody else
        changed since raises `Conflict`. Raises `RefusalError`, `NotFound`, `StoreError`.
        """
        if verb.carry is not None:
            return self._carry(verb, verb.carry, record, args)
        [dealt] = self.deal(verb, [record], args)
        if isinstance(dealt, Refusal):
            raise RefusalError(dealt.reason)
        parts = self._parts(verb, record, dealt)
        with self.book.begin(verb.id) as tx:
            fresh = done = tx.need(verb.kind, record.id)
            for part, its in parts:
                try:
                    done = self._do(tx, part, record, its, seen)
                except RefusalError as error:
                    raise error if part is verb else type(error)(f"{part.label}: {error}") from None
            if seen is not None:
                check_conflict(self, seen, fresh, done)
        return done

    def run_all(self, verb: Verb[R, A], records: Sequence[R], args: A) -> Done:
        """Do `verb` to many records in one transaction; those refused are left, with the reason."""
        done: list[Record] = []
        refused: list[tuple[str, str]] = []
        dealt = self.deal(verb, records, args)
        with self.book.begin(verb.id) as tx:
            for record, its in zip(records, dealt, strict=True):
                try:
                    if isinstance(its, Refusal):
                        raise RefusalError(its.reason)
                    if verb.steps is None:
                        done.append(self._do(tx, verb, record, its, None))
                        continue
                    fresh = tx.need(verb.kind, record.id)
                    if no := self.foresee(verb, fresh, its, tx):
                        raise RefusalError(no.reason)
                except RefusalError as error:
                    refused.append((record.ref, str(error)))
                else:  # a step that the one before makes impossible refuses all: no half stays
                    for part, words in self._parts(verb, fresh, its):
                        fresh = self._do(tx, part, fresh, words, None)
                    done.append(fresh)
        return Done(tuple(done), tuple(refused))

    def foresee(
        self, verb: AnyVerb, record: R, args: msgspec.Struct, tx: Tx | None = None
    ) -> Refusal | None:
        """Why that can't be done to one of many, each part of it on the record as it is."""
        if record.archived_at is not None:
            return gone(record)
        view = self._view(tx.at, tx) if tx is not None else self.view()
        for part, words in self._parts(verb, record, args):
            if not part.bulk:
                return Refusal(f"{part.label} goes one at a time")
            if no := part.refuse(view, record, words):
                return no if part is verb else Refusal(f"{part.label}: {no.reason}")
        return None

    def _parts(self, verb: Verb[R, A], record: R, args: A) -> Sequence[tuple[AnyVerb, Any]]:
        return [(verb, args)] if verb.steps is None else verb.steps(self, record, args)

    def deal(self, verb: Verb[R, A], records: Sequence[R], args: A) -> Sequence[A | Refusal]:
        """What each of those gets of the verb; most give all the same."""
        return verb.deals(self, records, args) if verb.deals else [args] * len(records)

    def _carry(self, verb: Verb[R, A], carry: "Callable[[Desk, R, A], R]", record: R, args: A) -> R:
        self.book.refresh()
        fresh = self.book.get(verb.kind, record.id) or record
        if refusal := verb.refuse(self.view(), fresh, args):
            raise RefusalError(refusal.reason)
        return carry(self, fresh, args)

    def _do(self, tx: Tx, verb: Verb[R, A], record: R, args: A, seen: R | None) -> R:
        if verb.do is None:
            raise TypeError(f"{verb.id} changes nothing")
        fresh = tx.need(verb.kind, record.id)
        if fresh.archived_at is not None:
            raise RefusalError(gone(fresh).reason)
        if refusal := verb.refuse(self._view(tx.at, tx, seen), fresh, args):
            raise (News if refusal.news else RefusalError)(refusal.reason)
        done = verb.do(tx, fresh, args)
        _note_names(tx, args)
        return done

    def _view(self, now: datetime, read: Reader, seen: Record | None = None) -> View:
        today = now.astimezone(self.zone).date()
        return View(self.me.name, now, today, read, self.rules, self.linter, seen, self.press)

    # -- people -------------------------------------------------------------------------------

    def introduce(self, *roles: Role) -> None:
        """Note that this person has been here, the first time they are, and what they may do."""
        known = self.book.find(Person, "name", self.me.name)
        if known and known[0].seen and set(roles) <= set(known[0].roles):
            return
        with self.book.begin("people.seen") as tx:
            present = tx.find(Person, "name", self.me.name)
            person = present[0] if present else tx.add(Person(name=self.me.name))
            held = tuple(dict.fromkeys((*person.roles, *roles)))
            tx.put(msgspec.structs.replace(person, seen=True, roles=held))

    def unseen(self, name: str | None) -> bool:
        """Whether nobody of that name has worked here yet."""
        return name is not None and not any(
            person.seen for person in self.book.find(Person, "name", name)
        )


def gone(record: Record) -> Refusal:
    """Nothing can be done to what was taken away."""
    return Refusal(f"{record.ref} was taken away by {record.updated_by}")


def _note_names(tx: Tx, args: msgspec.Struct) -> None:
    """Keep the people `args` names whom nobody knows yet, as not yet seen."""
    for name in named(args):
        if not tx.find(Person, "name", name):
            tx.add(Person(name=name))
