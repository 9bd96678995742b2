"""Two Unix accounts in one group, each with umask 022, and one outside of it."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

import pytest

from data.demo.seller_center import save
from data.demo.shop import Shop
from tests.conftest import REPO
from tests.store.kit import SCRIPTS

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can be several Unix accounts")

GROUP, OTHERS = 54_321, 54_322
ANA, JO, EVE = 50_001, 50_002, 50_003
Said = tuple[int, str]
Do = Callable[..., Said]
"""Has a person do a command: exit code, and what was said."""


@pytest.fixture
def root() -> Iterator[Path]:
    """Where ana may make a workspace; everybody gets that far."""
    place = Path(tempfile.mkdtemp(prefix="spotlight-accounts-"))
    os.chown(place, ANA, GROUP)
    place.chmod(0o755)
    yield place / "shop"
    shutil.rmtree(place)


@pytest.fixture
def person(root: Path) -> Iterator[Callable[[int, int], Do]]:
    """Somebody with an account: `person(ANA, GROUP)`."""
    with ExitStack() as running:

        def sit(uid: int, gid: int) -> Do:
            process = running.enter_context(
                subprocess.Popen(
                    [sys.executable, str(SCRIPTS / "person.py"), str(uid), str(gid)],
                    cwd=REPO,
                    env={**os.environ, "XDG_CONFIG_HOME": str(root.parent / f"config-of-{uid}")},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    encoding="utf-8",
                )
            )
            assert process.stdin is not None
            assert process.stdout is not None
            stdin, stdout = process.stdin, process.stdout

            def do(*words: str) -> Said:
                own = words[0] in ("type", "read", "stick", "init")
                stdin.write(json.dumps([*words] if own else ["--workspace", str(root), *words]))
                stdin.write("\n")
                stdin.flush()
                said = ""
                for line in stdout:
                    if line.startswith("\0"):
                        return int(line[1:]), said
                    said += line
                raise AssertionError(f"they are gone: {said}")

            running.callback(stdin.close)
            return do

        yield sit


@pytest.fixture
def ana(root: Path, person: Callable[[int, int], Do]) -> Do:
    """Ana, whose workspace it is."""
    do = person(ANA, GROUP)
    assert do("init", str(root))[0] == 0
    assert do("clients", "new", "Aurora Skin")[0] == 0
    assert do("actions", "new", "call Kim")[0] == 0
    return do


@pytest.fixture
def jo(person: Callable[[int, int], Do]) -> Do:
    """Jo, of the same group."""
    return person(JO, GROUP)


def everything(root: Path) -> Iterator[tuple[str, os.stat_result]]:
    """All that is in the workspace, and it itself."""
    yield "", root.stat()
    for place, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(place, name)
            yield str(path.relative_to(root)), path.lstat()


def test_each_commits_folds_and_reads_what_the_other_wrote(ana: Do, jo: Do, root: Path) -> None:
    steps: list[tuple[Do, list[str]]] = [
        (jo, ["claim", "A1"]),
        (jo, ["fold"]),
        (ana, ["note", "A1", "on the phone"]),
        (ana, ["fold"]),
        (jo, ["edit", "A1", "call Kim again"]),
        (jo, ["fold"]),
        (ana, ["done", "A1"]),
        (ana, ["undo", "--yes"]),
    ]
    for who, words in steps:
        code, said = who(*words)
        assert code == 0, (words, said)
    for who in (ana, jo):
        code, said = who("show", "A1", "--json")
        told = json.loads(said)
        assert (code, told["title"], told["owner"]) == (0, "call Kim again", f"uid{JO}")
        assert [note["text"] for note in told["notes"]] == ["on the phone"]
    code, said = jo("doctor", "--json")
    checks = json.loads(said)["checks"]
    assert code == 0
    assert [check for check in checks if check["state"] != "ok"] == []
    assert {status.st_uid for _, status in everything(root)} == {ANA, JO}


def test_nothing_is_anybody_elses_and_drafts_are_ones_own(
    ana: Do, jo: Do, root: Path, person: Callable[[int, int], Do]
) -> None:
    assert jo("fold")[0] == 0
    for do, name in ((ana, "uid50001"), (jo, "uid50002")):
        assert do("type", str(root / "drafts" / name), "not for others")[0] == 0
    for name, status in everything(root):
        assert status.st_mode & stat.S_IRWXO == 0, f"{name} is open to everybody"
        assert status.st_gid == GROUP, f"{name} isn't the group's"
    (draft,) = (root / "drafts" / "uid50002").iterdir()
    assert jo("read", str(draft)) == (0, "")
    assert ana("read", str(draft)) == (1, "Permission denied\n")
    eve = person(EVE, OTHERS)
    code, said = eve("actions")
    assert code == 3
    assert "Permission denied" in said


def test_a_sticky_folder_stops_the_others_fold_and_nothing_else(
    ana: Do, jo: Do, root: Path
) -> None:
    assert ana("fold")[0] == 0
    assert ana("stick", str(root))[0] == 0
    assert jo("actions", "new", "still works")[0] == 0
    code, said = jo("fold")
    assert code == 3
    assert "Nothing was folded: Operation not permitted" in said
    code, said = jo("doctor")
    assert code == 1
    assert "shop is sticky: only owners may rename in it" in said
    assert f"uid{ANA} runs: chmod -t {root}" in said
    assert ana("stick", str(root))[0] == 0
    assert jo("fold")[0] == 0
    assert len(json.loads(ana("actions", "--json")[1])) == 2


def test_each_imports_what_the_other_may_read(ana: Do, jo: Do, root: Path) -> None:
    try:
        subprocess.run([sys.executable, "-c", "pass"], user=JO, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip(f"only root may run {sys.executable}, and an import runs in a child process")
    shop = Shop("aurora-skin", seed=7, first=date(2026, 9, 1), days=4, orders_per_day=5)
    for do, day in ((ana, 2), (jo, 4)):
        as_of = datetime(2026, 9, day + 5, 7, 16)  # noqa: DTZ001  the shop's clock
        file = save(root.parent, shop, as_of, first=date(2026, 9, 1), last=date(2026, 9, day))
        code, said = do("import", str(file), "--client", "aurora-skin")
        assert code == 0, said
    for do in (ana, jo):
        assert json.loads(do("metrics", "aurora-skin", "--json")[1])["imports"] == ["I2"]
    found = dict(everything(root))
    facts = {name: status.st_uid for name, status in found.items() if name.endswith(".parquet")}
    assert sorted(facts.values()) == [ANA, JO]
    assert [name for name, status in found.items() if status.st_mode & stat.S_IRWXO] == []
    assert json.loads(ana("doctor", "--json")[1])["state"] == "ok"
