"""Picking an answer that is ready: canned replies, the playbook, macros. Narrowed by typing, each
shown as it would be said to this creator.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label

from console.answers import (
    Answer,
    Ready,
    all_use,
    count,
    macros,
    matching,
    own_use,
    playbook,
    replies,
)
from console.args import Arg, Field
from console.blanks import answer, fill, questions
from console.desk import Desk
from console.linting import told
from console.macros import MACRO, RunMacro, effects, effects_over
from data.errors import SpotlightError
from data.records.conversations import Conversation
from screens.frame.form import Form
from screens.frame.lines import Line, Page, Rule
from screens.frame.paint import Pieces, fit, fit_right, wrap
from screens.frame.records import RecordList

T = TypeVar("T")
Words = Mapping[str, str]
_TOPIC, _USED = 12, 6


class Picker(ModalScreen[T]):
    """A list of answers over what the one under the cursor says."""

    CSS_PATH = "../frame/modal.tcss"
    DEFAULT_CSS = """
    #answers { width: 100; max-width: 100%; height: 100%; background: $panel; padding: 1 2; }
    #answers Input { background: $surface; border: none; height: 1; padding: 0; }
    #answers RecordList { height: 2fr; margin: 1 0 0 0; }
    #answers Page { height: 3fr; }
    #answers #form-error { margin: 0; }
    """
    BINDINGS = [
        Binding("down", "move(1)", "down", priority=True, tooltip="The next one."),
        Binding("up", "move(-1)", "up", priority=True, tooltip="The one above."),
        Binding("pagedown", "page(5)", "page", priority=True, tooltip="More of what it says."),
        Binding("pageup", "page(-5)", "page up", priority=True, tooltip="Back up."),
        Binding("tab", "shelf", "other", priority=True, tooltip="The other shelf."),
        Binding("escape", "dismiss", "back", tooltip="Leave it as it was."),
    ]
    KEYS = "up down move  enter take it  esc back"

    def __init__(
        self, desk: Desk, conversation: Conversation, heading: str, shelves: Mapping[str, Ready]
    ) -> None:
        """`shelves` by what they are called; the first is shown."""
        super().__init__()
        self._desk = desk
        self._conversation = conversation
        self._heading = heading
        self._shelves = shelves
        self._shelf = next(iter(shelves))
        self._used = own_use(desk)
        self._found: dict[str, Answer] = {}
        self._title = Label("", id="form-title")
        self._wrong = Label("", id="form-error")
        self.list = RecordList(self._draw, self._show)
        self.list.can_focus = False
        self.preview = Page(self._lines)
        self.preview.can_focus = False
        self._typed = Input(placeholder="type words of it", compact=True)
        self._typed.cursor_blink = False  # nothing is sent while nobody types

    def compose(self) -> ComposeResult:
        """The heading, what is typed, the list, what the one under the cursor says, the keys."""
        keys = Line()
        also = "  tab replies or playbook" if len(self._shelves) > 1 else ""
        keys.show([(self.KEYS + also, "dim")])
        with Vertical(id="answers"):
            yield self._title
            yield self._typed
            yield self.list
            yield Rule()
            yield self.preview
            yield self._wrong
            yield keys

    def on_mount(self) -> None:
        """Those that fit the conversation best, first."""
        self._turn_to(self._shelf)
        self._typed.focus()

    def _turn_to(self, shelf: str) -> None:
        self._shelf = shelf
        named = f"{self._heading}: {shelf}" if len(self._shelves) > 1 else self._heading
        self._title.update(Content(named))
        self.complain(" ".join(self._shelves[shelf].broken))
        self._fill(self._typed.value)

    def complain(self, words: str) -> None:
        """Say what is wrong."""
        self._wrong.update(Content(words))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what has all the words typed."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter: that one."""
        if self.list.cursor is not None:
            self.picked(self._found[self.list.cursor])

    @abstractmethod
    def picked(self, answer: Answer) -> None:
        """What becomes of the one that was picked."""

    @abstractmethod
    def said(self, answer: Answer) -> list[str]:
        """What the one under the cursor says, paragraph by paragraph."""

    def action_move(self, rows: int) -> None:
        """Move the cursor in the list."""
        self.list.move(rows)

    def action_page(self, lines: int) -> None:
        """Scroll what the one under the cursor says."""
        self.preview.move(lines)

    def action_shelf(self) -> None:
        """Turn to the other shelf."""
        names = [*self._shelves]
        self._turn_to(names[(names.index(self._shelf) + 1) % len(names)])

    def _fill(self, typed: str) -> None:
        ready = self._shelves[self._shelf].answers
        found = matching(ready, typed, self._conversation.topic, self._used)
        self._found = {answer.name: answer for answer in found}
        self.list.show([*self._found])
        self.list.move_to_end(last=False)
        self._show()

    def _show(self) -> None:
        self.preview.refill(top=True)

    def _draw(self, key: str, width: int) -> Pieces:
        one = self._found[key]
        times = self._used.get((one.kind, one.name), 0)
        used = f"{times}×" if times else ""
        title = width - _TOPIC - _USED - 2
        return [
            ("! " if one.stale else "  ", "warn"),
            (fit(f"{one.title}{' (mine)' if one.own else ''}", title), "text"),
            (fit(one.topic, _TOPIC), "dim"),
            (fit_right(used, _USED), "dim"),
        ]

    def _lines(self, width: int) -> list[Pieces]:
        one = self._found.get(self.list.cursor or "")
        if one is None:
            return [[(" nothing has these words", "dim")]]
        lines = [line for part in self.said(one) for line in (*wrap(part, width - 1), "")]
        return [[(f" {line}", "text")] for line in lines]


