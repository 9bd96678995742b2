"""The table of our columns against a file's: enter says which is which, ctrl+s keeps it."""

import asyncio

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen

from console import formats
from console.desk import Desk
from console.formats import WORDS, Lesson
from data.errors import SpotlightError
from data.exports.job import FirstRow, Previewed
from data.exports.layout import Column
from data.exports.taught import BUILT_IN, Taught
from data.markets import DATE_ORDERS, market, markets
from screens.frame.confirm import Confirm
from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces, Role, cut, fit
from screens.frame.pick import Choice, Pick
from screens.frame.records import HEADING, RecordList
from screens.say import counted

_FILE = ("becomes", "dates", "market")
"""Rows about the whole file, before those of columns."""
_ANY = "any"
_SHOWN = 5
"""Rows of the file that are shown as they would read."""


class Teach(Screen[Taught | None]):
    """Gives what was taught; `None`: it was left."""

    DEFAULT_CSS = "#below { height: 7; }"
    BINDINGS = [
        Binding("j,down", "move(1)", "down", tooltip="The next row."),
        Binding("k,up", "move(-1)", "up", tooltip="The row above."),
        Binding("pagedown,space", "move(10)", "page", tooltip="A page down."),
        Binding("pageup", "move(-10)", "page up", tooltip="A page up."),
        Binding("g,home", "end(False)", "first", tooltip="The first row."),
        Binding("G,end", "end(True)", "last", tooltip="The last row."),
        Binding("enter", "pick", "pick", tooltip="Say which column it is."),
        Binding("delete,backspace,minus", "clear", "clear", tooltip="No column is it."),
        Binding("ctrl+s", "save", "save", tooltip="Keep it.", priority=True),
        Binding("escape,q", "leave", "leave", tooltip="Leave; asks if something was changed."),
    ]

    def __init__(self, desk: Desk, lesson: Lesson, *, choose: bool) -> None:
        """`choose`: ask first what the file becomes."""
        super().__init__()
        self.desk = desk
        self.lesson = formats.become(lesson, lesson.base)
        self._begun = self.lesson
        self._choose = choose
        self._seen: Previewed | None = None
        """How the first rows would read by the lesson as it is now."""
        self._said: tuple[str, Role] = ("", "dim")
        self.list = RecordList(self._draw, lambda: None)
        self.below = Page(self._fill, id="below")
        self.below.can_focus = False

    def compose(self) -> ComposeResult:
        """A title, the table, the first rows, what is to be said, the keys."""
        title, keys = Line(), Line()
        about = f" {len(self.lesson.header):,} columns "
        title.show(
            [(f" {self.lesson.name}", "strong"), (f" · {self.lesson.file.name}", "text")],
            [(about, "dim")],
        )
        keys.show([(" enter pick  - none  ctrl+s save  esc leave", "dim")])
        yield title
        yield self.list
        yield Rule()
        yield self.below
        yield keys

    def on_mount(self) -> None:
        """Ask what it becomes, if nobody said."""
        self.list.focus()
        self._taken(self.lesson)
        self.list.move_to_end(last=False)
        if self._choose:
            self._pick("becomes")

    # -- the table ----------------------------------------------------------------------------

    def _rows(self) -> list[str]:
        base = self.lesson.base
        needed = [column.fact for column in base.needed]
        kept = [column.fact for column in base.columns if not column.needed]
        return [
            *(f"{_ABOUT}{name}" for name in _FILE),
            f"{HEADING} needed",
            *needed,
            f"{HEADING} kept where there is one",
            *kept,
        ]

    def _draw(self, key: str, width: int) -> Pieces:
        name, about, value, sample, role = self._cells(key)
        room = width - 2
        first, second, third = room * 37 // 100, room * 23 // 100, room * 24 // 100
        return [
            (f"{fit(name, first)} ", "text"),
            (f"{fit(about, second)} ", "dim"),
            (f"{fit(value, third)} ", role),
            (fit(sample, width - first - second - third - 3), "dim"),
        ]

    def _cells(self, key: str) -> tuple[str, str, str, str, Role]:
        """Of a row: what it is, what it holds, the file's column, a cell of it, how it looks."""
        lesson = self.lesson
        if key.startswith(_ABOUT):
            name = key.removeprefix(_ABOUT)
            value = {
                "becomes": lesson.base.name,
                "dates": lesson.dates or "as its cells tell",
                "market": lesson.market or _ANY,
            }[name]
            return name, _HELP[name], value, "", "accent"
        column = self._column(key)
        header = lesson.columns.get(key)
        if header is None:
            role: Role = "warn" if column.needed else "dim"
            return column.header, WORDS[column.kind], "? which" if column.needed else "–", "", role
        return column.header, WORDS[column.kind], header, lesson.samples[header], "accent"

    def _column(self, fact: str) -> Column:
        return next(column for column in self.lesson.base.columns if column.fact == fact)

    # -- keys ---------------------------------------------------------------------------------

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.list.move(rows)

    def action_end(self, last: bool) -> None:
        """Go to the first or the last row."""
        self.list.move_to_end(last=last)

    def action_pick(self) -> None:
        """Pick what the row under the cursor is."""
        if self.list.cursor is not None:
            self._pick(self.list.cursor.removeprefix(_ABOUT))

    def action_clear(self) -> None:
        """The row has no column, or nothing is known of it."""
        key = self.list.cursor or ""
        if key != f"{_ABOUT}becomes":
            self._set(key.removeprefix(_ABOUT), "")

    def _pick(self, name: str) -> None:
        lesson = self.lesson
        if name == "becomes":
            question, now = "What are its rows?", lesson.base.name
            choices = [Choice(one.name, one.name, one.title) for one in BUILT_IN.values()]
        elif name == "dates":
            question, now = "Which comes first in its dates?", lesson.dates or ""
            choices = [Choice("", "as its cells tell"), *(Choice(o, o) for o in DATE_ORDERS)]
        elif name == "market":
            question, now = "Which market's layout is it?", lesson.market or ""
            choices = [Choice("", _ANY), *(Choice(m, m, market(m).title) for m in markets())]
        else:
            column = self._column(name)
            question = f"Which column is {column.header}, {WORDS[column.kind]}?"
            now = lesson.columns.get(name, "")
            choices = [Choice("", "none of them")]
            choices += [Choice(each, each, sample) for each, sample in lesson.samples.items()]

        def picked(value: str | None) -> None:
            if value is not None:
                self._set(name, value)

        self.app.push_screen(Pick(question, choices, now), picked)

    def _set(self, name: str, value: str) -> None:
        """Take in what was picked; nothing: it isn't known."""
        lesson = self.lesson
        if name == "becomes":
            if value != lesson.base.name:
                self._taken(formats.become(lesson, BUILT_IN[value]))
        elif name in _FILE:
            self._taken(msgspec.structs.replace(lesson, **{name: value or None}))
        else:
            columns = {fact: header for fact, header in lesson.columns.items() if fact != name}
            if value:
                columns[name] = value
            self._taken(msgspec.structs.replace(lesson, columns=columns))
            self.list.move(1)  # on to the next, which is usually what one wants

    def _taken(self, lesson: Lesson) -> None:
        self.lesson, self._seen = lesson, None
        self.list.show(self._rows())
        self.run_worker(self._look(), exclusive=True)

    # -- the first rows -----------------------------------------------------------------------

    async def _look(self) -> None:
        """Have the first rows read by what is known now."""
        lesson, missing = self.lesson, self.lesson.missing
        if missing:
            names = ", ".join(column.header for column in missing)
            self._say(f"{counted(len(missing), 'column')} still to say: {names}", "warn")
            return
        self._say("reading its first rows …", "dim")
        try:
            seen = await asyncio.to_thread(formats.look, self.desk, lesson)
        except SpotlightError as error:
            self._say(str(error), "warn")
            return
        self._seen = seen
        self._say(seen.note or "ctrl+s keeps it", "warn" if seen.note else "dim")

    def _fill(self, width: int) -> list[Pieces]:
        """The first rows as they would read, and what is to be said."""
        lines: list[Pieces] = []
        if seen := self._seen:
            head = f" of its first {counted(seen.rows, 'row')} {seen.accepted:,} would be accepted"
            lines = [[(head, "text")], *(_read(row) for row in seen.first)]
        lines += [[]] * (_SHOWN + 1 - len(lines))
        words, role = self._said
        return [cut(line, width) for line in [*lines, [(f" {words}", role)]]]

    def _say(self, words: str, role: Role) -> None:
        self._said = (words, role)
        self.below.refill()

    # -- the end ------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Keep it, once its first rows have been shown."""
        if self.lesson.missing:
            self.list.select(self.lesson.missing[0].fact)
        elif self._seen is not None:
            try:
                self.dismiss(formats.save(self.desk, self.lesson, self._seen))
            except SpotlightError as error:
                self._say(str(error), "bad")

    def action_leave(self) -> None:
        """Leave it; asks if something was changed."""
        if self.lesson == self._begun:
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(Confirm("Leave, and forget what you picked?", []), answered)


def _read(row: FirstRow) -> Pieces:
    at = f" line {row.line:<4} "
    if row.refused is None:
        return [(at, "dim"), (" · ".join(row.cells), "text")]
    return [(at, "dim"), (f"rejected: {row.refused}", "warn")]


_ABOUT = "the file's "
"""Keys of the rows about the whole file begin so: no fact does."""
_HELP = {
    "becomes": "what its rows are",
    "dates": "which comes first",
    "market": "whose layout",
}
