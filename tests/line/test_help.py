"""The help of each command: what follows it, what it does, an example that works."""

import os
import shlex
from pathlib import Path

import pytest

from screens.line.call import Command
from screens.line.commands import everything, find
from screens.line.examples import OF_COMMANDS
from screens.line.words import parse
from tests.conftest import Spotlight

COMMANDS = [command for _, commands in everything() for command in commands]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_its_example_is_a_command_line_that_is_understood(command: Command) -> None:
    own = OF_COMMANDS.get(command.name)
    for example in [own] if own else command.examples:
        words = parse(shlex.split(example.partition(" > ")[0]))
        found = find(words.words)
        assert found is not None
        meant, taken = found
        assert meant.name == command.name
        meant.call(type(words)(words.words[taken:], words.options))


def test_help_reads_like_a_manual(spotlight: Spotlight) -> None:
    said = spotlight("help", "views", "new").stdout
    assert said.splitlines()[0] == "spotlight views new NAME --list … --query … [--whose …]"
    assert "example    spotlight views new late --list actions --query is:overdue" in said
    assert "exit code  0 done, 1 refused" in said
    assert "--if-rev" not in said
    assert "--if-rev" in spotlight("help", "claim").stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_nothing_is_said_twice(command: Command) -> None:
    told = [command.help, *(meaning for _, meaning in command.more if "." in meaning)]
    said = [sentence.strip(" .") for text in told for sentence in text.split(". ")]
    assert len(set(said)) == len(said), said
    assert len({*command.examples}) == len(command.examples)


def test_a_verb_of_many_kinds_is_told_kind_by_kind(spotlight: Spotlight) -> None:
    said = spotlight("help", "edit").stdout
    assert said.startswith("spotlight edit ID …\nEdit, by kind: inbox, tickets, actions, qa,")
    assert "\n  L4 [--title …] [--owner …] " in said
    assert "example    spotlight edit L4 --title 'Aurora Skin'" in said
    assert "C4, T4 ASSIGNEE" in spotlight("help", "assign").stdout


def test_what_a_word_of_a_query_does_not_say_itself(spotlight: Spotlight) -> None:
    assert "is:resolved has the closed ones, too" in spotlight("help", "inbox").stdout
    assert "closed ones" not in spotlight("help", "tickets").stdout


def test_a_command_of_two_words_may_stand_in_quotes(spotlight: Spotlight) -> None:
    assert spotlight("help", "inbox new").stdout == spotlight("help", "inbox", "new").stdout != ""


def test_of_an_unknown_word_the_nearest_ten_are_named(spotlight: Spotlight) -> None:
    done = spotlight("help", "xyzzy")
    assert done.returncode == 2
    assert done.stderr.startswith("“xyzzy” is no command; there is ")
    assert done.stderr.endswith(" …\n")
    assert done.stderr.count(",") <= 10
    assert spotlight("xyzzy").stderr == done.stderr
    assert "did you mean tickets?" in spotlight("help", "tikcets").stderr


def test_locate_names_every_part(spotlight: Spotlight, tmp_path: Path) -> None:
    made = tmp_path / "here"
    spotlight("init", str(made), "--shared-account", as_="ana")
    said = spotlight("locate", workspace=made).stdout
    for part in made.iterdir():
        if part.name not in ("store.lock", "fold.lock"):
            assert str(part) in said, part.name
    assert "keys.toml" in said
    assert f"{os.environ['XDG_CACHE_HOME']}/spotlight" in said
