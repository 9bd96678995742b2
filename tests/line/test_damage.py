"""A store that isn't whole says so, whatever is asked of it, and nothing is begun anew."""

import shutil
from pathlib import Path

from tests.line.conftest import Run


def _segment(here: Path) -> Path:
    return next((here / "store.journal").glob("0*.jsonl"))


def test_what_is_read_of_a_damaged_store_comes_with_a_warning(say: Run, here: Path) -> None:
    for title in ("one", "two", "three"):
        assert say("actions", "new", title).returncode == 0
    segment = _segment(here)
    lines = segment.read_bytes().splitlines(keepends=True)
    lines[-1] = lines[-1].replace(b'"three"', b'"threX"')
    segment.write_bytes(b"".join(lines))
    listed = say("actions", "--json")
    assert listed.returncode == 3
    assert f"{segment.name} line {len(lines)}" in listed.stderr
    assert "may lack what came after" in listed.stderr
    assert '"two"' in listed.stdout
    refused = say("actions", "new", "four")
    assert refused.returncode == 3
    assert "nothing can be written" in refused.stderr


def test_a_torn_tail_is_cut_and_said(say: Run, here: Path) -> None:
    with _segment(here).open("ab") as segment:
        segment.write(b'{"seq":99,"torn')
    written = say("actions", "new", "one")
    assert written.returncode == 0
    assert "torn-" in written.stderr


def test_a_lost_journal_is_not_begun_anew(say: Run, here: Path) -> None:
    assert say("actions", "new", "one").returncode == 0
    shutil.rmtree(here / "store.journal")
    for command in (("actions",), ("actions", "new", "two")):
        told = say(*command)
        assert told.returncode == 3
        assert "store.journal is gone" in told.stderr
    assert not (here / "store.journal").exists()


def test_lost_settings_are_no_lost_workspace(say: Run, here: Path) -> None:
    assert say("actions", "new", "one").returncode == 0
    settings = (here / "workspace.toml").read_text()
    (here / "workspace.toml").unlink()
    told = say("actions")
    assert (told.returncode, told.stdout) == (3, "")
    assert "has a store, but its workspace.toml is gone" in told.stderr
    (here / "workspace.toml").write_text("shared_account = true\n")  # as it says
    assert "one" in say("actions").stdout
    assert "shared_account = true" in settings
