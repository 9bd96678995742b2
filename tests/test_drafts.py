"""What is typed is on disk, the person's own, until it is accepted."""

import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.clock import FrozenClock
from data.drafts import Drafts
from data.errors import StoreError
from data.workspace import Workspace
from tests.conftest import NOON

NOTE = ("actions.note", "A1")
Open = Callable[[], Drafts]


@pytest.fixture
def sitting(workspace: Workspace, clock: FrozenClock) -> Open:
    """Ana's drafts, as each of her consoles sees them."""
    return lambda: Drafts(workspace.drafts / "ana", clock)


def test_another_session_finds_what_was_typed(sitting: Open) -> None:
    sitting().keep(NOTE, {"text": "6 of 14"}, {"text": "", "title": "untouched"})
    found = sitting().find(NOTE)
    assert found is not None
    assert (found.words, found.over) == ({"text": "6 of 14"}, {"text": ""})
    assert sitting().find(("actions.note", "A2")) is None


def test_accepted_it_is_gone(sitting: Open, workspace: Workspace) -> None:
    drafts = sitting()
    drafts.keep(NOTE, {"text": "6"}, {})
    drafts.keep(NOTE, {"text": "6 of 14"}, {})
    drafts.keep(NOTE, {}, {})
    assert list((workspace.drafts / "ana").iterdir()) == []


def test_what_another_console_typed_since_stays(sitting: Open) -> None:
    first, second = sitting(), sitting()
    first.keep(NOTE, {"text": "first"}, {})
    assert second.find(NOTE) is not None
    second.keep(NOTE, {"text": "first, and second"}, {})
    first.keep(NOTE, {}, {})
    left = sitting().find(NOTE)
    assert left is not None
    assert left.words == {"text": "first, and second"}


def test_only_this_account_reads_them(sitting: Open, workspace: Workspace) -> None:
    sitting().keep(NOTE, {"text": "for my eyes"}, {})
    (file,) = (workspace.drafts / "ana").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert os.access(workspace.drafts, os.W_OK)


def test_all_of_them_newest_last(sitting: Open, clock: FrozenClock) -> None:
    drafts = sitting()
    many = ("actions.done", *(f"A{n}" for n in range(300)))
    for key in (many, NOTE, ("actions.new",)):
        drafts.keep(key, {"text": "x"}, {})
        clock.move(timedelta(seconds=1))
    assert [draft.key for draft in sitting().all()] == [many, NOTE, ("actions.new",)]


@given(st.dictionaries(st.sampled_from(["text", "title"]), st.text(max_size=40), min_size=1))
def test_whatever_is_typed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, words: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("drafts") / "drafts" / "ana"
    folder.parent.mkdir()
    clock = FrozenClock(NOON)
    Drafts(folder, clock).keep(NOTE, words, {})
    found = Drafts(folder, clock).find(NOTE)
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"key":["x"]}', b"\xff"])
def test_a_spoilt_file_is_no_draft_and_is_written_over(
    sitting: Open, workspace: Workspace, spoilt: bytes
) -> None:
    sitting().keep(NOTE, {"text": "x"}, {})
    (file,) = (workspace.drafts / "ana").iterdir()
    file.write_bytes(spoilt)
    drafts = sitting()
    assert (drafts.find(NOTE), drafts.all()) == (None, [])
    drafts.keep(NOTE, {"text": "y"}, {})
    assert sitting().find(NOTE) is not None


def test_a_link_in_its_place_is_never_followed(
    sitting: Open, workspace: Workspace, tmp_path: Path
) -> None:
    sitting().keep(NOTE, {"text": "x"}, {})
    (file,) = (workspace.drafts / "ana").iterdir()
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    before = elsewhere.read_bytes()
    file.symlink_to(elsewhere)
    drafts = sitting()
    assert drafts.find(NOTE) is None
    drafts.keep(NOTE, {"text": "y"}, {})
    assert elsewhere.read_bytes() == before


def test_no_room_is_said(sitting: Open, workspace: Workspace) -> None:
    workspace.drafts.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="What you type isn't kept on disk"):
        sitting().keep(NOTE, {"text": "x"}, {})
