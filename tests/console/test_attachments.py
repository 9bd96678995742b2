"""Files beside records: copied once, whole, never changed, and never more than fits."""

import hashlib
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from console.attachments import attached
from console.desk import Desk
from console.table import find
from console.thread import thread
from console.undo import next_undo, take_back
from data.clock import FrozenClock
from data.errors import News, NotFound, RefusalError
from data.files import place_of
from data.identity import author
from data.records.base import Record
from data.records.conversations import Conversation
from data.settings import Settings
from data.workspace import Workspace
from tests.conftest import OpenDesk

Act = Callable[..., Record]


@pytest.fixture
def label(tmp_path: Path) -> Path:
    path = tmp_path / "label 1.png"
    path.write_bytes(b"\x89PNG" * 1000)
    return path


def files(desk: Desk) -> list[Path]:
    return [path for path in desk.workspace.files.rglob("*") if path.is_file()]


def test_a_copy_is_kept_by_its_hash_and_shown_in_the_thread(
    desk: Desk, act: Act, label: Path
) -> None:
    act(desk, "new inbox", creator="@lena", message="look")
    act(desk, "attach", "C1", file=str(label))
    wanted = hashlib.sha256(label.read_bytes()).hexdigest()
    label.write_bytes(b"changed")
    copy = place_of(desk.workspace.files, wanted)
    assert files(desk) == [copy]
    assert copy.read_bytes() == b"\x89PNG" * 1000
    assert stat.S_IMODE(copy.stat().st_mode) == 0o440
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o2770 & 0o7777
    found = find(desk, "C1")
    assert isinstance(found, Conversation)
    told = [(said.kind, said.text) for said in thread(desk.book, found)]
    assert told == [("in", "look"), ("file", f"label 1.png · 4 KB · {wanted[:8]}")]


def test_the_same_bytes_are_one_file_and_a_record_has_them_once(
    desk: Desk, act: Act, label: Path, tmp_path: Path
) -> None:
    other = tmp_path / "again.png"
    other.write_bytes(label.read_bytes())
    act(desk, "new inbox", creator="@lena")
    act(desk, "new tickets", title="where is it")
    act(desk, "attach", "C1", file=str(label))
    act(desk, "attach", "T1", file=str(other))
    assert len(files(desk)) == 1
    with pytest.raises(RefusalError, match=r"C1 has that very file already, as label 1\.png"):
        act(desk, "attach", "C1", file=str(other))
    assert [each.name for each in attached(desk.book, "T1")] == ["again.png"]


def test_taking_it_back_leaves_the_file_and_it_can_come_again(
    desk: Desk, act: Act, label: Path
) -> None:
    act(desk, "new inbox", creator="@lena")
    act(desk, "attach", "C1", file=str(label))
    take_back(desk, next_undo(desk).entry)
    assert attached(desk.book, "C1") == []
    act(desk, "attach", "C1", file=str(label))
    assert len(attached(desk.book, "C1")) == 1


def test_what_cant_be_attached_says_why(desk: Desk, act: Act, tmp_path: Path) -> None:
    act(desk, "new inbox", creator="@lena")
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)

    def why(path: str) -> str:
        with pytest.raises((NotFound, RefusalError)) as caught:
            act(desk, "attach", "C1", file=path)
        return str(caught.value)

    assert "there is no file" in why(str(tmp_path / "nothing.png"))
    assert "it isn't a plain file" in why(str(tmp_path))
    assert "it isn't a plain file" in why(str(pipe))
    assert "can't be attached" in why(str(loop))
    assert "no file has such a name" in why("a\0b")
    assert "\x1b" not in why("\x1b[31mred")
    assert attached(desk.book, "C1") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_one_i_may_not_read(desk: Desk, act: Act, label: Path) -> None:
    act(desk, "new inbox", creator="@lena")
    label.chmod(0)
    with pytest.raises(RefusalError, match="Permission denied"):
        act(desk, "attach", "C1", file=str(label))


def test_one_that_is_too_big(tmp_path: Path, clock: FrozenClock, act: Act) -> None:
    workspace = Workspace.create(tmp_path / "w", Settings(shared_account=True, largest_file_mb=1))
    desk = Desk(workspace, author("ana", shared_account=True), clock)
    act(desk, "new inbox", creator="@lena")
    huge = tmp_path / "huge.mov"
    with huge.open("wb") as file:
        file.truncate(3_000_000)
    with pytest.raises(RefusalError, match=r"huge.mov has 3 MB, and 1 fit \(largest_file_mb"):
        act(desk, "attach", "C1", file=str(huge))
    assert not workspace.files.exists()
    desk.close()


def test_whoever_replies_past_a_new_file_is_told(
    desk: Desk, open_desk: OpenDesk, act: Act, clock: FrozenClock, label: Path
) -> None:
    seen = act(desk, "new inbox", creator="@lena", message="hi")
    clock.move(timedelta(minutes=1))
    jo = open_desk("jo")
    act(jo, "attach", "C1", file=str(label))
    with pytest.raises(News, match=r"jo attached a file since you looked: “label 1\.png"):
        act(desk, "reply", "C1", seen=seen, text="hello")
