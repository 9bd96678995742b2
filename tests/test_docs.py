"""What the papers say is so."""

import re
from pathlib import Path

from screens.line.commands import names
from tests.docs import README, with_keys

ROOT = Path(__file__).parents[1]
PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md")]


def test_the_readme_lists_the_keys_there_are() -> None:
    text = README.read_text("utf-8")
    assert text == with_keys(text), "run `make docs`"


def test_papers_name_only_files_and_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for paper in PAPERS:
        text = paper.read_text("utf-8")
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (paper.parent / link).exists(), f"{paper.name} names {link}"
        for path in re.findall(r"`((?:console|screens|data|tests|docs)/[\w/.]+)`", text):
            assert (ROOT / path).exists(), f"{paper.name} names {path}"
        for target in re.findall(r"`?make (\w+)`?\s", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"


def test_the_readmes_commands_are_commands() -> None:
    known = {*names(), "help"}
    for word in re.findall(r"^(?:\$ )?spotlight (\w+)", README.read_text("utf-8"), re.MULTILINE):
        assert word in known, word
