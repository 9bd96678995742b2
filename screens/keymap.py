"""Which key does what. The verbs say what can be done; this says how to reach it.

Textual checks none of its key maps; `check` finds unknown ids, keys no terminal sends, two things
on one key, and quit or help without one. The tests hold the shipped map to it, `screens/ownkeys.py`
a person's own.
"""

import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from textual.binding import Binding, BindingType
from textual.keys import Keys, _character_to_key

from console.table import VERBS
from data.text import plain

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
    "links.open": Command(
        "links", "Open what this record names or is linked with.", "app.errand('links')"
    ),
    "desk.find": Command(
        "find everywhere", "Look for words in every kind of record.", "errand('find')"
    ),
    "pane.imports": Command("Imports", "Every file that came in.", "pane('imports')"),
    "clients.imports": Command(
        "imports", "The files that came in for this client.", "screen.imports"
    ),
    "figures.trace": Command(
        "trace",
        "From a day, an order or a product of this client to import, file and line.",
        "errand('trace')",
    ),
    "figures.products": Command(
        "products", "What each product of this client comes to.", "errand('products')"
    ),
    "figures.creators": Command(
        "creators", "What each creator brings this client, and costs.", "errand('creators')"
    ),
    "figures.samples": Command(
        "samples", "Who got which sample of this client, and when.", "errand('samples')"
    ),
    "inbox.card": Command(
        "creator", "Who the creator is: numbers, samples, all that was said.", "app.errand('card')"
    ),
    "inbox.where": Command(
        "where's my sample", "Where their sample is, as a reply.", "app.errand('where')"
    ),
    "inbox.payout": Command(
        "when am I paid", "When commission comes and why, as a reply.", "app.errand('payout')"
    ),
    "inbox.rate": Command(
        "lower rate", "From when a lowered rate counts, as a reply.", "app.errand('rate')"
    ),
    "inbox.clocks": Command(
        "clocks", "How long it took and takes, against what was promised.", "app.errand('clocks')"
    ),
    "inbox.slots": Command(
        "slots", "The conversations I keep at hand, opened by a figure.", "app.errand('slots')"
    ),
    "inbox.incidents": Command(
        "incidents",
        "What went wrong for many: fixed, told, closed; the replies that lie ready, in turn.",
        "app.errand('incidents')",
    ),
    "inbox.playbook": Command(
        "playbook",
        "What is known about what creators ask; enter makes a reply.",
        "app.errand('playbook')",
    ),
    "desk.undo": Command("undo", "Take back my newest change; again for the one before.", "undo"),
    "desk.redo": Command("redo", "Put back what was taken back.", "redo"),
    "desk.cancel": Command(
        "cancel import",
        "Stop the import that runs now, whoever's it is; nothing of it is kept.",
        "errand('cancel')",
    ),
    "desk.palette": Command("palette", "Find any verb; shows its key.", "errand('palette')"),
    "desk.help": Command("keys", "The keys of this pane.", "help"),
    "desk.history": Command(
        "history", "What was done to this record, and by whom.", "errand('history')"
    ),
    "desk.log": Command(
        "everything done", "What was done, and by whom, newest first.", "errand('log')"
    ),
    "desk.handover": Command(
        "handover",
        "What I hold, why, what comes next and what I promised; copied as text.",
        "errand('handover')",
    ),
    "desk.drafts": Command(
        "drafts", "Go on with something typed and not sent.", "errand('drafts')"
    ),
    "desk.look": Command("look", "Dark, light, or the colours of my terminal.", "look"),
    "desk.suspend": Command("shell", "Go to the shell; fg comes back.", "shell"),
    "desk.quit": Command(
        "quit", "Leave the console; asks if something is unsent.", "errand('leave')"
    ),
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
    "list.views": Command(
        "views", "Use a saved query, or keep the one I have.", "app.errand('views')"
    ),
    "list.reorder": Command("reorder", "Take in what is new and put in order.", "reorder"),
    "list.copy": Command("copy", "Copy this record as text (OSC 52).", "copy"),
    "list.section": Command("next part", "The next part of the pane.", "section"),
}
"""Every command by its id."""

UNBUILT = ("rhythm", "library")
"""Panes that have their number and aren't there yet."""


