"""How people's words are understood at a desk."""

from datetime import date
from typing import TYPE_CHECKING

from console.handles import folded, known
from console.wake import Wake, read_wake
from console.whom import whom
from data.checklists.checklist import Checklist, read_shelf
from data.errors import NotFound
from data.markets import market
from data.records.people import Person
from data.settings import Routing
from data.text import searchable

if TYPE_CHECKING:
    from console.desk import Desk


class Reading:
    """Understands people's words by the desk they sit at."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    @property
    def me(self) -> str:
        """Who speaks."""
        return self._desk.me.name

    @property
    def today(self) -> date:
        """The day it is at the agency."""
        return self._desk.today

    def person(self, words: str) -> str:
        """The name meant, also a new one. Raises `ValueError` for one that looks mistyped."""
        return whom(words, [person.name for person in self._desk.book.all(Person)])

    def known_handle(self, handle: str) -> bool:
        """Whether there is a creator of that handle."""
        return known(self._desk.book, handle) is not None

    def handles_with(self, part: str) -> list[str]:
        """The handles that hold it, those that begin so first."""
        part = searchable(part)
        found = (handle for each, handle in folded(self._desk.book) if part in each)
        return sorted(found, key=lambda handle: (not handle.startswith(part), handle))

    def client_number(self, words: str) -> int:
        """The client meant. Raises `NotFound`."""
        return self._desk.client(words).id

    def market_code(self, words: str) -> str:
        """The market meant. Raises `NotFound` naming those known."""
        return market(words.upper()).code

    def checklist(self, words: str) -> Checklist:
        """The checklist meant. Raises `NotFound` naming those there are, and what is wrong."""
        shelf = read_shelf(self._desk.workspace.checklists)
        for checklist in shelf.checklists:
            if checklist.name == words.casefold():
                return checklist
        names = ", ".join(checklist.name for checklist in shelf.checklists)
        problems = "".join(f" {problem}" for problem in shelf.broken)
        raise NotFound(f"there is no checklist “{words}”; there is {names}.{problems}")

    def routing(self, words: str) -> Routing:
        """How things are handed out. Raises `ValueError` naming the ways there are."""
        usual = self._desk.workspace.settings.routing
        ways: dict[str, Routing] = {"turn": "turn", "load": "load", "usual": usual}
        if words not in ways:
            raise ValueError(f"say {' or '.join(ways)}")
        return ways[words]

    def record_ref(self, words: str) -> str:
        """The typed id of the record meant. Raises `NotFound`."""
        desk = self._desk
        return (desk.creator(words) if words.startswith("@") else desk.record(words)).ref

    def wake(self, words: str) -> Wake:
        """When something is to come back, at the agency's clock. Raises `ValueError`."""
        return read_wake(words, self._desk.clock.now().astimezone(self._desk.zone))
