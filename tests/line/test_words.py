"""Words and options, in any order; and no line of them that breaks the command."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import UsageError
from screens.line.main import main
from screens.line.words import FLAGS, nearest, parse


@pytest.mark.parametrize(
    ("argv", "words", "options"),
    [
        (["a", "b"], ("a", "b"), {}),
        (["--due", "fri", "a"], ("a",), {"due": "fri"}),
        (["a", "--due=fri", "b"], ("a", "b"), {"due": "fri"}),
        (["a", "--due="], ("a",), {"due": ""}),
        (["--title", "a=b"], (), {"title": "a=b"}),
        (["--json", "a"], ("a",), {"json": ""}),
        (["a", "--due", "--json"], ("a",), {"due": None, "json": ""}),
        (["a", "--due"], ("a",), {"due": None}),
        (["a", "--", "--json", "-h"], ("a", "--json", "-h"), {}),
        (["-", "-5", ""], ("-", "-5", ""), {}),
        (["-h"], (), {"help": ""}),
    ],
)
def test_parsing(argv: list[str], words: tuple[str, ...], options: dict[str, str | None]) -> None:
    parsed = parse(argv)
    assert (parsed.words, parsed.options) == (words, options)


@given(
    st.lists(st.text().filter(lambda word: not word.startswith("--") and word != "-h")),
    st.dictionaries(st.sampled_from(["due", "title", "x"]), st.text()),
    st.sets(st.sampled_from(sorted(FLAGS))),
    st.randoms(use_true_random=False),
)
def test_options_stand_anywhere(
    words: list[str], options: dict[str, str], flags: set[str], random: object
) -> None:
    shuffle = random.shuffle  # type: ignore[attr-defined]
    argv = [f"--{name}={value}" for name, value in options.items()] + [f"--{f}" for f in flags]
    shuffle(argv)
    for number, word in enumerate(words):
        argv.insert(number * 2, word)
    parsed = parse(argv)
    assert sorted(parsed.words) == sorted(words)
    assert parsed.options == options | dict.fromkeys(flags, "")


def test_the_nearest() -> None:
    assert nearest("jsn", ["json", "plain"]) == "; did you mean --json?"
    assert nearest("zzz", ["json", "plain"]) == "; there is --json, --plain."


def test_a_word_twice() -> None:
    with pytest.raises(UsageError, match="--due is there twice"):
        parse(["--due", "fri", "--due=sat"])


LINES = st.lists(
    st.sampled_from(
        [
            *("actions", "clients", "people", "imports", "new", "show", "log", "undo", "redo"),
            *("claim", "edit", "assign", "done", "drop", "note", "metrics", "locate", "help"),
            *("A1", "L1", "A9", "aurora", "nobody", "fri", "is:open", "due:x", "is:", "a b"),
            *("--json", "--plain", "--if-rev", "1", "--owner", "--due=fri", "--from", "--", "--x"),
        ]
    )
    | st.text(max_size=6).filter(lambda word: word not in ("-", "demo", "watch", "init", "import")),
    max_size=5,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_no_line_breaks_the_command(
    here: Path, capfd: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    code = main(["--workspace", str(here), "--as", "ana", *argv])
    out, err = capfd.readouterr()
    assert code in (0, 1, 2, 3)
    assert bool(err.strip()) or code == 0
    assert code == 0 or not out or argv[0] == "locate"
