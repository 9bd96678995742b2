"""A person's own keys: `keys.toml` in their config folder, entries like those of the shipped map.

    [actions]
    "actions.done" = "e,space"

What isn't named keeps its key; `""` takes it away. A map that can't be used is told with file and
line, and the shipped one is in force.
"""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

import msgspec

from console.table import VERBS
from data.text import plain
from screens.keymap import COMMANDS, Keymap, check, key_named, shipped, spoken

NAME = "keys.toml"
RESERVED = frozenset("12345678jkgGxfnezauURyq") | {
    "enter", "escape", "slash", "colon", "question_mark",
}  # fmt: skip
"""Keys that mean the same in every pane. Moving one is allowed and said."""


class Own(msgspec.Struct, frozen=True):
    """The key map of one person, and what is to be said about it."""

    keymap: Keymap
    wrong: str = ""
    """Why their file isn't used."""
    moved: str = ""
    """Which of the keys that everybody knows it moves."""


class _Wrong(Exception):
    """An entry can't be used: its id and why."""

    def __init__(self, id: str, words: str) -> None:
        super().__init__(words)
        self.id = id


def own_file() -> Path:
    """Where a person's key map lies, or would."""
    import platformdirs

    return platformdirs.user_config_path("spotlight") / NAME


def read_own(path: Path) -> Own:
    """The key map that file makes of the shipped one; the shipped one where there is none."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Own(shipped())
    except (OSError, UnicodeDecodeError) as error:
        return _unused(path, str(getattr(error, "strerror", None) or "it isn't UTF-8"))
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _unused(path, str(error))
    try:
        keymap = _merged(entries)
    except _Wrong as wrong:
        return _unused(path, str(wrong), _line_of(text, wrong.id))
    for problem in check(keymap):
        named = (_line_of(text, id) for id in problem.ids)
        return _unused(path, problem.words, next((line for line in named if line), None))
    return Own(keymap, moved=_moved(keymap))


def _unused(path: Path, why: str, line: int | None = None) -> Own:
    where = f"{path.name}, line {line}" if line else path.name
    words = f"{where}: {plain(why, limit=160)}. The usual keys are in force"
    return Own(shipped(), wrong=words)


def _merged(entries: Mapping[str, object]) -> Keymap:
    """The shipped map with those entries. Raises `_Wrong`."""
    keymap = {section: dict(keys) for section, keys in shipped().items()}
    for section, own in entries.items():
        if section not in keymap or not isinstance(own, dict):
            raise _Wrong(section, f"there is no [{section}]; there is {', '.join(keymap)}")
        for id, keys in _flat(own):
            if id not in VERBS and id not in COMMANDS:
                near = get_close_matches(id, [*VERBS, *COMMANDS], n=1)
                hint = f"; perhaps {near[0]}" if near else ""
                raise _Wrong(id, f"nothing is called “{id}”{hint}")
            if (home := section_of(id)) != section:
                raise _Wrong(id, f"{id} belongs into [{home}]")
            if not isinstance(keys, str):
                raise _Wrong(id, f"{id} wants its keys in quotes, separated by commas")
            keymap[section][id] = ",".join(map(key_named, keys.split(","))) if keys else ""
    return keymap


def _flat(own: Mapping[str, object], before: str = "") -> list[tuple[str, object]]:
    """The entries by id, whether the id stands in quotes or not (then TOML nests it)."""
    found: list[tuple[str, object]] = []
    for name, value in own.items():
        if isinstance(value, dict):
            found += _flat(value, f"{before}{name}.")
        else:
            found.append((f"{before}{name}", value))
    return found


def section_of(id: str) -> str:
    """The section of the key map a verb or command belongs into."""
    for section, entries in shipped().items():
        if id in entries:
            return section
    prefix = id.partition(".")[0]
    return prefix if prefix in shipped() else "everywhere"


def _line_of(text: str, id: str) -> int | None:
    """The first line of the file that names it."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[?\s*[\"']?{re.escape(id)}\b", line):
            return number
    return None


def _moved(keymap: Keymap) -> str:
    """The reserved keys it moves, in words."""
    words = []
    for section, entries in shipped().items():
        for id, keys in entries.items():
            first, now = keys.partition(",")[0], keymap[section][id].split(",")
            if first in RESERVED and first not in now:
                to = spoken(now[0]) or "nothing"
                words.append(f"{id} from {spoken(first)} to {to}")
    return f"your {NAME} moves {', '.join(words)}" if words else ""


def as_toml(keymap: Keymap) -> str:
    """A key map as the text of a `keys.toml`, with everything that can have a key."""
    lines = []
    everything = [*VERBS, *COMMANDS]
    for section, entries in keymap.items():
        rest = {id: "" for id in everything if section_of(id) == section}
        lines += ["", f"[{section}]"]
        for id, keys in {**entries, **rest, **entries}.items():
            shown = ",".join(key if key == "comma" else spoken(key) for key in keys.split(","))
            value = msgspec.json.encode(shown).decode()
            lines.append(f'"{id}" = {value}  # {_help(id)}')
    return "\n".join(lines[1:])


def _help(id: str) -> str:
    return VERBS[id].help if id in VERBS else COMMANDS[id].help
