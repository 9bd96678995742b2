"""A person's own keys: what is wrong is told in a sentence, what is right holds everywhere."""

import os
import tomllib
from pathlib import Path

import pytest

from console.desk import Desk
from data.progress import UnderWay
from data.workspace import Workspace
from screens import keymap
from screens.creators.card import Card
from screens.frame.lines import Line
from screens.headlines import under_way
from screens.help import key_lines
from screens.keymap import bindings, key_of, shipped
from screens.ownkeys import Own, as_toml, read_own
from tests.conftest import Spotlight
from tests.screens.conftest import Open
from tests.screens.terminal import Terminal


def own(folder: Path, text: str) -> Own:
    """What that key map comes to."""
    file = folder / "keys.toml"
    file.write_text(text, "utf-8")
    return read_own(file)


def test_without_a_file_the_shipped_keys_are_in_force(tmp_path: Path) -> None:
    found = read_own(tmp_path / "keys.toml")
    assert (found.keymap, found.wrong, found.moved) == (shipped(), "", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[actions\n", "Expected"),
        (
            '[actions]\n\n"actions.dun" = "t"',
            "line 3: nothing is called “actions.dun”; perhaps act",
        ),
        ('[akshuns]\n"actions.done" = "t"', "line 1: there is no [akshuns]; there is everywhere"),
        ('[list]\n"actions.done" = "t"', "line 2: actions.done belongs into [actions]"),
        ('[actions]\n"actions.done" = 5', "line 2: actions.done wants its keys in quotes"),
        ('[actions]\n"actions.done" = "ctrl+h"', "line 2: actions.done: no terminal sends “ctrl+h"),
        ('[actions]\n"actions.done" = "shift+d"', "write D"),
        ('[actions]\n"actions.done" = "wonder"', "no terminal sends “wonder”"),
        ('[actions]\n"actions.done" = "c"', "line 2: c is both actions.done and actions.claim"),
        ('[actions]\n"actions.done" = "?"', "line 2: ? is actions.done in actions and desk.help"),
        ('[everywhere]\n"desk.undo" = "j"', "line 2: j is list.down in list and desk.undo every"),
        ('[everywhere]\n"desk.quit" = ""', "line 2: desk.quit must have a key"),
        ('[everywhere]\n"desk.help" = ""', "desk.help must have a key"),
        ('actions = "e"', "line 1: there is no [actions]"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    found = own(tmp_path, text)
    assert says in found.wrong
    assert found.wrong.startswith("keys.toml")
    assert found.wrong.endswith("The usual keys are in force")
    assert found.keymap == shipped()


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "keys.toml"
    file.write_bytes(b"\xff\xfe")
    assert "isn't UTF-8" in read_own(file).wrong
    file.unlink()
    file.mkdir()
    assert "directory" in read_own(file).wrong


def test_keys_move_as_they_are_written(tmp_path: Path) -> None:
    found = own(
        tmp_path,
        '[actions]\nactions.done = "D"\n"actions.drop" = ""\n"actions.note" = "!, alt+n"\n'
        '[everywhere]\n"desk.look" = "f5"\n',
    )
    assert found.wrong == ""
    assert found.keymap["actions"]["actions.done"] == "D"
    assert found.keymap["actions"]["actions.note"] == "exclamation_mark,alt+n"
    assert found.keymap["everywhere"]["desk.look"] == "f5"
    assert found.moved == "your keys.toml moves actions.done from e to D"


def test_two_keys_change_places(tmp_path: Path) -> None:
    found = own(tmp_path, '[list]\n"list.find" = "f"\n"list.query" = "slash"\n')
    assert (found.keymap["list"]["list.find"], found.wrong) == ("f", "")
    assert "list.find from / to f, list.query from f to /" in found.moved


def test_what_is_printed_can_be_read_back(tmp_path: Path) -> None:
    printed = as_toml(shipped())
    back = own(tmp_path, printed)
    assert (back.wrong, back.moved) == ("", "")
    assert {
        section: {id: keys for id, keys in entries.items() if keys}
        for section, entries in back.keymap.items()
    } == shipped()
    assert tomllib.loads(printed)["everywhere"]["desk.look"] == ""


def test_help_footer_and_bindings_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = own(tmp_path, '[actions]\n"actions.done" = "f7"\n"actions.drop" = ""\n')
    monkeypatch.setattr(keymap, "_in_force", found.keymap)
    assert (key_of("actions.done"), key_of("actions.drop")) == ("f7", None)
    lines = ["".join(text for text, _ in line) for line in key_lines("actions", width=80)]
    assert any(line.split()[:2] == ["f7", "Tick"] for line in lines)
    assert any(line.split()[:2] == [":", "drop"] for line in lines), "by its name"
    bound = {binding.id for binding in bindings("actions")}  # type: ignore[union-attr]
    assert "actions.drop" not in bound


HINTS = {
    "today": "f7 then for:all", "inbox": "f8 begins one", "tickets": "f8 opens one",
    "actions": "f8 writes one down · f7 changes", "qa": "f8 begins one", "clients": "f8 takes one",
}  # fmt: skip
"""What an empty list says, where `n` is f8 and `f` is f7."""


async def test_hints_follow(agency: Desk, console: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = {"list.query": "f7", "desk.undo": "f9", "list.reorder": ""}
    keys = {
        section: {
            id: "f8" if id.endswith(".new") else moved.get(id, key) for id, key in own.items()
        }
        for section, own in shipped().items()
    }
    monkeypatch.setattr(keymap, "_in_force", keys)
    async with console(agency) as ana:
        for name, hint in HINTS.items():
            await ana.app.action_pane(name)
            assert hint in ana.app.pane.empty(), name
        await ana.app.action_pane("actions")
        await ana.press("c")
        await ana.said("f9 takes it back")
    assert keymap.press("list.reorder") == ": reorder"


async def test_nothing_names_a_key_there_is_not(
    agency: Desk, console: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = {"desk.palette", "inbox.claim", "list.down", "list.up", "list.copy"}
    keys = {
        section: {id: "" if id in taken else key for id, key in own.items()}
        for section, own in shipped().items()
    }
    monkeypatch.setattr(keymap, "_in_force", keys)
    far = UnderWay("1", "o.csv", "aurora-skin", "sam")
    assert "palette: cancel stops it" in "".join(text for text, _ in under_way(far))
    async with console(agency) as ana:
        await ana.press("2")
        await ana.until(lambda: "palette: claim" in ana.app.pane.keys_line.text)
        await ana.press("K")
        await ana.until(lambda: isinstance(ana.app.screen, Card))
        page = ana.app.screen
        assert isinstance(page, Card)
        assert "None" not in "".join(line.text for line in page.query(Line))
        assert page.hints()[-1] == ("esc", "back")


def configure(text: str) -> None:
    """Write the person's key map."""
    folder = Path(os.environ["XDG_CONFIG_HOME"], "spotlight")
    folder.mkdir(parents=True)
    (folder / "keys.toml").write_text(text, "utf-8")


def test_the_console_obeys_it(workspace: Workspace) -> None:
    configure('[actions]\nactions.new = "f6"\n')
    terminal = Terminal(workspace.root)
    try:
        terminal.until(lambda text: "moves actions.new from n to f6" in text)
        terminal.send("4")
        terminal.until(lambda text: "f6 new" in text)
        terminal.send("\x1b[17~")
        terminal.until(lambda text: "ctrl+s save" in text)
    finally:
        terminal.end()


def test_a_broken_one_is_said_and_the_usual_keys_work(workspace: Workspace) -> None:
    configure('[actions]\n"actions.new" = "c"\n')
    terminal = Terminal(workspace.root)
    try:
        terminal.until(lambda text: "keys.toml, line 2: c is both" in text)
        terminal.send("4n")
        terminal.until(lambda text: "ctrl+s save" in text)
    finally:
        terminal.end()


def test_spotlight_keys_prints_what_is_in_force(spotlight: Spotlight) -> None:
    configure('[actions]\nactions.done = "D"\nactions.drop = ""\n')
    done = spotlight("keys")
    assert done.returncode == 0
    assert tomllib.loads(done.stdout)["actions"]["actions.done"] == "D"
    assert "moves actions.done from e to D" in done.stderr
    configured = Path(os.environ["XDG_CONFIG_HOME"], "spotlight", "keys.toml")
    assert str(configured) in done.stdout
    configured.write_text("[")
    assert spotlight("keys").returncode == 1
