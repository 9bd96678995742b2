"""A process dies at any point, a file is hurt in any way: nothing is lost without a word."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.points import crashes, damage
from tests.store.points.fault import syncing_nothing
from tests.store.points.page import DAMAGE, HEAD, PAGE
from tests.store.points.works import WORKS, Work

AGAIN = "look at what changed, then run `python -m tests.store.points > docs/crash-points.md`"


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_whoever_comes_after_one_that_died_finds_it_whole(work: Work, tmp_path: Path) -> None:
    assert crashes.section(work, tmp_path) in PAGE.read_text("utf-8"), AGAIN


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
    assert crashes.Bench(work, tmp_path).power_cuts(lying=sync)[1]


@pytest.mark.parametrize("room", damage.ROOMS)
def test_what_is_hurt_is_noticed_or_harmless(room: str, tmp_path: Path) -> None:
    assert damage.section(room, tmp_path) in PAGE.read_text("utf-8"), AGAIN


def test_the_page_is_of_these() -> None:
    written = PAGE.read_text("utf-8")
    assert written.startswith(HEAD)
    assert DAMAGE in written
    titles = [line[4:].partition(":")[0] for line in written.splitlines() if line[:4] == "### "]
    assert titles == [work.name for work in WORKS] + list(damage.ROOMS), AGAIN


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> damage.Shop:
    return damage.Shop(tmp_path_factory.mktemp("shop"))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bit_flipped_is_noticed_or_harmless(shop: damage.Shop, data: st.DataObject) -> None:
    files = sorted(
        path.relative_to(shop.whole).as_posix()
        for path in shop.whole.rglob("*")
        if path.is_file() and path.stat().st_size
    )
    name = data.draw(st.sampled_from(files))
    at = data.draw(st.integers(0, (shop.whole / name).stat().st_size - 1))
    hurt = damage.Hurt(f"{name} {at}", damage.flip(name, at, data.draw(st.integers(0, 7))))
    with syncing_nothing():
        shop.newcomer(hurt)
        shop.console(hurt)
