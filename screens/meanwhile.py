"""What others do meanwhile to the records an open form is about: a line of the form, and what
still stands against it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import msgspec

from console.args import read
from console.claiming import held_by
from console.desk import AnyVerb, Desk
from console.history import refs, sentence
from console.replies import REPLY
from console.thread import news
from data.errors import SpotlightError
from data.presence import Present
from data.records.base import Record
from data.records.conversations import Conversation
from data.store import Entry
from screens.headlines import worth_telling
from screens.keymap import spoken


class Told(Protocol):
    """A form, as far as it is told of them."""

    def tell(self, words: str) -> None:
        """Show these words; none: nothing happens."""
        ...

    def words(self) -> Mapping[str, str]:
        """What is typed, by field."""
        ...

    def reword(self, was: str, now: str) -> None:
        """Where it says that something is wrong in the first words, say it in the others."""
        ...


class Meanwhile:
    """Tells the form that is open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form: Told | None = None
        self._verb: AnyVerb = REPLY
        self._records: list[Record] = []
        self._writes = ""
        self._did = ""
        self._held = ""
        """What was last said to stand against it."""

    @contextmanager
    def beside(
        self,
        form: Told | None,
        verb: AnyVerb,
        records: list[Record],
        others: Iterable[Present],
    ) -> Iterator[None]:
        """While that form asks what to do to those records, which are as the person saw them."""
        self._form, self._verb, self._records = form, verb, records
        self._did = self._held = ""
        try:
            self.people(others)
            yield
        finally:
            self._form = None

    def people(self, others: Iterable[Present]) -> None:
        """Somebody began to write, or left off."""
        about = {record.ref for record in self._records}
        here = (each for each in others if each.where.record in about)
        names = sorted({each.name for each in here if each.where.level == "composing"})
        verb = "writes" if len(names) == 1 else "write"
        self._writes = f"{' and '.join(names)} {verb} here too" if names else ""
        self._tell()

    def heard(self, entries: Sequence[Entry]) -> None:
        """Somebody changed something."""
        if self._form is None:
            return
        about = {record.ref for record in self._records}
        touching = [entry for entry in entries if about.intersection(refs(entry))]
        for entry in touching:
            if worth_telling(self._desk, entry):
                shows = " · ctrl+r shows it" if self._verb is REPLY else ""
                self._did = f"meanwhile: {sentence(entry)}{shows}"
        if touching:
            self._look_again()
        self._tell()

    def minute_passed(self) -> None:
        """How long ago something was is longer ago."""
        self._look_again()
        self._tell()

    def hold(self, words: Mapping[str, str]) -> str:
        """What stands against it now, with that typed, as it is said in a form; or nothing."""
        self._held = ""
        if self._form is not None and len(self._records) == 1:
            try:
                args = read(self._verb.args, words, self._desk.reading())
            except SpotlightError:
                return ""
            refusal = self._desk.refusal(self._verb, self._now(), args, press=self._press)
            self._held = refusal.reason if refusal else ""
        return self._held

    def _press(self, word: str) -> str:
        """What a rule calls a verb by in a form, where keys are letters."""
        said = self._desk.press(word)
        return said if word.startswith("--") else f"{spoken('escape')} then {said}"

    def look(self) -> str:
        """What is new, and what stands against it; the person has seen it then."""
        now, seen = self._now(), self._records[0]
        view = msgspec.structs.replace(self._desk.view(), seen=seen)
        new = news(view, now) if isinstance(now, Conversation) else None
        self._records[:] = [now]
        self._did = ""
        self._tell()
        held = self.hold(self._form.words()) if self._form is not None else ""
        return " ".join(part for part in (new.reason if new else "", held) if part)

    def _now(self) -> Record:
        seen = self._records[0]
        return self._desk.book.get(type(seen), seen.id) or seen

    def _look_again(self) -> None:
        if self._form is not None and (was := self._held):
            self._form.reword(was, self.hold(self._form.words()))

    def _has(self) -> str:
        """Who else has what is to be answered."""
        if self._verb is not REPLY or not self._records:
            return ""
        now, view = self._now(), self._desk.view()
        return held_by(view, now) if isinstance(now, Conversation) else ""

    def _tell(self) -> None:
        if self._form is not None:
            told = (self._has(), self._writes, self._did)
            self._form.tell(" · ".join(words for words in told if words))