class Answers(Picker[Answer | None]):
    """Gives the reply or the playbook's answer that was picked."""

    def picked(self, answer: Answer) -> None:
        """That one, filled."""
        self.dismiss(answer)

    def said(self, answer: Answer) -> list[str]:
        """As it would stand in the reply; of the playbook first what is known, and how long."""
        text = fill(self._desk.view(), self._conversation, answer.text)
        times = all_use(self._desk, answer)
        used = f"used {times} time{'s' if times > 1 else ''} by all of us" if times else ""
        known = [answer.body, answer.source] if answer.kind == "playbook" else []
        said = [] if text == answer.body and known else [f"› {text}" if known else text]
        return [part for part in (*known, *said, used) if part]


def answers_for(desk: Desk, conversation: Conversation, *, known_first: bool = False) -> Answers:
    """What can be taken into a reply; `known_first`: the playbook before the replies."""
    shelves = {"replies": replies(desk), "playbook": playbook(desk)}
    order = sorted(shelves, reverse=not known_first)
    return Answers(desk, conversation, "Ready answers", {name: shelves[name] for name in order})


Ask = Callable[[Form], Awaitable[object]]
"""Shows a form and waits until it is gone."""


async def asked(ask: Ask, text: str) -> list[str]:
    """What the person answers to the questions in a text; none, where they left."""
    wanted, given = questions(text), list[str]()

    async def take(words: Words) -> None:
        given[:] = [words.get(field.name, "") for field in fields]

    fields = [
        Field(f"blank_{number}", Arg("text", question), required=True)
        for number, question in enumerate(wanted, 1)
    ]
    about = [f"{number}  {question}" for number, question in enumerate(wanted, 1)]
    if wanted:
        form = Form(
            "Only you know", fields, take, about=about, initial={}, unsent={}, suggestions={}
        )
        await ask(form)
    return given


class Macros(Picker[Words]):
    """Runs the macro that is picked, having shown what it does."""

    KEYS = "up down move  enter do all of it  esc back"

    def __init__(
        self,
        desk: Desk,
        conversation: Conversation,
        heading: str,
        submit: Callable[[Words], Awaitable[None]],
    ) -> None:
        super().__init__(desk, conversation, heading, {"macros": macros(desk)})
        self._submit = submit
        self._busy = False
        self._given: dict[str, list[str]] = {}
        """What was answered to the questions of which macro."""
        self._warned = ""
        """The reply that was warned of; whoever goes on means it."""

    def said(self, answer: Answer) -> list[str]:
        """Each thing it does, and what stands against it; then the reply it copies."""
        steps = effects(self._desk, self._conversation, answer)
        text = fill(self._desk.view(), self._conversation, answer.body)
        return ["\n".join(f"· {step}" for step in steps), *([text] if text else [])]

    def picked(self, answer: Answer) -> None:
        """Do it, one at a time; a refusal is said beneath."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._run(answer))

    async def _run(self, macro: Answer) -> None:
        try:
            words = await self._words(macro)
            if words is not None:
                await self._submit(words)
                await asyncio.to_thread(count, self._desk, macro)
                self.dismiss({})
        except SpotlightError as error:
            self._given.pop(macro.name, None)
            self.complain(str(error))
        finally:
            self._busy = False

    async def _words(self, macro: Answer) -> Words | None:
        """What to run it with; `None`: there is something to read, or to answer, first."""
        wanted = questions(macro.body)
        if wanted and macro.name not in self._given:
            given = await asked(self.app.push_screen_wait, macro.body)
            if not given:
                self.complain(f"it asks for {', '.join(wanted)}")
                return None
            self._given[macro.name] = given
        given = self._given.get(macro.name, [])
        text = answer(fill(self._desk.view(), self._conversation, macro.body), given)
        findings = self._desk.linter.findings(text, self._conversation.client)
        if findings and text != self._warned:
            self._warned = text
            self.complain(f"{told(findings)}: enter again means it")
            return None
        meant = {"anyway": "yes"} if findings else {}
        told_us = {"answers": "\n".join(given)} if given else {}
        return {"macro": macro.name, **told_us, **meant}


class MacrosForAll(Macros):
    """Runs the macro that is picked on many, having shown what it does to how many."""

    def __init__(
        self,
        desk: Desk,
        conversations: Sequence[Conversation],
        heading: str,
        submit: Callable[[Words], Awaitable[None]],
    ) -> None:
        super().__init__(desk, conversations[0], heading, submit)
        self._all = conversations

    def said(self, answer: Answer) -> list[str]:
        """Each thing it does, and how many it leaves alone, with the reasons."""
        return ["\n".join(effects_over(self._desk, self._all, answer))]

    async def _words(self, macro: Answer) -> Words | None:
        asked = RunMacro(macro=macro.name)
        refusals = (self._desk.foresee(MACRO, each, asked) for each in self._all)
        reasons = [no.reason for no in refusals if no]
        if len(reasons) == len(self._all):
            self.complain(f"nothing of it can be done: {reasons[0]}")
            return None
        return {"macro": macro.name}
