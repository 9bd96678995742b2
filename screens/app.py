"""The console: panes, verbs by key, and what the others do, as it happens."""

import asyncio
import signal
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import msgspec
from textual import work
from textual.app import App

from console.ages import ago
from console.args import Field, fields, read
from console.desk import AnyVerb, Desk
from console.history import TakenBack, newest_standing, redo, sentence, undo
from console.table import VERBS
from console.verb import NoArgs
from data.errors import SpotlightError
from data.records.base import Record
from data.records.clients import Client
from data.records.people import Person
from data.store import Entry
from screens.frame.paint import Pieces, Role
from screens.frame.pane import Host, Pane
from screens.headlines import counts, event, panes_line, people_line, worth_telling
from screens.keymap import COMMANDS, bindings
from screens.look import DARK, LIGHT
from screens.palette import VerbProvider
from screens.watching import Watching

PANES = ("today", "actions", "clients")
"""The panes there are, in the order of their numbers."""
Words = Mapping[str, str]
"""What was typed into a form, by field."""
OLD = timedelta(hours=1)
"""Undo asks before taking back anything older."""


class SpotlightApp(App[None]):
    """One person's console."""

    TITLE = "Spotlight"
    CSS_PATH = "console.tcss"
    COMMANDS = {VerbProvider}
    BINDINGS = bindings("everywhere")
    DEFAULT_MODE = "today"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.set_reactive(App.theme, DARK.name)  # dressed before the style sheets are first read
        self.desk = desk
        self.panes: dict[str, Pane] = {}
        self.watching = Watching(desk, self)
        self._counts: Mapping[str, int] = {}
        self._trail: deque[str] = deque(maxlen=20)
        self._unsent: dict[str, Words] = {}
        self._said: tuple[str, Role] | None = None
        last = next(desk.book.store.entries(newest_first=True), None)
        self._news = event(desk, last) if last is not None else "nothing has happened yet"
        self.animation_level = "none"
        for name in PANES:
            self.add_mode(name, partial(self._pane, name))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles' colours, so that any other theme works too."""
        return dict(DARK.variables)

    def _pane(self, name: str) -> Pane:
        """Make a pane when it is first shown."""
        from screens.actions.pane import ActionsPane
        from screens.clients.pane import ClientsPane
        from screens.today.pane import TodayPane

        kinds: dict[str, Callable[[Desk, Host], Pane]] = {
            "today": TodayPane,
            "actions": ActionsPane,
            "clients": ClientsPane,
        }
        made = kinds[name](self.desk, self)
        self.panes[name] = made
        return made

    def on_mount(self) -> None:
        """Start listening to the others."""
        loop = asyncio.get_running_loop()
        for hangup in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(hangup, self.exit)
        self.call_after_refresh(self._listen)

    def _listen(self) -> None:
        """After the first frame: begin to count and to hear."""
        self._recount()
        for ear in self.watching.ears():
            self.run_worker(ear)

    def on_unmount(self) -> None:
        """Nobody sees us here any more."""
        self.watching.stop()

    # -- panes -----------------------------------------------------------------------------------

    @property
    def pane(self) -> Pane:
        """The pane shown, also under a form."""
        return self.panes[self.current_mode]

    async def action_pane(self, name: str) -> None:
        """Go to a pane."""
        if name not in PANES:
            self.say(f"{COMMANDS[f'pane.{name}'].label} isn't built yet", "warn")
        elif name != self.current_mode:
            self._trail.append(self.current_mode)
            await self.switch_mode(name)

    def go_to(self, name: str, key: str) -> None:
        """Go to a record's pane and show it; `esc` comes back."""
        self.run_worker(self._go_to(name, key))

    async def _go_to(self, name: str, key: str) -> None:
        await self.action_pane(name)
        self.panes[name].call_after_refresh(self.panes[name].reveal, key)

    def go_back(self) -> None:
        """Back to the pane one came from."""
        if self._trail:
            self.run_worker(self._go_back())

    async def _go_back(self) -> None:
        await self.switch_mode(self._trail.pop())

    def shown(self, name: str) -> None:
        """A pane came to the front."""
        self._paint_top()
        self._paint_status()
        self.watching.announce(name)

    def _paint_top(self) -> None:
        left = panes_line(PANES, self.current_mode, self._counts)
        right = people_line(self.desk, self.watching.others)
        for pane in self._mounted():
            pane.top.show(left, right)

    def _recount(self) -> None:
        self.run_worker(self._count(), exclusive=True, group="counts")

    async def _count(self) -> None:
        """Counts read every record, so they come after the frame and off the screen's thread."""
        self._counts = await asyncio.to_thread(counts, self.desk)
        self._paint_top()

    def _mounted(self) -> list[Pane]:
        return [pane for pane in self.panes.values() if pane.is_mounted]

    # -- what is heard ---------------------------------------------------------------------------

    def heard(self, entries: Sequence[Entry]) -> None:
        """Changes, by anyone: the panes show them."""
        for entry in entries:
            if worth_telling(self.desk, entry):
                self._news = event(self.desk, entry)
        for pane in self._mounted():
            pane.taken(entries)
        self._recount()
        self._paint_status()

    def people_changed(self) -> None:
        """Somebody came or went."""
        self._paint_top()

    def minute_passed(self) -> None:
        """Ages and dues move on."""
        self._recount()
        self.pane.refresh_cells()

    def complain(self, words: str) -> None:
        """Something went wrong that nobody here asked for."""
        self.say(words, "bad")

    # -- the status line -------------------------------------------------------------------------

    def say(self, words: str, role: Role = "text") -> None:
        """Answer the person in the status line; the next key clears it."""
        self._said = (words, role)
        self._paint_status()

    def rest(self) -> None:
        """Nothing to answer: back to the state of the store."""
        self._said = None
        self._paint_status()

    def _paint_status(self) -> None:
        """The last line but one of every pane."""
        store = self.desk.book.store
        if self._said is not None:
            pieces: Pieces = [(" " + self._said[0], self._said[1])]
        elif store.read_only:
            pieces = [(f" read only: {store.read_only}", "bad")]
        else:
            pieces = [(f" store ok · {self.desk.book.seq:,} changes · {self._news}", "dim")]
        for pane in self._mounted():
            pane.status.show(pieces)

    # -- verbs -----------------------------------------------------------------------------------

    @work
    async def action_verb(self, id: str) -> None:
        """Do the verb to what is marked, or to the record under the cursor; or say why not."""
        verb = VERBS[id]
        if verb.creates:
            self._ask(verb, [])
            return
        records = [r for r in self.pane.subjects() if isinstance(r, verb.kind)]
        if not records:
            self.say(f"{verb.label}: nothing is selected", "warn")
        elif len(records) > 1:
            await self._bulk(verb, records)
        elif refusal := self.desk.refusal(verb, records[0]):
            self.say(refusal.reason, "warn")
        elif fields(verb.args):
            self._ask(verb, records)
        elif not verb.danger or await self._sure(verb, records):
            await self._carry_out(verb, records, NoArgs())

    async def _bulk(self, verb: AnyVerb, records: Sequence[Record]) -> None:
        if not verb.bulk:
            self.say(f"{verb.label} goes one at a time; esc clears the marks", "warn")
        elif fields(verb.args):
            self._ask(verb, records)
        elif await self._sure(verb, records):
            await self._carry_out(verb, records, NoArgs())

    async def _sure(self, verb: AnyVerb, records: Sequence[Record]) -> bool:
        """Ask first, showing what would happen to which."""
        lines = []
        for record in records[:12]:
            refusal = self.desk.refusal(verb, record)
            title = getattr(record, "title", "")
            lines.append(f"{record.ref}  {refusal.reason if refusal else title}")
        if len(records) > 12:
            lines.append(f"and {len(records) - 12} more")
        what = records[0].ref if len(records) == 1 else f"{len(records)} records"
        return await self.confirm(f"{verb.label} {what}? {verb.help}", lines)

    async def confirm(self, question: str, lines: list[str]) -> bool:
        """Ask a question that enter doesn't answer with yes."""
        from screens.frame.confirm import Confirm

        return await self.push_screen_wait(Confirm(question, lines))

    def _ask(self, verb: AnyVerb, records: Sequence[Record]) -> None:
        """The form for what the verb needs to know."""
        from screens.frame.form import Form

        one = records[0] if len(records) == 1 else None
        asked = fields(verb.args)
        initial = {f.name: self._now(one, f) for f in asked} if one is not None else {}
        what = one.ref if one else f"{len(records)} records" if records else ""
        title = f"{verb.label} {what}".strip()
        form = Form(
            title,
            asked,
            partial(self._submit, verb, records),
            initial=initial,
            unsent=self._unsent.get(title, {}),
            suggestions=self._suggestions(),
        )
        self.push_screen(form, partial(self._leave, title))

    def _leave(self, title: str, unsent: Words | None) -> None:
        """Keep what was typed and not sent for when the same form is opened again."""
        self._unsent.pop(title, None)
        if unsent:
            self._unsent[title] = unsent
            self.say(f"{title}: what you typed is kept until you open it again", "dim")

    @work
    async def action_leave(self) -> None:
        """Leave; asks if something was typed and not sent."""
        if not self._unsent or await self.confirm(
            "Leave, with something typed and not sent?", sorted(self._unsent)
        ):
            self.exit()

    async def _submit(self, verb: AnyVerb, records: Sequence[Record], words: Words) -> None:
        args = read(verb.args, words, self.desk.reading())
        await self._carry_out(verb, records, args, raising=True)

    def _now(self, record: Record, field: Field) -> str:
        """What a field of the record holds, as people would type it."""
        value = getattr(record, field.name, None)
        if field.arg.what == "client" and isinstance(value, int):
            return self.desk.client_slug(value) or ""
        return "" if value is None else str(value)

    def _suggestions(self) -> dict[str, list[str]]:
        return {
            "client": [client.slug for client in self.desk.book.all(Client)],
            "person": [person.name for person in self.desk.book.all(Person)],
        }

    async def _carry_out(
        self,
        verb: AnyVerb,
        records: Sequence[Record],
        args: msgspec.Struct,
        *,
        raising: bool = False,
    ) -> None:
        """Commit, off the screen's thread; a refusal is said, or raised to a form."""
        made: Record | None = None
        refused: Sequence[tuple[str, str]] = ()
        try:
            if verb.creates:
                made = await asyncio.to_thread(self.desk.make, verb, args)
            elif len(records) == 1:
                shown = records[0]
                await asyncio.to_thread(partial(self.desk.run, verb, shown, args, seen=shown))
            else:
                done = await asyncio.to_thread(self.desk.run_all, verb, records, args)
                refused = done.refused
                self.pane.list.marked.clear()
        except SpotlightError as error:
            self.watching.take_news()
            if raising:
                raise
            self.say(str(error), "warn")
            return
        self.watching.take_news()
        if made is not None:
            await self._show_made(made)
        named = made.ref if made else ", ".join(r.ref for r in records[:4])
        words = f"you {verb.past} {named} · u takes it back"
        if refused:
            words = f"{len(refused)} left alone: {refused[0][0]} {refused[0][1]}"
        self.say(words, "warn" if refused else "good")

    async def _show_made(self, made: Record) -> None:
        """A record I made is taken in at once, under the cursor."""
        home = next((n for n, p in self.panes.items() if p.is_mounted and p.shows(made)), None)
        if home is not None and home == self.current_mode:
            self.panes[home].load(select=made.ref)

    # -- taking back -----------------------------------------------------------------------------

    @work
    async def action_undo(self) -> None:
        """Take back my newest change of this session; an older one is asked for first."""
        entry = newest_standing(self.desk, any_session=False)
        elsewhere = entry is None
        if elsewhere:
            entry = newest_standing(self.desk, any_session=True)
        if entry is None:
            self.say("nothing of yours to take back", "warn")
            return
        old = self.desk.clock.now() - entry.at
        if elsewhere or old > OLD:
            asked = f"take back “{sentence(entry)}”, {ago(entry.at, self.desk.clock.now())} ago?"
            where = ["It was done in another session."] if elsewhere else []
            if not await self.confirm(asked, where):
                return
        await self._turn(partial(undo, self.desk, any_session=elsewhere), "took back:")

    @work
    async def action_redo(self) -> None:
        """Put back what was taken back."""
        await self._turn(partial(redo, self.desk), "put back:")

    async def _turn(self, turn: Callable[[], TakenBack], past: str) -> None:
        try:
            done = await asyncio.to_thread(turn)
        except SpotlightError as error:
            self.say(str(error), "warn")
            return
        self.watching.take_news()
        words = f"{past} {sentence(done.entry)}"
        self.say(words + (f" · but {done.left[0]}" if done.left else ""), "good")

    def action_look(self) -> None:
        """From dark to light and back."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_help(self) -> None:
        """The keys of this pane."""
        from screens.help import Help

        self.push_screen(Help(self.pane.NAME, self.pane.SECTIONS))


def open_console(desk: Desk) -> None:
    """Run the console until the person leaves it."""
    import gc

    app = SpotlightApp(desk)
    gc.freeze()
    app.run(mouse=False)
