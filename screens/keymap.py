"""Which key does what. The verbs say what can be done; this says how to reach it.

Textual checks none of its key maps; `check` finds unknown ids, keys no terminal sends, two things
on one key, and quit or help without one. The tests hold the shipped map to it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec
from textual.binding import Binding, BindingType

from console.table import VERBS

Keymap = Mapping[str, Mapping[str, str]]
"""Section → id → keys, separated by commas."""

NEVER_SENT = frozenset({"ctrl+h", "ctrl+i", "ctrl+m", "alt+f", "alt+b"})
"""Terminals send these as backspace, tab, enter and ctrl with an arrow."""
ALWAYS = ("desk.quit", "desk.help")


class Command(msgspec.Struct, frozen=True):
    """Something a screen does by itself: moving about, not changing a record."""

    label: str
    help: str
    action: str
    """The Textual action."""


COMMANDS: Mapping[str, Command] = {
    "pane.today": Command("Today", "What is on fire, what is due, what came in.", "pane('today')"),
    "pane.inbox": Command("Inbox", "Creator conversations.", "pane('inbox')"),
    "pane.tickets": Command("Tickets", "The ticket queue.", "pane('tickets')"),
    "pane.actions": Command("Actions", "Action items.", "pane('actions')"),
    "pane.qa": Command("QA", "Promo checklists.", "pane('qa')"),
    "pane.clients": Command("Clients", "Shops and their figures.", "pane('clients')"),
    "pane.rhythm": Command("Rhythm", "Meetings.", "pane('rhythm')"),
    "pane.library": Command("Library", "Playbook, briefs and assets.", "pane('library')"),
    "pane.imports": Command("Imports", "Every file that came in.", "pane('imports')"),
    "clients.imports": Command("imports", "The files that came in for this client.", "imports"),
    "figures.trace": Command(
        "trace",
        "From a day, an order or a product of this client to import, file and line.",
        "figures('trace')",
    ),
    "figures.products": Command(
        "products", "What each product of this client comes to.", "figures('products')"
    ),
    "figures.creators": Command(
        "creators", "What each creator brings this client, and costs.", "figures('creators')"
    ),
    "figures.samples": Command(
        "samples", "Who got which sample of this client, and when.", "figures('samples')"
    ),
    "desk.undo": Command("undo", "Take back my newest change; again for the one before.", "undo"),
    "desk.redo": Command("redo", "Put back what was taken back.", "redo"),
    "desk.cancel": Command(
        "cancel import",
        "Stop the import that runs now, whoever's it is; nothing of it is kept.",
        "cancel_import",
    ),
    "desk.palette": Command("palette", "Find any verb; shows its key.", "command_palette"),
    "desk.help": Command("keys", "The keys of this pane.", "help"),
    "desk.drafts": Command("unsent", "Go on with something typed and not sent.", "drafts"),
    "desk.look": Command("light or dark", "Change between the light and the dark look.", "look"),
    "desk.suspend": Command("shell", "Go to the shell; fg comes back.", "shell"),
    "desk.quit": Command("quit", "Leave the console; asks if something is unsent.", "leave"),
    "list.down": Command("down", "The next row.", "move(1)"),
    "list.up": Command("up", "The row above.", "move(-1)"),
    "list.page_down": Command("page down", "A page down.", "page(1)"),
    "list.page_up": Command("page up", "A page up.", "page(-1)"),
    "list.first": Command("first", "The first row.", "end(False)"),
    "list.last": Command("last", "The last row.", "end(True)"),
    "list.open": Command("open", "The record whole.", "open"),
    "list.back": Command("back", "Back to where I was.", "back"),
    "list.mark": Command("mark", "Mark for a bulk; the next verb does all marked.", "mark"),
    "list.find": Command("find", "Narrow the list by words.", "find"),
    "list.query": Command("query", "Change the query of the list.", "query"),
    "list.reorder": Command("reorder", "Take in what is new and put in order.", "reorder"),
    "list.copy": Command("copy", "Copy this record as text (OSC 52).", "copy"),
    "list.section": Command("next part", "The next part of the pane.", "section"),
}
"""Every command by its id."""

UNBUILT = ("inbox", "tickets", "qa", "rhythm", "library")
"""Panes that have their number and aren't there yet."""


@cache
def shipped() -> Keymap:
    """The key map that comes with the console."""
    text = Path(__file__).with_name("keymap.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, str]])


def bindings(*sections: str) -> list[BindingType]:
    """Textual bindings for those sections of the key map.

    They are always enabled: a verb that can't be done says why.
    """
    return [
        Binding(keys, _action(id), label_of(id), id=id, tooltip=help_of(id), show=False)
        for section in sections
        for id, keys in shipped()[section].items()
    ]


def key_of(id: str) -> str | None:
    """The first key of a verb or command, as people write it."""
    for section in shipped().values():
        if id in section:
            return spoken(section[id].partition(",")[0])
    return None


def spoken(key: str) -> str:
    """A key as people write it: `?`, `esc`, `ctrl+p`."""
    return _SPOKEN.get(key, key)


_SPOKEN = {"question_mark": "?", "colon": ":", "slash": "/", "escape": "esc", "space": "space"}


def label_of(id: str) -> str:
    """The word for a verb or command in a footer."""
    return VERBS[id].label if id in VERBS else COMMANDS[id].label


def help_of(id: str) -> str:
    """The sentence for a verb or command."""
    return VERBS[id].help if id in VERBS else COMMANDS[id].help


def _action(id: str) -> str:
    return f"app.verb('{id}')" if id in VERBS else COMMANDS[id].action


def check(keymap: Keymap) -> Iterator[str]:
    """What is wrong with a key map, a sentence each; nothing: it can be used."""
    for section, entries in keymap.items():
        taken: dict[str, str] = {}
        for id, keys in entries.items():
            if id not in VERBS and id not in COMMANDS:
                yield f"{section}: nothing is called “{id}”."
            for key in keys.split(","):
                if key in NEVER_SENT or not key:
                    yield f"{section}: no terminal sends “{key}” ({id})."
                if key in taken:
                    yield f"{section}: {key} is both {taken[key]} and {id}."
                taken[key] = id
        if section not in ("everywhere", "list"):
            for shared in ("everywhere", "list"):
                for id, keys in keymap.get(shared, {}).items():
                    for key in set(keys.split(",")) & taken.keys():
                        yield f"{section}: {key} is {taken[key]} here and {id} everywhere."
    bound = keymap.get("everywhere", {})
    for id in ALWAYS:
        if not bound.get(id):
            yield f"everywhere: {id} must have a key."
