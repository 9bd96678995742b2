"""`?`: the keys of the pane one is in, made from the table."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from console.table import VERBS
from screens.frame.lines import Line, Page
from screens.frame.paint import Pieces, fit, wrap
from screens.keymap import help_of, in_force, label_of, press, spoken

TITLES = {"everywhere": "EVERYWHERE", "list": "MOVING ABOUT"}


class Help(ModalScreen[None]):
    """Every key of a pane with what it does; any way out closes it."""

    CSS_PATH = "frame/modal.tcss"
    BINDINGS = [
        Binding("escape,q,question_mark", "dismiss", "close", id="help.close", tooltip="Close."),
        Binding("j,down", "scroll(1)", "down", id="help.down", tooltip="A line down."),
        Binding("k,up", "scroll(-1)", "up", id="help.up", tooltip="A line up."),
        Binding("pagedown,space", "scroll(12)", "page", id="help.page", tooltip="A page down."),
        Binding("pageup", "scroll(-12)", "page up", id="help.page_up", tooltip="A page up."),
    ]

    def __init__(self, pane: str, sections: tuple[str, ...]) -> None:
        """`pane` by its name, `sections` its own parts of the key map."""
        super().__init__()
        self._pane = pane
        self.page = Page(lambda width: key_lines(*sections, "list", "everywhere", width=width))

    def compose(self) -> ComposeResult:
        """A title, the keys, how to leave."""
        with Vertical(id="help"):
            title = Line(id="help-title")
            title.show([(f" Keys in {label_of(f'pane.{self._pane}')}", "strong")])
            yield title
            yield self.page
            keys, by_name = Line(id="help-keys"), press("desk.palette")
            words = f" j k scroll   esc close   every verb also by name:  {by_name}"
            keys.show([(words, "dim")])
            yield keys

    def on_mount(self) -> None:
        """The keys scroll the page."""
        self.page.focus()

    def action_scroll(self, lines: int) -> None:
        """Move by that many lines."""
        self.page.move(lines)


def key_lines(*sections: str, width: int) -> list[Pieces]:
    """The keys of some sections, and the verbs that have none, in lines of `width` cells."""
    lines: list[Pieces] = []
    for section in sections:
        lines += [[], [(f" {TITLES.get(section, section.upper())}", "dim")]]
        entries = {id: keys for id, keys in in_force()[section].items() if keys}
        for id, keys in entries.items():
            shown = " ".join(spoken(key) for key in keys.split(","))
            lines += _told(shown, help_of(id), width)
        for id, verb in VERBS.items():
            if id.partition(".")[0] == section and id not in entries:
                lines += _told(f": {verb.label}", verb.help, width)
    return lines[1:]


def _told(keys: str, help: str, width: int) -> list[Pieces]:
    first, *more = wrap(help, width - _KEYS) or [""]
    told: list[Pieces] = [[(fit(f" {keys}", _KEYS), "accent"), (first, "text")]]
    return told + [[(" " * _KEYS + line, "text")] for line in more]


_KEYS = 19
