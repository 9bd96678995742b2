"""Listening to the others: new journal lines, who is here, files in the drop folder."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from console.arrivals import File
from console.desk import Desk
from console.importing import Leaving
from console.intake import Intake
from data.drop import Left
from data.errors import SpotlightError, StoreError
from data.exports.job import Progress
from data.presence import Presence, Present
from data.progress import FILE as PROGRESS
from data.progress import UnderWay, look
from data.store import Entry
from data.store.watch import watch
from data.text import plain
from screens.folding import fold_if_due
from screens.whereabouts import Place, Whereabouts

SCAN_SECONDS = 60.0
"""The drop folder is looked through at least so often, whatever the box tells us of it."""
ALIVE_SECONDS = 2.0
"""How often it is looked whether whoever imports still lives: the dead say nothing."""
AGAIN_SECONDS = 10.0
"""How long an ear that failed rests."""
REST_SECONDS = 30.0
"""So long without a key, and the console has time for what nobody waits for."""
SETTLE_SECONDS = 0.3
"""How long after a key it is looked what it led to, to tell the others."""


class Listener(Place, Protocol):
    """Who is told what was heard, on the screen's thread."""

    def heard(self, entries: Sequence[Entry]) -> None:
        """These changes were committed, by anyone, oldest first."""
        ...

    def people_changed(self) -> None:
        """Somebody came or went."""
        ...

    def minute_passed(self) -> None:
        """A minute began."""
        ...

    def import_moved(self, now: UnderWay | None) -> None:
        """An import is that far; `None`: there is none any more."""
        ...

    def looked(self) -> None:
        """It was looked whether something is new, as it is every few seconds."""
        ...

    def complain(self, words: str) -> None:
        """Something is wrong that a person should know."""
        ...


