"""The hands: verbs by key or palette, from what is selected to what the status line answers."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

import msgspec

from console.args import Field, fields, read
from console.creators import meant
from console.desk import AnyVerb, Desk
from console.fields import called
from console.grouping import standing
from console.history import sentence
from console.incoming import PASTE, PASTE_ANEW
from console.naming import title
from console.replies import REPLY
from console.table import VERBS, find
from console.undo import TakenBack, next_redo, next_undo, put_back, take_back
from console.verb import Handover, NoArgs, Refusal, summed
from data.drafts import Draft, Drafts, Key
from data.errors import Conflict, News, RefusalError, SpotlightError
from data.records.base import Record
from data.records.clients import Client
from data.records.conversations import Conversation
from data.records.creators import Creator
from data.records.people import Person
from data.text import plain
from screens.frame.drafts import Typing
from screens.frame.pane import Pane
from screens.handing import Hand, hand_over
from screens.headlines import unsent_words
from screens.keymap import press
from screens.meanwhile import Meanwhile

if TYPE_CHECKING:
    from screens.frame.pick import Pick

T = TypeVar("T")
Words = Mapping[str, str]
"""What was typed into a form, by field."""
SHOWN = 8
"""How many records a preview names."""
MOST = 12
"""How many lines of what a verb would do."""


class Stage(Hand, Protocol):
    """Where the hands work: the app, as far as they need it."""

    @property
    def pane(self) -> Pane:
        """The pane shown."""
        ...

    def take_news(self) -> None:
        """Show what was committed."""
        ...


class Hands:
    """Does verbs for one person. What goes wrong is raised as a `SpotlightError`."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        self._desk = desk
        self._stage = stage
        self.busy = asyncio.Lock()
        """Held while something is committed."""
        self.drafts = Drafts(desk.workspace.drafts / desk.me.name, desk.clock)
        """What was typed and not sent, by verb and records, now or in another session."""
        self.kept: list[Key] = []
        """The forms they belong to, the newest last, as far as is known here."""
        self.unsent: set[Key] = set()
        """Those of this session."""
        self.meanwhile = Meanwhile(desk)
        """Tells the open form what others do."""
        self._carried: tuple[Record, Handover] | None = None
        """What was done and is to be carried elsewhere."""
        self._typing: Typing | None = None
        """What is typed into the form that was opened last."""
        self._stuck: set[int] = set()
        """Entries that could not be taken back: the next `u` passes them over."""

    @property
    def writes(self) -> str | None:
        """The record that something is typed for, as `Typing.record`."""
        return self._typing.record if self._typing is not None else None

    async def do(self, id: str) -> None:
        """Do the verb to what is marked, or to the record under the cursor; or say why not."""
        verb, pane = VERBS[id], self._stage.pane
        if verb.creates:
            await self._ask(verb, [])
            return
        records = meant(self._desk.book, verb.kind, pane.subjects())
        if verb.kind is Person and not records:  # who works here is in no pane: it is about me
            records = [*self._desk.book.find(Person, "name", self._desk.me.name)]
        if verb is PASTE and not records:
            await self._ask(PASTE_ANEW, [])
            return
        if not records:
            other = next((f"{record.ref} is no " for record in pane.subjects()), "")
            what = f"{other}{verb.kind.__name__.casefold()}" if other else "nothing is selected"
            raise RefusalError(f"{verb.label}: {what}")
        await self.do_to(verb, records)

    async def do_to(self, verb: AnyVerb, records: list[Record]) -> None:
        """Do the verb to these; or say why not."""
        if len(records) == 1:
            if refusal := self._desk.refusal(verb, records[0]):
                raise RefusalError(refusal.reason)
        elif not verb.bulk:
            raise RefusalError(
                f"{verb.label} goes one at a time; {press('list.back')} clears the marks"
            )
        if fields(verb.args):
            await self._ask(verb, records)
        elif (len(records) == 1 and not verb.danger) or await self._sure(verb, records):
            await self._carry_out(verb, records, NoArgs())

    # -- asking ----------------------------------------------------------------------------------

    async def _sure(self, verb: AnyVerb, records: Sequence[Record]) -> bool:
        question = f"{verb.label} {_named(records)}? {verb.help}"
        return await self.confirm(question, self._preview(verb, records))

    async def confirm(self, question: str, lines: list[str]) -> bool:
        """Ask a question that enter doesn't answer with yes."""
        from screens.frame.confirm import Confirm

        yes: bool | None = await self._stage.answer(Confirm(question, lines))
        return yes is True

    def _preview(self, verb: AnyVerb, records: Sequence[Record]) -> list[str]:
        """What would happen to how many, and to which."""
        refusals, words = self._refusals(verb, records)
        lines = [*summed(refusals), ""] if len(records) > 1 else []
        lines += [words, ""] if words else []
        for record, refusal in zip(records[:SHOWN], refusals, strict=False):
            words = f"no: {refusal.reason}" if refusal else title(self._desk, record)
            lines.append(f"{record.ref}  {words}")
        more = len(records) - SHOWN
        return [*lines, f"and {more} more"] if more > 0 else lines

    def _refusals(
        self, verb: AnyVerb, records: Sequence[Record]
    ) -> tuple[list[Refusal | None], str]:
        """Why each would be left, as far as can be told before more is asked; what is dealt."""
        if verb.deals is None:
            refused = [self._desk.refusal(verb, record) for record in records]
            left = [record for record, no in zip(records, refused, strict=True) if no is None]
            return refused, verb.regards(self._desk.book, left) if verb.regards else ""
        given = self._desk.deal(verb, records, read(verb.args, {}, self._desk.reading()))
        refusals = [each if isinstance(each, Refusal) else None for each in given]
        return refusals, verb.foretells(given) if verb.foretells else ""

    async def make(self, verb: AnyVerb, initial: Words) -> None:
        """Make a record, with something already in the form."""
        await self._ask(verb, [], initial)

    async def _ask(self, verb: AnyVerb, records: list[Record], given: Words | None = None) -> None:
        """The form for what the verb needs to know; what is left in it is kept."""
        from screens.frame.form import Form  # text fields are slow to load
        from screens.inbox.composer import form_for

        one = records[0] if len(records) == 1 else None
        asked, about = fields(verb.args), self._preview(verb, records) if one is None else []
        if one is not None and verb.asks is not None:
            question = verb.asks(one)
            asked = [field for field in asked if field.name in question.fields]
            about = question.about
        initial = given or {} if one is None else self._beginning(verb, one, asked)
        key = (verb.id, *(record.ref for record in records))
        draft = await asyncio.to_thread(self.drafts.find, key)
        typing = Typing(self.drafts, key, lambda words: self._stage.say(words, "bad"))
        self._typing = typing
        what = verb.kind.__name__.casefold() if verb.label == "new" else _named(records)
        heading = f"{verb.label} {what}".strip()
        kind, heading, said = form_for(self._desk, verb.id, records, heading, self.meanwhile.look)
        form = kind(
            heading, asked, partial(self._submit, verb, records),
            about=[*about, *said, *_moved_on(verb, draft, initial)], initial=initial,
            unsent=draft.words if draft else {}, suggestions=self._suggestions(asked),
            typing=typing,
        )  # fmt: skip
        told = form if isinstance(form, Form) else None
        with self.meanwhile.beside(told, verb, records, self._stage.pane.host.others):
            unsent = await self._stage.answer(form) or {}
        self._typing = None
        await typing.end(unsent, initial)
        self.unsent.discard(key)
        if unsent:
            self.unsent.add(key)
            self._stage.say("what you typed is kept until you open it again", "dim")
        await self.recall()
        if self._carried is not None:
            (done, carried), self._carried = self._carried, None
            await hand_over(self._stage, self._desk, done, carried, self._answered)

    async def _answered(self, verb: AnyVerb, record: Record) -> None:
        await self._carry_out(verb, [record], NoArgs())

    async def recall(self) -> None:
        """Look which drafts there are."""
        self.kept = [draft.key for draft in await asyncio.to_thread(self.drafts.all)]

    async def pick(self, question: "Pick") -> str | None:
        """Ask which."""
        return await self._stage.answer(question)

    async def go_on(self) -> None:
        """Pick one of the drafts and go on with it."""
        from screens.frame.pick import Choice, Pick

        await self.recall()
        if not self.kept:
            self._stage.say("nothing is unsent", "dim")
            return
        choices = [Choice(str(at), unsent_words(key)) for at, key in enumerate(self.kept)]
        picked = await self.pick(Pick("Typed and not sent", choices, ""))
        if picked is not None:
            await self._take_up(self.kept[int(picked)])

    async def _take_up(self, key: Key) -> None:
        """Open its form again; where that can't be done, offer to throw it away."""
        try:
            verb = VERBS[key[0]]
            records = [self._going_on(find(self._desk, ref)) for ref in key[1:]]
            for record in records:
                if refusal := self._desk.refusal(verb, record):
                    raise RefusalError(refusal.reason)
        except (SpotlightError, KeyError) as error:
            draft = await asyncio.to_thread(self.drafts.find, key)
            lines = list(draft.words.values()) if draft else []
            if await self.confirm(f"{_reason(error)}. Throw away what you typed?", lines):
                await asyncio.to_thread(self.drafts.keep, key, {}, {})
                self.unsent.discard(key)
                await self.recall()
        else:
            await asyncio.to_thread(self._take_along, key, (verb.id, *(r.ref for r in records)))
            await self._ask(PASTE_ANEW if verb is PASTE and not records else verb, records)

    def _going_on(self, record: Record) -> Record:
        """The record that goes on with it: of a merged conversation, the other one."""
        return standing(self._desk.book, record) if isinstance(record, Conversation) else record

    def _take_along(self, key: Key, to: Key) -> None:
        """What was typed for a record that was merged since belongs to the other one now."""
        draft = self.drafts.find(key) if key != to and self.drafts.find(to) is None else None
        if draft is not None:
            self.drafts.keep(to, draft.words, draft.over)
            self.drafts.keep(key, {}, {})
            self.unsent.discard(key)

    async def _submit(self, verb: AnyVerb, records: list[Record], words: Words) -> None:
        args = read(verb.args, words, self._desk.reading())
        with self._stage.ahead.at_work():
            lines = await asyncio.to_thread(self._foretold, verb, records, args)
            if lines is not None:
                more = [f"and {len(lines) - MOST} more"] if len(lines) > MOST else []
                question = " ".join([verb.label, *(record.ref for record in records)])
                if not await self.confirm(f"{question}?", lines[:MOST] + more):
                    raise RefusalError("Nothing is done yet.")
            try:
                await self._carry_out(verb, records, args)
            except (Conflict, News) as seen:  # once they have seen it, a second save means it
                self._stage.ahead.forget()
                records[:] = [self._desk.book.get(verb.kind, r.id) or r for r in records]
                raise RefusalError(f"{seen} Save again to have it your way.") from None
            except RefusalError as error:
                raise RefusalError(self.meanwhile.hold(words) or str(error)) from None

    def _foretold(
        self, verb: AnyVerb, records: Sequence[Record], args: msgspec.Struct
    ) -> list[str] | None:
        """What it would do, line by line; `None`: that isn't shown before."""
        if verb.shows_new is not None:
            return verb.shows_new(self._desk, args)
        if verb.shows is None or len(records) != 1:
            return None
        return verb.shows(self._desk, records[0], args)

    def _beginning(self, verb: AnyVerb, record: Record, asked: Sequence[Field]) -> Words:
        """What a form begins with: what the record holds, or what the verb says."""
        begun = verb.begins(self._desk.view(), record) if verb.begins is not None else {}
        return {field.name: self._now(record, field) for field in asked} | dict(begun)

    def _now(self, record: Record, field: Field) -> str:
        """What a field of the record holds, as people would type it."""
        value = getattr(record, field.name, None)
        if field.arg.what == "client" and isinstance(value, int):
            return self._desk.client_slug(value) or ""
        return "" if value is None else str(value)

    def _suggestions(self, asked: Sequence[Field]) -> dict[str, list[str]]:
        by_part = any(field.arg.what == "creator" for field in asked)
        creators = self._desk.book.all(Creator) if by_part else []
        return {
            "creator": [f"@{creator.handle}" for creator in creators],
            "client": [client.slug for client in self._desk.book.all(Client)],
            "person": [person.name for person in self._desk.book.all(Person)],
            "checklist": self._desk.checklists(),
        }

    # -- doing -----------------------------------------------------------------------------------

    async def _commit(self, commit: Callable[[], T]) -> T:
        """Commit off the screen's thread, one at a time; then show what came of it."""
        async with self.busy:
            try:
                return await asyncio.to_thread(commit)
            finally:
                self._stage.take_news()

    async def _carry_out(
        self, verb: AnyVerb, records: Sequence[Record], args: msgspec.Struct
    ) -> None:
        pane = self._stage.pane
        if verb.creates:
            made = await self._commit(partial(self._desk.make, verb, args))
            if pane.shows(made):
                pane.load(select=made.ref)
            self._stage.say(f"you {verb.past} {made.ref}{self._tail(verb, [made])}", "good")
        elif len(records) == 1:
            shown = records[0]
            done = await self._commit(partial(self._desk.run, verb, shown, args, seen=shown))
            if verb.hands_over and (carried := verb.hands_over(self._desk.book, done)):
                self._carried = done, carried
            pane.did(verb.id, shown.ref)
            self._stage.say(f"you {verb.past} {done.ref}{self._tail(verb, [done])}", "good")
        else:
            bulk = await self._commit(partial(self._desk.run_all, verb, records, args))
            pane.list.unmark()
            words = f"you {verb.past} {_named(bulk.records)}" if bulk.records else "nothing done"
            if bulk.refused:
                words += f" · {len(bulk.refused)} left: {bulk.refused[0][0]} {bulk.refused[0][1]}"
            elif bulk.records:
                words += self._tail(verb, bulk.records)
            self._stage.say(words, "warn" if bulk.refused else "good")

    def _tail(self, verb: AnyVerb, done: Sequence[Record]) -> str:
        """What there is to know of what was just done: what else came of it, and the way back."""
        back = "" if verb.lasting else f" · {press('desk.undo')} takes it back"
        if verb.also is not None:
            for record in done:
                if also := verb.also(self._desk.view(), record):
                    return f" · {also}{back}"
        return back

    # -- taking back -----------------------------------------------------------------------------

    async def undo(self) -> None:
        """Take back my newest change of this session; an older one is asked for first."""
        candidate = await asyncio.to_thread(partial(next_undo, self._desk, past=self._stuck))
        if candidate.ask and not await self.confirm(f"{candidate.ask}: take it back?", []):
            return
        try:
            done = await self._commit(partial(take_back, self._desk, candidate.entry))
        except RefusalError as error:
            self._stuck.add(candidate.entry.seq)
            raise RefusalError(
                f"{error} · {press('desk.undo')} again takes the one before"
            ) from None
        self._tell("took back", done)

    async def redo(self) -> None:
        """Put back what was taken back."""
        entry = await asyncio.to_thread(next_redo, self._desk)
        self._tell("put back", await self._commit(partial(put_back, self._desk, entry)))

    def _tell(self, past: str, done: TakenBack) -> None:
        but = f" · but {done.left[0]}" if done.left else ""
        self._stage.say(f"{past}: {sentence(done.entry)}{but}", "good")


def _reason(error: Exception) -> str:
    return str(error).rstrip(".") if isinstance(error, SpotlightError) else "nothing does that now"


def _moved_on(verb: AnyVerb, draft: Draft | None, initial: Words) -> list[str]:
    """What became of the record's fields since somebody typed over them; a reply is none."""
    if draft is None or verb is REPLY:
        return []
    return [
        f"{called(field)} was “{plain(was, limit=40)}” when you typed this;"
        f" it is “{plain(initial.get(field, ''), limit=40)}” now"
        for field, was in draft.over.items()
        if initial.get(field, "") != was
    ]


def _named(records: Sequence[Record]) -> str:
    """Records in few words: `A3`, `A1, A2`, `12 records`."""
    if len(records) > 4:
        return f"{len(records)} records"
    return ", ".join(record.ref for record in records)
