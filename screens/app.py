"""The console: panes, verbs by key, and what the others do, as it happens."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from rich.console import RenderableType
from textual.app import SuspendNotSupported
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.screen import Screen
from textual.worker import WorkType

from console.desk import Desk
from data.errors import SpotlightError
from data.presence import Present
from data.progress import UnderWay
from data.store import Entry
from screens import headlines
from screens.ahead import TypedAhead
from screens.errands import ERRANDS
from screens.frame import terminal
from screens.frame.bare import wait_beneath
from screens.frame.paint import Pieces, Role
from screens.frame.pane import Pane
from screens.frame.small import fit_window
from screens.hands import Hands
from screens.keymap import COMMANDS, bindings, word_for
from screens.look import Dressed
from screens.panes import PANES, SIDE_PANES, make_pane
from screens.places import place_of
from screens.status import Status
from screens.trail import Trail
from screens.watching import Watching

T = TypeVar("T")


class SpotlightApp(Dressed[None]):
    """One person's console."""

    TITLE = "Spotlight"
    CSS_PATH = "console.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = bindings("everywhere")
    DEFAULT_MODE = "today"

    def __init__(self, desk: Desk, greeting: str = "") -> None:
        """`greeting` stands in the status line until the first key."""
        super().__init__(desk.me.name)
        self.desk = desk
        desk.press = self._word_for
        self.panes: dict[str, Pane] = {}
        self.ahead = TypedAhead(self)
        self.hands = Hands(desk, self)
        self.watching = Watching(desk, self)
        self._counts: Mapping[str, int] = {}
        self.trail = Trail(self)
        self.sought = ""
        self.status = Status(desk, greeting)
        for name in (*PANES, *SIDE_PANES):
            self.add_mode(name, partial(self._pane, name))

    def _pane(self, name: str) -> Pane:
        """Make a pane when it is first shown."""
        self.panes[name] = make_pane(name, self.desk, self)
        return self.panes[name]

    def on_mount(self) -> None:
        """Start listening to the others."""
        loop = asyncio.get_running_loop()
        for hangup in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(hangup, self.exit)
        self._paint_status()
        self.call_after_refresh(self._listen)

    def on_resize(self, event: Resize) -> None:
        """A window too small to work in says so."""
        fit_window(self, event.size)
        self._paint_top()

    def _listen(self) -> None:
        """After the first frame: look back and about, begin to count and to hear."""
        with self._saying():
            self.status.remember()
            self.status.add(self.desk.read_own_files())
        self._paint_status()
        self._recount()
        self.app_resume_signal.subscribe(self, lambda _: self.refresh(layout=True))
        for ear in self.watching.ears():
            self.run_worker(ear)

    async def on_event(self, event: Event) -> None:
        """A key shows that somebody is there; typed ahead, it waits for its turn."""
        if isinstance(event, InputEvent):
            self.watching.stirred()
        if not isinstance(event, Key | Paste):
            await super().on_event(event)
        elif event.is_forwarded or not self.ahead.holds(event):
            came_up = event.is_forwarded
            if isinstance(self.screen, Pane) and self.status.rest():
                self._paint_status()
            await super().on_event(event)
            if came_up or not event.is_forwarded:  # if not, a priority binding took it
                asyncio.get_running_loop().call_soon(self.ahead.came_up, event)

    def exit(
        self, result: None = None, return_code: int = 0, message: RenderableType | None = None
    ) -> None:
        """End; the next start shows Today as it is now until it is ready."""
        terminal.keep(self, self.panes[self.DEFAULT_MODE], self._top(self.DEFAULT_MODE))
        super().exit(result, return_code, message)

    def get_driver_class(self) -> type[Driver]:
        """What the console is drawn with."""
        return terminal.driver(super().get_driver_class())

    def on_unmount(self) -> None:
        """Nobody sees us here any more."""
        self.watching.stop()

    # -- panes -----------------------------------------------------------------------------------

    @property
    def pane(self) -> Pane:
        """The pane shown, also under a form."""
        return self.panes[self.current_mode]

    def _word_for(self, word: str) -> str:
        """What a rule calls a verb or an option by, in the pane shown."""
        shown = self.panes.get(self.current_mode)
        return word_for(word, shown.SECTIONS if shown else ())

    async def action_pane(self, name: str) -> None:
        """Go to a pane."""
        if name not in (*PANES, *SIDE_PANES):
            self.say(f"{COMMANDS[f'pane.{name}'].label} isn't built yet", "warn")
        else:
            await self.trail.to_pane(name)

    def go_to(self, name: str, key: str) -> None:
        """Go to a record's pane and show it; `esc` comes back."""
        self._start(self.trail.to_record(name, key))

    def go_to_list(self, name: str, query: str) -> None:
        """Go to a pane's list, by that query; `esc` comes back."""
        self._start(self.trail.to_list(name, query))

    def go_back(self) -> None:
        """Back to the pane one came from."""
        self._start(self.trail.back())

    def open(self, ref: str) -> None:
        """To the record of a typed id, wherever it is shown."""
        self._start(self._open(ref))

    async def _open(self, ref: str) -> None:
        record, name = place_of(self.desk, ref)
        if name in (*PANES, *SIDE_PANES):
            await self.trail.to_record(name, record.ref)
        else:
            from screens.finding.asking import show_facts

            await show_facts(self.desk, self, record)

    async def show_pane(self, name: str) -> None:
        """Show it, as it was left."""
        self.status.rest()
        await self.switch_mode(name)

    def shown(self, name: str) -> None:
        """A pane came to the front."""
        with self._saying():
            self._paint_top()
        self._paint_status()
        self.watching.stirred()

    def _paint_top(self) -> None:
        line = self._top(self.current_mode)
        for pane in self._mounted():
            pane.top.show(*line)

    def _top(self, name: str) -> tuple[Pieces, Pieces]:
        """The top line while that pane is shown."""
        return headlines.top_line(
            self.desk,
            [*PANES, *(aside for aside in SIDE_PANES if aside == name)],
            name,
            self._counts,
            self.watching.others,
            self.size.width,
        )

    def _recount(self) -> None:
        count: WorkType[None] = self._count  # no coroutine: the next one may come before it begins
        self.run_worker(count, exclusive=True, group="counts")

    async def _count(self) -> None:
        """Counts read every record, so they come after the frame and off the screen's thread."""
        with self._saying():
            self._counts = await asyncio.to_thread(headlines.counts, self.desk)
            self._paint_top()
            await self.hands.recall()
            self._paint_status()

    def _mounted(self) -> list[Pane]:
        return [pane for pane in self.panes.values() if pane.is_mounted]

    # -- what is heard ---------------------------------------------------------------------------

    @property
    def others(self) -> Sequence[Present]:
        """Who else has a console open, and what they do there."""
        return self.watching.others

    def heard(self, entries: Sequence[Entry]) -> None:
        """Changes, by anyone: the panes show them."""
        with self._saying():
            self.status.heard(entries)
            self.hands.meanwhile.heard(entries)
            for pane in self._mounted():
                pane.taken(entries)
        self.call_after_refresh(self._recount)
        self._paint_status()

    def people_changed(self) -> None:
        """Somebody came or went, or does something else."""
        with self._saying():
            self._paint_top()
            self.hands.meanwhile.people(self.others)
            for pane in self._mounted():
                pane.people_changed()

    def looked(self) -> None:
        """Without a terminal nobody is here: a line that drops isn't always told by a signal."""
        if not (self.is_headless or os.isatty(0)):
            self.exit()

    def minute_passed(self) -> None:
        """Ages and dues move on."""
        self._recount()
        self.status.minute_passed()
        with self._saying():
            self.hands.meanwhile.minute_passed()
            self.pane.refresh_cells()
        self._paint_status()

    def import_moved(self, now: UnderWay | None) -> None:
        """An import is that far; `None`: there is none any more."""
        self.status.under_way = now
        self._paint_status()

    def complain(self, words: str) -> None:
        """Something went wrong that nobody here asked for."""
        self.say(words, "bad")

    # -- the status line -------------------------------------------------------------------------

    def say(self, words: str, role: Role = "text") -> None:
        """Answer the person in the status line."""
        self.status.say(words, role)
        self._paint_status()

    def rest(self) -> None:
        """Nothing to answer: back to the state of the store."""
        self.status.rest()
        self._paint_status()

    def _paint_status(self) -> None:
        """The last line but one of every pane."""
        shown = self.panes.get(self.current_mode)
        pieces, corner = self.status.pieces(shown.standing() if shown else [], self.hands.kept)
        for pane in self._mounted():
            pane.status.show(pieces, corner)

    # -- verbs -----------------------------------------------------------------------------------

    def _start(self, deed: Awaitable[None]) -> None:
        self.run_worker(self._said_if_wrong(deed))

    async def _said_if_wrong(self, deed: Awaitable[None]) -> None:
        with self.ahead.at_work(), self._saying():
            await deed

    @contextmanager
    def _saying(self) -> Iterator[None]:
        """What goes wrong in here is said and doesn't end the console."""
        try:
            yield
        except SpotlightError as error:
            shown = self.panes.get(self.current_mode)
            self.status.say(str(error), "warn", about=shown.list.cursor if shown else None)
            self._paint_status()

    def action_verb(self, id: str) -> None:
        """Do a verb."""
        self._start(self.hands.do(self.pane.verb_for(id)))

    def action_undo(self) -> None:
        """Take back."""
        self._start(self.hands.undo())

    def action_redo(self) -> None:
        """Put back."""
        self._start(self.hands.redo())

    def take_news(self) -> None:
        """Show what was committed."""
        self.watching.take_news()

    async def show_alone(self, text: str) -> str:
        """Show a text on the bare terminal until a key; gives what to say afterwards."""
        async with self.watching.left():
            try:
                with self.suspend():
                    wait_beneath(text)
            except SuspendNotSupported:
                return "This terminal has no plain screen; f puts the text in a file."
        return ""

    async def answer(self, screen: Screen[T]) -> T | None:
        """Ask something and wait for the answer."""
        with self.ahead.asking():
            return await self.push_screen_wait(screen)

    def action_errand(self, name: str) -> None:
        """Go on an errand."""
        self._start(ERRANDS[name](self.desk, self))

    def action_go_to(self, ref: str) -> None:
        """To the record of a typed id."""
        self.open(ref)

    def action_shell(self) -> None:
        """Go to the shell, once no commit and no import runs: nobody must wait for a sleeper."""
        self.run_worker(self._shell())

    async def _shell(self) -> None:
        async with self.hands.busy, self.watching.left():
            self.action_suspend_process()

    def action_look(self) -> None:
        """From dark to light, to the terminal's own colours, and back."""
        self.say(self.next_look(), "dim")

    def action_help(self) -> None:
        """The keys of this pane."""
        from screens.help import Help

        self.push_screen(Help(self.pane.NAME, self.pane.SECTIONS))
