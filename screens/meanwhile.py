"""What others do meanwhile to the records an open form is about: a line of the form."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from console.desk import Desk
from console.history import refs, sentence
from data.presence import Present
from data.store import Entry
from screens.headlines import worth_telling


class Told(Protocol):
    """A form, as far as it is told of them."""

    def tell(self, words: str) -> None:
        """Show these words; none: nothing happens."""
        ...


class Meanwhile:
    """Tells the form that is open."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._form: Told | None = None
        self._about: frozenset[str] = frozenset()
        self._writes = ""
        self._did = ""

    @contextmanager
    def beside(
        self, form: Told | None, about: Iterable[str], others: Iterable[Present]
    ) -> Iterator[None]:
        """While that form is open over those records."""
        self._form, self._about, self._did = form, frozenset(about), ""
        try:
            self.people(others)
            yield
        finally:
            self._form = None

    def people(self, others: Iterable[Present]) -> None:
        """Somebody began to write, or left off."""
        here = (each for each in others if each.where.record in self._about)
        names = sorted({each.name for each in here if each.where.level == "composing"})
        verb = "writes" if len(names) == 1 else "write"
        self._writes = f"{' and '.join(names)} {verb} here too" if names else ""
        self._tell()

    def heard(self, entries: Sequence[Entry]) -> None:
        """Somebody changed something."""
        if self._form is None:
            return
        for entry in entries:
            if self._about.intersection(refs(entry)) and worth_telling(self._desk, entry):
                self._did = f"meanwhile: {sentence(entry)}"
        self._tell()

    def _tell(self) -> None:
        if self._form is not None:
            self._form.tell(" · ".join(words for words in (self._writes, self._did) if words))
