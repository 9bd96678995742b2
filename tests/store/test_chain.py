"""The chain of checksums runs through folds: a line edited by hand is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.store.chain import Chain
from data.store.entry import decode, seal
from tests.store.conftest import OpenStore
from tests.store.kit import add

Edit = Callable[[list[bytes]], object]


@pytest.fixture
def journal(open_store: OpenStore, folder: Path) -> Path:
    """Three sealed segments of three lines, and a live one of two."""
    store = open_store()
    for number in range(11):
        add(store, f"note {number}")
        if number in (2, 5, 8):
            store.fold()
    return folder / "store.journal"


def edited(path: Path, edit: Edit) -> None:
    """Edit a segment's lines."""
    lines = path.read_bytes().splitlines(keepends=True)
    edit(lines)
    path.write_bytes(b"".join(lines))


def test_a_whole_one(open_store: OpenStore, journal: Path) -> None:
    chain = open_store("jo").chain()
    size = sum(path.stat().st_size for path in journal.glob("0*.jsonl"))
    assert chain == Chain(segments=4, bytes=size, first=1, last=11, flaws=())


def test_an_empty_store(open_store: OpenStore) -> None:
    assert open_store().chain() == Chain(segments=0, bytes=0, first=0, last=0, flaws=())


@pytest.mark.parametrize("segment", [1, 4, 7, 10])
@pytest.mark.parametrize("line", [1, 2])
def test_a_line_edited_by_hand_is_named_wherever_it_is(
    open_store: OpenStore, journal: Path, segment: int, line: int
) -> None:
    def edit(lines: list[bytes]) -> None:
        lines[line - 1] = lines[line - 1].replace(b"note", b"NOTE")

    edited(journal / f"{segment:012d}.jsonl", edit)
    assert open_store("jo").chain().flaws == (
        f"{segment:012d}.jsonl line {line} isn't as it was written: its checksum doesn't fit",
    )


def test_a_line_sealed_again_breaks_the_one_after_it_even_in_the_next_segment(
    open_store: OpenStore, journal: Path
) -> None:
    def edit(lines: list[bytes]) -> None:
        changed = lines[-1].replace(b"note", b"NOTE")
        lines[-1] = seal(changed[: -len(b',"sum":"0123456789abcdef"}\n')] + b"}")
        decode(lines[-1][:-1])

    edited(journal / "000000000004.jsonl", edit)
    assert open_store("jo").chain().flaws == (
        "000000000007.jsonl line 1 doesn't follow from the line before it, which was exchanged",
    )


def test_the_last_line_before_a_fold_is_held_by_the_snapshot(
    open_store: OpenStore, journal: Path
) -> None:
    """Also where everything after it was sealed again, or is gone."""

    def edit(lines: list[bytes]) -> None:
        changed = lines[-1].replace(b"note", b"NOTE")
        lines[-1] = seal(changed[: -len(b',"sum":"0123456789abcdef"}\n')] + b"}")

    edited(journal / "000000000007.jsonl", edit)
    (journal / "000000000010.jsonl").unlink()
    assert open_store("jo").chain().flaws == (
        "000000000007.jsonl line 3 isn't the one the snapshot was made from",
    )


def test_lines_and_segments_taken_out_put_in_and_cut(open_store: OpenStore, journal: Path) -> None:
    edited(journal / "000000000001.jsonl", lambda lines: lines.pop(1))
    (journal / "000000000004.jsonl").unlink()
    edited(journal / "000000000007.jsonl", lambda lines: lines.append(b'{"torn'))
    assert open_store("jo").chain().flaws == (
        "000000000001.jsonl line 2 is entry 3, and 2 should stand there",
        "store.journal lacks entries 4 to 6",
        "000000000007.jsonl ends in an unfinished line, and others follow",
    )


def test_what_was_moved_away_from_the_beginning_is_no_flaw(
    open_store: OpenStore, journal: Path
) -> None:
    (journal / "000000000001.jsonl").unlink()
    chain = open_store("jo").chain()
    assert (chain.first, chain.last, chain.flaws) == (4, 11, ())
