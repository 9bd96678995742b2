"""The status line: the answer to the last key, else what there is to know.

An answer lives until the next key, until another pane is shown, until the record it is about
changes, or for a minute: then it may no longer be true, and what happened since is shown.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec

from console.desk import Desk
from console.history import BY_ITSELF, refs
from console.links import named_in
from data.drafts import Key
from data.progress import UnderWay
from data.store import Entry
from screens import headlines
from screens.frame.paint import Pieces, Role

_NEWEST = 100
"""So many changes are looked through for somebody's: a night of clocks makes hundreds."""
LEAST = timedelta(seconds=20)
"""An answer younger than this outlives the end of a minute."""


class Answer(msgspec.Struct, frozen=True):
    """What is said to this person, once."""

    words: str
    role: Role
    at: datetime
    about: frozenset[str] = frozenset()
    """The ids of the records whose state it speaks of."""


class Status:
    """What the status line has to say."""

    def __init__(self, desk: Desk, greeting: str) -> None:
        """`greeting` is its first answer."""
        self._desk = desk
        self._answer: Answer | None = None
        self._news = ""
        self.under_way: UnderWay | None = None
        """The import that runs."""
        if greeting:
            self.say(greeting, "warn")

    def say(self, words: str, role: Role, about: str | None = None) -> None:
        """Answer; `about` is the id of a record it speaks of beside those it names."""
        named = frozenset([*named_in(words), *([about] if about else [])])
        self._answer = Answer(words, role, self._desk.clock.now(), named)

    def add(self, words: Sequence[str]) -> None:
        """Say that, too, after what was said."""
        if words:
            before = [self._answer.words] if self._answer else []
            self.say(" · ".join((*before, *words)), "warn")

    def rest(self) -> bool:
        """Nothing to answer any more; gives whether there was."""
        had, self._answer = self._answer is not None, None
        return had

    def remember(self) -> None:
        """What happened last, before this console was opened, unless it is long ago."""
        entries = islice(self._desk.book.store.entries(newest_first=True), _NEWEST)
        last = next((entry for entry in entries if entry.verb not in BY_ITSELF), None)
        if last is not None:
            self._news = headlines.event(self._desk, last)
        else:
            quiet = "nobody did anything lately"
            self._news = quiet if self._desk.book.seq else "nothing has happened yet"

    def heard(self, entries: Sequence[Entry]) -> None:
        """These changes came in: the newest is told, an answer about what changed is over."""
        for entry in entries:
            if headlines.worth_telling(self._desk, entry):
                self._news = headlines.event(self._desk, entry)
        changed = {ref for entry in entries for ref in refs(entry)}
        if self._answer is not None and changed & self._answer.about:
            self._answer = None

    def minute_passed(self) -> None:
        """No answer stands for ever."""
        if self._answer is not None and self._desk.clock.now() - self._answer.at >= LEAST:
            self._answer = None

    def pieces(self, standing: Pieces, kept: Sequence[Key]) -> tuple[Pieces, Pieces]:
        """The line and its corner. `standing` is what the pane says while nothing happens, `kept`
        what was typed and not sent."""
        store = self._desk.book.store
        if self._answer is not None:
            running = headlines.under_way_brief(self.under_way) if self.under_way else []
            return [(f" {self._answer.words}", self._answer.role)], running
        if store.read_only:
            return [(f" read only: {store.read_only}", "bad")], []
        if self.under_way:
            return headlines.under_way(self.under_way), []
        if standing:
            return standing, []
        words = ["store ok", f"{self._desk.book.seq:,} changes", *filter(None, [self._news])]
        return [(f" {' · '.join(words)}", "dim")], headlines.unsent_corner(kept)
