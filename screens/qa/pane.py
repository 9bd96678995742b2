"""QA: the runs of checklists; enter opens one, item by item."""

from collections.abc import Sequence

from console import qa
from console.checks import STATES, items, matching, tally
from console.desk import Desk
from console.query import Ordered
from data.records.base import Record
from data.records.clients import Client
from data.records.notes import Note
from data.records.runs import Check, Run
from data.store import Entry
from screens.frame.columns import shared
from screens.frame.host import Host
from screens.frame.paint import Pieces, Role, fit
from screens.frame.pane import Pane
from screens.frame.records import HEADING
from screens.keymap import press
from screens.qa.item import LETTERS, ROLES, item_lines, progress, run_lines, signature, state
from screens.say import age, due_words, out_of, unsought

_ITEM_KEYS = (
    "qa.pass", "qa.fail", "qa.skip", "qa.evidence", "qa.recheck", "qa.sign", "desk.help",
)  # fmt: skip


class QAPane(Pane):
    """The list of runs, or of one run's items, over or beside what the cursor stands on."""

    NAME = "qa"
    SECTIONS = ("qa",)
    KEYS = (
        "list.open", "qa.new", "qa.sign", "qa.note", "list.query", "desk.undo", "desk.help",
    )  # fmt: skip
    TABLES = frozenset({Run.TABLE, Check.TABLE, Note.TABLE, Client.TABLE})
    FOLLOWS = True
    DEFAULT_QUERY = qa.LIST.default

    def __init__(self, desk: Desk, host: Host) -> None:
        super().__init__(desk, host)
        self._ordered = Ordered(desk, qa.LIST)
        self._run: str | None = None
        """The run that is open."""
        self._runs_query = self.DEFAULT_QUERY, self._before

    @property
    def run(self) -> Run | None:
        """The run that is open, item by item."""
        return self.desk.book.get(Run, int(self._run[1:])) if self._run else None

    # -- rows ------------------------------------------------------------------------------------

    def rows(self, query: str) -> list[str]:
        """The runs the query picks; in a run, its items under their groups."""
        run = self.run
        if run is None:
            return self._ordered.refs(query)
        rows: list[str] = []
        group = ""
        for check in matching(items(self.desk.book, run), query):
            if check.group != group:
                group = check.group
                rows.append(f"{HEADING} {group}")
            rows.append(check.ref)
        return rows

    def completions(self, query: str) -> list[str]:
        """What the last word could become; in a run, what can be asked of items."""
        if self._run is None:
            return super().completions(query)
        last = query.rpartition(" ")[2]
        return [word for state in STATES if (word := f"is:{state}").startswith(last or "\0")]

    def follow(self, entries: Sequence[Entry]) -> None:
        """Keep the list of runs in order."""
        self._ordered.follow(entries)

    def record(self, key: str) -> Record | None:
        """The run, or the item."""
        return self.desk.record(key)

    def _under_cursor(self) -> list[Record]:
        """In a run: the item, and the run it belongs to."""
        run = self.run
        return super()._under_cursor() + ([run] if run else [])

    def subjects(self) -> list[Record]:
        """In a run: the marked items, else the one under the cursor; and the run itself."""
        run = self.run
        if run is None or self.opened or not self.list.marked:
            return super().subjects()
        return [*super().subjects(), run]

    def shows(self, record: Record) -> bool:
        """Runs, where runs are listed."""
        return isinstance(record, Run) and self._run is None

    def empty(self) -> str:
        """What to do about an empty list."""
        if self._run is not None:
            return (
                f"No item fits these words.\n{press('list.query')} changes them"
                f" · {press('list.back')} goes back to the runs"
            )
        return (
            f"No run fits this query.\n{press('qa.new')} begins one from a checklist,"
            f" with the promo's name\n{press('list.query')} changes the query"
            " · empty, it shows the signed and void ones too"
            f"{unsought(self._query, self._ordered)}"
        )

    def count(self, rows: Sequence[str]) -> str:
        """How many; in a run, how far."""
        run = self.run
        if run is not None:
            return f"{progress(tally(items(self.desk.book, run)))}"
        return out_of(rows, self._ordered)

    def footer(self, record: Record | None) -> Sequence[str]:
        """What can be done to an item, or to a run."""
        return self.KEYS if self._run is None else _ITEM_KEYS

    def standing(self) -> Pieces:
        """In a run: what fails, what is open, and whether I may sign."""
        run = self.run
        if run is None:
            return []
        found = tally(items(self.desk.book, run))
        role: Role = "good" if run.status == "signed" else "bad" if found.failed else "text"
        counts = f"{found.failed} fail, {found.open} open"
        said = f"void: {run.void_why}" if run.status == "void" else signature(self.desk, run)
        return [(f" {counts}", role), (f" · {said}", "text")]

    # -- drawing ---------------------------------------------------------------------------------

    def header(self, width: int) -> Pieces:
        """The column heads; in a run, whose it is."""
        run = self.run
        if run is None:
            shop, maker, _ = _columns(width)
            heads = f"{fit('client', shop)}{fit('maker', maker)}{fit('done', _DONE)}"
            return [(f"    {'due':<7}{'id':<6}{heads}run", "dim")]
        client = self.desk.client_slug(run.client)
        whose = f" maker {run.maker}" + (f" · {client}" if client else "")
        return [
            (f" {fit(f'{run.ref}  {run.title}', width - 1 - len(whose))}", "strong"),
            (whose, "dim"),
        ]

    def draw(self, key: str, width: int) -> Pieces:
        """A run or an item in a line."""
        record = self.desk.record(key)
        if isinstance(record, Check):
            return self._item(record, width)
        return self._line(record, width) if isinstance(record, Run) else [(key, "dim")]

    def _line(self, run: Run, width: int) -> Pieces:
        """State, due, id, client, maker, progress, title."""
        letter, role = state(self.desk, run)
        text: Role = "text" if run.status == "checking" else "dim"
        today = self.desk.day_at(run.client)
        late = run.status == "checking" and run.due is not None and run.due < today
        shop, maker, what = _columns(width)
        client = fit(self.desk.client_slug(run.client) or "–", shop - 1)
        return [
            (f"{letter}  ", role),
            (fit(due_words(run.due, today), 7), "bad" if late else text),
            (fit(run.ref, 6), "strong"),
            (f"{client} " if client else "", "dim"),
            (fit(run.maker, maker - 1) + " ", text),
            (fit(progress(tally(items(self.desk.book, run))), _DONE), role),
            (fit(run.title, what), text),
        ]

    def _item(self, check: Check, width: int) -> Pieces:
        """Result, number, what, whether it must, who, when, why."""
        words = min(40 if width < _DATED else 48, width - 26)
        when = age(check.at, self.desk.clock.now()) if check.at and check.result else ""
        dated = 7 if width >= _DATED else 0
        return [
            (f"{LETTERS[check.result]} ", ROLES[check.result]),
            (f"{check.number:>2}  ", "dim"),
            (fit(check.text, words), "dim" if check.result == "n.a." else "text"),
            (f" {'must' if check.must else '':<4} ", "dim"),
            (fit(check.by or "" if check.result else "", 7) + " ", "text"),
            (fit(when, dated), "dim"),
            (fit(check.reason or "", width - 20 - dated - words), ROLES[check.result]),
        ]

    def detail(self, key: str, width: int, *, whole: bool) -> list[Pieces]:
        """The run, or the item, told line by line."""
        record = self.desk.record(key)
        if isinstance(record, Check):
            return item_lines(self.desk, record, width)
        return run_lines(self.desk, record, width, whole=whole) if isinstance(record, Run) else []

    # -- in and out of a run ---------------------------------------------------------------------

    def action_open(self) -> None:
        """Open the run item by item; of an item, all there is to read."""
        if self._run is None and self.list.cursor is not None and not self._reading:
            self._enter(self.list.cursor)
        else:
            super().action_open()

    def action_back(self) -> None:
        """From a run's items back to the runs."""
        within = self.opened or self._reading or self.list.marked or self._before is not None
        if self._run is None or within:
            super().action_back()
        else:
            self._leave()

    def reveal(self, key: str) -> None:
        """Open that run, or the run of that item at it."""
        self._enter(key.partition(".")[0], item=key if "." in key else None)

    def narrow_to(self, query: str) -> None:
        """Show the runs by that query."""
        self._leave()
        super().narrow_to(query)

    def _enter(self, ref: str, *, item: str | None = None) -> None:
        if self._run is None:
            self._runs_query = self.query_line.text, self._before
            self._before = None
        self._show_run(ref, "", select=item)

    def _leave(self) -> None:
        if self._run is not None:
            query, self._before = self._runs_query
            self._show_run(None, query, select=self._run)

    def _show_run(self, ref: str | None, query: str, *, select: str | None) -> None:
        self._back_to_list()
        self.list.unmark()
        self._run = ref
        self.set_class(ref is not None, "-items")
        self.query_line.text = query
        self.query_line.refresh()
        self.load(select=select)
        self.host.rest()


_DONE = 19
_DATED = 90
"""From so many columns an item's row says when."""


def _columns(width: int) -> tuple[int, int, int]:
    """How wide client, maker and the run's name are."""
    room = width - 3 - 7 - 6 - _DONE
    shop, maker = shared(room, 24, (13, 21) if width >= 70 else (0, 0), (9, 13))
    return shop, maker, max(0, room - shop - maker)
