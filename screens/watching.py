"""Listening to the others: new journal lines, who is here, files in the drop folder."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from console.desk import Desk
from console.history import sentence
from console.imports import told
from console.intake import Intake
from console.today import today
from data.errors import SpotlightError
from data.presence import Presence, Present, Where
from data.records.actions import Action
from data.records.imports import Import
from data.store import Entry
from data.store.watch import watch
from screens.say import when

if TYPE_CHECKING:
    from screens.app import SpotlightApp

SCAN_SECONDS = 60.0
"""The drop folder is looked through at least so often, whatever the box tells us of it."""


class Watching:
    """The console's ears. Everything it hears ends in a call on the app, on the app's thread."""

    def __init__(self, desk: Desk, app: "SpotlightApp") -> None:
        self._desk = desk
        self._app = app
        self._presence = Presence(desk.workspace.presence, desk.me, desk.clock)
        self._intake = Intake(desk)
        self._stirred = asyncio.Event()
        self._ended = asyncio.Event()
        self.others: Sequence[Present] = ()
        """Who else has a console open."""

    def start(self) -> None:
        """Begin to listen."""
        self._look_around()
        last = next(self._desk.book.store.entries(newest_first=True), None)
        if last is not None:
            self._app.tell(self._event(last))
        for ear in (self._hear_journal(), self._hear_folders(), self._import(), self._tick()):
            self._app.run_worker(ear, exit_on_error=True)

    def stop(self) -> None:
        """Stop listening; nobody sees us here any more."""
        self._ended.set()
        self._presence.close()

    def announce(self, pane: str) -> None:
        """Tell the others which pane is open here."""
        self._presence.announce(Where(pane))

    # -- the journal -----------------------------------------------------------------------------

    async def _hear_journal(self) -> None:
        async for _ in watch(self._desk.book.store.files.journal, self._ended):
            self.take_news()

    def take_news(self) -> None:
        """Take in what was committed since, by anyone, and show it."""
        entries = self._desk.book.catch_up()
        if not entries:
            return
        for entry in entries:
            if entry.session != self._desk.me.session or self._came_in(entry) is not None:
                self._app.tell(self._event(entry))
        for pane in self._app.panes.values():
            if pane.is_mounted:
                pane.taken(entries)
        self._look_around()
        self._app.paint_status()

    def _event(self, entry: Entry) -> str:
        """An entry as the status line tells it; a file by what came in."""
        record = self._came_in(entry)
        words = told(self._desk, record) if record is not None else sentence(entry)
        return f"{when(entry.at, self._desk.clock.now(), self._desk.zone)} {words}"

    def _came_in(self, entry: Entry) -> Import | None:
        """The import an entry made."""
        made = [change.id for change in entry.changes if change.table == Import.TABLE]
        return self._desk.book.get(Import, made[0]) if made else None

    def counts(self) -> dict[str, int]:
        """What stands beside each pane's name."""
        mine = [a for a in self._desk.book.all(Action) if a.status == "open"]
        pressing = [i for i in today(self._desk, everyone=False) if i.section != "NEW"]
        return {"today": len(pressing), "actions": len(mine)}

    # -- who is here -----------------------------------------------------------------------------

    def _look_around(self) -> None:
        self.others = self._presence.others()
        self._app.paint_top()

    async def _tick(self) -> None:
        """At each minute: ages and dues move on; who is here is looked at again."""
        while True:
            now = self._desk.clock.now()
            await asyncio.sleep(60 - now.second - now.microsecond / 1e6)
            self._look_around()
            self._app.pane.refresh_cells()

    # -- the drop folder -------------------------------------------------------------------------

    async def _hear_folders(self) -> None:
        """The folders where little happens share one slow watch."""
        from watchfiles import awatch

        drop, presence = self._desk.workspace.drop, self._desk.workspace.presence
        watched = awatch(drop, presence, debounce=400, step=100, stop_event=self._ended)
        async for changes in watched:
            if any(Path(path).is_relative_to(drop) for _, path in changes):
                self._stirred.set()
            else:
                self._look_around()

    async def _import(self) -> None:
        """Import what lies ready; sleep until something stirs or a file will have been quiet."""
        while True:
            self._stirred.clear()
            try:
                outcomes = await asyncio.to_thread(self._intake.sweep)
            except SpotlightError as error:
                self._app.say(str(error), "bad")
                outcomes = []
            for outcome in outcomes:
                if outcome.already:
                    self._app.say(f"{outcome.file} is {outcome.already} already: nothing to do")
            if outcomes:
                self.take_news()
            wait = self._intake.next_due()
            try:
                await asyncio.wait_for(
                    self._stirred.wait(), SCAN_SECONDS if wait is None else min(wait, SCAN_SECONDS)
                )
            except TimeoutError:
                continue