class Watching:
    """The console's ears."""

    def __init__(self, desk: Desk, listener: Listener) -> None:
        self._desk = desk
        self._listener = listener
        self._presence = Presence(desk.workspace.presence, desk.me, desk.clock)
        self._intake = Intake(desk, tell=self._stay)
        patience = timedelta(minutes=desk.workspace.settings.away_minutes)
        self._whereabouts = Whereabouts(listener, desk.clock, patience)
        self._about = asyncio.Event()
        """Set when this person may be doing something else than the others were told."""
        self._stirred = asyncio.Event()
        self._moved = asyncio.Event()
        self._ended = asyncio.Event()
        self._keyed = asyncio.Event()
        self._noted = 0
        self._left: tuple[Left, ...] = ()
        """What lay in the drop folder and couldn't be taken, the last time."""
        self.importing = asyncio.Lock()
        """Held while a file is taken in."""
        self.others: Sequence[Present] = ()
        """Who else has a console open."""

    def ears(self) -> list[Coroutine[None, None, None]]:
        """What listens; each runs until the console ends."""
        self._look_around()
        hears = (self._hear_journal, self._hear_folders, self._hear_imports, self._be_seen)
        ears = (*hears, self._import, self._tick, self._fold)
        return [self._keep_on(ear) for ear in ears]

    async def _keep_on(self, ear: Callable[[], Coroutine[None, None, None]]) -> None:
        """Whatever the box does to an ear, it is said once, and listening goes on."""
        said = ""
        while not self._ended.is_set():
            try:
                await ear()
            except (SpotlightError, OSError, RuntimeError) as error:
                wrong = plain(str(error), limit=200)
                if wrong != said:
                    self._listener.complain(f"{wrong} · trying again")
                said = wrong
                await asyncio.sleep(AGAIN_SECONDS)

    def stop(self) -> None:
        """Stop listening; nobody sees us here any more."""
        self._ended.set()
        self._presence.close()

    def stirred(self) -> None:
        """A key came: soon the others are told what it led to."""
        self._keyed.set()
        self._whereabouts.stirred()
        self._about.set()

    @asynccontextmanager
    async def left(self) -> AsyncIterator[None]:
        """This person goes to the shell: no file is left half-way, and the others know."""
        async with self.importing:
            self._whereabouts.left()
            with suppress(StoreError):  # said already, by the ear
                self._presence.announce(self._whereabouts.now())
            yield

    # -- the journal -----------------------------------------------------------------------------

    async def _hear_journal(self) -> None:
        async for _ in watch(self._desk.book.store.files.journal, self._ended):
            self._listener.looked()
            self.take_news()

    def take_news(self) -> None:
        """Take in what was committed since, by anyone, and tell it."""
        notes = self._desk.book.store.notes
        for note in notes[self._noted :]:
            self._listener.complain(note)
        self._noted = len(notes)
        if entries := self._desk.book.catch_up():
            self._listener.heard(entries)

    async def _fold(self) -> None:
        """While nobody types: look through the garbage, fold if it is time, and stand on the newest
        snapshot there is.
        """
        store = self._desk.book.store
        while True:
            typed = False
            with suppress(TimeoutError):
                while typed := await asyncio.wait_for(self._keyed.wait(), REST_SECONDS):
                    self._keyed.clear()
            if typed:
                gc.collect()
            await fold_if_due(store)

    # -- who is here -----------------------------------------------------------------------------

    async def _be_seen(self) -> None:
        """Tell the others what this person is doing; nothing is written while that stays so."""
        while not self._ended.is_set():
            self._presence.announce(self._whereabouts.now())
            self._about.clear()
            await self._about.wait()
            await asyncio.sleep(SETTLE_SECONDS)

    def _look_around(self) -> None:
        others = self._presence.others()
        if others != self.others:
            self.others = others
            self._listener.people_changed()

    async def _tick(self) -> None:
        """At each minute: ages and dues move on; who is here is looked at again."""
        while True:
            now = self._desk.clock.now()
            await asyncio.sleep(60 - now.second - now.microsecond / 1e6)
            self._look_around()
            self._about.set()
            await asyncio.to_thread(self._sound)
            self._listener.minute_passed()

    def _sound(self) -> None:
        """Write down what clocks have reached; where that can't be now, the next minute will."""
        from console.clocks.alarms import sound  # the first frame has no need of it

        with suppress(StoreError):
            sound(self._desk, self._desk.clocks)

    # -- the drop folder -------------------------------------------------------------------------

    async def _hear_folders(self) -> None:
        """The folders where little happens share one slow watch."""
        from watchfiles import awatch

        drop, presence = self._desk.workspace.drop, self._desk.workspace.presence
        watched = awatch(
            drop,
            presence,
            debounce=400,
            step=100,
            stop_event=self._ended,
            ignore_permission_denied=True,
        )
        async for changes in watched:
            paths = [Path(path) for _, path in changes]
            here = [path for path in paths if not path.is_relative_to(drop)]
            if len(here) < len(paths):
                self._stirred.set()
            if any(path.name == PROGRESS for path in here):
                self._moved.set()
            if any(not path.name.startswith(PROGRESS) for path in here):
                self._look_around()

    async def _hear_imports(self) -> None:
        """How far the import is that runs, anybody's."""
        shown: UnderWay | None = None
        while True:
            self._moved.clear()
            now = look(self._desk.workspace.presence)
            if now != shown:
                shown = now
                self._listener.import_moved(now)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), ALIVE_SECONDS if now else None)

    def _stay(self, file: File, progress: Progress) -> None:
        """Whoever leaves the console leaves a file half-way to the next."""
        if self._ended.is_set():
            raise Leaving

    async def _import(self) -> None:
        """Import what lies ready; sleep until something stirs or a file will have been quiet."""
        while True:
            self._stirred.clear()
            async with self.importing:
                try:
                    outcomes = await asyncio.to_thread(self._intake.sweep)
                except Leaving:
                    return
            for left in self._intake.left:
                if left not in self._left:
                    where = left.path.relative_to(self._desk.workspace.drop)
                    self._listener.complain(f"{plain(str(where), limit=60)}: {left.reason}")
            self._left = self._intake.left
            for outcome in outcomes:
                if outcome.already:
                    self._listener.complain(f"{outcome.file} is {outcome.already} already")
            if outcomes:
                self.take_news()
            wait = self._intake.next_due()
            try:
                await asyncio.wait_for(
                    self._stirred.wait(), SCAN_SECONDS if wait is None else min(wait, SCAN_SECONDS)
                )
            except TimeoutError:
                continue
