"""What this person is doing, as the others are told: looking at something, writing, or away."""

from datetime import datetime, timedelta
from typing import Protocol

from data.clock import Clock
from data.presence import Level, Where
from screens.frame.pane import Pane
from screens.hands import Hands


class Place(Protocol):
    """The console, as far as the others may know of it."""

    hands: Hands

    @property
    def pane(self) -> Pane:
        """The pane shown."""
        ...


class Whereabouts:
    """Told of each key; knows from that whether anybody is there."""

    def __init__(self, place: Place, clock: Clock, patience: timedelta) -> None:
        """After `patience` without a key the person is away; none at all: never."""
        self._place = place
        self._clock = clock
        self._patience = patience
        self._stirred: datetime | None = clock.now()
        """When the last key came; `None`: since then they left for the shell."""

    def stirred(self) -> None:
        """A key came."""
        self._stirred = self._clock.now()

    def left(self) -> None:
        """The person went to the shell."""
        self._stirred = None

    def now(self) -> Where:
        """What the others are told."""
        pane, writes = self._place.pane, self._place.hands.writes
        level: Level = "viewing" if writes is None else "composing"
        if writes is None:
            writes = next((record.ref for record in pane.subjects() if pane.opened), "")
        return Where(pane.NAME, writes, "away" if self._is_away() else level)

    def _is_away(self) -> bool:
        if self._stirred is None:
            return True
        return timedelta(0) < self._patience <= self._clock.now() - self._stirred
