"""Who is here: consoles that run, and none that died."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from data.clock import FrozenClock
from data.errors import StoreError
from data.identity import Author
from data.presence import Presence, Present, Where

CONSOLE = """
import sys
from pathlib import Path
from data.clock import SystemClock
from data.identity import Author
from data.presence import Presence, Where
me = Author(name=sys.argv[2], uid=1000, session=sys.argv[3])
here = Presence(Path(sys.argv[1]), me, SystemClock())
for line in sys.stdin:
    here.announce(Where(*line.split()))
    print("said", flush=True)
here.close()
"""


@contextmanager
def console(folder: Path, name: str, session: str) -> "Iterator[subprocess.Popen[str]]":
    """A process that is present, in the inbox."""
    process = subprocess.Popen(
        [sys.executable, "-c", CONSOLE, str(folder), name, session],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        go_to(process, "inbox C118")
        yield process


def go_to(process: "subprocess.Popen[str]", where: str) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{where}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "said\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "presence"


@pytest.fixture
def ana(folder: Path, clock: FrozenClock) -> Iterator[Presence]:
    presence = Presence(folder, Author(name="ana", uid=1000, session="a1"), clock)
    presence.announce(Where("today"))
    yield presence
    presence.close()


def places(presence: Presence) -> list[tuple[str, Where]]:
    return [(present.name, present.where) for present in presence.others()]


def test_alone_nobody_is_here(ana: Presence) -> None:
    assert ana.others() == []


def test_others_are_seen_with_what_they_have_open(ana: Presence, folder: Path) -> None:
    with console(folder, "jo", "j1") as jo, console(folder, "jo", "j2"):
        assert places(ana) == [("jo", Where("inbox", "C118"))] * 2
        go_to(jo, "actions A7")
        assert places(ana)[0] == ("jo", Where("actions", "A7"))
    assert ana.others() == []


def test_one_of_this_process_is_seen_too(ana: Presence, folder: Path, clock: FrozenClock) -> None:
    sam = Presence(folder, Author(name="sam", uid=1000, session="s1"), clock)
    assert ana.others() == [], "nobody is seen before they say where they are"
    assert sam.others() == [Present("ana", "a1", clock.now(), Where("today"), clock.now())]
    sam.close()


def test_a_killed_console_is_gone_at_once_and_cleared_away(ana: Presence, folder: Path) -> None:
    with console(folder, "jo", "j1") as jo:
        assert len(ana.others()) == 1
        jo.kill()
        jo.wait()
        assert (folder / "j1.json").exists()
        assert ana.others() == []
        assert not (folder / "j1.json").exists()


def test_it_is_written_only_when_it_changes(ana: Presence, folder: Path) -> None:
    ana.announce(Where("inbox", "C118"))
    written = (folder / "a1.json").stat().st_mtime_ns
    ana.announce(Where("inbox", "C118"))
    assert (folder / "a1.json").stat().st_mtime_ns == written


def test_what_they_do_there_is_seen(ana: Presence, folder: Path) -> None:
    with console(folder, "jo", "j1") as jo:
        assert [where.level for _, where in places(ana)] == ["viewing"]
        for level in ("composing", "away"):
            go_to(jo, f"inbox C118 {level}")
            assert places(ana) == [("jo", Where("inbox", "C118", level))]
        (folder / "j1.json").write_bytes(msgspec.json.encode(Where()).ljust(1024))
        assert ana.others() == [], "what another version writes is passed over"


def test_no_room_is_said_and_tried_again(ana: Presence, folder: Path, clock: FrozenClock) -> None:
    kim = Presence(folder, Author(name="kim", uid=1000, session="k1"), clock)
    (folder / "k1.tmp").mkdir()
    with pytest.raises(StoreError, match="The others can't be told that you are here"):
        kim.announce(Where("inbox"))
    assert ana.others() == []
    (folder / "k1.tmp").rmdir()
    kim.announce(Where("inbox"))
    assert places(ana) == [("kim", Where("inbox"))]
    kim.close()


def test_leaving_takes_the_file_along(ana: Presence, folder: Path) -> None:
    assert (folder / "a1.json").exists()
    ana.close()
    assert list(folder.iterdir()) == []


def test_what_is_no_presence_file_is_passed_over(ana: Presence, folder: Path) -> None:
    (folder / "link.json").symlink_to("/etc/hostname")
    (folder / "notes.txt").write_text("hello")
    with console(folder, "jo", "j1"):
        (folder / "j1.json").write_bytes(b"{half")
        assert ana.others() == []
    assert (folder / "notes.txt").exists()


def test_names_can_not_steer_a_terminal(ana: Presence, folder: Path, clock: FrozenClock) -> None:
    evil = Presence(folder, Author(name="jo\x1b[2J", uid=1000, session="e1"), clock)
    evil.announce(Where("in\x1b]0;x\x07box", "C1"))
    assert places(ana) == [("jo", Where("inbox", "C1"))]
    evil.close()