@cache
def shipped() -> Keymap:
    """The key map that comes with the console."""
    text = Path(__file__).with_name("keymap.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, str]])


_in_force: Keymap | None = None


def in_force() -> Keymap:
    """The key map of this process: the shipped one unless `use` was told another."""
    return shipped() if _in_force is None else _in_force


def use(keymap: Keymap) -> None:
    """Put a checked key map in force. Panes bind their keys as they are defined: call it first."""
    global _in_force
    _in_force = keymap


def bindings(*sections: str) -> list[BindingType]:
    """Textual bindings for those sections of the key map.

    They are always enabled: a verb that can't be done says why.
    """
    return [
        Binding(keys, _action(id), label_of(id), id=id, tooltip=help_of(id), show=False)
        for section in sections
        for id, keys in in_force()[section].items()
        if keys
    ]


def key_of(id: str) -> str | None:
    """The first key of a verb or command, as people write it."""
    section = _section_with(id)
    return spoken(in_force()[section][id].partition(",")[0]) if section else None


def _section_with(id: str) -> str | None:
    """The section in which it has a key."""
    return next((name for name, entries in in_force().items() if entries.get(id)), None)


def by_name() -> str:
    """What to press to call something by its name."""
    return key_of("desk.palette") or "palette:"


def press(id: str) -> str:
    """What to press for it, for a hint: its key, or the palette's and its name."""
    return key_of(id) or f"{by_name()} {label_of(id)}"


def hints(*ids: str) -> list[tuple[str, str]]:
    """The keys of those that have one, each with its word; for where there is no palette."""
    return [(key, label_of(id)) for id in ids if (key := key_of(id))]


def word_for(word: str, sections: Sequence[str]) -> str:
    """What a rule calls a verb by, or an option, in a pane of these sections: the key, first that
    of the pane where it works if it doesn't here; or the field of the form.
    """
    if word.startswith("--"):
        return f"“{word[2:].replace('_', ' ')}”"
    there = _section_with(word)
    if there is None or there in (*_SHARED, *sections):
        return press(word)
    return f"{press(f'pane.{there}')} then {press(word)}"


def spoken(key: str) -> str:
    """A key as people write it: `?`, `esc`, `ctrl+p`."""
    return "esc" if key == "escape" else _PUNCTUATION.get(key, key)


def label_of(id: str) -> str:
    """The word for a verb or command in a footer."""
    return VERBS[id].label if id in VERBS else COMMANDS[id].label


def help_of(id: str) -> str:
    """The sentence for a verb or command."""
    return VERBS[id].help if id in VERBS else COMMANDS[id].help


def _action(id: str) -> str:
    return f"app.verb('{id}')" if id in VERBS else COMMANDS[id].action


class Problem(NamedTuple):
    """Something wrong with a key map."""

    ids: tuple[str, ...]
    """The entries it is about."""
    words: str


def check(keymap: Keymap) -> Iterator[Problem]:
    """What is wrong with a key map, a sentence each; nothing: it can be used."""
    for section, entries in keymap.items():
        taken: dict[str, str] = {}
        for id, key in _each(entries):
            if id not in VERBS and id not in COMMANDS:
                yield Problem((id,), f"nothing is called “{id}”")
            if why := unreachable(key):
                yield Problem((id,), f"{id}: {why}")
            if key in taken:
                yield Problem((id, taken[key]), f"{spoken(key)} is both {taken[key]} and {id}")
            taken[key] = id
        for shared in _SHARED:
            for id, key in _each(keymap.get(shared, {})) if _over(section, shared) else ():
                if key in taken:
                    words = f"{spoken(key)} is {taken[key]} in {section} and {id} everywhere"
                    yield Problem((taken[key], id), words)
    for id in ALWAYS:
        if not keymap.get("everywhere", {}).get(id):
            yield Problem((id,), f"{id} must have a key")


_SHARED = ("everywhere", "list")
"""The sections every pane has."""


def _over(section: str, shared: str) -> bool:
    """Whether the keys of both work at the same time, each pair told once."""
    return section not in _SHARED or (section, shared) == ("list", "everywhere")


def _each(entries: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(id, key) for id, keys in entries.items() if keys for key in keys.split(",")]


def unreachable(key: str) -> str | None:
    """Why no terminal surely sends that key; `None`: it can be used."""
    if match := re.fullmatch(r"shift\+([a-z])", key):
        return f"no terminal sends “{key}”; write {match[1].upper()}"
    sign = key.removeprefix("alt+")
    printable = sign in _PUNCTUATION or (len(sign) == 1 and sign.isprintable())
    if key in NEVER_SENT or not (printable or key in _NAMED):
        return f"no terminal sends “{plain(key, limit=30)}”"
    return None


_PUNCTUATION = {_character_to_key(char): char for char in string.punctuation}
"""Textual's names for signs, and the signs."""
_NAMED = (
    frozenset(key.value for key in Keys if not re.search(r"[<\d]$|^<|^return$|ctrl-at", key.value))
    | {f"f{number}" for number in range(1, 13)}
    | _PUNCTUATION.keys()
)
"""Keys by name. Most terminals tell neither ctrl with a figure nor the higher function keys."""


def key_named(word: str) -> str:
    """Textual's name for a key as people write it: `?`, `esc`, `space`, `ctrl+p`."""
    word = word.strip()
    if len(word) == 1 and not word.isalnum():
        return _character_to_key(word)
    return "escape" if word == "esc" else word
