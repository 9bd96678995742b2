"""A process dies at any point, a file is hurt in any way: nothing is lost without a word."""

from pathlib import Path

import pytest

from tests.store.points.crashes import Bench, section
from tests.store.points.page import PAGE
from tests.store.points.works import WORKS, Work

AGAIN = "look at what changed, then run `python -m tests.store.points > docs/crash-points.md`"


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_whoever_comes_after_one_that_died_finds_it_whole(work: Work, tmp_path: Path) -> None:
    assert section(work, tmp_path) in PAGE.read_text("utf-8"), AGAIN


@pytest.mark.parametrize(
    ("sync", "name"),
    [
        ("sync_data", "A commit"),
        ("sync", "Opening a plain TinyDB file"),
        ("sync_folder", "The first commit of all"),
    ],
)
def test_a_disk_that_does_not_sync_would_show(sync: str, name: str, tmp_path: Path) -> None:
    [work] = [work for work in WORKS if work.name == name]
    assert Bench(work, tmp_path).power_cuts(lying=sync)[1]
